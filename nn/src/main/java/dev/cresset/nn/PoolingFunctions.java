package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;
import dev.cresset.op.AdaptiveMaxPoolings;
import dev.cresset.op.Op;
import dev.cresset.op.Poolings;
import dev.cresset.op.PowerPoolings;
import dev.cresset.op.Resampling;
import dev.cresset.op.Unpoolings;
import dev.cresset.op.VolumePoolings;

import java.util.ArrayList;
import java.util.List;

/** Maxima and means of windows, among the functions of {@link Functional}. */
abstract sealed class PoolingFunctions extends ConvolutionFunctions permits ResamplingFunctions {
    PoolingFunctions() {}

    // ---- maxima

    /** Maximum of windows of (batch, channels, length). */
    public static Tensor maxPool1d(Tensor input, long kernelSize) {
        return maxPool1d(input, kernelSize, Pool.DEFAULT);
    }

    /** Maximum of windows of (batch, channels, length). */
    public static Tensor maxPool1d(Tensor input, long kernelSize, Pool.Options options) {
        return maxPool1d(input, new Size(kernelSize), options);
    }

    /** Maximum of windows of (batch, channels, length). */
    public static Tensor maxPool1d(Tensor input, Size kernelSize, Pool.Options options) {
        return (Tensor) maxPool(Poolings.MAX_POOL1D, input, kernelSize, options, false);
    }

