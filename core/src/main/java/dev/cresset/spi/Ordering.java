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

    /** On which side of equal elements a search ends. */
    enum Side {
        /** Before the first of them. */
        LEFT,
        /** After the last of them. */
        RIGHT
    }

    /**
     * Where values belong in sorted rows: for each of {@code count} values per row the int64 number
     * of elements that come before it.
     *
     * @param rows number of rows
     * @param length elements of a sorted row
     * @param sorted address of the rows
     * @param values address of {@code rows x count} values of the same dtype
     * @param out address for as many int64 positions
     */
    void search(
            DType dtype,
            Side side,
            long rows,
            long length,
            long sorted,
            long count,
            long values,
            long out);

    /**
     * The most frequent element of each row, the smallest of several, with the index that PyTorch
     * gives for it.
     *
     * @param values address for outer x inner values
     * @param indices address for as many int64 indices
     */
    void mode(DType dtype, Rows rows, long in, long values, long indices);

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
