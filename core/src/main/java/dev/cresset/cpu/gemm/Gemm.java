package dev.cresset.cpu.gemm;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.DType;

/**
 * Matrix products of row-major matrices in off-heap memory.
 *
 * <p>Every method computes {@code c = alpha op(a) op(b) + beta c}, where {@code op(a)} has m rows
 * and k columns, {@code op(b)} k rows and n columns, {@code c} m rows and n columns, and {@code op}
 * transposes where the flag says so: with {@code transA} the memory of {@code a} holds k rows of m.
 * Leading dimensions are the distances between rows, in elements. With {@code beta == 0} {@code c}
 * is only written, so that it may hold anything, NaN included. The result must not overlap the
 * operands. Sizes are checked by the caller.
 *
 * <p>float16 and bfloat16 are computed in float32 and rounded once; integers wrap, with the scalars
 * cut to integers; bool is not accepted.
 *
 * <p>Note [Which product]: a product of a few thousand multiplications is done by a Java kernel in
 * the calling thread, since it takes less time than a native call that packs its operands, and no
 * library has to be loaded for it. A larger one is cut into one tile of {@code c} per thread (Note
 * [One pool]), and a tile is computed by oneDNN or OpenBLAS, or by the blocked Java product where
 * neither is there.
 */
public final class Gemm {
    private Gemm() {}

    /** One product. */
    public static void multiply(
            DType dtype,
            boolean transA,
            boolean transB,
            long m,
            long n,
            long k,
            double alpha,
            long a,
            long lda,
            long b,
            long ldb,
            double beta,
            long c,
            long ldc) {
        switch (dtype) {
            case FLOAT32, FLOAT64 ->
                    Tiles.multiply(
                            dtype, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            case FLOAT16, BFLOAT16 ->
                    ReducedGemm.multiply(
                            dtype, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            case UINT8, INT8, INT16, INT32, INT64 ->
                    IntegerGemm.multiply(
                            dtype,
                            transA,
                            transB,
                            m,
                            n,
                            k,
                            (long) alpha,
                            a,
                            lda,
                            b,
                            ldb,
                            (long) beta,
                            c,
                            ldc);
            case BOOL ->
                    throw new IllegalArgumentException(
                            "\"addmm_impl_cpu_\" not implemented for 'Bool'");
        }
    }

    /**
     * {@code batch} products. The strides are the distances in elements between the first elements
     * of successive matrices; 0 uses one operand for all.
     */
    public static void multiplyBatch(
            DType dtype,
            boolean transA,
            boolean transB,
            long m,
            long n,
            long k,
            double alpha,
            long a,
            long lda,
            long strideA,
            long b,
            long ldb,
            long strideB,
            double beta,
            long c,
            long ldc,
            long strideC,
            long batch) {
        if (batch == 1) {
            multiply(dtype, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            return;
        }
        boolean stacked = strideB == 0 && strideA == m * lda && strideC == m * ldc && !transA;
        if (stacked) {
            multiply(dtype, false, transB, m * batch, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            return;
        }
        int size = dtype.size();
        long work = Math.max(1, m * n * Math.max(k, 1));
        Parallel.RangeTask some =
                (from, to) -> {
                    for (long i = from; i < to; i++) {
                        multiply(
                                dtype,
                                transA,
                                transB,
                                m,
                                n,
                                k,
                                alpha,
                                a + i * strideA * size,
                                lda,
                                b + i * strideB * size,
                                ldb,
                                beta,
                                c + i * strideC * size,
                                ldc);
                    }
                };
        // A few large products gain more from threads within each, many small ones from threads
        // across them; a product inside a parallel loop runs in its thread alone.
        if (batch >= Parallel.numThreads()) {
            Parallel.forEach(batch, Math.ceilDiv(Tiles.WORK_PER_THREAD, work), some);
        } else {
            some.run(0, batch);
        }
    }
}
