package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.op.GroupNormalizations;
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

    /** Normalisation over groups of channels, without weight and bias. */
    public static Tensor groupNorm(Tensor input, long groups, Norm.Options options) {
        return groupNorm(input, groups, null, null, options);
    }

    /**
     * {@code (x - mean) / sqrt(var + eps) * weight + bias} over each group of channels.
     *
     * @param input (batch, channels, ...)
     * @param groups number of groups; must divide the number of channels
     * @param weight factor of each channel, or null
     * @param bias summand of each channel, or null
     * @param options eps
     */
    public static Tensor groupNorm(
            Tensor input, long groups, Tensor weight, Tensor bias, Norm.Options options) {
        return call(GroupNormalizations.GROUP_NORM, input, groups, weight, bias, options.eps());
    }

    /** Normalisation of every channel of every image by itself. */
    public static Tensor instanceNorm(Tensor input, Norm.Options options) {
        return instanceNorm(input, null, null, null, null, Mode.TRAIN, options);
    }

    /**
     * {@link #batchNorm} of every image by itself.
     *
     * @param input (batch, channels, ...)
     * @param runningMean means of the channels, or null; in training moved to the mean over images
     * @param runningVar variances of the channels, or null
     * @param weight factor of each channel, or null
     * @param bias summand of each channel, or null
     * @param mode whether to use the statistics of the images: PyTorch's {@code use_input_stats}
     * @param options momentum and eps
     */
    public static Tensor instanceNorm(
            Tensor input,
            Tensor runningMean,
            Tensor runningVar,
            Tensor weight,
            Tensor bias,
            Mode mode,
            Norm.Options options) {
        return call(
                GroupNormalizations.INSTANCE_NORM,
                input,
                runningMean,
                runningVar,
                weight,
                bias,
                mode == Mode.TRAIN,
                options.momentum(),
                options.eps());
    }

    /** {@code x / sqrt(mean(x²) + eps)} over the last dimensions. */
    public static Tensor rmsNorm(Tensor input, Size normalizedShape, Norm.Options options) {
        return rmsNorm(input, normalizedShape, null, options);
    }

    /** {@code x / sqrt(mean(x²) + eps) * weight} over the last dimensions. */
    public static Tensor rmsNorm(
            Tensor input, Size normalizedShape, Tensor weight, Norm.Options options) {
        var eps = options.givenEps();
        return call(
                GroupNormalizations.RMS_NORM,
                input,
                normalizedShape.toArray(),
                weight,
                eps.isPresent() ? (Double) eps.getAsDouble() : null);
    }

    /** {@link #localResponseNorm} with alpha 1e-4, beta 0.75 and k 1. */
    public static Tensor localResponseNorm(Tensor input, long size) {
        return localResponseNorm(input, size, 1e-4, 0.75, 1);
    }

    /** {@code x / (k + alpha mean(x²))^beta}, the mean over {@code size} neighbouring channels. */
    public static Tensor localResponseNorm(
            Tensor input, long size, double alpha, double beta, double k) {
        return call(GroupNormalizations.LOCAL_RESPONSE_NORM, input, size, alpha, beta, k);
    }
}
