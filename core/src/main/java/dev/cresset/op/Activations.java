package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.FLOAT;
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
                    PROMOTE,
                    Expr.where(A.gt(0), A, A.mul(P)),
                    (x, y, g) -> new Expr[] {Expr.where(x[0].gt(0), g, g.mul(P))});

    /** {@code x Phi(x)} with the normal distribution function Phi. */
    public static final Pointwise GELU =
            Pointwise.derived(
                    "gelu_erf(Tensor self) -> Tensor",
                    1,
                    FLOAT,
                    A.mul(0.5).mul(Expr.call(Fn.ERF, A.mul(Math.sqrt(0.5))).add(1)));

    /** The tanh approximation of {@link #GELU}. */
    public static final Pointwise GELU_TANH =
            Pointwise.derived(
                    "gelu_tanh(Tensor self) -> Tensor",
                    1,
                    FLOAT,
                    A.mul(0.5)
                            .mul(
                                    Expr.call(
                                                    Fn.TANH,
                                                    A.add(A.mul(A).mul(A).mul(0.044715))
                                                            .mul(Math.sqrt(2 / Math.PI)))
                                            .add(1)));

    /** {@code x sigmoid(x)}. */
    public static final Pointwise SILU =
            Pointwise.derived(
                    "silu(Tensor self) -> Tensor", 1, FLOAT, A.mul(Expr.call(Fn.SIGMOID, A)));

    /** {@code log(1 + exp(beta x)) / beta}, linear above threshold. */
    public static final Pointwise SOFTPLUS =
            Pointwise.of(
                    "softplus(Tensor self, Scalar beta=1, Scalar threshold=20) -> Tensor",
                    1,
                    FLOAT,
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
                            });

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
