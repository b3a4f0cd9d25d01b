package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;
import dev.cresset.op.ActivationForms;
import dev.cresset.op.Activations;
import dev.cresset.op.Convolutions;
import dev.cresset.op.Dropouts;
import dev.cresset.op.Embeddings;
import dev.cresset.op.Normalizations;
import dev.cresset.op.Op;
import dev.cresset.op.Paddings;
import dev.cresset.op.Poolings;
import dev.cresset.op.Products;
import dev.cresset.op.Resampling;
import dev.cresset.op.SlidingBlocks;

import java.util.List;

/**
 * The functions of PyTorch's {@code torch.nn.functional}, for {@code import static
 * dev.cresset.nn.Functional.*}.
 *
 * <p>Names are PyTorch's in camelCase and arguments in PyTorch's order; options beyond the first
 * few come in the record of their family, shared with the modules: {@link Conv}, {@link Pool},
 * {@link Loss}, {@link Norm}, {@link Resize}.
 */
public final class Functional extends LossFunctions {
    private Functional() {}

    // ---- convolution

    /** Convolution of (batch, channels, length) with stride 1. */
    public static Tensor conv1d(Tensor input, Tensor weight) {
        return conv1d(input, weight, Conv.DEFAULT);
    }

    /** Convolution of (batch, channels, length) with stride 1. */
    public static Tensor conv1d(Tensor input, Tensor weight, Tensor bias) {
        return conv1d(input, weight, bias, Conv.DEFAULT);
    }

    /** Convolution of (batch, channels, length). */
    public static Tensor conv1d(Tensor input, Tensor weight, Conv.Options options) {
        return convolution(Convolutions.CONV1D, input, weight, null, options);
    }

    /** Convolution of (batch, channels, length). */
    public static Tensor conv1d(Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return convolution(Convolutions.CONV1D, input, weight, bias, options);
    }

    /** Convolution of (batch, channels, height, width) with stride 1. */
    public static Tensor conv2d(Tensor input, Tensor weight) {
        return conv2d(input, weight, Conv.DEFAULT);
    }

    /** Convolution of (batch, channels, height, width) with stride 1. */
    public static Tensor conv2d(Tensor input, Tensor weight, Tensor bias) {
        return conv2d(input, weight, bias, Conv.DEFAULT);
    }

    /** Convolution of (batch, channels, height, width). */
    public static Tensor conv2d(Tensor input, Tensor weight, Conv.Options options) {
        return convolution(Convolutions.CONV2D, input, weight, null, options);
    }

    /**
     * Convolution: {@code y[n, o] = bias[o] + sum over c of weight[o, c] * x[n, c]}, where {@code
     * *} is the sliding product.
     *
     * @param input (batch, channels, height, width), or without batch
     * @param weight (outChannels, channels / groups, kernel height, kernel width)
     * @param bias (outChannels)
     * @param options stride, padding, dilation, groups
     */
    public static Tensor conv2d(Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return convolution(Convolutions.CONV2D, input, weight, bias, options);
    }

    /** Convolution of (batch, channels, depth, height, width). */
    public static Tensor conv3d(Tensor input, Tensor weight, Conv.Options options) {
        return convolution(Convolutions.CONV3D, input, weight, null, options);
    }

    /** Convolution of (batch, channels, depth, height, width). */
    public static Tensor conv3d(Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return convolution(Convolutions.CONV3D, input, weight, bias, options);
    }

    /** Transposed convolution of (batch, channels, height, width). */
    public static Tensor convTranspose2d(Tensor input, Tensor weight, Conv.Options options) {
        return convTranspose2d(input, weight, null, options);
    }

