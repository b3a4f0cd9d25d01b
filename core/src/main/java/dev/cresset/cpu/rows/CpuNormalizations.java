package dev.cresset.cpu.rows;

import dev.cresset.spi.DType;
import dev.cresset.spi.Normalizations;
import dev.cresset.spi.Windows.MemoryFormat;

/** Batch and layer normalisation on the CPU: float32 in vectors, other dtypes in float64. */
public final class CpuNormalizations implements Normalizations {
    /** Runs of fewer elements than this are normalised side by side. */
    private static final long SHORT = 64;

    private static ChannelNormalization of(Channels shape, DType dtype) {
        if (dtype != DType.FLOAT32) {
            return new AnyChannelNormalization(shape, dtype);
        }
        return shape.format() == MemoryFormat.CONTIGUOUS && shape.spatial() >= SHORT
                ? new PlaneNormalization(shape)
                : new PixelNormalization(shape);
    }

    @Override
    public void channelStatistics(Channels shape, DType dtype, long x, long mean, long variance) {
        of(shape, dtype).statistics(x, mean, variance);
    }

    @Override
    public void channelNormalize(
            Channels shape,
            DType dtype,
            double eps,
            long x,
            long mean,
            long variance,
            long w,
            long b,
            long y) {
        var factors = new ChannelFactors(shape.channels(), dtype, eps, mean, variance, w, b);
        of(shape, dtype).normalize(factors, x, y);
    }

    @Override
    public void channelGradient(
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
            long gradB) {
        var factors = new ChannelFactors(shape.channels(), dtype, eps, mean, variance, w, 0);
        var kind = of(shape, dtype);
        if (gradW == 0 && gradB == 0 && how == Statistics.FIXED) {
            if (gradX != 0) {
                kind.gradient(factors.gradient(null, null, 1), x, gradY, gradX);
            }
            return;
        }
        int channels = factors.count();
        var sums = new double[channels];
        var products = new double[channels];
        kind.sums(factors, x, gradY, sums, products);
        factors.storeGradients(sums, products, gradW, gradB);
        if (gradX != 0) {
            var coefficients =
                    how == Statistics.BATCH
                            ? factors.gradient(sums, products, shape.perChannel())
                            : factors.gradient(null, null, 1);
            kind.gradient(coefficients, x, gradY, gradX);
        }
    }

    @Override
    public void rowNormalize(
            DType dtype,
            long rows,
            long length,
            double eps,
            long x,
            long w,
            long b,
            long y,
            long mean,
            long invstd) {
        var statistics = new RowStatistics(dtype, mean, invstd);
        RowNormalization.of(dtype, rows, length).normalize(eps, x, w, b, y, statistics);
    }

    @Override
    public void rowGradient(
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
            long gradB) {
        var statistics = new RowStatistics(dtype, mean, invstd);
        RowNormalization.of(dtype, rows, length)
                .gradient(x, gradY, statistics, w, gradX, gradW, gradB);
    }
}
