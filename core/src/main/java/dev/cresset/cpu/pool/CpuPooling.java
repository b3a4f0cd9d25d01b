package dev.cresset.cpu.pool;

import dev.cresset.cpu.VectorTier;
import dev.cresset.spi.DType;
import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pair;
import dev.cresset.spi.Windows.Pool;

/**
 * The pooling part of {@link dev.cresset.spi.Windows}, with the same methods.
 *
 * <p>float32 with channels innermost has loops of its own; everything else runs plane by plane,
 * converting a row at a time.
 */
public final class CpuPooling {
    private static final VectorTier CHANNELS_LAST = new VectorTier(CpuPooling::trial);

    private static void trial(boolean vector, long s, int n) {
        var two = new Pair(2, 2);
        var four = new Pair(4, 4);
        var pool = new Pool(1, n / 16, four, two, two, two, new Pair(0, 0), new Pair(1, 1));
        long y = s + VectorTier.SCRATCH / 2;
        long indices = s + VectorTier.SCRATCH * 3 / 4;
        if (vector) {
            VectorMaxPooling.channelsLast(pool, s, y, indices);
        } else {
            new MaxPooling(pool, DType.FLOAT32, MemoryFormat.CHANNELS_LAST).forward(s, y, indices);
        }
    }

    /**
     * Maximum of each window; any NaN wins, the last one if there are several (as in PyTorch).
     *
     * @param indices address for h * width + w of the first maximum (int64), or 0; -1 where a
     *     dilated window touches nothing but border
     * @see dev.cresset.spi.Windows#maxPool
     */
    public void maxPool(Pool pool, DType dtype, MemoryFormat format, long x, long y, long indices) {
        if (dtype == DType.FLOAT32 && format == MemoryFormat.CHANNELS_LAST) {
            long elements = pool.batch() * pool.channels() * pool.input().h() * pool.input().w();
            if (CHANNELS_LAST.fast(elements)) {
                VectorMaxPooling.channelsLast(pool, x, y, indices);
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
