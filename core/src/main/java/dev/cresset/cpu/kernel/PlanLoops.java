package dev.cresset.cpu.kernel;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Plan;

/** The loops of a plan beyond the two that kernels know, split over threads. */
final class PlanLoops {
    private PlanLoops() {}

    /** A kernel for the two innermost loops. */
    @FunctionalInterface
    interface Body {
        /**
         * Runs n1 rows of n0 elements; must not keep or change the arrays.
         *
         * @param pointers address of the first element of each operand
         * @param strides byte strides as {@link Plan#strides} gives them
         */
        void run(long[] pointers, long[] strides, long n0, long n1);
    }

    /**
     * Runs a body over all elements of a plan.
     *
     * @param grain the least number of elements worth handing to another thread
     */
    static void run(Plan plan, long[] pointers, long grain, Body body) {
        long numel = plan.numel();
        if (numel == 0) {
            return;
        }
        if (numel > grain && Parallel.numThreads() > 1) {
            int d = splitDimension(plan);
            long least = Math.max(1, grain / (numel / plan.size(d)));
            Parallel.forEach(
                    plan.size(d), least, (from, to) -> part(plan, pointers, d, from, to, body));
        } else if (plan.dim() <= 2) {
            body.run(pointers, plan.strides(), plan.size(0), plan.dim() > 1 ? plan.size(1) : 1);
        } else {
            part(plan, pointers, 0, 0, plan.size(0), body);
        }
    }

    /** The outermost loop that has enough iterations for all threads, else the longest one. */
    private static int splitDimension(Plan plan) {
        int longest = 0;
        for (int d = plan.dim() - 1; d >= 0; d--) {
            if (plan.size(d) >= 8L * Parallel.numThreads()) {
                return d;
            }
            longest = plan.size(d) > plan.size(longest) ? d : longest;
        }
        return longest;
    }

    /** All iterations of a plan for which loop {@code split} is in [from, to). */
    private static void part(Plan plan, long[] start, int split, long from, long to, Body body) {
        int operands = plan.operands();
        int dim = plan.dim();
        long[] strides = plan.strides();
        var pointers = start.clone();
        var sizes = new long[Math.max(dim, 2)];
        sizes[1] = 1;
        for (int d = 0; d < dim; d++) {
            sizes[d] = d == split ? to - from : plan.size(d);
        }
        for (int k = 0; k < operands; k++) {
            pointers[k] += from * strides[split * operands + k];
        }
        var index = new long[sizes.length];
        int d;
        do {
            body.run(pointers, strides, sizes[0], sizes[1]);
            for (d = 2; d < dim; d++) {
                boolean wraps = ++index[d] == sizes[d];
                long steps = wraps ? 1 - sizes[d] : 1;
                for (int k = 0; k < operands; k++) {
                    pointers[k] += steps * strides[d * operands + k];
                }
                if (!wraps) {
                    break;
                }
                index[d] = 0;
            }
        } while (d < dim);
    }
}
