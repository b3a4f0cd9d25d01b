package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.WINDOW;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows;

/**
 * Convolutions and transposed convolutions over one to three spatial dimensions.
 *
 * <p>One op does both, since each is the other's gradient for the input; the gradient for the
 * weight is the second op, and its gradients are convolutions again. Results stay in the memory
 * order in which the backend leaves them: see Note [Hidden formats] in {@link Formats}.
 */
public final class Convolutions {
    private static final int INPUT = 0;
    private static final int WEIGHT = 1;
    private static final int BIAS = 2;
    private static final int STRIDE = 3;
    private static final int PADDING = 4;
    private static final int DILATION = 5;
    private static final int TRANSPOSED = 6;
    private static final int OUTPUT_PADDING = 7;
    private static final int GROUPS = 8;

    /** Any convolution of a batch. */
    public static final Primitive CONVOLUTION =
            Primitive.of(
                            WINDOW,
                            "convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride,"
                                    + " int[] padding, int[] dilation, bool transposed, int[]"
                                    + " output_padding, int groups) -> Tensor",
                            Convolutions::convolveAny)
                    .analytic()
                    .anywhere()
                    .gradient(Convolutions::gradient, INPUT, WEIGHT);

    /** The gradients of weight and bias; the latter is empty unless asked for. */
    static final Primitive WEIGHT_GRADIENT =
            Primitive.of(
                            WINDOW,
                            "_convolution_weight_gradient(Tensor input, Tensor grad, int[] weight,"
                                    + " int[] stride, int[] padding, int[] dilation, int groups, bool"
                                    + " bias) -> (Tensor, Tensor)",
                            Convolutions::weightGradient)
                    .bilinear(0, 1)
                    .anywhere()
                    .gradient(Convolutions::weightGradientGradient, 0, 1);

    /** Convolution of (batch, channels, length). */
    public static final Composite CONV1D = convolution("conv1d", 1);

    /** Convolution of (batch, channels, height, width). */
    public static final Composite CONV2D = convolution("conv2d", 2);

    /** Convolution of (batch, channels, depth, height, width). */
    public static final Composite CONV3D = convolution("conv3d", 3);

    /** Transposed convolution of (batch, channels, length). */
    public static final Composite CONV_TRANSPOSE1D = transposed("conv_transpose1d", 1);

    /** Transposed convolution of (batch, channels, height, width). */
    public static final Composite CONV_TRANSPOSE2D = transposed("conv_transpose2d", 2);

    /** Transposed convolution of (batch, channels, depth, height, width). */
    public static final Composite CONV_TRANSPOSE3D = transposed("conv_transpose3d", 3);

    private Convolutions() {}

    private static Composite convolution(String name, int dims) {
        return new Composite(
                name
                        + "(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, Any"
                        + " padding=0, int[] dilation=1, int groups=1) -> Tensor",
                a -> {
                    var given = a.all();
                    var x = a.value(INPUT);
                    long groups = a.integer(6);
                    ConvolutionChecks.rank(name, x, a.value(WEIGHT), dims);
                    var stride = ConvolutionChecks.spread("stride", a.longs(3), dims);
                    var dilation = ConvolutionChecks.spread("dilation", a.longs(5), dims);
                    boolean single = x.layout().dim() == dims + 1;
                    x = single ? ValueOps.unsqueeze(x, 0) : x;
                    long[] padding;
                    switch (given[4]) {
                        case String text when text.equals("valid") -> padding = new long[dims];
                        case String text -> {
                            Check.that(
                                    text.equals("same"),
                                    "%s: Invalid padding string: '%s', should be one of 'valid',"
                                            + " 'same'",
                                    name,
                                    text);
                            ConvolutionChecks.same(x, a.value(WEIGHT), stride, dilation, groups);
                            var both = samePadding(a.value(WEIGHT), dilation);
                            x = padEnds(x, both[0], both[1]);
                            padding = both[0];
                        }
                        default -> padding = padding(given[4], dims);
                    }
                    var y =
                            CONVOLUTION.value(
                                    x,
                                    a.value(WEIGHT),
                                    given[BIAS],
                                    stride,
                                    padding,
                                    dilation,
                                    false,
                                    new long[dims],
                                    groups);
                    return single ? ValueOps.squeeze(y, 0) : y;
                });
    }