    /**
     * Transposed convolution: the gradient of {@link #conv2d} for its input.
     *
     * @param input (batch, channels, height, width), or without batch
     * @param weight (channels, outChannels / groups, kernel height, kernel width)
     * @param bias (outChannels)
     * @param options stride, padding, output padding, groups, dilation
     */
    public static Tensor convTranspose2d(
            Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return call(
                Convolutions.CONV_TRANSPOSE2D,
                input,
                weight,
                bias,
                options.stride().toArray(),
                options.padding().toArray(),
                options.outputPadding().toArray(),
                options.groups(),
                options.dilation().toArray());
    }

    private static Tensor convolution(
            Op op, Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        boolean bordered = options.paddingMode() != PaddingMode.ZEROS;
        Object padding = options.keepsSize() ? "same" : options.padding().toArray();
        return call(
                op,
                bordered ? border(input, weight, options) : input,
                weight,
                bias,
                options.stride().toArray(),
                bordered ? new long[] {0} : padding,
                options.dilation().toArray(),
                options.groups());
    }

    /** The padding that is not zeros, put around the input beforehand. */
    private static Tensor border(Tensor input, Tensor weight, Conv.Options options) {
        int dims = weight.dim() - 2;
        var each = options.spread(dims);
        var pad = new long[2 * dims];
        for (int d = 0; d < dims; d++) {
            int at = 2 * (dims - 1 - d);
            long total = each.dilation().get(d) * (weight.size(d + 2) - 1);
            pad[at] = options.keepsSize() ? total / 2 : each.padding().get(d);
            pad[at + 1] = options.keepsSize() ? total - total / 2 : pad[at];
        }
        return pad(input, pad, options.paddingMode());
    }

    // ---- pooling

    /** Maximum of windows of (batch, channels, length). */
    public static Tensor maxPool1d(Tensor input, long kernelSize) {
        return maxPool1d(input, kernelSize, Pool.DEFAULT);
    }

    /** Maximum of windows of (batch, channels, length). */
    public static Tensor maxPool1d(Tensor input, long kernelSize, Pool.Options options) {
        return (Tensor) maxPool(Poolings.MAX_POOL1D, input, new Size(kernelSize), options, false);
    }

    /** Maximum of square windows of (batch, channels, height, width). */
    public static Tensor maxPool2d(Tensor input, long kernelSize) {
        return maxPool2d(input, kernelSize, Pool.DEFAULT);
    }

    /** Maximum of square windows of (batch, channels, height, width). */
    public static Tensor maxPool2d(Tensor input, long kernelSize, Pool.Options options) {
        return maxPool2d(input, new Size(kernelSize), options);
    }

    /** Maximum of windows of (batch, channels, height, width). */
    public static Tensor maxPool2d(Tensor input, Size kernelSize, Pool.Options options) {
        return (Tensor) maxPool(Poolings.MAX_POOL2D, input, kernelSize, options, false);
    }

    /** Maximum of windows, and where in its plane it stands. */
    public static ValuesIndices maxPool2dWithIndices(
            Tensor input, Size kernelSize, Pool.Options options) {
        var both = (List<?>) maxPool(Poolings.MAX_POOL2D, input, kernelSize, options, true);
        return new ValuesIndices((Tensor) both.get(0), (Tensor) both.get(1));
    }

    private static Object maxPool(
            Op op, Tensor input, Size kernel, Pool.Options options, boolean indices) {
        return op.call(
                input,
                kernel.toArray(),
                options.stride().toArray(),
                options.padding().toArray(),
                options.dilation().toArray(),
                options.roundsUp(),
                indices);
    }

    /** Mean of windows of (batch, channels, length). */
    public static Tensor avgPool1d(Tensor input, long kernelSize, Pool.Options options) {
        return call(
                Poolings.AVG_POOL1D,
                input,
                new long[] {kernelSize},
                options.stride().toArray(),
                options.padding().toArray(),
                options.roundsUp(),
                options.countsPadding());
    }

    /** Mean of square windows of (batch, channels, height, width). */
    public static Tensor avgPool2d(Tensor input, long kernelSize) {
        return avgPool2d(input, kernelSize, Pool.DEFAULT);
    }

