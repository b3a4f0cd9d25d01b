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
            DType dtype, Rows rows, long k, Direction direction, long in, long values, long indices);
}
