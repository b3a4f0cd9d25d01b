package dev.cresset.bench;

import dev.cresset.Torch;
import dev.cresset.spi.MemoryScope;

import java.util.Arrays;

/**
 * How long one run of a workload takes, in seconds.
 *
 * @param best shortest
 * @param median in the middle
 * @param runs how many were measured
 */
record Timing(double best, double median, int runs) {
    private static final double TINY = 0.002;
    private static final int MOST_RUNS = 1000;

    /**
     * Measures as the PyTorch script does: warm up, then run until the budget is spent. Calls that
     * take less than two milliseconds are timed in batches of that length. Warm-up lasts longer
     * than PyTorch's, because machine code is made while the program runs.
     */
    static Timing of(Workload workload, double warmUp, Results results) {
        Torch.manualSeed(0);
        var task = task(workload, results);
        task.run();
        long end = System.nanoTime() + (long) (warmUp * 1e9);
        long calls = 0;
        long start = System.nanoTime();
        while (System.nanoTime() < end) {
            task.run();
            calls++;
        }
        double each = (System.nanoTime() - start) / 1e9 / Math.max(calls, 1);
        int batch = each < TINY ? (int) Math.max(1, TINY / Math.max(each, 1e-7)) : 1;
        var times = new double[MOST_RUNS];
        int runs = 0;
        start = System.nanoTime();
        while (runs < 5
                || ((System.nanoTime() - start) / 1e9 < workload.budget() && runs < MOST_RUNS)) {
            long before = System.nanoTime();
            for (int i = 0; i < batch; i++) {
                task.run();
            }
            times[runs++] = (System.nanoTime() - before) / 1e9 / batch;
        }
        var sorted = Arrays.copyOf(times, runs);
        Arrays.sort(sorted);
        return new Timing(sorted[0], sorted[runs / 2], runs);
    }

    private static Runnable task(Workload workload, Results results) {
        var task = workload.prepare().get();
        if (results == Results.DROPPED || !workload.dropsResults()) {
            return task;
        }
        return () -> {
            try (var scope = MemoryScope.open()) {
                task.run();
            }
        };
    }
}
