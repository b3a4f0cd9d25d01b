package dev.cresset.cpu.gemm;

/**
 * The innermost loops of a product for one element type. Strides are in elements; the columns of
 * {@code b} and {@code c} lie side by side. {@code c = alpha a b + beta c}, without reading {@code
 * c} if {@code beta} is 0.
 */
interface TileKernel {
    /** Bytes per element. */
    int elementSize();

    /** The most rows of {@link #tile}. */
    int rows();

    /** The most columns of {@link #tile}. */
    int columns();

    /** A tile of at most {@link #rows()} x {@link #columns()}. */
    void tile(
            int m,
            int n,
            int k,
            double alpha,
            long a,
            long rowStrideA,
            long columnStrideA,
            long b,
            long rowStrideB,
            double beta,
            long c,
            long rowStrideC);

    /** One row of {@code c}, of any length. */
    void row(
            long n,
            int k,
            double alpha,
            long a,
            long strideA,
            long b,
            long rowStrideB,
            double beta,
            long c);

    /**
     * Dot products of a dense vector with {@code rows} dense vectors that are {@code rowStride}
     * apart: {@code c[i] = alpha dot(x, y_i) + beta c[i]}.
     */
    void dots(
            long rows,
            int k,
            double alpha,
            long x,
            long y,
            long rowStride,
            double beta,
            long c,
            long strideC);
}
