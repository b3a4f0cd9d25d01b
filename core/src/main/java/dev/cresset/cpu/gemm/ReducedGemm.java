package dev.cresset.cpu.gemm;

import dev.cresset.cpu.natives.Scratch;
import dev.cresset.spi.DType;

/** Products of float16 and bfloat16 matrices through float32 copies, rounded once at the end. */
final class ReducedGemm {
    private ReducedGemm() {}

    static void multiply(
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
        try (var sum = Scratch.take(m * n * 4)) {
            if (beta != 0) {
                widenRows(dtype, c, ldc, m, n, sum.address());
            }
            product(dtype, transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, sum.address());
            narrowRows(dtype, sum.address(), c, ldc, m, n);
        }
    }

    private static void product(
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
            long sum) {
        long columnsA = transA ? m : k;
        long columnsB = transB ? k : n;
        try (var wideA = Scratch.take(m * k * 4);
                var wideB = Scratch.take(k * n * 4)) {
            widenRows(dtype, a, lda, transA ? k : m, columnsA, wideA.address());
            widenRows(dtype, b, ldb, transB ? n : k, columnsB, wideB.address());
            Tiles.multiply(
                    DType.FLOAT32,
                    transA,
                    transB,
                    m,
                    n,
                    k,
                    alpha,
                    wideA.address(),
                    columnsA,
                    wideB.address(),
                    columnsB,
                    beta,
                    sum,
                    n);
        }
    }

    private static void widenRows(
            DType dtype, long from, long stride, long rows, long columns, long to) {
        if (stride == columns) {
            Reduced.widen(dtype, from, to, rows * columns);
            return;
        }
        for (long i = 0; i < rows; i++) {
            Reduced.widen(dtype, from + i * stride * 2, to + i * columns * 4, columns);
        }
    }

    private static void narrowRows(
            DType dtype, long from, long to, long stride, long rows, long columns) {
        if (stride == columns) {
            Reduced.narrow(dtype, from, to, rows * columns);
            return;
        }
        for (long i = 0; i < rows; i++) {
            Reduced.narrow(dtype, from + i * columns * 4, to + i * stride * 2, columns);
        }
    }
}
