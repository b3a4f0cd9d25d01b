package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.WINDOW;

import dev.cresset.spi.DType;
import dev.cresset.spi.Windows;
import dev.cresset.spi.Windows.Pair;
import dev.cresset.spi.Windows.Pool;

/**
 * Maxima and means of windows, over one or two spatial dimensions; for three see {@link
 * VolumePoolings}.
 *
 * <p>Results lie in the memory order of the input, hidden or not.
 */
public final class Poolings {
    private static final int KERNEL = 1;

    /** Maxima of windows of (batch, channels, height, width), and where in the plane they stand. */
    public static final Primitive MAX_POOL2D_WITH_INDICES =
            Primitive.of(
                            WINDOW,
                            "max_pool2d_with_indices(Tensor self, int[] kernel_size, int[] stride,"
                                    + " int[] padding, int[] dilation, bool ceil_mode) -> (Tensor,"
                                    + " Tensor)",
                            Poolings::maximum)
                    .anywhere()
                    .gradient(
                            b -> {
                                var a = b.args();
                                return grads(
                                        Poolings.MAX_POOL2D_BACKWARD.value(
                                                b.grad(0),
                                                b.result(1),
                                                b.layout(0).sizes(),
                                                a.longs(1),
                                                a.longs(2),
                                                a.longs(3),
                                                a.longs(4)));
                            })
                    .savingResult()
                    .named("MaxPool2DWithIndicesBackward0");

    /** Gradients put back to where the maxima stood. */
    static final Primitive MAX_POOL2D_BACKWARD =
            Primitive.of(
                            WINDOW,
                            "_max_pool2d_backward(Tensor grad, Tensor indices, int[] size, int[]"
                                    + " kernel_size, int[] stride, int[] padding, int[] dilation) ->"
                                    + " Tensor",
                            a -> {
                                if (a.withoutMemory()) {
                                    return Meta.empty(a.dtypeOf(0), a.longs(2));
                                }
                                var indices = Formats.of(a.value(1));
                                var result =
                                        Formats.empty(a.dtypeOf(0), indices.format(), a.longs(2));
                                if (result.numel() > 0) {
                                    Backends.cpu()
                                            .windows()
                                            .maxPoolGradient(
                                                    pool(a.longs(2), a.layout(1).sizes(), a, 3),
                                                    a.dtypeOf(0),
                                                    indices.format(),
                                                    Formats.in(a.value(0), indices.format())
                                                            .address(),
                                                    indices.address(),
                                                    result.address());
                                }
                                return Formats.result(result);
                            })
                    .anywhere()
                    .gradient(b -> grads(picked(b.grad(), b.value(1))), 1);

    /** Means of windows of (batch, channels, height, width). */
    public static final Primitive MEAN_POOL2D =
            Primitive.of(
                            WINDOW,
                            "_avg_pool2d(Tensor self, int[] kernel_size, int[] stride, int[]"
                                    + " padding, bool ceil_mode, bool count_include_pad, int divisor)"
                                    + " -> Tensor",
                            Poolings::mean)
                    .anywhere()
                    .gradient(
                            b -> {
                                var a = b.args();
                                return grads(
                                        Poolings.AVG_POOL2D_BACKWARD.value(
                                                b.grad(),
                                                b.layout(0).sizes(),
                                                a.longs(1),
                                                a.longs(2),
                                                a.longs(3),
                                                a.flag(4),
                                                a.flag(5),
                                                a.integer(6)));
                            })
                    .named("AvgPool2DBackward0");

    /** Gradients spread over their windows. */
    static final Primitive AVG_POOL2D_BACKWARD =
            Primitive.of(
                            WINDOW,
                            "_avg_pool2d_backward(Tensor grad, int[] size, int[] kernel_size, int[]"
                                    + " stride, int[] padding, bool ceil_mode, bool count_include_pad,"
                                    + " int divisor) -> Tensor",
                            a -> {
                                if (a.withoutMemory()) {
                                    return Meta.empty(a.dtypeOf(0), a.longs(1));
                                }
                                var grad = Formats.of(a.value(0));
                                var result = Formats.empty(a.dtypeOf(0), grad.format(), a.longs(1));
                                if (result.numel() > 0) {
                                    Backends.cpu()
                                            .windows()
                                            .averagePoolGradient(
                                                    pool(a.longs(1), a.layout(0).sizes(), a, 2),
                                                    a.dtypeOf(0),
                                                    grad.format(),
                                                    a.flag(6),
                                                    a.integer(7),
                                                    grad.address(),
                                                    result.address());
                                }
                                return Formats.result(result);
                            })
                    .anywhere()
                    .gradient(
                            b -> {
                                var a = b.args();
                                return grads(
                                        Poolings.MEAN_POOL2D.value(
                                                b.grad(),
                                                a.longs(2),
                                                a.longs(3),
                                                a.longs(4),
                                                a.flag(5),
                                                a.flag(6),
                                                a.integer(7)));
                            });

