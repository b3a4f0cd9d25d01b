package dev.cresset.nn;

/**
 * Options of normalisations, of the functions and of the modules: {@code
 * Norm.eps(1e-3).momentum(0.01)}.
 */
public final class Norm {
    /** eps 1e-5, momentum 0.1, with weight and bias and running statistics. */
    public static final Options DEFAULT = new Options(1e-5, 0.1, false, true, true);

    private Norm() {}

    /** Number added to the variance; default 1e-5. */
    public static Options eps(double number) {
        return DEFAULT.eps(number);
    }

    /** Share of the batch in the running statistics; default 0.1. */
    public static Options momentum(double share) {
        return DEFAULT.momentum(share);
    }

    /** Running statistics that are the mean over all batches. */
    public static Options cumulative() {
        return DEFAULT.cumulative();
    }

    /** A module without weight and bias. */
    public static Options noAffine() {
        return DEFAULT.noAffine();
    }

    /** A module without running statistics. */
    public static Options noRunningStats() {
        return DEFAULT.noRunningStats();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param eps number added to the variance
     * @param momentum share of the batch in the running statistics
     * @param isCumulative whether running statistics are the mean over all batches
     * @param hasAffine whether a module has weight and bias
     * @param hasRunningStats whether a module keeps running statistics
     */
    public record Options(
            double eps,
            double momentum,
            boolean isCumulative,
            boolean hasAffine,
            boolean hasRunningStats) {
        /** Number added to the variance. */
        public Options eps(double number) {
            return new Options(number, momentum, isCumulative, hasAffine, hasRunningStats);
        }

        /** Share of the batch in the running statistics. */
        public Options momentum(double share) {
            return new Options(eps, share, false, hasAffine, hasRunningStats);
        }

        /** Running statistics that are the mean over all batches. */
        public Options cumulative() {
            return new Options(eps, momentum, true, hasAffine, hasRunningStats);
        }

        /** A module without weight and bias. */
        public Options noAffine() {
            return new Options(eps, momentum, isCumulative, false, hasRunningStats);
        }

        /** A module without running statistics. */
        public Options noRunningStats() {
            return new Options(eps, momentum, isCumulative, hasAffine, false);
        }
    }
}
