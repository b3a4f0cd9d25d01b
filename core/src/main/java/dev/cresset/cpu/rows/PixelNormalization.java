package dev.cresset.cpu.rows;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Normalizations.Channels;
import dev.cresset.spi.Windows.MemoryFormat;

import java.util.Arrays;

/**
 * Batch normalisation of float32 whose channels are innermost, or whose channels are short runs:
 * the memory is a matrix with a row for each pixel, or for each image. Where rows are short,
 * several are taken as one, so that a row fills vectors.
 */
final class PixelNormalization implements ChannelNormalization {
    private static final FloatRows FLOATS = FloatRows.best();
    private static final FloatMaps MAPS = FloatMaps.best();

    /** Rows are at least this wide, if there are enough pixels. */
    private static final int WIDE = 64;

    /** Elements of a block, which is to stay in the first cache. */
    private static final int BLOCK = 4096;

    /** Blocks that are accumulated before partial results are kept. */
    private static final int BLOCKS = 32;

    private final int channels;

    /** Elements of a row that follow each other and belong to one channel. */
    private final int run;

    private final int width;
    private final long rows;
    private final int restWidth;
    private final long bytes;

    PixelNormalization(Channels shape) {
        channels = Math.toIntExact(shape.channels());
        boolean innermost = shape.format() == MemoryFormat.CHANNELS_LAST;
        run = innermost ? 1 : Math.toIntExact(shape.spatial());
        long pixels = innermost ? shape.perChannel() : shape.batch();
        int pixel = channels * run;
        int together = (int) Math.clamp(WIDE / Math.max(1, pixel), 1, Math.max(1, pixels));
        width = together * pixel;
        rows = pixels / together;
        restWidth = (int) (pixels % together) * pixel;
        bytes = 4L * width;
    }

    /** The pixels that fill no whole row. */
    private long rest(long base) {
        return base + rows * bytes;
    }

    private int blockRows() {
        return Math.max(8, BLOCK / Math.max(1, width) & -8);
    }

    private long segmentRows() {
        return (long) blockRows() * BLOCKS;
    }

    private int segments() {
        return Math.toIntExact(Math.ceilDiv(rows, segmentRows()));
    }

    /** The numbers of the channels, repeated over a row. */
    private float[] repeated(double[] perChannel) {
        var repeated = new float[FloatRows.padded(width)];
        for (int j = 0; j < width; j++) {
            repeated[j] = (float) perChannel[j / run % channels];
        }
        return repeated;
    }

    @Override
    public void statistics(long x, long mean, long variance) {
        var parts = new Moments[segments()];
        Parallel.forEach(
                parts.length,
                1,
                (from, to) -> {
                    for (long s = from; s < to; s++) {
                        long begin = s * segmentRows();
                        long n = Math.min(segmentRows(), rows - begin);
                        parts[(int) s] = moments(x + begin * bytes, n, width);
                    }
                });
        var all = new Moments(channels);
        for (var part : parts) {
            all.addFolded(part, run);
        }
        if (restWidth > 0) {
            all.addFolded(moments(rest(x), 1, restWidth), run);
        }
        for (int c = 0; c < channels; c++) {
            Memory.setFloat(mean + 4L * c, (float) all.mean(c));
            Memory.setFloat(variance + 4L * c, (float) all.variance(c));
        }
    }

    private Moments moments(long x, long n, int columns) {
        var moments = new Moments(columns);
        int room = FloatRows.padded(columns);
        var sums = new double[room];
        var centre = new float[room];
        var deviations = new double[room];
        for (long done = 0; done < n; done += blockRows()) {
            long block = Math.min(blockRows(), n - done);
            long at = x + done * bytes;
            Arrays.fill(sums, 0);
            Arrays.fill(deviations, 0);
            FLOATS.addRows(FloatRows.Map.IDENTITY, at, bytes, block, columns, sums);
            for (int j = 0; j < columns; j++) {
                centre[j] = (float) (sums[j] / block);
            }
            FLOATS.addSquareRows(at, bytes, block, columns, centre, deviations);
            moments.add(block, sums, centre, deviations);
        }
        return moments;
    }

    @Override
    public void normalize(ChannelFactors factors, long x, long y) {
        var mean = repeated(factors.mean());
        var scale = repeated(factors.scale());
        var bias = repeated(factors.bias());
        Parallel.forEach(
                rows,
                segmentRows(),
                (from, to) -> {
                    for (long r = from; r < to; r++) {
                        long at = r * bytes;
                        MAPS.affineEach(x + at, y + at, width, mean, scale, bias);
                    }
                });
        MAPS.affineEach(rest(x), rest(y), restWidth, mean, scale, bias);
    }

    @Override
    public void sums(ChannelFactors factors, long x, long g, double[] sums, double[] products) {
        var mean = repeated(factors.mean());
        int count = segments();
        var partSums = new double[count][FloatRows.padded(width)];
        var partProducts = new double[count][FloatRows.padded(width)];
        Parallel.forEach(
                count,
                1,
                (from, to) -> {
                    for (long s = from; s < to; s++) {
                        long end = Math.min(rows, (s + 1) * segmentRows());
                        int k = (int) s;
                        for (long r = s * segmentRows(); r < end; r += blockRows()) {
                            long n = Math.min(blockRows(), end - r);
                            long atG = g + r * bytes;
                            long atX = x + r * bytes;
                            var map = FloatRows.Map.IDENTITY;
                            FLOATS.addRows(map, atG, bytes, n, width, partSums[k]);
                            FLOATS.addProductRows(atG, atX, bytes, n, width, mean, partProducts[k]);
                        }
                    }
                });
        for (int s = 0; s < count; s++) {
            fold(partSums[s], width, sums);
            fold(partProducts[s], width, products);
        }
        if (restWidth > 0) {
            var last = new double[FloatRows.padded(restWidth)];
            FLOATS.addRows(FloatRows.Map.IDENTITY, rest(g), bytes, 1, restWidth, last);
            fold(last, restWidth, sums);
            Arrays.fill(last, 0);
            FLOATS.addProductRows(rest(g), rest(x), bytes, 1, restWidth, mean, last);
            fold(last, restWidth, products);
        }
    }

    private void fold(double[] row, int count, double[] perChannel) {
        for (int j = 0; j < count; j++) {
            perChannel[j / run % channels] += row[j];
        }
    }

    @Override
    public void gradient(ChannelFactors.Gradient coefficients, long x, long g, long y) {
        var k = repeated(coefficients.k());
        if (!coefficients.needsInput()) {
            var zero = new float[FloatRows.padded(width)];
            Parallel.forEach(
                    rows,
                    segmentRows(),
                    (from, to) -> {
                        for (long r = from; r < to; r++) {
                            long at = r * bytes;
                            MAPS.affineEach(g + at, y + at, width, zero, k, zero);
                        }
                    });
            MAPS.affineEach(rest(g), rest(y), restWidth, zero, k, zero);
            return;
        }
        var mean = repeated(coefficients.mean());
        var c0 = repeated(coefficients.c0());
        var c1 = repeated(coefficients.c1());
        Parallel.forEach(
                rows,
                segmentRows(),
                (from, to) -> {
                    for (long r = from; r < to; r++) {
                        long at = r * bytes;
                        MAPS.normGradientEach(g + at, x + at, y + at, width, c0, mean, c1, k);
                    }
                });
        MAPS.normGradientEach(rest(g), rest(x), rest(y), restWidth, c0, mean, c1, k);
    }
}
