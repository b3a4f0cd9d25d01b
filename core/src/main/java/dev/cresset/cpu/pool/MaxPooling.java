package dev.cresset.cpu.pool;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pool;

/** Maximum pooling of any dtype in any format, plane by plane. */
final class MaxPooling {
    private static final long GRAIN = 1 << 14;

    /** Neighbouring channels scattered together: a cache line of float32. */
    private static final int CHANNELS = 16;

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

    void forward(long x, long y, long indices) {
        Parallel.forEach(
                count,
                grain,
                (from, to) -> {
                    var best = best();
                    for (long p = from; p < to; p++) {
                        forward(best, x + planes.inputStart(p) * size, y, indices, p);
                    }
                });
    }

    private BestOfRow best() {
        return switch (dtype) {
            case FLOAT64 -> new BestOfRow.Doubles(width);
            case INT64 -> new BestOfRow.Longs(width);
            default -> new BestOfRow.Keys(width, dtype);
        };
    }

    private void forward(BestOfRow best, long x, long y, long indices, long plane) {
        long first = planes.outputStart(plane);
        for (int oh = 0; oh < height.output(); oh++) {
            best.clear();
            for (int h = height.start(oh); h < height.end(oh); h += height.dilation()) {
                long row = (long) h * width.input();
                best.add(x + row * step, step, (int) row);
            }
            long at = first + (long) oh * width.output() * planes.step();
            for (int ow = 0; ow < width.output(); ow++) {
                long to = at + ow * planes.step();
                int index = best.index(ow);
                if (index >= 0) {
                    copy(x + index * step, y + to * size);
                } else {
                    storeLeast(y + to * size);
                }
                if (indices != 0) {
                    Memory.setLong(indices + to * Long.BYTES, index);
                }
            }
        }
    }

    private void copy(long from, long to) {
        switch (size) {
            case 1 -> Memory.setByte(to, Memory.getByte(from));
            case 2 -> Memory.setShort(to, Memory.getShort(from));
            case 4 -> Memory.setInt(to, Memory.getInt(from));
            default -> Memory.setLong(to, Memory.getLong(from));
        }
    }

    private void storeLeast(long to) {
        if (dtype.isFloatingPoint()) {
            Cells.setDouble(dtype, to, Double.NEGATIVE_INFINITY);
        } else {
            Cells.setLong(dtype, to, least(dtype));
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

    void backward(long gradY, long indices, long gradX) {
        if (dtype == DType.FLOAT32 && planes.step() > 1) {
            scatterChannels(gradY, indices, gradX);
            return;
        }
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

    /** Channels innermost: some neighbouring channels of an image at a time, pixel by pixel. */
    private void scatterChannels(long gradY, long indices, long gradX) {
        long channels = planes.channels();
        long blocks = Math.ceilDiv(channels, CHANNELS);
        Parallel.forEach(
                count / channels * blocks,
                Math.max(1, grain / CHANNELS),
                (from, to) -> {
                    for (long k = from; k < to; k++) {
                        long image = k / blocks;
                        long c = k % blocks * CHANNELS;
                        long ofX = image * planes.input() * channels + c;
                        long ofY = image * planes.output() * channels + c;
                        scatterBlock(
                                gradY + ofY * size,
                                indices + ofY * Long.BYTES,
                                gradX + ofX * size,
                                (int) Math.min(CHANNELS, channels - c));
                    }
                });
    }

    private void scatterBlock(long gradY, long indices, long gradX, int width) {
        for (long i = 0; i < planes.input(); i++) {
            Memory.zero(gradX + i * step, (long) width * size);
        }
        long indexStep = planes.step() * Long.BYTES;
        for (long i = 0; i < planes.output(); i++) {
            for (int c = 0; c < width; c++) {
                long index = Memory.getLong(indices + i * indexStep + (long) c * Long.BYTES);
                if (index >= 0) {
                    long ofChannel = (long) c * size;
                    long at = gradX + index * step + ofChannel;
                    float grad = Memory.getFloat(gradY + i * step + ofChannel);
                    Memory.setFloat(at, Memory.getFloat(at) + grad);
                }
            }
        }
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
