package dev.cresset.spi;

/**
 * Moving elements by integer index. Data is row-major; indices are int64, already checked to lie in
 * range and not negative. Addresses are absolute.
 */
public interface Indexing {
    /** How a scattered value joins the value already there. */
    enum Scatter {
        /** Replaces it; the last write wins. */
        SET,
        /** Adds to it. */
        ADD,
        /** Multiplies it. */
        MUL,
        /** Keeps the larger; NaN wins. */
        MAX,
        /** Keeps the smaller; NaN wins. */
        MIN
    }

    /** Place of the first of n indices that does not lie in [0, size); -1 if all do. */
    long firstOutside(long index, long n, long size);

    /** out[o, k, i] = in[o, index[k], i] for k below count; {@code rows} describes in. */
    void select(DType dtype, Rows rows, long in, long index, long count, long out);

    /**
     * Joins source[o, k, i] to out[o, index[k], i] for k in order; {@code rows} describes out. This
     * is index_add, index_copy and the gradient of {@link #select}.
     */
    void selectScatter(
            Scatter how, DType dtype, Rows rows, long out, long index, long count, long source);

    /**
     * Gather along dimension d: {@code out[p] = in[p with coordinate d replaced by index[p]]} for
     * all positions p of index.
     *
     * @param input sizes of in; index has the same number of dimensions, and outside d sizes that
     *     are not larger
     * @param indices sizes of index and out
     */
    void gather(DType dtype, int d, long[] input, long in, long[] indices, long index, long out);

    /**
     * Scatter along dimension d: joins source[p] to {@code out[p with coordinate d replaced by
     * index[p]]} for all positions p of index, in row-major order.
     *
     * @param output sizes of out
     * @param indices sizes of index
     * @param sourceStrides element strides of source under the sizes of index; 0 repeats
     */
    void scatter(
            Scatter how,
            DType dtype,
            int d,
            long[] output,
            long out,
            long[] indices,
            long index,
            long source,
            long[] sourceStrides);

    /** Number of non-zero bytes among n bytes of a bool tensor. */
    long countTrue(long mask, long n);

    /** Copies in[p] for every p with mask[p], in order; returns how many. */
    long maskedSelect(DType dtype, long n, long in, long mask, long out);

    /** Row-major positions p (int64) of the elements with mask[p]; returns how many. */
    long positions(long n, long mask, long out);
}
