package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.FLOATING;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.random.Distributions;
import dev.cresset.random.Generator;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;

/** Activations in the form that {@code torch.nn.functional} gives them: with {@code inplace}. */
public final class ActivationForms {
    private static final Expr X = Expr.in(0);
    private static final Expr P = Expr.param(0);
    private static final Expr Q = Expr.param(1);
    private static final Expr ZERO = Expr.of(0);

    private static final Pointwise ELU_ROW =
            Pointwise.of(
                    "elu(Tensor self, Scalar alpha) -> Tensor",
                    1,
                    FLOATING,
                    Expr.where(X.gt(0), X, P.mul(Expr.call(Fn.EXPM1, X))),
                    (x, y, g) -> new Expr[] {Expr.where(x[0].le(0), g.mul(P).mul(x[0].exp()), g)});

    private static final Pointwise HARDTANH_ROW =
            Pointwise.of(
                    "hardtanh(Tensor self, Scalar min_val, Scalar max_val) -> Tensor",
                    1,
                    PROMOTE,
                    X.max(P).min(Q),
                    (x, y, g) ->
                            new Expr[] {Expr.where(x[0].le(P).add(x[0].ge(Q)).gt(0), ZERO, g)});

    private static final Pointwise MEAN_SLOPE =
            Pointwise.of(
                            "rrelu(Tensor self, Scalar slope) -> Tensor",
                            1,
                            FLOATING,
                            Expr.where(X.gt(0), X, X.mul(P)),
                            (x, y, g) -> new Expr[] {Expr.where(x[0].gt(0), g, g.mul(P))})
                    .named("RreluWithNoiseBackward0");

    /** {@code max(x, 0)}. */
    public static final Composite RELU = form("relu", "", Activations.RELU, 0);

    /** {@code x} above 0, {@code negative_slope * x} below. */
    public static final Composite LEAKY_RELU =
            form("leaky_relu", ", float negative_slope=0.01", Activations.LEAKY_RELU, 1);

    /** {@code x} above 0, {@code alpha * (exp(x) - 1)} below. */
    public static final Composite ELU = form("elu", ", float alpha=1.0", ELU_ROW, 1);

    /** {@code x sigmoid(x)}. */
    public static final Composite SILU = form("silu", "", Activations.SILU, 0);

    /** {@code x} cut to [min_val, max_val]. */
    public static final Composite HARDTANH = hardtanh();

    /** {@code x} cut to [0, 6]. */
    public static final Composite RELU6 =
            new Composite(
                    "relu6(Tensor input, bool inplace=False) -> Tensor",
                    a -> HARDTANH.call(a.value(0), 0L, 6L, a.flag(1)));

    /** {@code x Phi(x)} with the normal distribution function, or its tanh approximation. */
    public static final Composite GELU =
            new Composite(
                    "gelu(Tensor input, *, str approximate='none') -> Tensor",
                    a ->
                            switch (a.text(1)) {
                                case "none" -> Activations.GELU.call(a.value(0));
                                case "tanh" -> Activations.GELU_TANH.call(a.value(0));
                                default ->
                                        throw Check.error(
                                                "gelu: approximate argument must be either none or"
                                                        + " tanh, got %s",
                                                a.text(1));
                            });

    /** {@code scale * x} above 0, {@code scale * alpha * (exp(x) - 1)} below. */
    public static final Composite SELU = form("selu", "", Activations.SELU, 0);

    /** {@code x} above 0, {@code alpha * (exp(x / alpha) - 1)} below. */
    public static final Composite CELU = form("celu", ", float alpha=1.0", Activations.CELU, 1);

    /** {@code x tanh(log(1 + exp(x)))}. */
    public static final Composite MISH = form("mish", "", Activations.MISH, 0);

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    public static final Composite HARDSIGMOID = form("hardsigmoid", "", Activations.HARDSIGMOID, 0);

    /** {@code x min(max(x + 3, 0), 6) / 6}. */
    public static final Composite HARDSWISH = form("hardswish", "", Activations.HARDSWISH, 0);

    /** {@code x} above the threshold, else the value. */
    public static final Composite THRESHOLD =
            form("threshold", ", float threshold, float value", Activations.THRESHOLD, 2);

    /** {@code x / (1 + |x|)}. */
    public static final Composite SOFTSIGN =
            new Composite(
                    "softsign(Tensor input) -> Tensor",
                    a ->
                            ValueOps.div(
                                    a.value(0),
                                    ValueOps.add(Arithmetic.ABS.value(a.value(0)), 1L)));

