package dev.cresset.nn;

import java.util.OptionalDouble;

/**
 * Options of the Poisson and Gaussian negative log likelihood, of the functions and of the modules:
 * {@code Likelihood.full().eps(1e-4)}.
 */
public final class Likelihood {
    /**
     * Without constant terms, the eps of the loss itself, the mean; Poisson rates as logarithms.
     */
    public static final Options DEFAULT =
            new Options(Reduction.MEAN, false, OptionalDouble.empty(), true);

    private Likelihood() {}

    /** What to make of the losses of single elements; default the mean. */
    public static Options reduction(Reduction reduction) {
        return DEFAULT.reduction(reduction);
    }

    /** With the terms that do not depend on the prediction. */
    public static Options full() {
        return DEFAULT.full();
    }

    /** The smallest variance (default 1e-6), or what is added to rates (default 1e-8). */
    public static Options eps(double number) {
        return DEFAULT.eps(number);
    }

    /** Poisson rates are given as they are, not as logarithms. */
    public static Options plainInput() {
        return DEFAULT.plainInput();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param reduction what to make of the losses of single elements
     * @param isFull whether terms that do not depend on the prediction count
     * @param eps the smallest variance or the summand of rates, if it is not the usual one
     * @param hasLogInput whether Poisson rates are given as logarithms
     */
    public record Options(
            Reduction reduction, boolean isFull, OptionalDouble eps, boolean hasLogInput) {
        /** What to make of the losses of single elements. */
        public Options reduction(Reduction way) {
            return new Options(way, isFull, eps, hasLogInput);
        }

        /** With the terms that do not depend on the prediction. */
        public Options full() {
            return new Options(reduction, true, eps, hasLogInput);
        }

        /** The smallest variance, or what is added to rates. */
        public Options eps(double number) {
            return new Options(reduction, isFull, OptionalDouble.of(number), hasLogInput);
        }

        /** Poisson rates are given as they are, not as logarithms. */
        public Options plainInput() {
            return new Options(reduction, isFull, eps, false);
        }
    }
}
