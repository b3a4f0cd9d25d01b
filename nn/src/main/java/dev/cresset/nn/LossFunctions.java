package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.ClassLosses;
import dev.cresset.op.LikelihoodLosses;
import dev.cresset.op.Losses;
import dev.cresset.op.MarginLosses;
import dev.cresset.op.Op;
import dev.cresset.op.TemporalLosses;
import dev.cresset.op.Value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.function.BinaryOperator;

/** The losses among the functions of {@link Functional}. */
abstract sealed class LossFunctions permits ActivationFunctions {
    LossFunctions() {}

    static Tensor call(Op op, Object... args) {
        return (Tensor) op.value(args);
    }

    /** A loss whose arguments go on with two obsolete ones, the reduction, and its own. */
    private static Tensor unweighted(
            Op op, Tensor input, Tensor target, Loss.Options options, Object... own) {
        var args = new ArrayList<Object>();
        Collections.addAll(args, input, target, null, null, options.reduction().text());
        Collections.addAll(args, own);
        return call(op, args.toArray());
    }

    /** The same with the weight before the obsolete arguments. */
    private static Tensor weighted(
            Op op, Tensor input, Tensor target, Loss.Options options, Object... own) {
        var args = new ArrayList<Object>();
        Collections.addAll(args, input, target, options.weight().orElse(null), null, null);
        args.add(options.reduction().text());
        Collections.addAll(args, own);
        return call(op, args.toArray());
    }

    /** Mean of {@code (x - t)^2}. */
    public static Tensor mseLoss(Tensor input, Tensor target) {
        return mseLoss(input, target, Loss.DEFAULT);
    }

    /** {@code (x - t)^2}, weighted and reduced. */
    public static Tensor mseLoss(Tensor input, Tensor target, Loss.Options options) {
        return unweighted(Losses.MSE_LOSS, input, target, options, options.weight().orElse(null));
    }

    /** Mean of {@code |x - t|}. */
    public static Tensor l1Loss(Tensor input, Tensor target) {
        return l1Loss(input, target, Loss.DEFAULT);
    }

    /** {@code |x - t|}, weighted and reduced. */
    public static Tensor l1Loss(Tensor input, Tensor target, Loss.Options options) {
        return unweighted(Losses.L1_LOSS, input, target, options, options.weight().orElse(null));
    }

    /** Mean of a square near 0 and a line further out. */
    public static Tensor smoothL1Loss(Tensor input, Tensor target) {
        return smoothL1Loss(input, target, Loss.DEFAULT);
    }

    /** A square within beta and a line further out. */
    public static Tensor smoothL1Loss(Tensor input, Tensor target, Loss.Options options) {
        return unweighted(Losses.SMOOTH_L1_LOSS, input, target, options, options.beta());
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
        return weighted(Losses.BINARY_CROSS_ENTROPY, input, target, options);
    }

    /** Mean binary cross entropy of logits. */
    public static Tensor binaryCrossEntropyWithLogits(Tensor input, Tensor target) {
        return binaryCrossEntropyWithLogits(input, target, Loss.DEFAULT);
    }

    /** Binary cross entropy of logits. */
    public static Tensor binaryCrossEntropyWithLogits(
            Tensor input, Tensor target, Loss.Options options) {
        return weighted(
                Losses.BINARY_CROSS_ENTROPY_WITH_LOGITS,
                input,
                target,
                options,
                options.posWeight().orElse(null));
    }

    /** Kullback-Leibler divergence of log probabilities from probabilities, mean of elements. */
    public static Tensor klDiv(Tensor input, Tensor target) {
        return klDiv(input, target, Loss.DEFAULT);
    }

    /** Kullback-Leibler divergence of log probabilities from probabilities. */
    public static Tensor klDiv(Tensor input, Tensor target, Loss.Options options) {
        return unweighted(Losses.KL_DIV, input, target, options, options.targetIsLog());
    }

    /** Mean of {@code log(1 + exp(-t x))} for targets 1 and -1. */
    public static Tensor softMarginLoss(Tensor input, Tensor target) {
        return softMarginLoss(input, target, Loss.DEFAULT);
    }

