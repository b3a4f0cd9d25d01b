package dev.cresset.cpu.conv;

import dev.cresset.cpu.natives.Scratch;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

/**
 * Between an image and the matrix of its windows: one row per channel and element of the kernel,
 * one column per pixel of the output. Three spatial dimensions, contiguous images.
 */
final class Windows {
    /** The window matrix is made for so many bytes at a time, to stay in the cache. */
    private static final long TILE_BYTES = 512 << 10;

    /** Does something with a part of the window matrix. */
    @FunctionalInterface
    interface TileTask {
        /** {@code matrix} holds {@code pixels} columns, from output pixel {@code first} on. */
        void run(long matrix, long first, long pixels);
    }

    private final ConvShape shape;
    private final DType dtype;
    private final int size;

    Windows(ConvShape shape, DType dtype) {
        this.shape = shape;
        this.dtype = dtype;
        this.size = dtype.size();
    }

    /** Goes through the output in whole rows of pixels, lending memory for {@code depth} rows. */
    void overTiles(long depth, TileTask task) {
        long row = shape.output()[2];
        long rows = shape.output()[0] * shape.output()[1];
        long atOnce = Math.clamp(TILE_BYTES / (depth * row * size), 1, rows);
        try (var scratch = Scratch.take(depth * atOnce * row * size)) {
            for (long first = 0; first < rows; first += atOnce) {
                task.run(scratch.address(), first * row, Math.min(atOnce, rows - first) * row);
            }
        }
    }

    /** Fills the window matrix. */
    void gather(long image, long channels, long matrix, long first, long pixels) {
        walk(image, channels, matrix, first, pixels, false);
    }

    /** Adds the window matrix to the image it could have come from. */
    void scatterAdd(long matrix, long first, long pixels, long image, long channels) {
        walk(image, channels, matrix, first, pixels, true);
    }

    private void walk(
            long image, long channels, long matrix, long first, long pixels, boolean add) {
        var kernel = shape.kernel();
        long row = matrix;
        for (long channel = 0; channel < channels; channel++) {
            long plane = image + channel * ConvShape.product(shape.input()) * size;
            for (long kd = 0; kd < kernel[0]; kd++) {
                for (long kh = 0; kh < kernel[1]; kh++) {
                    for (long kw = 0; kw < kernel[2]; kw++) {
                        walkRow(plane, row, first, pixels, kd, kh, kw, add);
                        row += pixels * size;
                    }
                }
            }
        }
    }

    private void walkRow(
            long plane, long row, long first, long pixels, long kd, long kh, long kw, boolean add) {
        long width = shape.output()[2];
        long height = shape.output()[1];
        for (long done = 0; done < pixels; done += width) {
            long line = (first + done) / width;
            long d = source(0, line / height, kd);
            long h = source(1, line % height, kh);
            boolean inside = d >= 0 && d < shape.input()[0] && h >= 0 && h < shape.input()[1];
            long from = plane + (d * shape.input()[1] + h) * shape.input()[2] * size;
            long to = row + done * size;
            if (add) {
                if (inside) {
                    addLine(to, from, kw);
                }
            } else if (inside) {
                copyLine(from, to, kw);
            } else {
                Memory.zero(to, width * size);
            }
        }
    }

    private long source(int dimension, long output, long kernel) {
        return output * shape.stride()[dimension]
                - shape.padding()[dimension]
                + kernel * shape.dilation()[dimension];
    }

    /** The first output column whose element lies in the image. */
    private long begin(long offset, long stride) {
        return offset >= 0 ? 0 : Math.min(shape.output()[2], Math.ceilDiv(-offset, stride));
    }

    /** The output column after the last one whose element lies in the image. */
    private long end(long begin, long offset, long stride) {
        long end = Math.floorDiv(shape.input()[2] - 1 - offset, stride) + 1;
        return Math.clamp(end, begin, shape.output()[2]);
    }

    private void copyLine(long from, long to, long kw) {
        long width = shape.output()[2];
        long stride = shape.stride()[2];
        long offset = source(2, 0, kw);
        long begin = begin(offset, stride);
        long end = end(begin, offset, stride);
        Memory.zero(to, begin * size);
        long at = from + (begin * stride + offset) * size;
        if (stride == 1) {
            Memory.copy(at, to + begin * size, (end - begin) * size);
        } else {
            copyElements(at, stride, to + begin * size, end - begin);
        }
        Memory.zero(to + end * size, (width - end) * size);
    }

    private void addLine(long from, long to, long kw) {
        long stride = shape.stride()[2];
        long offset = source(2, 0, kw);
        long begin = begin(offset, stride);
        long end = end(begin, offset, stride);
        for (long i = begin; i < end; i++) {
            long target = to + (i * stride + offset) * size;
            add(target, from + i * size);
        }
    }

    /** Writes the columns of a matrix as rows. */
    void transpose(long from, long to, long rows, long columns) {
        for (long j = 0; j < columns; j++) {
            copyElements(from + j * size, columns, to + j * rows * size, rows);
        }
    }

    private void copyElements(long from, long fromStep, long to, long n) {
        switch (size) {
            case 1 -> {
                for (long i = 0; i < n; i++) {
                    Memory.setByte(to + i, Memory.getByte(from + i * fromStep));
                }
            }
            case 2 -> {
                for (long i = 0; i < n; i++) {
                    Memory.setShort(to + i * 2, Memory.getShort(from + i * fromStep * 2));
                }
            }
            case 4 -> {
                for (long i = 0; i < n; i++) {
                    Memory.setInt(to + i * 4, Memory.getInt(from + i * fromStep * 4));
                }
            }
            default -> {
                for (long i = 0; i < n; i++) {
                    Memory.setLong(to + i * 8, Memory.getLong(from + i * fromStep * 8));
                }
            }
        }
    }

    private void add(long target, long from) {
        switch (dtype) {
            case FLOAT32 ->
                    Memory.setFloat(target, Memory.getFloat(target) + Memory.getFloat(from));
            case FLOAT64 ->
                    Memory.setDouble(target, Memory.getDouble(target) + Memory.getDouble(from));
            case INT64 -> Memory.setLong(target, Memory.getLong(target) + Memory.getLong(from));
            case INT32 -> Memory.setInt(target, Memory.getInt(target) + Memory.getInt(from));
            case INT16 ->
                    Memory.setShort(
                            target, (short) (Memory.getShort(target) + Memory.getShort(from)));
            default ->
                    Memory.setByte(target, (byte) (Memory.getByte(target) + Memory.getByte(from)));
        }
    }

    /** An element as a number; only for dtypes that have gradients. */
    double load(long address) {
        return dtype == DType.FLOAT32 ? Memory.getFloat(address) : Memory.getDouble(address);
    }

    /** Writes a number; only for dtypes that have gradients. */
    void store(long address, double value) {
        if (dtype == DType.FLOAT32) {
            Memory.setFloat(address, (float) value);
        } else {
            Memory.setDouble(address, value);
        }
    }
}
