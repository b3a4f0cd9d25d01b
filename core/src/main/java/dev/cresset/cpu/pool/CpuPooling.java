package dev.cresset.cpu.pool;

import dev.cresset.cpu.VectorTier;
import dev.cresset.cpu.Vectors;
import dev.cresset.spi.DType;
import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pair;
import dev.cresset.spi.Windows.Pool;

/**
 * The pooling part of {@link dev.cresset.spi.Windows}, with the same methods.
 *
 * <p>float32 with channels innermost, and float32 maxima of 2 x 2 windows at stride 2, have loops of
 * their own; everything else runs plane by plane, converting a band of rows at a time.
 */
public final class CpuPooling {
    private static final VectorTier CHANNELS_LAST =
            new VectorTier((vector, s, n) -> trial(MemoryFormat.CHANNELS_LAST, vector, s, n));
    private static final VectorTier HALVES =
            new VectorTier((vector, s, n) -> trial(MemoryFormat.CONTIGUOUS, vector, s, n));

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
            long elements = pool.batch() * pool.channels() * pool.input().h() * pool.input().w();
            if (format == MemoryFormat.CHANNELS_LAST) {
                if (CHANNELS_LAST.fast(elements)) {
                    VectorMaxPooling.channelsLast(pool, x, y, indices);
                    return;
                }
            } else if (MaxPooling.halves(pool) && HALVES.fast(elements)) {
                VectorMaxPooling.halve(pool, x, y, indices);
                return;
            }
        }
        new MaxPooling(pool, dtype, format).forward(x, y, indices);
    }

    private static void trial(MemoryFormat format, boolean vector, long s, int n) {
        var two = new Pair(2, 2);
        var none = new Pair(0, 0);
        var one = new Pair(1, 1);
        long y = s + VectorTier.SCRATCH / 2;
        long indices = s + VectorTier.SCRATCH * 3 / 4;
        boolean last = format == MemoryFormat.CHANNELS_LAST;
        var input = last ? new Pair(4, 4) : new Pair(4, n / 4 & -2);
        var output = new Pair(2, input.w() / 2);
        var pool = new Pool(1, last ? n / 16 : 1, input, two, output, two, none, one);
        if (!vector) {
            new MaxPooling(pool, DType.FLOAT32, format).forward(s, y, indices);
        } else if (last) {
            VectorMaxPooling.channelsLast(pool, s, y, indices);
        } else {
            VectorMaxPooling.halve(pool, s, y, indices);
        }
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
