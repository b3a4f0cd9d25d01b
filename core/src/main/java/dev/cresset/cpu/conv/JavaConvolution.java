package dev.cresset.cpu.conv;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.gemm.Gemm;
import dev.cresset.cpu.natives.Scratch;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.MemoryFormat;

import java.util.function.LongConsumer;

/**
 * Convolutions of any dtype that {@link Gemm} multiplies: the windows of an image become the
 * columns of a matrix, a few output rows at a time. All the work is on contiguous images; channels
 * last are copied to that order first and back afterwards.
 */
final class JavaConvolution {
    private final ConvShape shape;
    private final DType dtype;
    private final MemoryFormat inFormat;
    private final MemoryFormat outFormat;
    private final Windows windows;
    private final int size;

    /** Input channels, output channels, and rows of the window matrix, all per group. */
    private final long inPerGroup;

    private final long outPerGroup;
    private final long depth;

    /** Pixels of an image. */
    private final long inPixels;

    private final long outPixels;

    JavaConvolution(ConvShape shape, DType dtype, MemoryFormat inFormat, MemoryFormat outFormat) {
        this.shape = shape;
        this.dtype = dtype;
        this.inFormat = inFormat;
        this.outFormat = outFormat;
        windows = new Windows(shape.widened(3), dtype);
        size = dtype.size();
        inPerGroup = shape.inChannels() / shape.groups();
        outPerGroup = shape.outChannels() / shape.groups();
        depth = inPerGroup * ConvShape.product(shape.kernel());
        inPixels = ConvShape.product(shape.input());
        outPixels = ConvShape.product(shape.output());
    }

    void forward(long x, long w, long bias, long y) {
        try (var in = Operand.read(this, inFormat, x, shape.inChannels(), inPixels);
                var out = Operand.write(this, outFormat, y, shape.outChannels(), outPixels)) {
            long units = (long) shape.batch() * shape.groups();
            overUnits(units, unit -> forwardUnit(unit, in.address, w, bias, out.address));
            out.finish();
        }
    }

    private void forwardUnit(long unit, long x, long w, long bias, long y) {
        long group = unit % shape.groups();
        long imageX = x + unit * inPerGroup * inPixels * size;
        long imageY = y + unit * outPerGroup * outPixels * size;
        long groupW = w + group * outPerGroup * depth * size;
        if (bias != 0) {
            for (long channel = 0; channel < outPerGroup; channel++) {
                fill(
                        bias + (group * outPerGroup + channel) * size,
                        imageY + channel * outPixels * size,
                        outPixels);
            }
        }
        windows.overTiles(
                depth,
                (matrix, first, pixels) -> {
                    windows.gather(imageX, inPerGroup, matrix, first, pixels);
                    Gemm.multiply(
                            dtype,
                            false,
                            false,
                            outPerGroup,
                            pixels,
                            depth,
                            1,
                            groupW,
                            depth,
                            matrix,
                            pixels,
                            bias == 0 ? 0 : 1,
                            imageY + first * size,
                            outPixels);
                });
    }

    void backwardData(long dy, long w, long dx) {
        try (var out = Operand.read(this, outFormat, dy, shape.outChannels(), outPixels);
                var in = Operand.write(this, inFormat, dx, shape.inChannels(), inPixels)) {
            long units = (long) shape.batch() * shape.groups();
            overUnits(units, unit -> backwardDataUnit(unit, out.address, w, in.address));
            in.finish();
        }
    }

    private void backwardDataUnit(long unit, long dy, long w, long dx) {
        long group = unit % shape.groups();
        long imageX = dx + unit * inPerGroup * inPixels * size;
        long imageY = dy + unit * outPerGroup * outPixels * size;
        Memory.zero(imageX, inPerGroup * inPixels * size);
        windows.overTiles(
                depth,
                (matrix, first, pixels) -> {
                    Gemm.multiply(
                            dtype,
                            true,
                            false,
                            depth,
                            pixels,
                            outPerGroup,
                            1,
                            w + group * outPerGroup * depth * size,
                            depth,
                            imageY + first * size,
                            outPixels,
                            0,
                            matrix,
                            pixels);
                    windows.scatterAdd(matrix, first, pixels, imageX, inPerGroup);
                });
    }

