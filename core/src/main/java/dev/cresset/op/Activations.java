package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.FLOATING;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/** Activation functions and the pointwise parts of losses. */
public final class Activations {
    private static final Expr A = Expr.in(0);
    private static final Expr B = Expr.in(1);
    private static final Expr P = Expr.param(0);
    private static final Expr ZERO = Expr.of(0);

    /** {@code max(x, 0)}. */
    public static final Pointwise RELU =
            Pointwise.of(
                    "relu(Tensor self) -> Tensor",
                    1,
                    PROMOTE,
                    A.max(ZERO),
                    (x, y, g) -> new Expr[] {Expr.where(y.le(0), ZERO, g)});

    /** {@code x} above 0, {@code negative_slope * x} below. */
    public static final Pointwise LEAKY_RELU =
            Pointwise.of(
                    "leaky_relu(Tensor self, Scalar negative_slope=0.01) -> Tensor",
                    1,
                    FLOATING,
                    Expr.where(A.gt(0), A, A.mul(P)),
                    (x, y, g) -> new Expr[] {Expr.where(x[0].gt(0), g, g.mul(P))});

    /** {@code x Phi(x)} with the normal distribution function Phi. */
    public static final Pointwise GELU =
            Pointwise.derived(
                            "gelu_erf(Tensor self) -> Tensor",
                            1,
                            FLOATING,
                            A.mul(0.5).mul(Expr.call(Fn.ERF, A.mul(Math.sqrt(0.5))).add(1)))
                    .named("GeluBackward0");

    /** The tanh approximation of {@link #GELU}. */
    public static final Pointwise GELU_TANH =
            Pointwise.derived(
                            "gelu_tanh(Tensor self) -> Tensor",
                            1,
                            FLOATING,
                            A.mul(0.5)
                                    .mul(
                                            Expr.call(
                                                            Fn.TANH,
                                                            A.add(A.mul(A).mul(A).mul(0.044715))
                                                                    .mul(Math.sqrt(2 / Math.PI)))
                                                    .add(1)))
                    .named("GeluBackward0")
                    .realOnly();

    /** {@code x sigmoid(x)}. */
    public static final Pointwise SILU =
            Pointwise.derived(
                    "silu(Tensor self) -> Tensor", 1, FLOATING, A.mul(Expr.call(Fn.SIGMOID, A)));

