package dev.cresset.cpu.index;

import dev.cresset.cpu.Parallel;

/** Work on the true elements of a mask, in pieces whose place in the result is known beforehand. */
final class MaskedPieces {
    private static final long PIECE = 32768;

    private MaskedPieces() {}

    /** What is done for one piece. */
    @FunctionalInterface
    interface Task {
        /**
         * Handles the elements from {@code start}.
         *
         * @param length number of elements
         * @param before true elements before them
         * @param count true elements among them
         */
        void run(long start, long length, long before, long count);
    }

    /** Runs a task over all pieces; returns the number of true elements. */
    static long run(long n, long mask, Task task) {
        int pieces = Math.toIntExact(Math.ceilDiv(n, PIECE));
        var ends = new long[pieces + 1];
        Parallel.forEach(
                pieces,
                4,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        ends[i + 1] =
                                Masks.best()
                                        .count(mask + i * PIECE, Math.min(PIECE, n - i * PIECE));
                    }
                });
        for (int i = 0; i < pieces; i++) {
            ends[i + 1] += ends[i];
        }
        Parallel.forEach(
                pieces,
                1,
                (from, to) -> {
                    for (int i = (int) from; i < to; i++) {
                        long count = ends[i + 1] - ends[i];
                        if (count > 0) {
                            long start = i * PIECE;
                            task.run(start, Math.min(PIECE, n - start), ends[i], count);
                        }
                    }
                });
        return ends[pieces];
    }
}
