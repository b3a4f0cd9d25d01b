package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.op.Normalizations;

/** The normalisations among the functions of {@link Functional}. */
abstract sealed class NormalizationFunctions extends DropoutFunctions permits PaddingFunctions {
    NormalizationFunctions() {}

    /** Batch normalisation with running statistics: the form for evaluation. */
    public static Tensor batchNorm(
            Tensor input, Tensor runningMean, Tensor runningVar, Tensor weight, Tensor bias) {
        return batchNorm(input, runningMean, runningVar, weight, bias, Mode.EVAL, Norm.DEFAULT);
    }

    /** Batch normalisation without weight and bias. */
    public static Tensor batchNorm(
            Tensor input, Tensor runningMean, Tensor runningVar, Mode mode, Norm.Options options) {
        return batchNorm(input, runningMean, runningVar, null, null, mode, options);
    }

    /** Batch normalisation with the statistics of the batch, which are not kept. */
    public static Tensor batchNorm(Tensor input, Norm.Options options) {
        return batchNorm(input, null, null, null, null, Mode.TRAIN, options);
    }

    /**
     * {@code (x - mean) / sqrt(var + eps) * weight + bias} for each channel, which is dimension 1.
     *
     * @param input (batch, channels, ...)
     * @param runningMean means of the channels; in training updated in place
     * @param runningVar variances of the channels; in training updated in place
     * @param weight factor of each channel, or null
     * @param bias summand of each channel, or null
     * @param mode whether to use the statistics of the batch
     * @param options momentum and eps
     */
    public static Tensor batchNorm(
            Tensor input,
            Tensor runningMean,
            Tensor runningVar,
            Tensor weight,
            Tensor bias,
            Mode mode,
            Norm.Options options) {
        return call(
                Normalizations.BATCH_NORM,
                input,
                runningMean,
                runningVar,
                weight,
                bias,
                mode == Mode.TRAIN,
                options.momentum(),
                options.eps());
    }

    /** Normalisation over the last dimensions, without weight and bias. */
    public static Tensor layerNorm(Tensor input, Size normalizedShape, Norm.Options options) {
        return layerNorm(input, normalizedShape, null, null, options);
    }

    /** Normalisation over the last dimensions; weight and bias have their sizes, or are null. */
    public static Tensor layerNorm(
            Tensor input, Size normalizedShape, Tensor weight, Tensor bias, Norm.Options options) {
        return call(
                Normalizations.LAYER_NORM,
                input,
                normalizedShape.toArray(),
                weight,
                bias,
                options.eps());
    }
}
