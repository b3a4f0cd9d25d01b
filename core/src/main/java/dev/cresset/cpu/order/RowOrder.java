package dev.cresset.cpu.order;

import dev.cresset.spi.DType;
import dev.cresset.spi.Ordering.Direction;

/**
 * The order of one row at a time. Keeps its working memory from row to row; belongs to one thread.
 */
abstract class RowOrder {
    /** Rows up to this length leave their working memory to the next call on the thread. */
    static final int KEPT = 1 << 18;

    final DType dtype;

    /** 0, or -1 to turn the order of keys around. */
    final long flip;

    RowOrder(DType dtype, Direction direction) {
        this.dtype = dtype;
        this.flip = direction == Direction.DESCENDING ? -1 : 0;
    }

    /** An order of elements of a dtype. */
    static RowOrder of(DType dtype, Direction direction) {
        return dtype.size() < Long.BYTES
                ? new PackedOrder(dtype, direction)
                : new WideOrder(dtype, direction);
    }

    /** Orders a row of n elements that lie {@code stride} bytes apart. */
    abstract void sort(long address, long stride, int n);

    /** Finds the first k of the order of a row. */
    abstract void first(long address, long stride, int n, int k);

    /** Index into the row of the element at a place of the order found last. */
    abstract int index(int place);
}
