package dev.cresset.bench;

import java.util.function.Supplier;

/**
 * Something to be timed, under the name, sizes and hyper-parameters of the PyTorch script beside
 * it.
 *
 * @param name the name that both sides share
 * @param unit what one run of the task is
 * @param group what it is averaged with in the comparison
 * @param budget seconds of measured runs
 * @param prepare makes the task; called once, after seeding with 0
 */
record Workload(String name, String unit, Group group, double budget, Supplier<Runnable> prepare) {
    /** Whether results are thrown away, so that their memory may be given back at once. */
    boolean dropsResults() {
        return group != Group.PROGRAMS && group != Group.TRAINING;
    }

    /** Groups of workloads whose ratios are averaged together. */
    enum Group {
        /** The tutorial's programs. */
        PROGRAMS,
        /** Training steps of networks. */
        TRAINING,
        /** Single pointwise operations and copies. */
        POINTWISE,
        /** Reductions and orders. */
        REDUCTIONS,
        /** Picking by index. */
        INDEXING,
        /** Matrix products. */
        PRODUCTS,
        /** Convolution, pooling, normalisation. */
        WINDOWS
    }
}