    private static Composite transposed(String name, int dims) {
        return new Composite(
                name
                        + "(Tensor input, Tensor weight, Tensor? bias=None, int[] stride=1, int[]"
                        + " padding=0, int[] output_padding=0, int groups=1, int[] dilation=1) ->"
                        + " Tensor",
                a -> {
                    var x = a.value(INPUT);
                    ConvolutionChecks.rank(name, x, a.value(WEIGHT), dims);
                    boolean single = x.layout().dim() == dims + 1;
                    var y =
                            CONVOLUTION.value(
                                    single ? ValueOps.unsqueeze(x, 0) : x,
                                    a.value(WEIGHT),
                                    a.all()[BIAS],
                                    ConvolutionChecks.spread("stride", a.longs(3), dims),
                                    ConvolutionChecks.spread("padding", a.longs(4), dims),
                                    ConvolutionChecks.spread("dilation", a.longs(7), dims),
                                    true,
                                    ConvolutionChecks.spread("output_padding", a.longs(5), dims),
                                    a.integer(6));
                    return single ? ValueOps.squeeze(y, 0) : y;
                });
    }

    private static long[] padding(Object given, int dims) {
        var converted =
                Coercion.convert(
                        new Schema.Parameter("int[]", "padding", null, true, false), given);
        Check.that(
                converted != Coercion.MISFIT,
                "convolution: padding must be integers, 'valid' or 'same', got %s",
                given);
        return ConvolutionChecks.spread("padding", (long[]) converted, dims);
    }

    /** The padding before each dimension, and what has to be added behind it to keep the sizes. */
    private static long[][] samePadding(Value weight, long[] dilation) {
        var before = new long[dilation.length];
        var extra = new long[dilation.length];
        for (int d = 0; d < before.length; d++) {
            long total = dilation[d] * (weight.layout().size(d + 2) - 1);
            before[d] = total / 2;
            extra[d] = total % 2;
        }
        return new long[][] {before, extra};
    }

    private static Value padEnds(Value x, long[] before, long[] extra) {
        var pad = new long[2 * extra.length];
        boolean any = false;
        for (int d = 0; d < extra.length; d++) {
            pad[2 * (extra.length - 1 - d) + 1] = extra[d];
            any |= extra[d] != 0;
        }
        return any ? Paddings.CONSTANT.value(x, pad, 0L) : x;
    }

    /**
     * Geometry of the convolution from {@code small} images to {@code large} ones or back: x has
     * the sizes {@code x}, y the sizes {@code y}.
     */
    private static Windows.Conv geometry(
            long[] x, long[] y, long[] weight, Args a, int stride, int groups) {
        return new Windows.Conv(
                Math.toIntExact(x[0]),
                Math.toIntExact(x[1]),
                Math.toIntExact(y[1]),
                spatial(x),
                spatial(weight),
                spatial(y),
                a.longs(stride),
                a.longs(stride + 1),
                a.longs(stride + 2),
                Math.toIntExact(a.integer(groups)));
    }

