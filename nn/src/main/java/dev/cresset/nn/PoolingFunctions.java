package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;
import dev.cresset.op.Op;
import dev.cresset.op.Poolings;
import dev.cresset.op.Resampling;

import java.util.List;

/** Maxima and means of windows, among the functions of {@link Functional}. */
abstract sealed class PoolingFunctions extends ConvolutionFunctions permits ResamplingFunctions {
    PoolingFunctions() {}

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
}
