package dev.cresset.spi;

/**
 * Convolution over one to three spatial dimensions and pooling over two; one-dimensional pooling
 * comes in with a height of 1. Addresses are absolute, data dense in the given memory format.
 */
public interface Windows {
    /** Order of the elements of a (batch, channels, height, width) tensor in memory. */
    enum MemoryFormat {
        /** Row-major: width innermost. */
        CONTIGUOUS,
        /** Channels innermost. */
        CHANNELS_LAST
    }

    /**
     * Geometry of a convolution over one to three spatial dimensions; each array has one entry per
     * spatial dimension.
     *
     * @param batch images
     * @param inChannels channels of x
     * @param outChannels channels of y
     * @param input spatial sizes of x
     * @param kernel spatial sizes of the kernel
     * @param output spatial sizes of y
     * @param stride step of the kernel
     * @param padding zeros before x in each dimension (the same number is implied behind it)
     * @param dilation distance between kernel elements
     * @param groups independent groups of channels
     */
    record Conv(
            int batch,
            int inChannels,
            int outChannels,
            long[] input,
            long[] kernel,
            long[] output,
            long[] stride,
            long[] padding,
            long[] dilation,
            int groups) {}

    /** A number for height and one for width. */
    record Pair(long h, long w) {}

    /**
     * Geometry of a pooling.
     *
     * @param batch images
     * @param channels channels
     * @param input height and width of x
     * @param kernel height and width of the window
     * @param output height and width of y
     * @param stride step of the window
     * @param padding border around x (never the maximum; zero for averages)
     * @param dilation distance between window elements (1 for averages)
     */
    record Pool(
            long batch,
            long channels,
            Pair input,
            Pair kernel,
            Pair output,
            Pair stride,
            Pair padding,
            Pair dilation) {}

    /** The memory format in which the result of such a convolution is cheapest to leave. */
    MemoryFormat preferred(Conv conv, DType dtype);

    /**
     * y = conv(x, w) + bias; w is (outChannels, inChannels / groups, kernel...) row-major; bias or
     * 0.
     */
    void convolve(
            Conv conv,
            DType dtype,
            MemoryFormat xFormat,
            MemoryFormat yFormat,
            long x,
            long w,
            long bias,
            long y);

    /** Gradient with respect to x. */
    void convolveInputGradient(
            Conv conv,
            DType dtype,
            MemoryFormat yFormat,
            MemoryFormat xFormat,
            long gradY,
            long w,
            long gradX);

    /** Gradient with respect to w and, unless its address is 0, the bias. */
    void convolveWeightGradient(
            Conv conv,
            DType dtype,
            MemoryFormat xFormat,
            MemoryFormat yFormat,
            long x,
            long gradY,
            long gradW,
            long gradBias);

    /**
     * Maximum of each window; NaN wins; indices (int64 in the same format, or 0 for none) are h *
     * width + w of the first maximum.
     */
    void maxPool(Pool pool, DType dtype, MemoryFormat format, long x, long y, long indices);

    /** Gradient of {@link #maxPool}: adds gradY to gradX at indices; gradX is written whole. */
    void maxPoolGradient(
            Pool pool, DType dtype, MemoryFormat format, long gradY, long indices, long gradX);

    /**
     * Average of each window.
     *
     * @param countPadding whether the divisor counts the border (PyTorch's count_include_pad)
     * @param divisor fixed divisor, or 0 for the window's size
     */
    void averagePool(
            Pool pool,
            DType dtype,
            MemoryFormat format,
            boolean countPadding,
            long divisor,
            long x,
            long y);

    /** Gradient of {@link #averagePool}; gradX is written whole. */
    void averagePoolGradient(
            Pool pool,
            DType dtype,
            MemoryFormat format,
            boolean countPadding,
            long divisor,
            long gradY,
            long gradX);
}
