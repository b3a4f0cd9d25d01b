package dev.cresset.cpu.conv;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a convolution that one thread does: some whole images, or a band of one image along its
 * first spatial dimension, with the rows of input and output that belong together. All of the band
 * that lies beyond the image is padding.
 */
record Slice(long image, long images, Rows in, Rows out, long paddingLow, long paddingHigh) {
    /** Rows {@code from} (inclusive) to {@code to} (exclusive) of the first spatial dimension. */
    record Rows(long from, long to) {
        long count() {
            return to - from;
        }
    }

    /** What the code for a slice depends on; slices that agree in it share a primitive. */
    record Geometry(long images, long in, long out, long paddingLow, long paddingHigh) {}

    /** A band of fewer rows is not worth reading all weights for. */
    private static final long LEAST_ROWS = 2;

    Geometry geometry() {
        return new Geometry(images, in.count(), out.count(), paddingLow, paddingHigh);
    }

    /**
     * Cuts a convolution for {@code threads} threads, along the output or, for the gradient of the
     * input, along the input.
     *
     * @param mostImages the most images of a slice
     */
    static List<Slice> cut(ConvShape shape, int threads, long mostImages, boolean alongInput) {
        var slices = new ArrayList<Slice>();
        long batch = shape.batch();
        if (batch < threads) {
            long rows = alongInput ? shape.input()[0] : shape.output()[0];
            long bands = Math.min(Math.ceilDiv(threads, batch), Math.max(1, rows / LEAST_ROWS));
            var cut = bands(shape, bands, rows, alongInput);
            for (long image = 0; image < batch; image++) {
                for (var band : cut) {
                    slices.add(
                            new Slice(
                                    image,
                                    1,
                                    band.in,
                                    band.out,
                                    band.paddingLow,
                                    band.paddingHigh));
                }
            }
            return slices;
        }
        var whole = whole(shape);
        long rounds = Math.ceilDiv(Math.ceilDiv(batch, mostImages), threads);
        long count = Math.min(batch, rounds * threads);
        for (long i = 0; i < count; i++) {
            long from = i * batch / count;
            long to = (i + 1) * batch / count;
            slices.add(
                    new Slice(
                            from,
                            to - from,
                            whole.in,
                            whole.out,
                            whole.paddingLow,
                            whole.paddingHigh));
        }
        return slices;
    }

    private static Slice whole(ConvShape shape) {
        long rows = shape.input()[0];
        long reach = reach(shape, shape.output()[0]);
        return new Slice(
                0,
                1,
                new Rows(0, rows),
                new Rows(0, shape.output()[0]),
                shape.padding()[0],
                Math.max(0, reach - rows));
    }

    /** The input row after the last one that the first {@code rows} output rows see. */
    private static long reach(ConvShape shape, long rows) {
        return (rows - 1) * shape.stride()[0] - shape.padding()[0] + shape.extent(0);
    }

    private static List<Slice> bands(ConvShape shape, long bands, long rows, boolean alongInput) {
        var cut = new ArrayList<Slice>();
        for (long i = 0; i < bands && bands > 1; i++) {
            var part = new Rows(i * rows / bands, (i + 1) * rows / bands);
            var band = alongInput ? ofInput(shape, part) : ofOutput(shape, part);
            if (band.in.count() <= 0 || band.out.count() <= 0 || band.paddingLow < 0) {
                cut.clear();
                break; // some rows meet no rows on the other side
            }
            cut.add(band);
        }
        return cut.isEmpty() ? List.of(whole(shape)) : cut;
    }

    private static Slice ofOutput(ConvShape shape, Rows out) {
        long low = out.from * shape.stride()[0] - shape.padding()[0];
        long high = reach(shape, out.to);
        var in = new Rows(Math.max(0, low), Math.min(shape.input()[0], high));
        return new Slice(0, 1, in, out, in.from - low, high - in.to);
    }

    private static Slice ofInput(ConvShape shape, Rows in) {
        long stride = shape.stride()[0];
        long padding = shape.padding()[0];
        long extent = shape.extent(0);
        long first = Math.max(0, Math.ceilDiv(in.from + padding - extent + 1, stride));
        long last = Math.min(shape.output()[0], Math.floorDiv(in.to - 1 + padding, stride) + 1);
        long low = padding + in.from - first * stride;
        long high = (last - first - 1) * stride + extent - in.count() - low;
        return new Slice(0, 1, in, new Rows(first, last), low, Math.max(0, high));
    }
}
