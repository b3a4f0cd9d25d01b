package dev.cresset.cpu.pool;

import dev.cresset.cpu.Cells;
import dev.cresset.cpu.Parallel;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pool;
import java.util.Arrays;

/** Maximum pooling of any dtype in any format, plane by plane. */
final class MaxPooling {
    private static final long GRAIN = 1 << 14;

    private final Axis height;
    private final Axis width;
    private final DType dtype;
    private final int size;
    private final Planes planes;
    private final long count;
    private final long step;
    private final long grain;

    MaxPooling(Pool pool, DType dtype, MemoryFormat format) {
        this.dtype = dtype;
        height = Axis.height(pool);
        width = Axis.width(pool);
        planes = Planes.of(pool, format);
        count = pool.batch() * pool.channels();
        size = dtype.size();
        step = planes.step() * size;
        grain = Math.max(1, GRAIN / Math.max(1, Math.max(planes.input(), planes.output())));
    }

    /** Whether a pooling is that of 2 x 2 windows at stride 2 without border. */
    static boolean halves(Pool pool) {
        var h = Axis.height(pool);
        var w = Axis.width(pool);
        return halves(h) && halves(w);
    }

    private static boolean halves(Axis a) {
        return a.kernel() == 2
                && a.stride() == 2
                && a.padding() == 0
                && a.dilation() == 1
                && 2 * a.output() <= a.input();
    }

    void forward(long x, long y, long indices) {
        Parallel.forEach(
                count,
                grain,
                (from, to) -> {
                    var index = new long[width.output()];
                    for (long p = from; p < to; p++) {
                        long atX = x + planes.inputStart(p) * size;
                        long first = planes.outputStart(p);
                        if (dtype.compute() == Compute.LONG) {
                            integers(atX, y, indices, first, index);
                        } else {
                            numbers(atX, y, indices, first, index);
                        }
                    }
                });
    }

    private void numbers(long x, long y, long indices, long first, long[] index) {
        var band = new double[height.kernel()][width.input()];
        var best = new double[width.output()];
        for (int oh = 0; oh < height.output(); oh++) {
            int start = height.start(oh);
            int end = height.end(oh);
            Arrays.fill(best, Double.NEGATIVE_INFINITY);
            Arrays.fill(index, -1);
            for (int h = start, r = 0; h < end; h += height.dilation(), r++) {
                Cells.load(
                        dtype, x + (long) h * width.input() * step, step, width.input(), band[r]);
                combine(band[r], (long) h * width.input(), best, index);
            }
            long at = first + (long) oh * width.output() * planes.step();
            Cells.store(dtype, best, best.length, y + at * size, step);
            storeIndices(index, indices, at);
        }
    }

    private void combine(double[] row, long rowIndex, double[] best, long[] index) {
        int dilation = width.dilation();
        for (int ow = 0; ow < best.length; ow++) {
            int end = width.end(ow);
            double most = best[ow];
            long where = index[ow];
            for (int w = width.start(ow); w < end; w += dilation) {
                double v = row[w];
                if (v > most || v != v || where < 0) {
                    most = v;
                    where = rowIndex + w;
                }
            }
            best[ow] = most;
            index[ow] = where;
        }
    }

    private void integers(long x, long y, long indices, long first, long[] index) {
        var band = new long[height.kernel()][width.input()];
        var best = new long[width.output()];
        for (int oh = 0; oh < height.output(); oh++) {
            int start = height.start(oh);
            int end = height.end(oh);
            Arrays.fill(best, least(dtype));
            Arrays.fill(index, -1);
            for (int h = start, r = 0; h < end; h += height.dilation(), r++) {
                Cells.load(
                        dtype, x + (long) h * width.input() * step, step, width.input(), band[r]);
                combine(band[r], (long) h * width.input(), best, index);
            }
            long at = first + (long) oh * width.output() * planes.step();
            Cells.store(dtype, best, best.length, y + at * size, step);
            storeIndices(index, indices, at);
        }
    }

    private void combine(long[] row, long rowIndex, long[] best, long[] index) {
        int dilation = width.dilation();
        for (int ow = 0; ow < best.length; ow++) {
            int end = width.end(ow);
            for (int w = width.start(ow); w < end; w += dilation) {
                if (row[w] > best[ow] || index[ow] < 0) {
                    best[ow] = row[w];
                    index[ow] = rowIndex + w;
                }
            }
        }
    }

    private static long least(DType dtype) {
        return switch (dtype) {
            case INT8 -> Byte.MIN_VALUE;
            case INT16 -> Short.MIN_VALUE;
            case INT32 -> Integer.MIN_VALUE;
            case INT64 -> Long.MIN_VALUE;
            default -> 0;
        };
    }

    private void storeIndices(long[] index, long indices, long at) {
        if (indices != 0) {
            Cells.store(
                    DType.INT64,
                    index,
                    index.length,
                    indices + at * Long.BYTES,
                    planes.step() * Long.BYTES);
        }
    }

    void backward(long gradY, long indices, long gradX) {
        Parallel.forEach(
                count,
                grain,
                (from, to) -> {
                    for (long p = from; p < to; p++) {
                        long atX = gradX + planes.inputStart(p) * size;
                        long first = planes.outputStart(p);
                        long atY = gradY + first * size;
                        long atIndex = indices + first * Long.BYTES;
                        switch (dtype) {
                            case FLOAT32 -> scatterFloats(atY, atIndex, atX);
                            case FLOAT64 -> scatterDoubles(atY, atIndex, atX);
                            default -> scatterOthers(atY, atIndex, atX);
                        }
                    }
                });
    }

    private void clear(long plane) {
        if (planes.step() == 1) {
            Memory.zero(plane, planes.input() * size);
            return;
        }
        for (long i = 0; i < planes.input(); i++) {
            Cells.setLong(dtype, plane + i * step, 0);
        }
    }

    private void scatterFloats(long gradY, long indices, long gradX) {
        clear(gradX);
        long indexStep = planes.step() * Long.BYTES;
        for (long i = 0; i < planes.output(); i++) {
            long index = Memory.getLong(indices + i * indexStep);
            if (index >= 0) {
                long at = gradX + index * step;
                Memory.setFloat(at, Memory.getFloat(at) + Memory.getFloat(gradY + i * step));
            }
        }
    }

    private void scatterDoubles(long gradY, long indices, long gradX) {
        clear(gradX);
        long indexStep = planes.step() * Long.BYTES;
        for (long i = 0; i < planes.output(); i++) {
            long index = Memory.getLong(indices + i * indexStep);
            if (index >= 0) {
                long at = gradX + index * step;
                Memory.setDouble(at, Memory.getDouble(at) + Memory.getDouble(gradY + i * step));
            }
        }
    }

    /** Through a plane of float64, so that the sums of 16-bit floats are rounded once. */
    private void scatterOthers(long gradY, long indices, long gradX) {
        var sums = new double[Math.toIntExact(planes.input())];
        long indexStep = planes.step() * Long.BYTES;
        for (long i = 0; i < planes.output(); i++) {
            long index = Memory.getLong(indices + i * indexStep);
            if (index >= 0) {
                sums[(int) index] += Cells.getDouble(dtype, gradY + i * step);
            }
        }
        Cells.store(dtype, sums, sums.length, gradX, step);
    }
}
