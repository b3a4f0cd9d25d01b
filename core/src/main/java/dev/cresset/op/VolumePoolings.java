package dev.cresset.op;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;

import java.util.List;

/**
 * Maxima and means of windows over three spatial dimensions.
 *
 * <p>Boxes are pooled plane by plane and then along the depth: both the maximum and the sum of a
 * box are those of its slices.
 */
public final class VolumePoolings {
    private static final int DIMS = 3;

    /** Maxima of windows of (batch, channels, depth, height, width). */
    public static final Composite MAX_POOL3D =
            new Composite(
                    "max_pool3d(Tensor input, int[] kernel_size, int[]? stride=None, int[]"
                            + " padding=0, int[] dilation=1, bool ceil_mode=False, bool"
                            + " return_indices=False) -> Tensor",
                    VolumePoolings::maximum);

    /** Means of windows of (batch, channels, depth, height, width). */
    public static final Composite AVG_POOL3D =
            new Composite(
                    "avg_pool3d(Tensor input, int[] kernel_size, int[]? stride=None, int[]"
                            + " padding=0, bool ceil_mode=False, bool count_include_pad=True, int?"
                            + " divisor_override=None) -> Tensor",
                    VolumePoolings::mean);

    private VolumePoolings() {}

    /** The windows of a pooling; every array has an entry for depth, height and width. */
    private record Boxes(
            long[] in, long[] kernel, long[] stride, long[] padding, long[] dilation, long[] out) {
        static Boxes of(String op, Args a, Value x, long[] dilation, boolean ceil) {
            int rank = x.layout().dim();
            var kernel = triple(op, "kernel_size", a.longs(1));
            var stride =
                    a.none(2) || a.longs(2).length == 0 ? kernel : triple(op, "stride", a.longs(2));
            var padding = triple(op, "padding", a.longs(3));
            var in = new long[DIMS];
            var out = new long[DIMS];
            boolean large = true;
            boolean covered = true;
            boolean narrow = true;
            for (int d = 0; d < DIMS; d++) {
                in[d] = x.layout().size(rank - DIMS + d);
                Check.that(
                        kernel[d] > 0 && stride[d] > 0 && dilation[d] > 0,
                        "%s: kernel size, stride and dilation should be greater than zero, but got"
                                + " %s, %s and %s",
                        op,
                        kernel,
                        stride,
                        dilation);
                Poolings.checkPadding(padding[d], kernel[d], dilation[d]);
                out[d] =
                        Poolings.outputSize(
                                in[d], kernel[d], stride[d], padding[d], dilation[d], ceil);
                large &= out[d] >= 1;
                covered &= in[d] >= kernel[d];
                narrow &= padding[d] <= kernel[d] / 2;
            }
            long channels = x.layout().size(rank - DIMS - 1);
            Check.that(
                    covered || !op.startsWith("avg"),
                    "%s: input image (T: %s H: %s W: %s) smaller than kernel size (kT: %s kH: %s kW:"
                            + " %s)",
                    op,
                    in[0],
                    in[1],
                    in[2],
                    kernel[0],
                    kernel[1],
                    kernel[2]);
            Check.that(
                    narrow,
                    "%s: pad should be smaller than or equal to half of kernel size, but got kT: %s"
                            + " kW: %s kH: %s padT: %s padW: %s padH: %s",
                    op,
                    kernel[0],
                    kernel[2],
                    kernel[1],
                    padding[0],
                    padding[2],
                    padding[1]);
            Check.that(
                    large,
                    "Given input size: (%sx%sx%sx%s). Calculated output size: (%sx%sx%sx%s). Output"
                            + " size is too small",
                    channels,
                    in[0],
                    in[1],
                    in[2],
                    channels,
                    out[0],
                    out[1],
                    out[2]);
            return new Boxes(in, kernel, stride, padding, dilation, out);
        }

        private static long[] triple(String op, String what, long[] given) {
            Check.that(
                    given.length == 1 || given.length == DIMS,
                    "%s: %s must either be a single int, or a tuple of three ints, got %s",
                    op,
                    what,
                    given);
            return given.length == DIMS ? given : new long[] {given[0], given[0], given[0]};
        }

        /** Height and width. */
        private static long[] plane(long[] each) {
            return new long[] {each[1], each[2]};
        }

        /** The depth, and a number for the planes beside each other. */
        private static long[] line(long[] each, long beside) {
            return new long[] {each[0], beside};
        }

        /** True if a window may lie in the padding with all its elements. */
        private boolean mayMiss() {
            boolean missing = false;
            for (int d = 0; d < DIMS; d++) {
                missing |= padding[d] > 0 && dilation[d] > 1;
            }
            return missing;
        }

        /** Elements of a pooled plane. */
        private long wide() {
            return out[1] * out[2];
        }
    }

    private static void checkRank(String op, Value x) {
        int rank = x.layout().dim();
        Check.that(
                rank == DIMS + 1 || rank == DIMS + 2,
                "%s: non-empty 4D or 5D (batch mode) tensor expected for input, but got %s",
                op,
                x);
        for (int d = rank - DIMS - 1; d < rank; d++) {
            Check.that(
                    x.layout().size(d) > 0,
                    "%s: Expected input's non-batch dimensions to have positive length, but input"
                            + " has a shape of %s and non-batch dimension %s has length zero!",
                    op,
                    x,
                    d - (rank - DIMS - 1) - 1);
        }
    }

