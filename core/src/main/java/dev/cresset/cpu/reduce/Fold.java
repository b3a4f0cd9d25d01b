package dev.cresset.cpu.reduce;

/**
 * Combines elements to partial results, which travel as 64 bits: those of a float64, or an integer
 * where the reduction computes in {@code LONG}. An object belongs to one thread.
 */
abstract class Fold {
    /** Elements loaded at a time. */
    static final int TILE = 1024;

    /** The result over no elements. */
    abstract long neutral();

    /** Two partial results combined. */
    abstract long combine(long a, long b);

    /** The result over n elements that lie {@code stride} bytes apart. */
    abstract long run(long address, long stride, long n);

    /** Accumulators for {@code width} results side by side, at most {@link #TILE}. */
    abstract Columns columns(int width);

    /** Results side by side, each over its own column of a block of rows. */
    interface Columns {
        /** Back to the neutral element. */
        void clear();

        /** Combines rows of elements; strides in bytes. */
        void add(long address, long columnStride, long rowStride, long rows);

        /** Combines with the results of another part of the same columns. */
        void merge(Columns other);

        /** The result of column j. */
        long result(int j);
    }
}