    private static long[] spatial(long[] sizes) {
        return java.util.Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    private static Object convolveAny(Args a) {
        ConvolutionChecks.all(a);
        return a.dtypeOf(INPUT).isComplex() && !a.withoutMemory()
                ? ComplexForward.bilinear(Convolutions::convolve, a.all(), INPUT, WEIGHT, BIAS)
                : convolve(a);
    }

    private static Object convolve(Args a) {
        var x = a.layout(INPUT).sizes();
        var w = a.layout(WEIGHT).sizes();
        var dtype = a.dtypeOf(INPUT);
        boolean transposed = a.flag(TRANSPOSED);
        long groups = a.integer(GROUPS);
        var y = new long[x.length];
        y[0] = x[0];
        y[1] = transposed ? w[1] * groups : w[0];
        for (int d = 0; d + 2 < x.length; d++) {
            long s = a.longs(STRIDE)[d];
            long p = a.longs(PADDING)[d];
            long span = a.longs(DILATION)[d] * (w[d + 2] - 1) + 1;
            y[d + 2] =
                    transposed
                            ? (x[d + 2] - 1) * s - 2 * p + span + a.longs(OUTPUT_PADDING)[d]
                            : (x[d + 2] + 2 * p - span) / s + 1;
        }
        ConvolutionChecks.result(a, y);
        if (a.withoutMemory()) {
            return Meta.empty(dtype, y);
        }
        var weight = a.dense(WEIGHT);
        var bias = a.none(BIAS) ? null : a.dense(BIAS);
        var windows = Backends.cpu().windows();
        var from = Formats.of(a.value(INPUT));
        if (transposed) {
            var conv = geometry(y, x, w, a, STRIDE, GROUPS);
            var result = Formats.empty(dtype, windows.preferred(conv, dtype), y);
            if (result.numel() > 0) {
                windows.convolveInputGradient(
                        conv,
                        dtype,
                        from.format(),
                        windows.preferred(conv, dtype),
                        from.address(),
                        weight.address(),
                        result.address());
                addBias(result, bias);
            }
            return Formats.result(result);
        }
        var conv = geometry(x, y, w, a, STRIDE, GROUPS);
        var format = windows.preferred(conv, dtype);
        var result = Formats.empty(dtype, format, y);
        if (result.numel() > 0 && w[1] == 0) {
            Memory.zero(result.address(), result.numel() * dtype.size());
            addBias(result, bias);
        } else if (result.numel() > 0) {
            windows.convolve(
                    conv,
                    dtype,
                    from.format(),
                    format,
                    from.address(),
                    weight.address(),
                    bias == null ? 0 : bias.address(),
                    result.address());
        }
        return Formats.result(result);
    }

    private static void addBias(Array y, Array bias) {
        if (bias != null) {
            var perChannel = bias.layout();
            for (int d = 2; d < y.layout().dim(); d++) {
                perChannel = perChannel.unsqueeze(perChannel.dim());
            }
            Elementwise.run(
                    Arithmetic.PLUS,
                    new Array[] {y},
                    new Array[] {y, bias.with(perChannel.unsqueeze(0).expand(y.layout().sizes()))});
        }
    }

    private static Object[] gradient(Backward b) {
        var a = b.args();
        var g = b.grad();
        boolean transposed = a.flag(TRANSPOSED);
        Value forX = null;
        if (b.needs(INPUT)) {
            var rest = new long[a.longs(STRIDE).length];
            for (int d = 0; d < rest.length && !transposed; d++) {
                long span = a.longs(DILATION)[d] * (b.layout(WEIGHT).size(d + 2) - 1) + 1;
                rest[d] =
                        b.layout(INPUT).size(d + 2)
                                - ((g.layout().size(d + 2) - 1) * a.longs(STRIDE)[d]
                                        - 2 * a.longs(PADDING)[d]
                                        + span);
            }
            forX = convolution(g, b.value(WEIGHT), a, STRIDE, !transposed, rest, GROUPS);
            for (int d = 2; d < forX.layout().dim(); d++) {
                // Where the output padding is larger than the stride.
                long size = b.layout(INPUT).size(d);
                forX = forX.layout().size(d) == size ? forX : ValueOps.narrow(forX, d, 0, size);
            }
        }
        Value forW = null;
        Value forB = null;
        if (b.needs(WEIGHT)) {
            var x = b.value(INPUT);
            boolean withBias = b.needs(BIAS) && !transposed && !g.dtype().isComplex();
            var both =
                    WEIGHT_GRADIENT.values(
                            transposed ? g : x,
                            transposed ? x : g,
                            b.layout(WEIGHT).sizes(),
                            a.longs(STRIDE),
                            a.longs(PADDING),
                            a.longs(DILATION),
                            a.integer(GROUPS),
                            withBias);
            forW = both.get(0);
            forB = withBias ? both.get(1) : null;
        }
        if (b.needs(BIAS) && forB == null) {
            forB = sumOfChannels(g);
        }
        return grads(forX, forW, forB);
    }

    private static Value sumOfChannels(Value g) {
        var dims = new long[g.layout().dim() - 1];
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1;
        }
        return ValueOps.sum(g, false, dims);
    }

