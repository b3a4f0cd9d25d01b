package dev.cresset.cpu.pool;

import dev.cresset.cpu.Vectors;
import dev.cresset.spi.DType;
import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pool;

/**
 * The pooling part of {@link dev.cresset.spi.Windows}, with the same methods.
 *
 * <p>float32 with channels innermost, and float32 maxima of 2 x 2 windows at stride 2, have loops of
 * their own; everything else runs plane by plane, converting a band of rows at a time.
 */
public final class CpuPooling {
    /**
     * Maximum of each window; any NaN wins, the last one if there are several (as in PyTorch).
     *
     * @param indices address for h * width + w of the first maximum (int64), or 0; -1 where a
     *     dilated window touches nothing but border
     * @see dev.cresset.spi.Windows#maxPool
     */
    public void maxPool(
            Pool pool, DType dtype, MemoryFormat format, long x, long y, long indices) {
        if (dtype == DType.FLOAT32 && Vectors.available()) {
            if (format == MemoryFormat.CHANNELS_LAST) {
                VectorMaxPooling.channelsLast(pool, x, y, indices);
                return;
            }
            if (VectorMaxPooling.halves(pool)) {
                VectorMaxPooling.halve(pool, x, y, indices);
                return;
            }
        }
        new MaxPooling(pool, dtype, format).forward(x, y, indices);
    }

    /**
     * Adds gradY to gradX at the indices; gradX is written whole.
     *
     * @see dev.cresset.spi.Windows#maxPoolGradient
     */
    public void maxPoolGradient(
            Pool pool, DType dtype, MemoryFormat format, long gradY, long indices, long gradX) {
        new MaxPooling(pool, dtype, format).backward(gradY, indices, gradX);
    }

    /**
     * Average of each window, summed in float64.
     *
     * @see dev.cresset.spi.Windows#averagePool
     */
    public void averagePool(
            Pool pool,
            DType dtype,
            MemoryFormat format,
            boolean countPadding,
            long divisor,
            long x,
            long y) {
        var pooling = new AveragePooling(pool, dtype, format, countPadding, divisor);
        if (dtype == DType.FLOAT32 && format == MemoryFormat.CHANNELS_LAST) {
            pooling.forwardChannelsLast(x, y);
        } else {
            pooling.forward(x, y);
        }
    }

    /**
     * Gradient of {@link #averagePool}; gradX is written whole.
     *
     * @see dev.cresset.spi.Windows#averagePoolGradient
     */
    public void averagePoolGradient(
            Pool pool,
            DType dtype,
            MemoryFormat format,
            boolean countPadding,
            long divisor,
            long gradY,
            long gradX) {
        var pooling = new AveragePooling(pool, dtype, format, countPadding, divisor);
        if (dtype == DType.FLOAT32 && format == MemoryFormat.CHANNELS_LAST) {
            pooling.backwardChannelsLast(gradY, gradX);
        } else {
            pooling.backward(gradY, gradX);
        }
    }
}
