package dev.cresset.spi;

/** Matrix products. Addresses are absolute; leading dimensions and strides count elements. */
public interface Contractions {
    /** Whether a matrix is used as stored or transposed. */
    enum Transpose {
        /** As stored. */
        NO,
        /** Rows and columns exchanged. */
        YES
    }

    /**
     * A batch of products {@code c = alpha * op(a) * op(b) + beta * c}, row-major: op(a) is m x k,
     * op(b) k x n, c m x n.
     *
     * @param dtype of a, b and c; 16-bit floats accumulate in float32 and round once
     * @param batch number of products
     * @param strideA elements from one a to the next, 0 to reuse it
     * @param strideB likewise for b
     * @param strideC likewise for c
     */
    record Gemm(
            DType dtype,
            Transpose transA,
            Transpose transB,
            long m,
            long n,
            long k,
            double alpha,
            double beta,
            long lda,
            long ldb,
            long ldc,
            long batch,
            long strideA,
            long strideB,
            long strideC) {}

    /** Computes a batch of products; with beta 0 the old content of c is never read. */
    void multiply(Gemm gemm, long a, long b, long c);
}