    /** {@code log(1 + exp(beta x)) / beta}, linear above threshold. */
    public static final Pointwise SOFTPLUS =
            Pointwise.of(
                    "softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor",
                    1,
                    FLOATING,
                    Expr.where(
                            A.mul(P).gt(Expr.param(1)),
                            A,
                            Expr.call(Fn.LOG1P, A.mul(P).exp()).div(P)),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(
                                        x[0].mul(P).gt(Expr.param(1)),
                                        g,
                                        g.mul(Expr.call(Fn.SIGMOID, x[0].mul(P))))
                            });

    private static final double SELU_SCALE = 1.0507009873554804934193349852946;
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;

    /**
     * {@code scale * x} above 0, {@code scale * alpha * (exp(x) - 1)} below, with the constants
     * that keep mean 0 and variance 1 (Klambauer et al., 2017).
     */
    public static final Pointwise SELU =
            Pointwise.of(
                            "selu(Tensor self) -> Tensor",
                            1,
                            FLOATING,
                            Expr.where(
                                    A.le(0),
                                    Expr.call(Fn.EXPM1, A).mul(SELU_ALPHA * SELU_SCALE),
                                    A.mul(SELU_SCALE)),
                            (x, y, g) ->
                                    new Expr[] {
                                        Expr.where(
                                                x[0].le(0),
                                                g.mul(SELU_ALPHA * SELU_SCALE).mul(x[0].exp()),
                                                g.mul(SELU_SCALE))
                                    })
                    .named("EluBackward0");

    /** {@code x} above 0, {@code alpha * (exp(x / alpha) - 1)} below (Barron, 2017). */
    public static final Pointwise CELU =
            Pointwise.of(
                    "celu(Tensor self, Scalar alpha=1.0) -> Tensor",
                    1,
                    FLOATING,
                    Expr.where(A.le(0), P.mul(Expr.call(Fn.EXPM1, A.div(P))), A),
                    (x, y, g) -> new Expr[] {Expr.where(x[0].le(0), g.mul(x[0].div(P).exp()), g)});

    private static final Expr TANH_SOFTPLUS = Expr.call(Fn.TANH, Expr.call(Fn.LOG1P, A.exp()));

    /** {@code x tanh(log(1 + exp(x)))} (Misra, 2019). */
    public static final Pointwise MISH =
            Pointwise.of(
                            "mish(Tensor self) -> Tensor",
                            1,
                            FLOATING,
                            A.mul(TANH_SOFTPLUS),
                            (x, y, g) ->
                                    new Expr[] {
                                        g.mul(
                                                TANH_SOFTPLUS.add(
                                                        A.mul(Expr.call(Fn.SIGMOID, A))
                                                                .mul(
                                                                        TANH_SOFTPLUS
                                                                                .square()
                                                                                .rsub(1))))
                                    })
                    .realOnly();

    /** {@code x + 3} cut to [0, 6]. */
    private static final Expr RAMP = A.add(3).max(ZERO).min(Expr.of(6));

    /** {@code min(max(x + 3, 0), 6) / 6}. */
    public static final Pointwise HARDSIGMOID =
            Pointwise.of(
                    "hardsigmoid(Tensor self) -> Tensor",
                    1,
                    FLOATING,
                    RAMP.div(6),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(x[0].gt(-3).mul(x[0].lt(3)), g.mul(1.0 / 6), ZERO)
                            });

    /** {@code x min(max(x + 3, 0), 6) / 6} (Howard et al., 2019). */
    public static final Pointwise HARDSWISH =
            Pointwise.of(
                    "hardswish(Tensor self) -> Tensor",
                    1,
                    FLOATING,
                    A.mul(RAMP).div(6),
                    (x, y, g) ->
                            new Expr[] {
                                Expr.where(
                                        x[0].le(-3),
                                        ZERO,
                                        Expr.where(x[0].lt(3), g.mul(x[0].div(3).add(0.5)), g))
                            });

    /** 0 in [-lambd, lambd], else {@code x}. */
    public static final Pointwise HARDSHRINK =
            Pointwise.of(
                    "hardshrink(Tensor self, Scalar lambd=0.5) -> Tensor",
                    1,
                    FLOATING,
                    Expr.where(A.ge(P.neg()).mul(A.le(P)), ZERO, A),
                    (x, y, g) ->
                            new Expr[] {Expr.where(x[0].ge(P.neg()).mul(x[0].le(P)), ZERO, g)});

    /** {@code x} moved towards 0 by lambd, 0 in [-lambd, lambd]. */
    static final Pointwise SOFTSHRINK_ROW =
            Pointwise.of(
                    "softshrink(Tensor self, Scalar lambd) -> Tensor",
                    1,
                    FLOATING,
                    Expr.where(A.gt(P), A.sub(P), Expr.where(A.lt(P.neg()), A.add(P), A.mul(0))),
                    (x, y, g) ->
                            new Expr[] {Expr.where(x[0].ge(P.neg()).mul(x[0].le(P)), ZERO, g)});

    /** {@code x} above the threshold, else the value. */
    public static final Pointwise THRESHOLD =
            Pointwise.of(
                    "threshold(Tensor self, Scalar threshold, Scalar value) -> Tensor",
                    1,
                    PROMOTE,
                    Expr.where(A.le(P), Expr.param(1), A),
                    (x, y, g) -> new Expr[] {Expr.where(x[0].le(P), ZERO, g)});

    /** {@code exp(-|x|)}. */
    private static final Expr DECAY = A.abs().neg().exp();

    /** {@code log(sigmoid(x))}, computed as {@code min(x, 0) - log(1 + exp(-|x|))}. */
    public static final Pointwise LOGSIGMOID =
            Pointwise.of(
                            "logsigmoid(Tensor input) -> Tensor",
                            1,
                            FLOATING,
                            A.min(ZERO).sub(Expr.call(Fn.LOG1P, DECAY)),
                            (x, y, g) ->
                                    new Expr[] {
                                        g.mul(
                                                Expr.where(
                                                        x[0].lt(0),
                                                        DECAY.div(DECAY.add(1)).rsub(1),
                                                        DECAY.div(DECAY.add(1))))
                                    })
                    .named("LogSigmoidBackward0");

    /** {@code x} above 0, {@code weight * x} below, for operands that broadcast. */
    static final Pointwise PRELU_ROW =
            Pointwise.of(
                            "_prelu_kernel(Tensor self, Tensor weight) -> Tensor",
                            2,
                            PROMOTE,
                            Expr.where(A.gt(0), A, B.mul(A)),
                            (x, y, g) ->
                                    new Expr[] {
                                        Expr.where(x[0].gt(0), g, g.mul(x[1])),
                                        Expr.where(x[0].gt(0), ZERO, g.mul(x[0]))
                                    })
                    .named("PreluKernelBackward0");

    /** {@code a sigmoid(b)}. */
    static final Pointwise GLU_ROW =
            Pointwise.derived(
                    "glu(Tensor a, Tensor b) -> Tensor",
                    2,
                    FLOATING,
                    A.mul(Expr.call(Fn.SIGMOID, B)));

    /** {@code x} times a factor that carries no gradient. */
    static final Pointwise NOISE_ROW =
            Pointwise.of(
                            "rrelu_with_noise(Tensor self, Tensor noise) -> Tensor",
                            2,
                            FLOATING,
                            A.mul(B),
                            (x, y, g) -> new Expr[] {g.mul(x[1]), null})
                    .named("RreluWithNoiseBackward0");

    /** {@code (x - t)^2}. */
    public static final Pointwise SQUARED_ERROR =
            Pointwise.of(
                            "mse_loss_elementwise(Tensor self, Tensor target) -> Tensor",
                            2,
                            PROMOTE,
                            A.sub(B).mul(A.sub(B)),
                            (x, y, g) ->
                                    new Expr[] {
                                        g.mul(2).mul(x[0].sub(x[1])), g.mul(-2).mul(x[0].sub(x[1]))
                                    })
                    .realOnly();

    /** {@code -(t log x + (1 - t) log(1 - x))} with logarithms not below -100. */
    public static final Pointwise BINARY_CROSS_ENTROPY =
            Pointwise.of(
                    "binary_cross_entropy_elementwise(Tensor self, Tensor target) -> Tensor",
                    2,
                    PROMOTE,
                    B.sub(1)
                            .mul(Expr.call(Fn.LOG1P, A.neg()).max(Expr.of(-100)))
                            .sub(B.mul(A.log().max(Expr.of(-100)))),
                    (x, y, g) ->
                            new Expr[] {
                                g.mul(x[0].sub(x[1]))
                                        .div(x[0].rsub(1).mul(x[0]).max(Expr.of(1e-12))),
                                g.mul(
                                        Expr.call(Fn.LOG1P, x[0].neg())
                                                .max(Expr.of(-100))
                                                .sub(x[0].log().max(Expr.of(-100))))
                            });

    private Activations() {}
}