    /** {@code log(1 + exp(-t x))} for targets 1 and -1, reduced. */
    public static Tensor softMarginLoss(Tensor input, Tensor target, Loss.Options options) {
        return unweighted(MarginLosses.SOFT_MARGIN_LOSS, input, target, options);
    }

    /** Mean of {@code max(0, -t (x1 - x2))}. */
    public static Tensor marginRankingLoss(Tensor input1, Tensor input2, Tensor target) {
        return marginRankingLoss(input1, input2, target, Margin.DEFAULT);
    }

    /** {@code max(0, margin - t (x1 - x2))} for targets 1 and -1, reduced. */
    public static Tensor marginRankingLoss(
            Tensor input1, Tensor input2, Tensor target, Margin.Options options) {
        return call(
                MarginLosses.MARGIN_RANKING_LOSS,
                input1,
                input2,
                target,
                options.margin().orElse(0),
                null,
                null,
                options.reduction().text());
    }

    /** Mean of {@code x} where the target is 1, {@code max(0, 1 - x)} where it is -1. */
    public static Tensor hingeEmbeddingLoss(Tensor input, Tensor target) {
        return hingeEmbeddingLoss(input, target, Margin.DEFAULT);
    }

    /** {@code x} where the target is 1, {@code max(0, margin - x)} where it is -1, reduced. */
    public static Tensor hingeEmbeddingLoss(Tensor input, Tensor target, Margin.Options options) {
        return call(
                MarginLosses.HINGE_EMBEDDING_LOSS,
                input,
                target,
                options.margin().orElse(1),
                null,
                null,
                options.reduction().text());
    }

    /**
     * Mean of {@code 1 - cos(x1, x2)} where the target is 1, {@code max(0, cos(x1, x2))} where it
     * is -1.
     */
    public static Tensor cosineEmbeddingLoss(Tensor input1, Tensor input2, Tensor target) {
        return cosineEmbeddingLoss(input1, input2, target, Margin.DEFAULT);
    }

    /**
     * {@code 1 - cos(x1, x2)} where the target is 1, {@code max(0, cos(x1, x2) - margin)} where it
     * is -1, reduced.
     */
    public static Tensor cosineEmbeddingLoss(
            Tensor input1, Tensor input2, Tensor target, Margin.Options options) {
        return call(
                MarginLosses.COSINE_EMBEDDING_LOSS,
                input1,
                input2,
                target,
                options.margin().orElse(0),
                null,
                null,
                options.reduction().text());
    }

    /**
     * Mean of {@code max(0, 1 + d(anchor, positive) - d(anchor, negative))} with Euclidean
     * distances.
     */
    public static Tensor tripletMarginLoss(Tensor anchor, Tensor positive, Tensor negative) {
        return tripletMarginLoss(anchor, positive, negative, Margin.DEFAULT);
    }

    /** {@code max(0, margin + d(anchor, positive) - d(anchor, negative))} with p-norms, reduced. */
    public static Tensor tripletMarginLoss(
            Tensor anchor, Tensor positive, Tensor negative, Margin.Options options) {
        return call(
                MarginLosses.TRIPLET_MARGIN_LOSS,
                anchor,
                positive,
                negative,
                options.margin().orElse(1),
                options.p().orElse(2),
                options.eps(),
                options.swaps(),
                null,
                null,
                options.reduction().text());
    }

    /** {@link #tripletMarginLoss(Tensor, Tensor, Tensor, Margin.Options)} of any distance. */
    public static Tensor tripletMarginWithDistanceLoss(
            Tensor anchor,
            Tensor positive,
            Tensor negative,
            BinaryModule distance,
            Margin.Options options) {
        BinaryOperator<Value> function = (x, y) -> distance.forward((Tensor) x, (Tensor) y);
        return call(
                MarginLosses.TRIPLET_MARGIN_WITH_DISTANCE_LOSS,
                anchor,
                positive,
                negative,
                function,
                options.margin().orElse(1),
                options.swaps(),
                options.reduction().text());
    }

    /** Mean of the mean over the other classes i of {@code max(0, 1 - x[target] + x[i])}. */
    public static Tensor multiMarginLoss(Tensor input, Tensor target) {
        return multiMarginLoss(input, target, Margin.DEFAULT);
    }