    private static Value convolution(
            Value x, Value w, Args a, int stride, boolean transposed, long[] rest, int groups) {
        return CONVOLUTION.value(
                x,
                w,
                null,
                a.longs(stride),
                a.longs(stride + 1),
                a.longs(stride + 2),
                transposed,
                rest,
                a.integer(groups));
    }

    private static Object weightGradient(Args a) {
        var x = a.layout(0).sizes();
        var y = a.layout(1).sizes();
        var w = a.longs(2);
        var dtype = a.dtypeOf(0);
        boolean withBias = a.flag(7);
        long biases = withBias ? y[1] : 0;
        if (a.withoutMemory()) {
            return new Object[] {Meta.empty(dtype, w), Meta.empty(dtype, biases)};
        }
        var result = NewArray.empty(dtype, w);
        var bias = NewArray.empty(dtype, biases);
        var from = Formats.of(a.value(0));
        var grad = Formats.of(a.value(1));
        Backends.cpu()
                .windows()
                .convolveWeightGradient(
                        geometry(x, y, w, a, 3, 6),
                        dtype,
                        from.format(),
                        grad.format(),
                        from.address(),
                        grad.address(),
                        result.address(),
                        withBias ? bias.address() : 0);
        return new Object[] {result, bias};
    }

    private static Object[] weightGradientGradient(Backward b) {
        var a = b.args();
        var forWeight = b.grad(0);
        var forBias = b.grad(1);
        Value forX = null;
        Value forG = null;
        var x = b.value(0);
        var g = b.value(1);
        if (forWeight != null && b.needs(0)) {
            var rest = new long[a.longs(3).length];
            for (int d = 0; d < rest.length; d++) {
                long span = a.longs(5)[d] * (a.longs(2)[d + 2] - 1) + 1;
                rest[d] =
                        b.layout(0).size(d + 2)
                                - ((b.layout(1).size(d + 2) - 1) * a.longs(3)[d]
                                        - 2 * a.longs(4)[d]
                                        + span);
            }
            forX = convolution(g, forWeight, a, 3, true, rest, 6);
        }
        if (b.needs(1)) {
            if (forWeight != null) {
                forG = convolution(x, forWeight, a, 3, false, new long[a.longs(3).length], 6);
            }
            if (forBias != null && a.flag(7)) {
                var sizes = new long[g.layout().dim()];
                java.util.Arrays.fill(sizes, 1);
                sizes[1] = g.layout().size(1);
                var stretched = ValueOps.expand(ValueOps.view(forBias, sizes), g.layout().sizes());
                forG = forG == null ? stretched : ValueOps.add(forG, stretched);
            }
        }
        return grads(forX, forG);
    }

    /** The dtype's name in C++, which PyTorch's messages about convolutions show. */
    static String typeName(DType dtype) {
        return switch (dtype) {
            case BOOL -> "bool";
            case UINT8 -> "unsigned char";
            case INT8 -> "signed char";
            case INT16 -> "short";
            case INT32 -> "int";
            case INT64 -> "long int";
            case FLOAT16 -> "c10::Half";
            case BFLOAT16 -> "c10::BFloat16";
            case FLOAT32 -> "float";
            case FLOAT64 -> "double";
            case COMPLEX64 -> "c10::complex<float>";
            case COMPLEX128 -> "c10::complex<double>";
        };
    }
}
