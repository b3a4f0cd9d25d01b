package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.Optional;

/**
 * Options of losses, of the functions and of the modules: {@code
 * Loss.labelSmoothing(0.1).reduction(Reduction.SUM)}. Each loss reads those that concern it.
 */
public final class Loss {
    /** Mean over all elements, no weights. */
    public static final Options DEFAULT =
            new Options(Reduction.MEAN, Optional.empty(), Optional.empty(), -100, 0, 1, 1, false);

    private Loss() {}

    /** What to make of the losses of single elements; default the mean. */
    public static Options reduction(Reduction reduction) {
        return DEFAULT.reduction(reduction);
    }

    /** A weight per class, or per element for binary losses. */
    public static Options weight(Tensor weight) {
        return DEFAULT.weight(weight);
    }

    /** A weight of positive examples per class (binary losses on logits). */
    public static Options posWeight(Tensor weight) {
        return DEFAULT.posWeight(weight);
    }

    /** A class whose elements do not count; default -100. */
    public static Options ignoreIndex(long index) {
        return DEFAULT.ignoreIndex(index);
    }

    /** How much of the target is spread over all classes; default 0. */
    public static Options labelSmoothing(double amount) {
        return DEFAULT.labelSmoothing(amount);
    }

    /** Where the smooth L1 loss changes from square to linear; default 1. */
    public static Options beta(double beta) {
        return DEFAULT.beta(beta);
    }

    /** Where the Huber loss changes from square to linear; default 1. */
    public static Options delta(double delta) {
        return DEFAULT.delta(delta);
    }

    /** The target of the Kullback-Leibler divergence is given as logarithms. */
    public static Options logTarget() {
        return DEFAULT.logTarget();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param reduction what to make of the losses of single elements
     * @param weight weights of classes or elements
     * @param posWeight weights of positive examples
     * @param ignoreIndex a class whose elements do not count
     * @param labelSmoothing how much of the target is spread over all classes
     * @param beta threshold of the smooth L1 loss
     * @param delta threshold of the Huber loss
     * @param targetIsLog whether the target is given as logarithms
     */
    public record Options(
            Reduction reduction,
            Optional<Tensor> weight,
            Optional<Tensor> posWeight,
            long ignoreIndex,
            double labelSmoothing,
            double beta,
            double delta,
            boolean targetIsLog) {
        /** What to make of the losses of single elements. */
        public Options reduction(Reduction way) {
            return new Options(
                    way, weight, posWeight, ignoreIndex, labelSmoothing, beta, delta, targetIsLog);
        }

        /** A weight per class, or per element for binary losses. */
        public Options weight(Tensor weights) {
            return new Options(
                    reduction,
                    Optional.of(weights),
                    posWeight,
                    ignoreIndex,
                    labelSmoothing,
                    beta,
                    delta,
                    targetIsLog);
        }

        /** A weight of positive examples per class. */
        public Options posWeight(Tensor weights) {
            return new Options(
                    reduction,
                    weight,
                    Optional.of(weights),
                    ignoreIndex,
                    labelSmoothing,
                    beta,
                    delta,
                    targetIsLog);
        }

        /** A class whose elements do not count. */
        public Options ignoreIndex(long index) {
            return new Options(
                    reduction, weight, posWeight, index, labelSmoothing, beta, delta, targetIsLog);
        }

        /** How much of the target is spread over all classes. */
        public Options labelSmoothing(double amount) {
            return new Options(
                    reduction, weight, posWeight, ignoreIndex, amount, beta, delta, targetIsLog);
        }

        /** Where the smooth L1 loss changes from square to linear. */
        public Options beta(double threshold) {
            return new Options(
                    reduction,
                    weight,
                    posWeight,
                    ignoreIndex,
                    labelSmoothing,
                    threshold,
                    delta,
                    targetIsLog);
        }

        /** Where the Huber loss changes from square to linear. */
        public Options delta(double threshold) {
            return new Options(
                    reduction,
                    weight,
                    posWeight,
                    ignoreIndex,
                    labelSmoothing,
                    beta,
                    threshold,
                    targetIsLog);
        }

        /** The target of the Kullback-Leibler divergence is given as logarithms. */
        public Options logTarget() {
            return new Options(
                    reduction, weight, posWeight, ignoreIndex, labelSmoothing, beta, delta, true);
        }
    }
}