    /** Mean of square windows of (batch, channels, height, width). */
    public static Tensor avgPool2d(Tensor input, long kernelSize, Pool.Options options) {
        return avgPool2d(input, new Size(kernelSize), options);
    }

    /** Mean of windows of (batch, channels, height, width). */
    public static Tensor avgPool2d(Tensor input, Size kernelSize, Pool.Options options) {
        return call(
                Poolings.AVG_POOL2D,
                input,
                kernelSize.toArray(),
                options.stride().toArray(),
                options.padding().toArray(),
                options.roundsUp(),
                options.countsPadding(),
                options.divisor() == 0 ? null : (Long) options.divisor());
    }

    /** Means of areas such that the result has the given height and width. */
    public static Tensor adaptiveAvgPool2d(Tensor input, long... outputSize) {
        return call(Resampling.ADAPTIVE_AVG_POOL2D, input, outputSize);
    }

    // ---- normalisation

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

    /** Zeroes each element with probability 0.5 and doubles the others. */
    public static Tensor dropout(Tensor input) {
        return dropout(input, 0.5, Mode.TRAIN);
    }

    /** Zeroes each element with probability p and divides the others by 1 - p. */
    public static Tensor dropout(Tensor input, double p) {
        return dropout(input, p, Mode.TRAIN);
    }

    /** Zeroes each element with probability p and divides the others by 1 - p, in training. */
    public static Tensor dropout(Tensor input, double p, Mode mode) {
        return call(Dropouts.DROPOUT, input, p, mode == Mode.TRAIN, false);
    }

    // ---- activations

    /** {@code max(x, 0)}. */
    public static Tensor relu(Tensor input) {
        return input.relu();
    }