    void backwardWeights(long x, long dy, long dw, long db) {
        try (var in = Operand.read(this, inFormat, x, shape.inChannels(), inPixels);
                var out = Operand.read(this, outFormat, dy, shape.outChannels(), outPixels)) {
            overUnits(shape.groups(), group -> weightsUnit(group, in.address, out.address, dw));
            if (db != 0) {
                overUnits(shape.outChannels(), channel -> biasUnit(channel, out.address, db));
            }
        }
    }

    private void weightsUnit(long group, long x, long dy, long dw) {
        long groupW = dw + group * outPerGroup * depth * size;
        Memory.zero(groupW, outPerGroup * depth * size);
        for (long image = 0; image < shape.batch(); image++) {
            long unit = image * shape.groups() + group;
            long imageX = x + unit * inPerGroup * inPixels * size;
            long imageY = dy + unit * outPerGroup * outPixels * size;
            windows.overTiles(
                    depth,
                    (matrix, first, pixels) -> {
                        windows.gather(imageX, inPerGroup, matrix, first, pixels);
                        Gemm.multiply(
                                dtype,
                                false,
                                true,
                                outPerGroup,
                                depth,
                                pixels,
                                1,
                                imageY + first * size,
                                outPixels,
                                matrix,
                                pixels,
                                1,
                                groupW,
                                depth);
                    });
        }
    }

    private void biasUnit(long channel, long dy, long db) {
        double sum = 0;
        for (long image = 0; image < shape.batch(); image++) {
            long from = dy + (image * shape.outChannels() + channel) * outPixels * size;
            for (long i = 0; i < outPixels; i++) {
                sum += windows.load(from + i * size);
            }
        }
        windows.store(db + channel * size, sum);
    }

    /** Spreads units over the threads, or leaves the threads to the products within few units. */
    private static void overUnits(long units, LongConsumer task) {
        Parallel.RangeTask some =
                (from, to) -> {
                    for (long unit = from; unit < to; unit++) {
                        task.accept(unit);
                    }
                };
        if (units >= Parallel.numThreads()) {
            Parallel.forEach(units, 1, some);
        } else {
            some.run(0, units);
        }
    }

    private void fill(long element, long to, long n) {
        Memory.copy(element, to, size);
        long done = 1;
        while (done < n) {
            long more = Math.min(done, n - done);
            Memory.copy(to, to + done * size, more * size);
            done += more;
        }
    }

    /** An operand as contiguous images: the caller's memory, or a copy in another order. */
    private record Operand(
            JavaConvolution owner,
            Scratch copy,
            long address,
            long original,
            long channels,
            long pixels)
            implements AutoCloseable {

        static Operand read(
                JavaConvolution owner,
                MemoryFormat format,
                long address,
                long channels,
                long pixels) {
            var operand = write(owner, format, address, channels, pixels);
            if (operand.copy != null) {
                operand.transpose(address, operand.address, pixels, channels);
            }
            return operand;
        }

        static Operand write(
                JavaConvolution owner,
                MemoryFormat format,
                long address,
                long channels,
                long pixels) {
            if (format == MemoryFormat.CONTIGUOUS || channels == 1 || pixels == 1) {
                return new Operand(owner, null, address, address, channels, pixels);
            }
            var copy = Scratch.take(owner.shape.batch() * channels * pixels * owner.size);
            return new Operand(owner, copy, copy.address(), address, channels, pixels);
        }

        /** Brings what was written to the caller's memory. */
        void finish() {
            if (copy != null) {
                transpose(address, original, channels, pixels);
            }
        }

        private void transpose(long from, long to, long rows, long columns) {
            long image = rows * columns * owner.size;
            Parallel.forEach(
                    owner.shape.batch(),
                    1,
                    (begin, end) -> {
                        for (long i = begin; i < end; i++) {
                            owner.windows.transpose(
                                    from + i * image, to + i * image, rows, columns);
                        }
                    });
        }

        @Override
        public void close() {
            if (copy != null) {
                copy.close();
            }
        }
    }
}
