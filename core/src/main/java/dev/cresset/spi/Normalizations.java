package dev.cresset.spi;

import dev.cresset.spi.Windows.MemoryFormat;

/**
 * Normalisation by mean and variance: per channel (batch normalisation) or per row (layer
 * normalisation). Addresses are absolute, data dense; a result may be written over the operand of
 * the same shape.
 *
 * <p>dtype is a floating-point type and that of x, y, their gradients, the weight w and the bias b.
 * Statistics (mean, variance, inverse standard deviation) are float64 where dtype is, else float32.
 * Variances are biased: divided by the number of elements.
 */
public interface Normalizations {
    /**
     * The shape of a tensor normalised per channel.
     *
     * @param batch images
     * @param channels channels
     * @param spatial elements of a channel of an image
     * @param format whether the channels are innermost
     */
    record Channels(long batch, long channels, long spatial, MemoryFormat format) {
        /** Elements that share a mean. */
        public long perChannel() {
            return batch * spatial;
        }
    }

    /** Where mean and variance came from, which decides whether the gradient runs through them. */
    enum Statistics {
        /** From x itself (training). */
        BATCH,
        /** From elsewhere (evaluation). */
        FIXED
    }

    /** Mean and biased variance of each channel; at least one element per channel. */
    void channelStatistics(Channels shape, DType dtype, long x, long mean, long variance);

    /**
     * {@code y = (x - mean) / sqrt(variance + eps) * w + b} per channel.
     *
     * @param w address of a weight per channel, or 0 for 1
     * @param b address of a bias per channel, or 0 for 0
     */
    void channelNormalize(
            Channels shape,
            DType dtype,
            double eps,
            long x,
            long mean,
            long variance,
            long w,
            long b,
            long y);

    /**
     * Gradients of {@link #channelNormalize}; each of gradX, gradW, gradB may be 0 for none.
     *
     * @param how whether mean and variance depend on x
     */
    void channelGradient(
            Channels shape,
            DType dtype,
            Statistics how,
            double eps,
            long x,
            long gradY,
            long mean,
            long variance,
            long w,
            long gradX,
            long gradW,
            long gradB);

    /**
     * {@code y = (x - mean(x)) * invstd * w + b} for each row of {@code length} elements, with
     * {@code invstd = 1 / sqrt(variance(x) + eps)}.
     *
     * @param w address of {@code length} weights, or 0 for 1
     * @param b address of {@code length} biases, or 0 for 0
     * @param mean address for one mean per row, or 0 for none
     * @param invstd address for one inverse standard deviation per row, or 0 for none
     */
    void rowNormalize(
            DType dtype,
            long rows,
            long length,
            double eps,
            long x,
            long w,
            long b,
            long y,
            long mean,
            long invstd);

    /** Gradients of {@link #rowNormalize}; each of gradX, gradW, gradB may be 0 for none. */
    void rowGradient(
            DType dtype,
            long rows,
            long length,
            long x,
            long gradY,
            long mean,
            long invstd,
            long w,
            long gradX,
            long gradW,
            long gradB);
}