    /** {@code x - tanh(x)}. */
    public static final Composite TANHSHRINK =
            new Composite(
                    "tanhshrink(Tensor input) -> Tensor",
                    a -> ValueOps.sub(a.value(0), Elementary.TANH.value(a.value(0))));

    /** {@code x} moved towards 0 by lambd, 0 in [-lambd, lambd]. */
    public static final Composite SOFTSHRINK =
            new Composite(
                    "softshrink(Tensor input, float lambd=0.5) -> Tensor",
                    a -> {
                        var dtype = a.dtypeOf(0);
                        Check.that(
                                a.number(1) >= 0,
                                "softshrink: lambda must be in range [0, %s] for input dtype %s,"
                                        + " but found %s",
                                largest(dtype),
                                dtype.scalarName(),
                                a.number(1));
                        return Activations.SOFTSHRINK_ROW.value(a.value(0), a.number(1));
                    });

    /** {@code x} above 0, {@code weight * x} below; one weight, or one for each channel. */
    public static final Composite PRELU =
            new Composite("prelu(Tensor input, Tensor weight) -> Tensor", ActivationForms::prelu);

    /** {@code a sigmoid(b)} for the halves a, b of a dimension. */
    public static final Composite GLU =
            new Composite(
                    "glu(Tensor input, int dim=-1) -> Tensor",
                    a -> {
                        Value x = a.value(0);
                        Check.that(
                                x.layout().dim() > 0,
                                "glu: glu does not support 0-dimensional tensors");
                        int d = a.dim(1);
                        long size = x.layout().size(d);
                        Check.that(
                                size % 2 == 0,
                                "glu: Halving dimension must be even, but dimension %s is size %s",
                                d,
                                size);
                        return Activations.GLU_ROW.value(
                                ValueOps.narrow(x, d, 0, size / 2),
                                ValueOps.narrow(x, d, size / 2, size / 2));
                    });

    /**
     * {@code x} above 0 and {@code r x} below, with r drawn from [lower, upper) in training and
     * their mean otherwise (Xu et al., 2015).
     */
    public static final Composite RRELU =
            new Composite(
                    "rrelu(Tensor input, float lower=0.125, float upper=0.3333333333333333, bool"
                            + " training=False, bool inplace=False) -> Tensor",
                    ActivationForms::rrelu);

    /** {@link Softmaxes#SOFTMAX} of {@code -x}. */
    public static final Composite SOFTMIN =
            new Composite(
                    "softmin(Tensor input, int dim, int _stacklevel=3, ScalarType? dtype=None) ->"
                            + " Tensor",
                    a -> Softmaxes.SOFTMAX.call(ValueOps.neg(a.value(0)), a.all()[1], a.all()[3]));

    /**
     * Softmax of {@code (x + noise) / tau} with noise of the Gumbel distribution; {@code hard}
     * gives a 1 at the largest with the gradient of the soft result (Jang et al., 2017).
     */
    public static final Composite GUMBEL_SOFTMAX =
            new Composite(
                    "gumbel_softmax(Tensor logits, float tau=1.0, bool hard=False, float eps=1e-10,"
                            + " int dim=-1) -> Tensor",
                    ActivationForms::gumbelSoftmax);

    private ActivationForms() {}

    private static Object prelu(Args a) {
        Value x = a.value(0);
        Value weight = a.value(1);
        Check.that(
                x.dtype() == weight.dtype(),
                "prelu: Type promoting not supported. Got %s and %s",
                x.dtype().scalarName(),
                weight.dtype().scalarName());
        Check.floating("prelu", x.dtype());
        long count = weight.layout().numel();
        Check.that(
                weight.layout().dim() <= 1,
                "prelu: Expected `weight` to be a scalar or 1D tensor, but got: ndim = %s",
                weight.layout().dim());
        int rank = x.layout().dim();
        if (count != 1) {
            Check.that(rank > 0, "prelu: Not allow zero-dim input tensor.");
            long channels = rank > 1 ? x.layout().size(1) : 1;
            Check.that(
                    channels == count,
                    "prelu: Mismatch of parameter numbers and input channel size. Found parameter"
                            + " numbers = %s and channel size = %s.",
                    count,
                    channels);
        }
        if (weight.layout().dim() == 1) {
            var sizes = new long[rank];
            java.util.Arrays.fill(sizes, 1);
            if (rank > 1) {
                sizes[1] = count;
            }
            weight = ValueOps.view(weight, rank == 1 ? new long[] {count} : sizes);
        }
        return Activations.PRELU_ROW.value(x, weight);
    }

