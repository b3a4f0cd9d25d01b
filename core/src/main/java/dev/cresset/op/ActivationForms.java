package dev.cresset.op;

import static dev.cresset.op.Pointwise.Rule.FLOAT;
import static dev.cresset.op.Pointwise.Rule.PROMOTE;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

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
                    FLOAT,
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

    private ActivationForms() {}

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
