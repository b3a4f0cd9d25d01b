package dev.cresset.cpu.index;

import dev.cresset.cpu.Vectors;

/** Loops over the bytes of bool tensors, each 0 or 1. */
interface Masks {
    /** The form for this machine: Vector API or plain Java. */
    static Masks best() {
        return Choice.BEST;
    }

    /** Holds the choice, so that it is a constant for the JIT compiler. */
    final class Choice {
        private static final Masks BEST =
                Vectors.available() ? new VectorMasks() : new PlainMasks();

        private Choice() {}
    }

    /** Number of true elements. */
    long count(long mask, long n);

    /**
     * Copies the elements where the mask is true.
     *
     * @param size bytes per element
     * @param count how many there are; nothing behind them is written
     */
    void select(int size, long n, long in, long mask, long out, long count);

    /** Writes {@code base + p} for all p where the mask is true; there are {@code count}. */
    void positions(long base, long n, long mask, long out, long count);
}