    private static Object rrelu(Args a) {
        Value x = a.value(0);
        double lower = a.number(1);
        double upper = a.number(2);
        Check.that(
                lower <= upper,
                "rrelu: Lower bound should be less than or equal to the upper bound, got %s and"
                        + " %s",
                lower,
                upper);
        Check.that(
                x.dtype().isFloatingPoint(),
                "rrelu: \"rrelu_with_noise_out_cpu\" not implemented for '%s'; convert to a"
                        + " floating dtype",
                x.dtype().scalarName());
        if (a.flag(3)) {
            var noise = slopes(x, lower, upper);
            return a.flag(4)
                    ? Activations.NOISE_ROW.callInPlace(x, noise)
                    : Activations.NOISE_ROW.value(x, noise);
        }
        double middle = (lower + upper) / 2;
        return a.flag(4) ? MEAN_SLOPE.callInPlace(x, middle) : MEAN_SLOPE.value(x, middle);
    }

    /** A number of [lower, upper) drawn for each element up to 0, and 1 for the others. */
    private static Value slopes(Value x, double lower, double upper) {
        var noise = NewArray.empty(x.dtype(), x.layout().sizes());
        try (var _ = AddressUse.begin()) {
            var dense = Copies.contiguous(x.array());
            int size = x.dtype().size();
            var drawn = NewArray.empty(DType.FLOAT64, 1);
            for (long i = 0; i < dense.numel(); i++) {
                double r = 1;
                if (Scalars.read(x.dtype(), dense.address() + i * size) <= 0) {
                    Distributions.uniform(
                            Generator.defaultGenerator(),
                            DType.FLOAT64,
                            drawn.address(),
                            1,
                            lower,
                            upper);
                    r = Scalars.read(DType.FLOAT64, drawn.address());
                }
                Scalars.write(x.dtype(), noise.address() + i * size, r);
            }
        }
        return x.tape().wrap(noise);
    }

    private static Object gumbelSoftmax(Args a) {
        Value logits = a.value(0);
        long d = a.integer(4);
        var drawn =
                RandomOps.EXPONENTIAL.callInPlace(
                        logits.tape().wrap(NewArray.empty(logits.dtype(), logits.layout().sizes())),
                        1.0,
                        null);
        var noise = ValueOps.neg(Elementary.LOG.value(drawn));
        var soft =
                (Value)
                        Softmaxes.SOFTMAX.call(
                                ValueOps.div(ValueOps.add(logits, noise), a.number(1)), d, null);
        if (!a.flag(2)) {
            return soft;
        }
        var largest = Aggregates.ARGMAX.value(soft, d, true);
        var hard = Moves.SCATTER_VALUE.value(ValueOps.zerosLike(soft), d, largest, 1.0);
        var constant = soft.tape().wrap(soft.array());
        return ValueOps.add(ValueOps.sub(hard, constant), soft);
    }

    private static String largest(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> "1.79769e+308";
            case FLOAT32 -> "3.40282e+38";
            case FLOAT16 -> "65504";
            case BFLOAT16 -> "3.38953e+38";
            default ->
                    throw Check.error(
                            "softshrink: \"softshrink_check\" not implemented for '%s'; convert"
                                    + " to a floating dtype",
                            dtype.scalarName());
        };
    }

    private static Composite hardtanh() {
        var plain = form("hardtanh", ", Scalar min_val=-1.0, Scalar max_val=1.0", HARDTANH_ROW, 2);
        return new Composite(
                plain.schema().text(),
                a -> {
                    Check.that(
                            a.number(1) <= a.number(2),
                            "hardtanh: min_val cannot be greater than max_val, got %s and %s",
                            a.number(1),
                            a.number(2));
                    Check.that(
                            a.dtypeOf(0) != DType.UINT8 || a.number(1) >= 0 && a.number(2) >= 0,
                            "hardtanh: cannot do hardtanh on an unsigned type with negative limits");
                    return plain.call(a.all());
                });
    }

    private static Composite form(String name, String numbers, Op row, int count) {
        return new Composite(
                name + "(Tensor input" + numbers + ", bool inplace=False) -> Tensor",
                a -> {
                    var args = java.util.Arrays.copyOf(a.all(), count + 1);
                    return a.flag(count + 1) ? row.callInPlace(args) : row.call(args);
                });
    }
}