    /** Maxima of windows of (batch, channels, height, width). */
    public static final Composite MAX_POOL2D =
            new Composite(
                    "max_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[]"
                            + " padding=0, int[] dilation=1, bool ceil_mode=False, bool"
                            + " return_indices=False) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        int rank = x.layout().dim();
                        Check.that(
                                rank == 3 || rank == 4,
                                "max_pool2d: non-empty 3D or 4D (batch mode) tensor expected for"
                                        + " input, but got %s",
                                x);
                        Check.that(
                                onlyBatchEmpty(x, rank == 4),
                                "max_pool2d: Expected 3D or 4D (batch mode) tensor with optional 0"
                                        + " dim batch size for input, but got:%s",
                                x);
                        var kernel = pair("max_pool2d", "kernel_size", a.longs(1));
                        var both =
                                MAX_POOL2D_WITH_INDICES.values(
                                        rank == 3 ? ValueOps.unsqueeze(x, 0) : x,
                                        kernel,
                                        stride("max_pool2d", a, 2, kernel),
                                        pair("max_pool2d", "padding", a.longs(3)),
                                        pair("max_pool2d", "dilation", a.longs(4)),
                                        a.flag(5));
                        return results(both, a.flag(6), rank == 3 ? 0 : -1);
                    });

    /** Maxima of windows of (batch, channels, length). */
    public static final Composite MAX_POOL1D =
            new Composite(
                    "max_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[]"
                            + " padding=0, int[] dilation=1, bool ceil_mode=False, bool"
                            + " return_indices=False) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        int rank = x.layout().dim();
                        Check.that(
                                (rank == 2 || rank == 3) && onlyBatchEmpty(x, rank == 3),
                                "max_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0"
                                        + " dim batch size for input, but got:%s",
                                x);
                        checkLine(a, x.layout().size(rank - 1));
                        long kernel = a.longs(1)[0];
                        var batch = rank == 2 ? ValueOps.unsqueeze(x, 0) : x;
                        var both =
                                MAX_POOL2D_WITH_INDICES.values(
                                        ValueOps.unsqueeze(batch, -2),
                                        new long[] {1, kernel},
                                        new long[] {1, first(a, 2, kernel)},
                                        new long[] {0, a.longs(3)[0]},
                                        new long[] {1, a.longs(4)[0]},
                                        a.flag(5));
                        var flat = both.stream().map(v -> ValueOps.squeeze(v, -2)).toList();
                        return results(flat, a.flag(6), rank == 2 ? 0 : -1);
                    });

    /** Means of windows of (batch, channels, height, width). */
    public static final Composite AVG_POOL2D =
            new Composite(
                    "avg_pool2d(Tensor input, int[] kernel_size, int[]? stride=None, int[]"
                            + " padding=0, bool ceil_mode=False, bool count_include_pad=True, int?"
                            + " divisor_override=None) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        int rank = x.layout().dim();
                        Check.that(
                                (rank == 3 || rank == 4) && onlyBatchEmpty(x, rank == 4),
                                "avg_pool2d: Expected 3D or 4D (batch mode) tensor with optional 0"
                                        + " dim batch size for input, but got:%s",
                                x);
                        Check.that(
                                a.none(6) || a.integer(6) != 0,
                                "avg_pool2d: divisor must be not zero");
                        var kernel = pair("avg_pool2d", "kernel_size", a.longs(1));
                        var y =
                                MEAN_POOL2D.value(
                                        rank == 3 ? ValueOps.unsqueeze(x, 0) : x,
                                        kernel,
                                        stride("avg_pool2d", a, 2, kernel),
                                        pair("avg_pool2d", "padding", a.longs(3)),
                                        a.flag(4),
                                        a.flag(5),
                                        a.none(6) ? 0L : a.integer(6));
                        return rank == 3 ? ValueOps.squeeze(y, 0) : y;
                    });

    /** Means of windows of (batch, channels, length). */
    public static final Composite AVG_POOL1D =
            new Composite(
                    "avg_pool1d(Tensor input, int[] kernel_size, int[]? stride=None, int[]"
                            + " padding=0, bool ceil_mode=False, bool count_include_pad=True) ->"
                            + " Tensor",
                    a -> {
                        var x = a.value(0);
                        int rank = x.layout().dim();
                        Check.that(
                                rank == 2 || rank == 3,
                                "Expected 2 to 3 dimensions, but got %s-dimensional tensor for"
                                        + " argument #1 'self' (while checking arguments for"
                                        + " avg_pool1d)",
                                rank);
                        Check.that(
                                onlyBatchEmpty(x, rank == 3),
                                "avg_pool1d: Expected 2D or 3D (batch mode) tensor with optional 0"
                                        + " dim batch size for input, but got:%s",
                                x);
                        long kernel = a.longs(1)[0];
                        var batch = rank == 2 ? ValueOps.unsqueeze(x, 0) : x;
                        var y =
                                MEAN_POOL2D.value(
                                        ValueOps.unsqueeze(batch, -2),
                                        new long[] {1, kernel},
                                        new long[] {1, first(a, 2, kernel)},
                                        new long[] {0, a.longs(3)[0]},
                                        a.flag(4),
                                        a.flag(5),
                                        0L);
                        y = ValueOps.squeeze(y, -2);
                        return rank == 2 ? ValueOps.squeeze(y, 0) : y;
                    });

    private Poolings() {}

    static Object results(java.util.List<Value> both, boolean indices, int added) {
        var values = added < 0 ? both.get(0) : ValueOps.squeeze(both.get(0), added);
        if (!indices) {
            return values;
        }
        return java.util.List.of(
                values, added < 0 ? both.get(1) : ValueOps.squeeze(both.get(1), added));
    }

    static boolean onlyBatchEmpty(Value x, boolean batched) {
        for (int d = batched ? 1 : 0; d < x.layout().dim(); d++) {
            if (x.layout().size(d) == 0) {
                return false;
            }
        }
        return true;
    }

    private static long first(Args a, int i, long fallback) {
        return a.none(i) || a.longs(i).length == 0 ? fallback : a.longs(i)[0];
    }

    private static long[] stride(String op, Args a, int i, long[] kernel) {
        return a.none(i) || a.longs(i).length == 0 ? kernel : pair(op, "stride", a.longs(i));
    }

    private static long[] pair(String op, String what, long[] given) {
        Check.that(
                given.length == 1 || given.length == 2,
                "%s: %s must either be a single int, or a tuple of two ints, got %s",
                op,
                what,
                given);
        return given.length == 2 ? given : new long[] {given[0], given[0]};
    }

    private static void checkLine(Args a, long length) {
        long kernel = a.longs(1)[0];
        long stride = first(a, 2, kernel);
        Check.that(
                kernel > 0,
                "max_pool1d() kernel_size must be greater than zero, but got %s",
                kernel);
        Check.that(stride > 0, "max_pool1d() stride must be greater than zero, but got %s", stride);
        Check.that(
                a.longs(4)[0] > 0,
                "max_pool1d() dilation must be greater than zero, but got %s",
                a.longs(4)[0]);
        checkPadding(a.longs(3)[0], kernel, a.longs(4)[0]);
        long y = outputSize(length, kernel, stride, a.longs(3)[0], a.longs(4)[0], a.flag(5));
        Check.that(y > 0, "max_pool1d() Invalid computed output size: %s", y);
    }

    static void checkPadding(long padding, long kernel, long dilation) {
        Check.that(padding >= 0, "pad must be non-negative, but got pad: %s", padding);
        Check.that(
                padding <= ((kernel - 1) * dilation + 1) / 2,
                "pad should be at most half of effective kernel size, but got pad=%s,"
                        + " kernel_size=%s and dilation=%s",
                padding,
                kernel,
                dilation);
    }

    static long outputSize(
            long size, long kernel, long stride, long padding, long dilation, boolean ceil) {
        long room = size + 2 * padding - dilation * (kernel - 1) - 1 + (ceil ? stride - 1 : 0);
        long count = Math.floorDiv(room, stride) + 1;
        return ceil && (count - 1) * stride >= size + padding ? count - 1 : count;
    }

    private static long[] outputSizes(
            long[] x, long[] kernel, long[] stride, long[] padding, long[] dilation, boolean ceil) {
        var y = new long[] {x[0], x[1], 0, 0};
        for (int d = 0; d < 2; d++) {
            Check.that(
                    kernel[d] > 0,
                    "pooling: kernel size should be greater than zero, but got %s",
                    kernel);
            Check.that(
                    stride[d] > 0,
                    "pooling: stride should be greater than zero, but got %s",
                    stride);
            Check.that(
                    dilation[d] > 0,
                    "pooling: dilation should be greater than zero, but got %s",
                    dilation);
            checkPadding(padding[d], kernel[d], dilation[d]);
            y[d + 2] = outputSize(x[d + 2], kernel[d], stride[d], padding[d], dilation[d], ceil);
        }
        Check.that(
                padding[0] <= kernel[0] / 2 && padding[1] <= kernel[1] / 2,
                "pad should be smaller than or equal to half of kernel size, but got padW = %s, padH ="
                        + " %s, kW = %s, kH = %s",
                padding[1],
                padding[0],
                kernel[1],
                kernel[0]);
        Check.that(
                y[2] >= 1 && y[3] >= 1,
                "Given input size: (%sx%sx%s). Calculated output size: (%sx%sx%s). Output size is"
                        + " too small",
                x[1],
                x[2],
                x[3],
                y[1],
                y[2],
                y[3]);
        return y;
    }

    /** The geometry; kernel, stride, padding and, if a list, dilation begin at {@code at}. */
    private static Pool pool(long[] x, long[] y, Args a, int at) {
        var dilation =
                a.all()[at + 3] instanceof long[] given
                        ? new Pair(given[0], given[1])
                        : new Pair(1, 1);
        return new Pool(
                x[0],
                x[1],
                new Pair(x[2], x[3]),
                two(a.longs(at)),
                new Pair(y[2], y[3]),
                two(a.longs(at + 1)),
                two(a.longs(at + 2)),
                dilation);
    }

    private static Pair two(long[] pair) {
        return new Pair(pair[0], pair[1]);
    }

    private static Object maximum(Args a) {
        var x = a.layout(0).sizes();
        var y = outputSizes(x, a.longs(KERNEL), a.longs(2), a.longs(3), a.longs(4), a.flag(5));
        var dtype = a.dtypeOf(0);
        Check.that(
                dtype != DType.BOOL && !dtype.isComplex(),
                "max_pool2d: \"max_pool2d\" not implemented for '%s'; convert to a real number dtype",
                dtype.scalarName());
        if (a.withoutMemory()) {
            return new Object[] {Meta.empty(dtype, y), Meta.empty(DType.INT64, y)};
        }
        var from = Formats.of(a.value(0));
        var values = Formats.empty(dtype, from.format(), y);
        var indices = Formats.empty(DType.INT64, from.format(), y);
        if (values.numel() > 0) {
            Backends.cpu()
                    .windows()
                    .maxPool(
                            pool(x, y, a, KERNEL),
                            dtype,
                            from.format(),
                            from.address(),
                            values.address(),
                            indices.address());
        }
        return new Object[] {Formats.result(values), Formats.result(indices)};
    }

    private static Object mean(Args a) {
        var x = a.layout(0).sizes();
        var ones = new long[] {1, 1};
        var y = outputSizes(x, a.longs(KERNEL), a.longs(2), a.longs(3), ones, a.flag(4));
        var dtype = a.dtypeOf(0);
        Check.that(
                dtype.isFloatingPoint() || dtype == DType.INT64,
                "avg_pool2d: \"avg_pool2d_out_frame\" not implemented for '%s'; convert to a"
                        + " floating dtype",
                dtype.scalarName());
        if (a.withoutMemory()) {
            return Meta.empty(dtype, y);
        }
        var from = Formats.of(a.value(0));
        var result = Formats.empty(dtype, from.format(), y);
        if (result.numel() > 0) {
            Windows windows = Backends.cpu().windows();
            windows.averagePool(
                    pool(x, y, a, KERNEL),
                    dtype,
                    from.format(),
                    a.flag(5),
                    a.integer(6),
                    from.address(),
                    result.address());
        }
        return Formats.result(result);
    }

    /** The elements of each plane of x at indices within the plane. */
    private static Value picked(Value x, Value indices) {
        var from = x.layout().sizes();
        var to = indices.layout().sizes();
        var flat = ValueOps.reshape(x, from[0], from[1], from[2] * from[3]);
        var at = ValueOps.reshape(indices, to[0], to[1], to[2] * to[3]);
        return ValueOps.reshape(ValueOps.gather(flat, 2, at), to);
    }
}
