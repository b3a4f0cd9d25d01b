package dev.cresset.op;

/**
 * Which rows of a matrix belong to which step of a sequence: those of the first step, then those of
 * the second, and so on; a step never has more rows than the one before.
 */
final class RecurrentRows {
    private final int steps;
    private final long batch;
    private final long total;
    private final boolean reverse;

    /** First row of each step and the end of the last one, or null where all are equally long. */
    private final long[] firsts;

    private RecurrentRows(int steps, long batch, long total, long[] firsts, boolean reverse) {
        this.steps = steps;
        this.batch = batch;
        this.total = total;
        this.firsts = firsts;
        this.reverse = reverse;
    }

    /** Steps of equal numbers of rows. */
    static RecurrentRows of(long steps, long batch, boolean reverse) {
        return new RecurrentRows(Math.toIntExact(steps), batch, steps * batch, null, reverse);
    }

    /** Steps with these numbers of rows, which must add up to {@code total}. */
    static RecurrentRows of(long[] sizes, long total, boolean reverse) {
        var firsts = new long[sizes.length + 1];
        for (int t = 0; t < sizes.length; t++) {
            Check.that(
                    sizes[t] > 0 && (t == 0 || sizes[t] <= sizes[t - 1]),
                    "batch_sizes must be positive and in decreasing order, got %s; use"
                            + " packPaddedSequence to make them",
                    sizes);
            firsts[t + 1] = firsts[t] + sizes[t];
        }
        Check.that(
                firsts[sizes.length] == total,
                "batch_sizes %s do not add up to the %s rows of data",
                sizes,
                total);
        return new RecurrentRows(sizes.length, sizes[0], total, firsts, reverse);
    }

    /** Number of steps. */
    int steps() {
        return steps;
    }

    /** Number of rows of the longest step, which is the first in memory. */
    long batch() {
        return batch;
    }

    /** Number of rows of all steps. */
    long total() {
        return total;
    }

    /** The place in memory of the step that comes as number {@code s}. */
    int at(int s) {
        return reverse ? steps - 1 - s : s;
    }

    /** The first row of the step at place t. */
    long first(int t) {
        return firsts == null ? t * batch : firsts[t];
    }

    /** The number of rows of the step at place t. */
    long rows(int t) {
        return firsts == null ? batch : firsts[t + 1] - firsts[t];
    }
}