    private static Object maximum(Args a) {
        var x = a.value(0);
        checkRank("max_pool3d", x);
        var dilation = Boxes.triple("max_pool3d", "dilation", a.longs(4));
        boolean ceil = a.flag(5);
        var boxes = Boxes.of("max_pool3d", a, x, dilation, ceil);
        long images = images(x);
        var planes =
                Poolings.MAX_POOL2D_WITH_INDICES.values(
                        ValueOps.reshape(x, images, boxes.in[0], boxes.in[1], boxes.in[2]),
                        Boxes.plane(boxes.kernel),
                        Boxes.plane(boxes.stride),
                        Boxes.plane(boxes.padding),
                        Boxes.plane(dilation),
                        ceil);
        var deep =
                Poolings.MAX_POOL2D_WITH_INDICES.values(
                        ValueOps.reshape(planes.get(0), images, 1, boxes.in[0], boxes.wide()),
                        Boxes.line(boxes.kernel, 1),
                        Boxes.line(boxes.stride, 1),
                        Boxes.line(boxes.padding, 0),
                        Boxes.line(dilation, 1),
                        ceil);
        var sizes = sizes(x, boxes.out);
        var values = ValueOps.reshape(deep.get(0), sizes);
        if (!a.flag(6)) {
            return values;
        }
        return List.of(
                values, ValueOps.reshape(positions(boxes, planes.get(1), deep.get(1)), sizes));
    }

    /** Positions in the volume; -1, as in planes, of windows without an element. */
    private static Value positions(Boxes boxes, Value planes, Value deep) {
        long images = deep.layout().size(0);
        var place = ValueOps.reshape(deep, images, boxes.out[0] * boxes.wide());
        var known = boxes.mayMiss() ? Arithmetic.CLAMP_MIN.value(place, 0L) : place;
        var inPlane =
                ValueOps.gather(
                        ValueOps.reshape(planes, images, boxes.in[0] * boxes.wide()), 1, known);
        var depth = Arithmetic.FLOOR_DIVIDE.value(known, boxes.wide());
        var index = ValueOps.add(ValueOps.mul(depth, boxes.in[1] * boxes.in[2]), inPlane);
        if (!boxes.mayMiss()) {
            return index;
        }
        var missed = Comparisons.LT.value(Arithmetic.MINIMUM.value(place, inPlane), 0L);
        return Arithmetic.WHERE.value(missed, -1L, index);
    }

    private static Object mean(Args a) {
        var x = a.value(0);
        checkRank("avg_pool3d", x);
        Check.that(a.none(6) || a.integer(6) != 0, "avg_pool3d: divisor must be not zero");
        var dtype = x.dtype();
        Check.that(
                dtype == DType.FLOAT32 || dtype == DType.FLOAT64 || dtype == DType.INT64,
                "avg_pool3d: \"avg_pool3d_out_frame\" not implemented for '%s'; convert to float32",
                dtype.scalarName());
        boolean ceil = a.flag(4);
        var boxes = Boxes.of("avg_pool3d", a, x, new long[] {1, 1, 1}, ceil);
        long images = images(x);
        var planes =
                Poolings.MEAN_POOL2D.value(
                        ValueOps.reshape(x, images, boxes.in[0], boxes.in[1], boxes.in[2]),
                        Boxes.plane(boxes.kernel),
                        Boxes.plane(boxes.stride),
                        Boxes.plane(boxes.padding),
                        ceil,
                        true,
                        1L);
        var sums =
                ValueOps.reshape(
                        Poolings.MEAN_POOL2D.value(
                                ValueOps.reshape(planes, images, 1, boxes.in[0], boxes.wide()),
                                Boxes.line(boxes.kernel, 1),
                                Boxes.line(boxes.stride, 1),
                                Boxes.line(boxes.padding, 0),
                                ceil,
                                true,
                                1L),
                        sizes(x, boxes.out));
        var divisor = a.none(6) ? counts(boxes, a.flag(5), x) : (Object) a.integer(6);
        return dtype == DType.INT64
                ? Arithmetic.DIV_MODE.value(sums, divisor, "trunc")
                : ValueOps.div(sums, divisor);
    }

    /** How many elements each window counts: a number if all count the same. */
    private static Object counts(Boxes boxes, boolean border, Value like) {
        var each = new long[DIMS][];
        boolean same = true;
        for (int d = 0; d < DIMS; d++) {
            each[d] = new long[Math.toIntExact(boxes.out[d])];
            for (int i = 0; i < each[d].length; i++) {
                long start = i * boxes.stride[d] - boxes.padding[d];
                long end = Math.min(start + boxes.kernel[d], boxes.in[d] + boxes.padding[d]);
                each[d][i] = border ? end - start : Math.min(end, boxes.in[d]) - Math.max(start, 0);
                same &= each[d][i] == each[d][0];
            }
        }
        if (same) {
            return each[0][0] * each[1][0] * each[2][0];
        }
        var all = NewArray.empty(like.dtype(), boxes.out);
        try (var _ = AddressUse.begin()) {
            long at = all.address();
            for (long deep : each[0]) {
                for (long high : each[1]) {
                    for (long wide : each[2]) {
                        Scalars.write(like.dtype(), at, deep * high * wide);
                        at += like.dtype().size();
                    }
                }
            }
        }
        return ValueOps.placed(like, all);
    }

    private static long images(Value x) {
        int rank = x.layout().dim();
        return x.layout().size(rank - DIMS - 1) * (rank > DIMS + 1 ? x.layout().size(0) : 1);
    }

    private static long[] sizes(Value x, long[] out) {
        var sizes = x.layout().sizes();
        System.arraycopy(out, 0, sizes, sizes.length - DIMS, DIMS);
        return sizes;
    }
}
