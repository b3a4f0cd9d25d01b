package dev.cresset.spi;

/** Sorting along rows of row-major data. NaN counts as the largest value. */
public interface Ordering {
    /** Direction of an order. */
    enum Direction {
        /** Smallest first. */
        ASCENDING,
        /** Largest first. */
        DESCENDING
    }

    /** Stable sort along rows: values and int64 indices into the row, each of the size of in. */
    void sort(DType dtype, Rows rows, Direction direction, long in, long values, long indices);

    /**
     * The first k of the order along rows, in order.
     *
     * @param values address for outer x k x inner values
     * @param indices address for as many int64 indices
     */
    void topk(
            DType dtype,
            Rows rows,
            long k,
            Direction direction,
            long in,
            long values,
            long indices);

    /** What {@link #select} does with the order of the elements that it finds. */
    enum Arrangement {
        /** The first k in order. */
        SORTED,
        /** The first k as the selection leaves them; the last of them is the k-th. */
        UNSORTED
    }

    /**
     * The first k of the order along rows; where elements are equal, the same of them and in the
     * same places as in PyTorch.
     *
     * @param values address for outer x k x inner values
     * @param indices address for as many int64 indices
     */
    void select(
            DType dtype,
            Rows rows,
            long k,
            Direction direction,
            Arrangement arrangement,
            long in,
            long values,
            long indices);

    /** Ways to find the element of a rank; they differ in which of equal elements they find. */
    enum RankMethod {
        /** As PyTorch's kthvalue. */
        QUICKSELECT,
        /** As PyTorch's median: by value, then by index; the first NaN of a row goes first. */
        STABLE
    }

    /**
     * The element of a rank, counted from 0, in the ascending order of each row.
     *
     * @param values address for outer x inner values
     * @param indices address for as many int64 indices
     */
    void rank(
            DType dtype,
            Rows rows,
            long rank,
            RankMethod method,
            long in,
            long values,
            long indices);
}
