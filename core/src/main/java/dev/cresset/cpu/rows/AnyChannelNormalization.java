package dev.cresset.cpu.rows;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Normalizations.Channels;
import dev.cresset.spi.Windows.MemoryFormat;

/** Batch normalisation of any floating-point dtype in either format, in float64. */
final class AnyChannelNormalization implements ChannelNormalization {
    private static final int TILE = 1024;

    private final DType dtype;
    private final int size;
    private final Channels shape;
    private final long step;

    AnyChannelNormalization(Channels shape, DType dtype) {
        this.shape = shape;
        this.dtype = dtype;
        size = dtype.size();
        step = shape.format() == MemoryFormat.CHANNELS_LAST ? shape.channels() * size : size;
    }

    /** A part of a channel: n elements, {@code step} bytes apart, {@code offset} from the start. */
    private interface Part {
        void run(long offset, int n);
    }

    /** All parts of a channel, in order. */
    private void forEachPart(long channel, Part part) {
        boolean last = shape.format() == MemoryFormat.CHANNELS_LAST;
        long first = last ? channel : channel * shape.spatial();
        for (long image = 0; image < shape.batch(); image++) {
            long start = (image * shape.channels() * shape.spatial() + first) * size;
            for (long i = 0; i < shape.spatial(); i += TILE) {
                part.run(start + i * step, (int) Math.min(TILE, shape.spatial() - i));
            }
        }
    }

    private interface Channel {
        void run(int c);
    }

    private void forEachChannel(Channel body) {
        Parallel.forEach(
                shape.channels(),
                Math.max(1, (1 << 14) / Math.max(1, shape.perChannel())),
                (from, to) -> {
                    for (long c = from; c < to; c++) {
                        body.run((int) c);
                    }
                });
    }

    @Override
    public void statistics(long x, long mean, long variance) {
        var type = ChannelNormalization.statisticsType(dtype);
        forEachChannel(
                c -> {
                    var tile = new double[TILE];
                    var sums = new double[2];
                    forEachPart(
                            c,
                            (offset, n) -> {
                                Cells.load(dtype, x + offset, step, n, tile);
                                for (int i = 0; i < n; i++) {
                                    sums[0] += tile[i];
                                }
                            });
                    double centre = sums[0] / shape.perChannel();
                    forEachPart(
                            c,
                            (offset, n) -> {
                                Cells.load(dtype, x + offset, step, n, tile);
                                for (int i = 0; i < n; i++) {
                                    double d = tile[i] - centre;
                                    sums[1] += d * d;
                                }
                            });
                    long at = (long) c * type.size();
                    Cells.setDouble(type, mean + at, centre);
                    Cells.setDouble(type, variance + at, sums[1] / shape.perChannel());
                });
    }

    @Override
    public void normalize(ChannelFactors factors, long x, long y) {
        var scale = factors.scale();
        forEachChannel(
                c -> {
                    var tile = new double[TILE];
                    double mean = factors.mean()[c];
                    double bias = factors.bias()[c];
                    forEachPart(
                            c,
                            (offset, n) -> {
                                Cells.load(dtype, x + offset, step, n, tile);
                                for (int i = 0; i < n; i++) {
                                    tile[i] = (tile[i] - mean) * scale[c] + bias;
                                }
                                Cells.store(dtype, tile, n, y + offset, step);
                            });
                });
    }

    @Override
    public void sums(ChannelFactors factors, long x, long g, double[] sums, double[] products) {
        forEachChannel(
                c -> {
                    var tile = new double[TILE];
                    var grads = new double[TILE];
                    double mean = factors.mean()[c];
                    forEachPart(
                            c,
                            (offset, n) -> {
                                Cells.load(dtype, x + offset, step, n, tile);
                                Cells.load(dtype, g + offset, step, n, grads);
                                for (int i = 0; i < n; i++) {
                                    sums[c] += grads[i];
                                    products[c] += grads[i] * (tile[i] - mean);
                                }
                            });
                });
    }

    @Override
    public void gradient(ChannelFactors.Gradient coefficients, long x, long g, long y) {
        forEachChannel(
                c -> {
                    var tile = new double[TILE];
                    var grads = new double[TILE];
                    double mean = coefficients.mean()[c];
                    double c0 = coefficients.needsInput() ? coefficients.c0()[c] : 0;
                    double c1 = coefficients.needsInput() ? coefficients.c1()[c] : 0;
                    double k = coefficients.k()[c];
                    forEachPart(
                            c,
                            (offset, n) -> {
                                Cells.load(dtype, x + offset, step, n, tile);
                                Cells.load(dtype, g + offset, step, n, grads);
                                for (int i = 0; i < n; i++) {
                                    grads[i] = (grads[i] - c0 - (tile[i] - mean) * c1) * k;
                                }
                                Cells.store(dtype, grads, n, y + offset, step);
                            });
                });
    }
}
