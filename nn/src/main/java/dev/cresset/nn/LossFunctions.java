package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.ClassLosses;
import dev.cresset.op.Losses;
import dev.cresset.op.Op;

/** The losses among the functions of {@link Functional}. */
abstract sealed class LossFunctions permits ActivationFunctions {
    LossFunctions() {}

    static Tensor call(Op op, Object... args) {
        return (Tensor) op.value(args);
    }

    /** Mean of {@code (x - t)^2}. */
    public static Tensor mseLoss(Tensor input, Tensor target) {
        return mseLoss(input, target, Loss.DEFAULT);
    }

    /** {@code (x - t)^2}, weighted and reduced. */
    public static Tensor mseLoss(Tensor input, Tensor target, Loss.Options options) {
        return call(
                Losses.MSE_LOSS,
                input,
                target,
                null,
                null,
                options.reduction().text(),
                options.weight().orElse(null));
    }

    /** Mean of {@code |x - t|}. */
    public static Tensor l1Loss(Tensor input, Tensor target) {
        return l1Loss(input, target, Loss.DEFAULT);
    }

    /** {@code |x - t|}, weighted and reduced. */
    public static Tensor l1Loss(Tensor input, Tensor target, Loss.Options options) {
        return call(
                Losses.L1_LOSS,
                input,
                target,
                null,
                null,
                options.reduction().text(),
                options.weight().orElse(null));
    }

    /** Mean of a square near 0 and a line further out. */
    public static Tensor smoothL1Loss(Tensor input, Tensor target) {
        return smoothL1Loss(input, target, Loss.DEFAULT);
    }

    /** A square within beta and a line further out. */
    public static Tensor smoothL1Loss(Tensor input, Tensor target, Loss.Options options) {
        return call(
                Losses.SMOOTH_L1_LOSS,
                input,
                target,
                null,
                null,
                options.reduction().text(),
                options.beta());
    }

    /** Mean of half a square near 0 and a line further out. */
    public static Tensor huberLoss(Tensor input, Tensor target) {
        return huberLoss(input, target, Loss.DEFAULT);
    }

    /** Half a square within delta and a line further out, weighted and reduced. */
    public static Tensor huberLoss(Tensor input, Tensor target, Loss.Options options) {
        return call(
                Losses.HUBER_LOSS,
                input,
                target,
                options.reduction().text(),
                options.delta(),
                options.weight().orElse(null));
    }

    /** Mean cross entropy of logits (batch, classes, ...) and class indices or probabilities. */
    public static Tensor crossEntropy(Tensor input, Tensor target) {
        return crossEntropy(input, target, Loss.DEFAULT);
    }

    /** Cross entropy of logits (batch, classes, ...) and class indices or probabilities. */
    public static Tensor crossEntropy(Tensor input, Tensor target, Loss.Options options) {
        return call(
                ClassLosses.CROSS_ENTROPY,
                input,
                target,
                options.weight().orElse(null),
                null,
                options.ignoreIndex(),
                null,
                options.reduction().text(),
                options.labelSmoothing());
    }

    /** Mean negative log likelihood of log probabilities (batch, classes, ...). */
    public static Tensor nllLoss(Tensor input, Tensor target) {
        return nllLoss(input, target, Loss.DEFAULT);
    }

    /** Negative log likelihood of log probabilities (batch, classes, ...). */
    public static Tensor nllLoss(Tensor input, Tensor target, Loss.Options options) {
        return call(
                ClassLosses.NLL_LOSS,
                input,
                target,
                options.weight().orElse(null),
                null,
                options.ignoreIndex(),
                null,
                options.reduction().text());
    }

    /** Mean binary cross entropy of probabilities. */
    public static Tensor binaryCrossEntropy(Tensor input, Tensor target) {
        return binaryCrossEntropy(input, target, Loss.DEFAULT);
    }

    /** Binary cross entropy of probabilities. */
    public static Tensor binaryCrossEntropy(Tensor input, Tensor target, Loss.Options options) {
        return call(
                Losses.BINARY_CROSS_ENTROPY,
                input,
                target,
                options.weight().orElse(null),
                null,
                null,
                options.reduction().text());
    }

    /** Mean binary cross entropy of logits. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor input, Tensor target) {
        return binaryCrossEntropyWithLogits(input, target, Loss.DEFAULT);
    }

    /** Binary cross entropy of logits. */
    public static Tensor binaryCrossEntropyWithLogits(
            Tensor input, Tensor target, Loss.Options options) {
        return call(
                Losses.BINARY_CROSS_ENTROPY_WITH_LOGITS,
                input,
                target,
                options.weight().orElse(null),
                null,
                null,
                options.reduction().text(),
                options.posWeight().orElse(null));
    }

    /** Kullback-Leibler divergence of log probabilities from probabilities, mean of elements. */
    public static Tensor klDiv(Tensor input, Tensor target) {
        return klDiv(input, target, Loss.DEFAULT);
    }

    /** Kullback-Leibler divergence of log probabilities from probabilities. */
    public static Tensor klDiv(Tensor input, Tensor target, Loss.Options options) {
        return call(
                Losses.KL_DIV,
                input,
                target,
                null,
                null,
                options.reduction().text(),
                options.targetIsLog());
    }
}