    /**
     * Mean over the other classes i of {@code weight[target] max(0, margin - x[target] + x[i])^p},
     * reduced.
     */
    public static Tensor multiMarginLoss(Tensor input, Tensor target, Margin.Options options) {
        return call(
                MarginLosses.MULTI_MARGIN_LOSS,
                input,
                target,
                (long) options.p().orElse(1),
                options.margin().orElse(1),
                options.weight().orElse(null),
                null,
                null,
                options.reduction().text());
    }

    /**
     * Mean of {@code max(0, 1 - x[j] + x[i])} over target classes j (up to the first -1) and others
     * i.
     */
    public static Tensor multilabelMarginLoss(Tensor input, Tensor target) {
        return multilabelMarginLoss(input, target, Loss.DEFAULT);
    }

    /**
     * Sum of {@code max(0, 1 - x[j] + x[i])} over target classes j (up to the first -1) and others
     * i, divided by the number of classes, reduced.
     */
    public static Tensor multilabelMarginLoss(Tensor input, Tensor target, Loss.Options options) {
        return unweighted(MarginLosses.MULTILABEL_MARGIN_LOSS, input, target, options);
    }

    /** Mean of the binary cross entropy of {@code sigmoid(x)} over classes. */
    public static Tensor multilabelSoftMarginLoss(Tensor input, Tensor target) {
        return multilabelSoftMarginLoss(input, target, Loss.DEFAULT);
    }

    /**
     * Mean over classes of the binary cross entropy of {@code sigmoid(x)}, weighted by class,
     * reduced.
     */
    public static Tensor multilabelSoftMarginLoss(
            Tensor input, Tensor target, Loss.Options options) {
        return weighted(MarginLosses.MULTILABEL_SOFT_MARGIN_LOSS, input, target, options);
    }

    /** Mean of {@code exp(x) - t x}: counts with a Poisson distribution of rate exp(x). */
    public static Tensor poissonNllLoss(Tensor input, Tensor target) {
        return poissonNllLoss(input, target, Likelihood.DEFAULT);
    }

    /**
     * Negative log likelihood of counts with a Poisson distribution of rate x, or exp(x), reduced.
     */
    public static Tensor poissonNllLoss(Tensor input, Tensor target, Likelihood.Options options) {
        return call(
                LikelihoodLosses.POISSON_NLL_LOSS,
                input,
                target,
                options.hasLogInput(),
                options.isFull(),
                null,
                options.eps().orElse(1e-8),
                null,
                options.reduction().text());
    }

    /** Mean of {@code (log(var) + (x - t)^2 / var) / 2}: normal distributions with mean x. */
    public static Tensor gaussianNllLoss(Tensor input, Tensor target, Tensor var) {
        return gaussianNllLoss(input, target, var, Likelihood.DEFAULT);
    }

    /** Negative log likelihood of normal distributions with mean x and given variances, reduced. */
    public static Tensor gaussianNllLoss(
            Tensor input, Tensor target, Tensor var, Likelihood.Options options) {
        return call(
                LikelihoodLosses.GAUSSIAN_NLL_LOSS,
                input,
                target,
                var,
                options.isFull(),
                options.eps().orElse(1e-6),
                options.reduction().text());
    }

    /** Mean of the loss of connectionist temporal classification by target length. */
    public static Tensor ctcLoss(
            Tensor logProbs, Tensor targets, Tensor inputLengths, Tensor targetLengths) {
        return ctcLoss(logProbs, targets, inputLengths, targetLengths, Ctc.DEFAULT);
    }

    /**
     * Minus the log probability of target sequences under all alignments (Graves et al., 2006), for
     * log probabilities (time, batch, classes), reduced.
     */
    public static Tensor ctcLoss(
            Tensor logProbs,
            Tensor targets,
            Tensor inputLengths,
            Tensor targetLengths,
            Ctc.Options options) {
        return call(
                TemporalLosses.CTC_LOSS,
                logProbs,
                targets,
                inputLengths,
                targetLengths,
                options.blank(),
                options.reduction().text(),
                options.zeroesInfinity());
    }
}
