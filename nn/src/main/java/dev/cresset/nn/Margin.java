package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Options of losses with a margin, of the functions and of the modules: {@code
 * Margin.margin(0.5).swap()}. Each loss reads those that concern it.
 */
public final class Margin {
    /** The margin and power of the loss itself, no weights, the mean. */
    public static final Options DEFAULT =
            new Options(
                    Reduction.MEAN,
                    OptionalDouble.empty(),
                    OptionalDouble.empty(),
                    1e-6,
                    false,
                    Optional.empty());

    private Margin() {}

    /** What to make of the losses of single elements; default the mean. */
    public static Options reduction(Reduction reduction) {
        return DEFAULT.reduction(reduction);
    }

    /** The margin; default 0 for pairs that are ranked or compared by their angle, else 1. */
    public static Options margin(double margin) {
        return DEFAULT.margin(margin);
    }

    /** The power or norm; default 2 for triplets, 1 for classes. */
    public static Options p(double power) {
        return DEFAULT.p(power);
    }

    /** What is added to differences before their norm is taken; default 1e-6. */
    public static Options eps(double number) {
        return DEFAULT.eps(number);
    }

    /** The negative is compared with the nearer one of anchor and positive. */
    public static Options swap() {
        return DEFAULT.swap();
    }

    /** A weight per class. */
    public static Options weight(Tensor weight) {
        return DEFAULT.weight(weight);
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param reduction what to make of the losses of single elements
     * @param margin the margin, if it is not the usual one of the loss
     * @param p the power or norm, if it is not the usual one of the loss
     * @param eps what is added to differences before their norm is taken
     * @param swaps whether the negative is compared with the nearer one of anchor and positive
     * @param weight weights of classes
     */
    public record Options(
            Reduction reduction,
            OptionalDouble margin,
            OptionalDouble p,
            double eps,
            boolean swaps,
            Optional<Tensor> weight) {
        /** What to make of the losses of single elements. */
        public Options reduction(Reduction way) {
            return new Options(way, margin, p, eps, swaps, weight);
        }

        /** The margin. */
        public Options margin(double distance) {
            return new Options(reduction, OptionalDouble.of(distance), p, eps, swaps, weight);
        }

        /** The power or norm. */
        public Options p(double power) {
            return new Options(reduction, margin, OptionalDouble.of(power), eps, swaps, weight);
        }

        /** What is added to differences before their norm is taken. */
        public Options eps(double number) {
            return new Options(reduction, margin, p, number, swaps, weight);
        }

        /** The negative is compared with the nearer one of anchor and positive. */
        public Options swap() {
            return new Options(reduction, margin, p, eps, true, weight);
        }

        /** A weight per class. */
        public Options weight(Tensor weights) {
            return new Options(reduction, margin, p, eps, swaps, Optional.of(weights));
        }
    }
}