    /** Hyperbolic tangent. */
    public static Tensor tanh(Tensor input) {
        return input.tanh();
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public static Tensor sigmoid(Tensor input) {
        return input.sigmoid();
    }

    /** {@code x} above 0, {@code 0.01 x} below. */
    public static Tensor leakyRelu(Tensor input) {
        return leakyRelu(input, 0.01);
    }

    /** {@code x} above 0, {@code negativeSlope * x} below. */
    public static Tensor leakyRelu(Tensor input, double negativeSlope) {
        return call(ActivationForms.LEAKY_RELU, input, negativeSlope, false);
    }

    /** {@code x} above 0, {@code exp(x) - 1} below. */
    public static Tensor elu(Tensor input) {
        return elu(input, 1);
    }

    /** {@code x} above 0, {@code alpha * (exp(x) - 1)} below. */
    public static Tensor elu(Tensor input, double alpha) {
        return call(ActivationForms.ELU, input, alpha, false);
    }

    /** {@code x Phi(x)} with the normal distribution function. */
    public static Tensor gelu(Tensor input) {
        return call(ActivationForms.GELU, input, "none");
    }

    /** {@code x sigmoid(x)}. */
    public static Tensor silu(Tensor input) {
        return call(ActivationForms.SILU, input, false);
    }

    /** {@code log(1 + exp(x))}. */
    public static Tensor softplus(Tensor input) {
        return call(Activations.SOFTPLUS, input, 1L, 20L);
    }

    /** {@code x} cut to [-1, 1]. */
    public static Tensor hardtanh(Tensor input) {
        return hardtanh(input, -1, 1);
    }

    /** {@code x} cut to [min, max]. */
    public static Tensor hardtanh(Tensor input, double min, double max) {
        return call(ActivationForms.HARDTANH, input, min, max, false);
    }

    /** {@code exp(x) / sum exp(x)} along a dimension. */
    public static Tensor softmax(Tensor input, long dim) {
        return input.softmax(dim);
    }

    /** Logarithm of {@link #softmax}. */
    public static Tensor logSoftmax(Tensor input, long dim) {
        return input.logSoftmax(dim);
    }

    // ---- linear and sparse

    /** {@code x W^T}. */
    public static Tensor linear(Tensor input, Tensor weight) {
        return call(Products.LINEAR, input, weight, null);
    }

    /** {@code x W^T + b}. */
    public static Tensor linear(Tensor input, Tensor weight, Tensor bias) {
        return call(Products.LINEAR, input, weight, bias);
    }

    /** The rows of {@code weight} at the indices of {@code input}. */
    public static Tensor embedding(Tensor input, Tensor weight) {
        return call(Embeddings.EMBEDDING, input, weight, null, null, 2.0, false, false);
    }

    /** {@link #embedding} whose row {@code paddingIdx} gets no gradient. */
    public static Tensor embedding(Tensor input, Tensor weight, long paddingIdx) {
        return call(Embeddings.EMBEDDING, input, weight, paddingIdx, null, 2.0, false, false);
    }

    /** A 1 at each class index, along a new last dimension as long as the largest index needs. */
    public static Tensor oneHot(Tensor input) {
        return call(Embeddings.ONE_HOT, input, -1L);
    }

    /** A 1 at each class index, along a new last dimension of {@code classes}. */
    public static Tensor oneHot(Tensor input, long classes) {
        return call(Embeddings.ONE_HOT, input, classes);
    }

    // ---- shape

    /**
     * Zeros around the last dimensions.
     *
     * @param pad counts before and after the last dimension, then the one before it, and so on;
     *     negative counts cut
     */
    public static Tensor pad(Tensor input, long... pad) {
        return pad(input, pad, 0);
    }

    /** A constant around the last dimensions; see {@link #pad(Tensor, long...)}. */
    public static Tensor pad(Tensor input, long[] pad, double value) {
        return call(Paddings.PAD, input, pad, "constant", value);
    }

    /** A border around the last dimensions; see {@link #pad(Tensor, long...)}. */
    public static Tensor pad(Tensor input, long[] pad, PaddingMode mode) {
        return call(
                Paddings.PAD,
                input,
                pad,
                mode == PaddingMode.ZEROS ? "constant" : mode.text(),
                null);
    }

    /**
     * The blocks that a window sees, one per column: (batch, channels * kernel size, positions).
     *
     * @param input (batch, channels, height, width), or without batch
     * @param kernelSize one number, or height and width
     * @param options stride, padding, dilation
     */
    public static Tensor unfold(Tensor input, Size kernelSize, Conv.Options options) {
        return call(
                SlidingBlocks.IM2COL,
                input,
                kernelSize.toArray(),
                options.dilation().toArray(),
                options.padding().toArray(),
                options.stride().toArray());
    }

    /**
     * The images whose blocks are given, added up where they overlap: the transpose of {@link
     * #unfold}.
     */
    public static Tensor fold(
            Tensor input, Size outputSize, Size kernelSize, Conv.Options options) {
        return call(
                SlidingBlocks.COL2IM,
                input,
                outputSize.toArray(),
                kernelSize.toArray(),
                options.dilation().toArray(),
                options.padding().toArray(),
                options.stride().toArray());
    }

    /** (batch, channels, spatial...) sampled at another resolution. */
    public static Tensor interpolate(Tensor input, Resize.Options options) {
        boolean interpolates =
                switch (options.mode()) {
                    case NEAREST, NEAREST_EXACT, AREA -> options.alignsCorners();
                    case LINEAR, BILINEAR, BICUBIC, TRILINEAR -> true;
                };
        var scale = options.scale().stream().mapToDouble(Double::doubleValue).toArray();
        return call(
                Resampling.INTERPOLATE,
                input,
                options.size().dim() == 0 ? null : options.size().toArray(),
                scale.length == 0 ? null : scale,
                options.mode().text(),
                interpolates ? (Boolean) options.alignsCorners() : null,
                options.recomputesScale() ? Boolean.TRUE : null,
                false);
    }
}
