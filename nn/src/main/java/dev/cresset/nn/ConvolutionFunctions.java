package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.op.Convolutions;
import dev.cresset.op.Op;
import dev.cresset.op.SlidingBlocks;

/** Convolutions and sliding blocks among the functions of {@link Functional}. */
abstract sealed class ConvolutionFunctions extends PaddingFunctions permits PoolingFunctions {
    ConvolutionFunctions() {}

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

    /** Convolution of (batch, channels, depth, height, width) with stride 1. */
    public static Tensor conv3d(Tensor input, Tensor weight) {
        return conv3d(input, weight, Conv.DEFAULT);
    }

    /** Convolution of (batch, channels, depth, height, width) with stride 1. */
    public static Tensor conv3d(Tensor input, Tensor weight, Tensor bias) {
        return conv3d(input, weight, bias, Conv.DEFAULT);
    }

    /** Convolution of (batch, channels, depth, height, width). */
    public static Tensor conv3d(Tensor input, Tensor weight, Conv.Options options) {
        return convolution(Convolutions.CONV3D, input, weight, null, options);
    }

    /** Convolution of (batch, channels, depth, height, width). */
    public static Tensor conv3d(Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return convolution(Convolutions.CONV3D, input, weight, bias, options);
    }

    /** Transposed convolution of (batch, channels, length) with stride 1. */
    public static Tensor convTranspose1d(Tensor input, Tensor weight) {
        return convTranspose1d(input, weight, Conv.DEFAULT);
    }

    /** Transposed convolution of (batch, channels, length) with stride 1. */
    public static Tensor convTranspose1d(Tensor input, Tensor weight, Tensor bias) {
        return convTranspose1d(input, weight, bias, Conv.DEFAULT);
    }

    /** Transposed convolution of (batch, channels, length). */
    public static Tensor convTranspose1d(Tensor input, Tensor weight, Conv.Options options) {
        return transposed(Convolutions.CONV_TRANSPOSE1D, input, weight, null, options);
    }

    /**
     * Transposed convolution: the gradient of {@link #conv1d} for its input.
     *
     * @param input (batch, channels, length), or without batch
     * @param weight (channels, outChannels / groups, kernel length)
     * @param bias (outChannels)
     * @param options stride, padding, output padding, groups, dilation
     */
    public static Tensor convTranspose1d(
            Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return transposed(Convolutions.CONV_TRANSPOSE1D, input, weight, bias, options);
    }

    /** Transposed convolution of (batch, channels, height, width) with stride 1. */
    public static Tensor convTranspose2d(Tensor input, Tensor weight) {
        return convTranspose2d(input, weight, Conv.DEFAULT);
    }

    /** Transposed convolution of (batch, channels, height, width) with stride 1. */
    public static Tensor convTranspose2d(Tensor input, Tensor weight, Tensor bias) {
        return convTranspose2d(input, weight, bias, Conv.DEFAULT);
    }

    /** Transposed convolution of (batch, channels, height, width). */
    public static Tensor convTranspose2d(Tensor input, Tensor weight, Conv.Options options) {
        return transposed(Convolutions.CONV_TRANSPOSE2D, input, weight, null, options);
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
        return transposed(Convolutions.CONV_TRANSPOSE2D, input, weight, bias, options);
    }

    /** Transposed convolution of (batch, channels, depth, height, width) with stride 1. */
    public static Tensor convTranspose3d(Tensor input, Tensor weight) {
        return convTranspose3d(input, weight, Conv.DEFAULT);
    }

    /** Transposed convolution of (batch, channels, depth, height, width) with stride 1. */
    public static Tensor convTranspose3d(Tensor input, Tensor weight, Tensor bias) {
        return convTranspose3d(input, weight, bias, Conv.DEFAULT);
    }

    /** Transposed convolution of (batch, channels, depth, height, width). */
    public static Tensor convTranspose3d(Tensor input, Tensor weight, Conv.Options options) {
        return transposed(Convolutions.CONV_TRANSPOSE3D, input, weight, null, options);
    }

    /**
     * Transposed convolution: the gradient of {@link #conv3d} for its input.
     *
     * @param input (batch, channels, depth, height, width), or without batch
     * @param weight (channels, outChannels / groups, kernel depth, kernel height, kernel width)
     * @param bias (outChannels)
     * @param options stride, padding, output padding, groups, dilation
     */
    public static Tensor convTranspose3d(
            Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return transposed(Convolutions.CONV_TRANSPOSE3D, input, weight, bias, options);
    }

    private static Tensor transposed(
            Op op, Tensor input, Tensor weight, Tensor bias, Conv.Options options) {
        return call(
                op,
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
        Object padding =
                options.border() == Conv.Border.GIVEN
                        ? options.padding().toArray()
                        : options.border().text();
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
            pad[at] =
                    switch (options.border()) {
                        case GIVEN -> each.padding().get(d);
                        case SAME -> total / 2;
                        case VALID -> 0;
                    };
            pad[at + 1] = options.border() == Conv.Border.SAME ? total - pad[at] : pad[at];
        }
        return pad(input, pad, options.paddingMode());
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
}
