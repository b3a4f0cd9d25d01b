package dev.cresset.cpu.index;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Plan;

/** Runs the loops of a plan around an innermost row, in parallel along one of them. */
final class Walk {
    private Walk() {}

    /** One innermost loop. */
    @FunctionalInterface
    interface Row {
        /** Does n elements from these addresses; the array is not to be written. */
        void run(long n, long[] pointers);
    }

    /**
     * Runs all rows.
     *
     * @param split the loop to divide among threads, -1 for none
     * @param pointers addresses of the first elements
     */
    static void forEach(Plan plan, int split, long[] pointers, Row row) {
        if (split < 0) {
            part(plan, 0, 0, plan.size(0), pointers, row);
            return;
        }
        long each = plan.numel() / plan.size(split);
        Parallel.forEach(
                plan.size(split),
                Math.max(1, CpuIndexing.GRAIN / each),
                (from, to) -> part(plan, split, from, to, pointers, row));
    }

    private static void part(Plan plan, int split, long from, long to, long[] pointers, Row row) {
        int operands = plan.operands();
        var at = new long[operands];
        for (int k = 0; k < operands; k++) {
            at[k] = pointers[k] + from * plan.stride(split, k);
        }
        var sizes = new long[plan.dim()];
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = d == split ? to - from : plan.size(d);
        }
        var position = new long[sizes.length];
        int d;
        do {
            row.run(sizes[0], at);
            for (d = 1; d < sizes.length; d++) {
                for (int k = 0; k < operands; k++) {
                    at[k] += plan.stride(d, k);
                }
                if (++position[d] < sizes[d]) {
                    break;
                }
                position[d] = 0;
                for (int k = 0; k < operands; k++) {
                    at[k] -= sizes[d] * plan.stride(d, k);
                }
            }
        } while (d < sizes.length);
    }
}
