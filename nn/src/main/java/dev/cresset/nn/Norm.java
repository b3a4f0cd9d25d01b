package dev.cresset.nn;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Options of normalisations, of the functions and of the modules: {@code
 * Norm.eps(1e-3).momentum(0.01)}.
 *
 * <p>What is not set is as in PyTorch: batch normalisation has weight, bias and running statistics,
 * instance normalisation has none of them.
 */
public final class Norm {
    /** PyTorch's defaults. */
    public static final Options DEFAULT =
            new Options(
                    OptionalDouble.empty(), 0.1, false, Optional.empty(), true, Optional.empty());

    private Norm() {}

    /** Number added to the variance; default 1e-5, for RMS normalisation that of the dtype. */
    public static Options eps(double number) {
        return DEFAULT.eps(number);
    }

    /** Share of the batch in the running statistics; default 0.1. */
    public static Options momentum(double share) {
        return DEFAULT.momentum(share);
    }

    /** Running statistics that are the mean over all batches: {@code momentum=None}. */
    public static Options cumulative() {
        return DEFAULT.cumulative();
    }

    /** A module with weight and bias. */
    public static Options affine() {
        return DEFAULT.affine();
    }

    /** A module without weight and bias. */
    public static Options noAffine() {
        return DEFAULT.noAffine();
    }

    /** A module without bias. */
    public static Options noBias() {
        return DEFAULT.noBias();
    }

    /** A module with running statistics. */
    public static Options runningStats() {
        return DEFAULT.runningStats();
    }

    /** A module without running statistics. */
    public static Options noRunningStats() {
        return DEFAULT.noRunningStats();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param givenEps number added to the variance, if set
     * @param momentum share of the batch in the running statistics
     * @param isCumulative whether running statistics are the mean over all batches
     * @param givenAffine whether a module has weight and bias, if set
     * @param hasBias whether a module with a weight has a bias
     * @param givenRunningStats whether a module keeps running statistics, if set
     */
    public record Options(
            OptionalDouble givenEps,
            double momentum,
            boolean isCumulative,
            Optional<Boolean> givenAffine,
            boolean hasBias,
            Optional<Boolean> givenRunningStats) {
        /** Number added to the variance; 1e-5 unless set. */
        public double eps() {
            return givenEps.orElse(1e-5);
        }

        /** Number added to the variance. */
        public Options eps(double number) {
            return new Options(
                    OptionalDouble.of(number),
                    momentum,
                    isCumulative,
                    givenAffine,
                    hasBias,
                    givenRunningStats);
        }

        /** Share of the batch in the running statistics. */
        public Options momentum(double share) {
            return new Options(givenEps, share, false, givenAffine, hasBias, givenRunningStats);
        }

        /** Running statistics that are the mean over all batches. */
        public Options cumulative() {
            return new Options(givenEps, momentum, true, givenAffine, hasBias, givenRunningStats);
        }

        /** A module with weight and bias. */
        public Options affine() {
            return affine(true);
        }

        /** A module without weight and bias. */
        public Options noAffine() {
            return affine(false);
        }

        private Options affine(boolean has) {
            return new Options(
                    givenEps, momentum, isCumulative, Optional.of(has), hasBias, givenRunningStats);
        }

        /** A module without bias. */
        public Options noBias() {
            return new Options(
                    givenEps, momentum, isCumulative, givenAffine, false, givenRunningStats);
        }

        /** A module with running statistics. */
        public Options runningStats() {
            return tracking(true);
        }

        /** A module without running statistics. */
        public Options noRunningStats() {
            return tracking(false);
        }

        private Options tracking(boolean has) {
            return new Options(
                    givenEps, momentum, isCumulative, givenAffine, hasBias, Optional.of(has));
        }
    }
}
