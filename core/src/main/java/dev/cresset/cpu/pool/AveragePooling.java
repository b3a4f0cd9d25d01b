package dev.cresset.cpu.pool;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.rows.FloatRows;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pool;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** Average pooling; sums are formed in float64 and rounded once. */
final class AveragePooling {
    private static final FloatRows FLOATS = FloatRows.best();
    private static final long GRAIN = 1 << 14;

    private final Axis height;
    private final Axis width;
    private final DType dtype;
    private final int size;
    private final Planes planes;
    private final long batch;
    private final long count;
    private final long step;
    private final long grain;
    private final boolean countPadding;
    private final long divisor;

    AveragePooling(
            Pool pool, DType dtype, MemoryFormat format, boolean countPadding, long divisor) {
        this.dtype = dtype;
        this.countPadding = countPadding;
        this.divisor = divisor;
        height = Axis.height(pool);
        width = Axis.width(pool);
        planes = Planes.of(pool, format);
        batch = pool.batch();
        count = pool.batch() * pool.channels();
        size = dtype.size();
        step = planes.step() * size;
        grain = Math.max(1, GRAIN / Math.max(1, Math.max(planes.input(), planes.output())));
    }

    /** What the sum of window (oh, ow) is divided by. */
    private double divisor(int oh, int ow) {
        if (divisor != 0) {
            return divisor;
        }
        return countPadding
                ? (double) height.padded(oh) * width.padded(ow)
                : (double) (height.end(oh) - height.start(oh)) * (width.end(ow) - width.start(ow));
    }

    void forward(long x, long y) {
        Parallel.forEach(
                count,
                grain,
                (from, to) -> {
                    var row = new double[width.input()];
                    var sums = new double[width.output()];
                    for (long p = from; p < to; p++) {
                        long atX = x + planes.inputStart(p) * size;
                        long atY = y + planes.outputStart(p) * size;
                        for (int oh = 0; oh < height.output(); oh++) {
                            Arrays.fill(sums, 0);
                            for (int h = height.start(oh); h < height.end(oh); h++) {
                                long at = atX + (long) h * width.input() * step;
                                Cells.load(dtype, at, step, row.length, row);
                                addWindows(row, sums);
                            }
                            for (int ow = 0; ow < sums.length; ow++) {
                                sums[ow] /= divisor(oh, ow);
                            }
                            long at = atY + (long) oh * width.output() * step;
                            Cells.store(dtype, sums, sums.length, at, step);
                        }
                    }
                });
    }

    private void addWindows(double[] row, double[] sums) {
        for (int ow = 0; ow < sums.length; ow++) {
            int end = width.end(ow);
            for (int w = width.start(ow); w < end; w++) {
                sums[ow] += row[w];
            }
        }
    }

    /** Row by row of gradX, from all windows that cover the row. */
    void backward(long gradY, long gradX) {
        Parallel.forEach(
                count,
                grain,
                (from, to) -> {
                    var grads = new double[width.output()];
                    var sums = new double[width.input()];
                    for (long p = from; p < to; p++) {
                        long atX = gradX + planes.inputStart(p) * size;
                        long atY = gradY + planes.outputStart(p) * size;
                        for (int h = 0; h < height.input(); h++) {
                            Arrays.fill(sums, 0);
                            for (int oh = height.firstWindow(h); oh < height.endWindow(h); oh++) {
                                long at = atY + (long) oh * width.output() * step;
                                Cells.load(dtype, at, step, grads.length, grads);
                                spread(oh, grads, sums);
                            }
                            long at = atX + (long) h * width.input() * step;
                            Cells.store(dtype, sums, sums.length, at, step);
                        }
                    }
                });
    }

    private void spread(int oh, double[] grads, double[] sums) {
        for (int ow = 0; ow < grads.length; ow++) {
            double share = grads[ow] / divisor(oh, ow);
            int end = width.end(ow);
            for (int w = width.start(ow); w < end; w++) {
                sums[w] += share;
            }
        }
    }

    /** float32 with channels innermost: all channels of a window at once. */
    void forwardChannelsLast(long x, long y) {
        int channels = Math.toIntExact(planes.channels());
        long pixel = channels * 4L;
        Parallel.forEach(
                batch * height.output(),
                Math.max(1, GRAIN / Math.max(1, (long) width.output() * channels)),
                (from, to) -> {
                    var sums = new double[FloatRows.padded(channels)];
                    var averages = new float[channels];
                    for (long k = from; k < to; k++) {
                        long image = x + k / height.output() * planes.input() * pixel;
                        int oh = (int) (k % height.output());
                        for (int ow = 0; ow < width.output(); ow++) {
                            Arrays.fill(sums, 0);
                            int start = width.start(ow);
                            int columns = width.end(ow) - start;
                            for (int h = height.start(oh); h < height.end(oh); h++) {
                                long at = image + ((long) h * width.input() + start) * pixel;
                                FLOATS.addRows(
                                        FloatRows.Map.IDENTITY, at, pixel, columns, channels, sums);
                            }
                            double factor = divisor(oh, ow);
                            long at = y + (k * width.output() + ow) * pixel;
                            for (int c = 0; c < channels; c++) {
                                averages[c] = (float) (sums[c] / factor);
                            }
                            var layout = ValueLayout.JAVA_FLOAT_UNALIGNED;
                            MemorySegment.copy(averages, 0, Memory.ALL, layout, at, channels);
                        }
                    }
                });
    }

    /** float32 with channels innermost: each pixel of gradX from all windows that cover it. */
    void backwardChannelsLast(long gradY, long gradX) {
        int channels = Math.toIntExact(planes.channels());
        long pixel = channels * 4L;
        Parallel.forEach(
                batch * height.input(),
                Math.max(1, GRAIN / Math.max(1, (long) width.input() * channels)),
                (from, to) -> {
                    var sums = new double[channels];
                    for (long k = from; k < to; k++) {
                        long image = gradY + k / height.input() * planes.output() * pixel;
                        int h = (int) (k % height.input());
                        for (int w = 0; w < width.input(); w++) {
                            Arrays.fill(sums, 0);
                            addShares(image, h, w, pixel, sums);
                            long at = gradX + (k * width.input() + w) * pixel;
                            Cells.store(DType.FLOAT32, sums, channels, at, 4);
                        }
                    }
                });
    }

    private void addShares(long image, int h, int w, long pixel, double[] sums) {
        for (int oh = height.firstWindow(h); oh < height.endWindow(h); oh++) {
            for (int ow = width.firstWindow(w); ow < width.endWindow(w); ow++) {
                double share = 1 / divisor(oh, ow);
                long at = image + ((long) oh * width.output() + ow) * pixel;
                for (int c = 0; c < sums.length; c++) {
                    sums[c] += share * Memory.getFloat(at + 4L * c);
                }
            }
        }
    }
}