    /** Maximum of windows, and where in its line it stands: {@code return_indices=True}. */
    public static ValuesIndices maxPool1dWithIndices(
            Tensor input, Size kernelSize, Pool.Options options) {
        return both(maxPool(Poolings.MAX_POOL1D, input, kernelSize, options, true));
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

    /** Maximum of windows, and where in its plane it stands: {@code return_indices=True}. */
    public static ValuesIndices maxPool2dWithIndices(
            Tensor input, Size kernelSize, Pool.Options options) {
        return both(maxPool(Poolings.MAX_POOL2D, input, kernelSize, options, true));
    }

    /** Maximum of cubic windows of (batch, channels, depth, height, width). */
    public static Tensor maxPool3d(Tensor input, long kernelSize) {
        return maxPool3d(input, kernelSize, Pool.DEFAULT);
    }

    /** Maximum of cubic windows of (batch, channels, depth, height, width). */
    public static Tensor maxPool3d(Tensor input, long kernelSize, Pool.Options options) {
        return maxPool3d(input, new Size(kernelSize), options);
    }

    /** Maximum of windows of (batch, channels, depth, height, width). */
    public static Tensor maxPool3d(Tensor input, Size kernelSize, Pool.Options options) {
        return (Tensor) maxPool(VolumePoolings.MAX_POOL3D, input, kernelSize, options, false);
    }

    /** Maximum of windows, and where in its volume it stands: {@code return_indices=True}. */
    public static ValuesIndices maxPool3dWithIndices(
            Tensor input, Size kernelSize, Pool.Options options) {
        return both(maxPool(VolumePoolings.MAX_POOL3D, input, kernelSize, options, true));
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

    private static ValuesIndices both(Object results) {
        var both = (List<?>) results;
        return new ValuesIndices((Tensor) both.get(0), (Tensor) both.get(1));
    }

    /**
     * The inverse of {@link #maxPool1dWithIndices} as far as there is one: each value where its
     * index says, zeros elsewhere.
     */
    public static Tensor maxUnpool1d(
            Tensor input, Tensor indices, Size kernelSize, Pool.Options options) {
        return maxUnpool(Unpoolings.MAX_UNPOOL1D, input, indices, kernelSize, options, null);
    }

    /** The same to given spatial sizes, where stride makes several possible. */
    public static Tensor maxUnpool1d(
            Tensor input, Tensor indices, Size kernelSize, Pool.Options options, Size outputSize) {
        return maxUnpool(
                Unpoolings.MAX_UNPOOL1D, input, indices, kernelSize, options, outputSize.toArray());
    }

    /**
     * The inverse of {@link #maxPool2dWithIndices} as far as there is one: each value where its
     * index says, zeros elsewhere.
     */
    public static Tensor maxUnpool2d(
            Tensor input, Tensor indices, Size kernelSize, Pool.Options options) {
        return maxUnpool(Unpoolings.MAX_UNPOOL2D, input, indices, kernelSize, options, null);
    }

    /** The same to given spatial sizes, where stride makes several possible. */
    public static Tensor maxUnpool2d(
            Tensor input, Tensor indices, Size kernelSize, Pool.Options options, Size outputSize) {
        return maxUnpool(
                Unpoolings.MAX_UNPOOL2D, input, indices, kernelSize, options, outputSize.toArray());
    }

    /**
     * The inverse of {@link #maxPool3dWithIndices} as far as there is one: each value where its
     * index says, zeros elsewhere.
     */
    public static Tensor maxUnpool3d(
            Tensor input, Tensor indices, Size kernelSize, Pool.Options options) {
        return maxUnpool(Unpoolings.MAX_UNPOOL3D, input, indices, kernelSize, options, null);
    }

    /** The same to given spatial sizes, where stride makes several possible. */
    public static Tensor maxUnpool3d(
            Tensor input, Tensor indices, Size kernelSize, Pool.Options options, Size outputSize) {
        return maxUnpool(
                Unpoolings.MAX_UNPOOL3D, input, indices, kernelSize, options, outputSize.toArray());
    }

    private static Tensor maxUnpool(
            Op op, Tensor input, Tensor indices, Size kernel, Pool.Options options, long[] size) {
        return call(
                op,
                input,
                indices,
                kernel.toArray(),
                options.stride().toArray(),
                options.padding().toArray(),
                size);
    }

    // ---- means

    /** Mean of windows of (batch, channels, length). */
    public static Tensor avgPool1d(Tensor input, long kernelSize) {
        return avgPool1d(input, kernelSize, Pool.DEFAULT);
    }

    /** Mean of windows of (batch, channels, length). */
    public static Tensor avgPool1d(Tensor input, long kernelSize, Pool.Options options) {
        return avgPool1d(input, new Size(kernelSize), options);
    }

    /** Mean of windows of (batch, channels, length). */
    public static Tensor avgPool1d(Tensor input, Size kernelSize, Pool.Options options) {
        return call(
                Poolings.AVG_POOL1D,
                input,
                kernelSize.toArray(),
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

    /** Mean of cubic windows of (batch, channels, depth, height, width). */
    public static Tensor avgPool3d(Tensor input, long kernelSize) {
        return avgPool3d(input, kernelSize, Pool.DEFAULT);
    }

    /** Mean of cubic windows of (batch, channels, depth, height, width). */
    public static Tensor avgPool3d(Tensor input, long kernelSize, Pool.Options options) {
        return avgPool3d(input, new Size(kernelSize), options);
    }

    /** Mean of windows of (batch, channels, depth, height, width). */
    public static Tensor avgPool3d(Tensor input, Size kernelSize, Pool.Options options) {
        return call(
                VolumePoolings.AVG_POOL3D,
                input,
                kernelSize.toArray(),
                options.stride().toArray(),
                options.padding().toArray(),
                options.roundsUp(),
                options.countsPadding(),
                options.divisor() == 0 ? null : (Long) options.divisor());
    }

    /** {@code (sum of x^p)^(1/p)} of windows of (batch, channels, length). */
    public static Tensor lpPool1d(Tensor input, Number normType, long kernelSize) {
        return lpPool1d(input, normType, new Size(kernelSize), Pool.DEFAULT);
    }

    /** {@code (sum of x^p)^(1/p)} of windows of (batch, channels, length). */
    public static Tensor lpPool1d(
            Tensor input, Number normType, Size kernelSize, Pool.Options options) {
        return lpPool(PowerPoolings.LP_POOL1D, input, normType, kernelSize, options);
    }

    /** {@code (sum of x^p)^(1/p)} of square windows of (batch, channels, height, width). */
    public static Tensor lpPool2d(Tensor input, Number normType, long kernelSize) {
        return lpPool2d(input, normType, new Size(kernelSize), Pool.DEFAULT);
    }

    /** {@code (sum of x^p)^(1/p)} of windows of (batch, channels, height, width). */
    public static Tensor lpPool2d(
            Tensor input, Number normType, Size kernelSize, Pool.Options options) {
        return lpPool(PowerPoolings.LP_POOL2D, input, normType, kernelSize, options);
    }

    /** {@code (sum of x^p)^(1/p)} of cubic windows of (batch, channels, depth, height, width). */
    public static Tensor lpPool3d(Tensor input, Number normType, long kernelSize) {
        return lpPool3d(input, normType, new Size(kernelSize), Pool.DEFAULT);
    }

    /** {@code (sum of x^p)^(1/p)} of windows of (batch, channels, depth, height, width). */
    public static Tensor lpPool3d(
            Tensor input, Number normType, Size kernelSize, Pool.Options options) {
        return lpPool(PowerPoolings.LP_POOL3D, input, normType, kernelSize, options);
    }

    private static Tensor lpPool(
            Op op, Tensor input, Number normType, Size kernel, Pool.Options options) {
        return call(
                op,
                input,
                normType instanceof Double || normType instanceof Float
                        ? normType.doubleValue()
                        : (Object) normType.longValue(),
                kernel.toArray(),
                options.stride().toArray(),
                options.roundsUp());
    }

    // ---- areas

    /** Means of areas such that the result has the given length. */
    public static Tensor adaptiveAvgPool1d(Tensor input, long outputSize) {
        return call(Resampling.ADAPTIVE_AVG_POOL1D, input, areas(outputSize));
    }

    /** Maxima of areas such that the result has the given length. */
    public static Tensor adaptiveMaxPool1d(Tensor input, long outputSize) {
        return call(AdaptiveMaxPoolings.ADAPTIVE_MAX_POOL1D, input, areas(outputSize), false);
    }

    /** {@link #adaptiveMaxPool1d}, and where the maxima stand. */
    public static ValuesIndices adaptiveMaxPool1dWithIndices(Tensor input, long outputSize) {
        return both(AdaptiveMaxPoolings.ADAPTIVE_MAX_POOL1D.call(input, areas(outputSize), true));
    }

    /**
     * Means of areas such that the result has the given height and width (one number for all, or
     * {@link Pool#KEEP}).
     */
    public static Tensor adaptiveAvgPool2d(Tensor input, long... outputSize) {
        return call(Resampling.ADAPTIVE_AVG_POOL2D, input, areas(outputSize));
    }

    /**
     * Maxima of areas such that the result has the given height and width (one number for all, or
     * {@link Pool#KEEP}).
     */
    public static Tensor adaptiveMaxPool2d(Tensor input, long... outputSize) {
        return call(AdaptiveMaxPoolings.ADAPTIVE_MAX_POOL2D, input, areas(outputSize), false);
    }

    /** {@link #adaptiveMaxPool2d}, and where the maxima stand. */
    public static ValuesIndices adaptiveMaxPool2dWithIndices(Tensor input, long... outputSize) {
        return both(AdaptiveMaxPoolings.ADAPTIVE_MAX_POOL2D.call(input, areas(outputSize), true));
    }

    /**
     * Means of areas such that the result has the given depth, height and width (one number for
     * all, or {@link Pool#KEEP}).
     */
    public static Tensor adaptiveAvgPool3d(Tensor input, long... outputSize) {
        return call(Resampling.ADAPTIVE_AVG_POOL3D, input, areas(outputSize));
    }

    /**
     * Maxima of areas such that the result has the given depth, height and width (one number for
     * all, or {@link Pool#KEEP}).
     */
    public static Tensor adaptiveMaxPool3d(Tensor input, long... outputSize) {
        return call(AdaptiveMaxPoolings.ADAPTIVE_MAX_POOL3D, input, areas(outputSize), false);
    }

    /** {@link #adaptiveMaxPool3d}, and where the maxima stand. */
    public static ValuesIndices adaptiveMaxPool3dWithIndices(Tensor input, long... outputSize) {
        return both(AdaptiveMaxPoolings.ADAPTIVE_MAX_POOL3D.call(input, areas(outputSize), true));
    }

    private static Object areas(long... sizes) {
        var all = new ArrayList<Long>();
        for (long size : sizes) {
            all.add(size == Pool.KEEP ? null : (Long) size);
        }
        return all.size() == 1 ? all.getFirst() : all;
    }
}
