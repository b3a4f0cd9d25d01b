package dev.cresset.op;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.op.ElementLoss.Reducing;
import dev.cresset.spi.AddressUse;

/** Losses of one element each; those over classes are in {@link ClassLosses}. */
public final class Losses {
    private static final Expr X = Expr.in(0);
    private static final Expr T = Expr.in(1);
    private static final Expr W = Expr.in(2);
    private static final Expr P = Expr.param(0);
    private static final Expr Z = X.sub(T);
    private static final Expr SIGN = Expr.call(Fn.SIGN, Z);

    private static final String OLD_FLAGS =
            ", bool? size_average=None, bool? reduce=None, str reduction='mean'";

    private static final Primitive SQUARED =
            ElementLoss.row("_mse_loss", "MseLossBackward0", 0, Z.mul(Z), Z.mul(2), Z.mul(-2));

    private static final Primitive SMOOTH =
            ElementLoss.row(
                    "_smooth_l1_loss",
                    "SmoothL1LossBackward0",
                    1,
                    Expr.where(Z.abs().lt(P), Z.mul(Z).mul(0.5).div(P), Z.abs().sub(P.mul(0.5))),
                    Expr.where(Z.abs().lt(P), Z.div(P), SIGN),
                    Expr.where(Z.abs().lt(P), Z.div(P), SIGN).neg());

    private static final Primitive HUBER =
            ElementLoss.row(
                    "_huber_loss",
                    "HuberLossBackward0",
                    1,
                    Expr.where(Z.abs().le(P), Z.mul(Z).mul(0.5), P.mul(Z.abs().sub(P.mul(0.5)))),
                    Expr.where(Z.abs().le(P), Z, P.mul(SIGN)),
                    Expr.where(Z.abs().le(P), Z, P.mul(SIGN)).neg());

    private static final Expr LOG = X.log().max(Expr.of(-100));
    private static final Expr LOG_REST = Expr.call(Fn.LOG1P, X.neg()).max(Expr.of(-100));
    private static final Expr BINARY_LOSS = T.sub(1).mul(LOG_REST).sub(T.mul(LOG));
    private static final Expr BINARY_BY_X = Z.div(X.rsub(1).mul(X).max(Expr.of(1e-12)));

    private static final Primitive BINARY =
            ElementLoss.row(
                    "_binary_cross_entropy",
                    "BinaryCrossEntropyBackward0",
                    0,
                    BINARY_LOSS,
                    BINARY_BY_X,
                    LOG_REST.sub(LOG));

    private static final Primitive BINARY_WEIGHTED =
            ElementLoss.row(
                    "_binary_cross_entropy_weighted",
                    "BinaryCrossEntropyBackward0",
                    0,
                    BINARY_LOSS.mul(W),
                    BINARY_BY_X.mul(W),
                    LOG_REST.sub(LOG).mul(W),
                    BINARY_LOSS);

    /** {@code log(1 + exp(-x))} without overflow. */
    private static final Expr SOFTPLUS =
            Expr.call(Fn.LOG1P, X.abs().neg().exp()).add(X.neg().max(Expr.of(0)));

    private static final Primitive LOGITS =
            ElementLoss.row(
                    "_binary_cross_entropy_with_logits",
                    "BinaryCrossEntropyWithLogitsBackward0",
                    0,
                    T.rsub(1).mul(X).add(SOFTPLUS),
                    Expr.call(Fn.SIGMOID, X).sub(T),
                    X.neg());

    private static final Primitive LOGITS_POSITIVE =
            ElementLoss.row(
                    "_binary_cross_entropy_with_logits_pos_weight",
                    "BinaryCrossEntropyWithLogitsBackward0",
                    0,
                    T.rsub(1).mul(X).add(W.sub(1).mul(T).add(1).mul(SOFTPLUS)),
                    T.rsub(1).add(W.sub(1).mul(T).add(1).mul(Expr.call(Fn.SIGMOID, X).sub(1))),
                    X.neg().add(W.sub(1).mul(SOFTPLUS)),
                    T.mul(SOFTPLUS));

    private static final Primitive DIVERGENCE =
            ElementLoss.row(
                    "_kl_div",
                    "KlDivBackward0",
                    0,
                    Expr.where(T.eq(0), Expr.of(0), T.mul(T.log())).sub(T.mul(X)),
                    T.neg(),
                    Expr.where(T.eq(0), X.neg(), T.log().add(1).sub(X)));

    private static final Primitive DIVERGENCE_LOG =
            ElementLoss.row(
                    "_kl_div_log",
                    "KlDivBackward0",
                    0,
                    T.exp().mul(T.sub(X)),
                    T.exp().neg(),
                    T.exp().mul(T.sub(X).add(1)));

    /** {@code (x - t)^2}. */
    public static final Composite MSE_LOSS =
            new Composite(
                    "mse_loss(Tensor input, Tensor target"
                            + OLD_FLAGS
                            + ", Tensor? weight=None) -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 4, 2, 3);
                        boolean weighted = !a.none(5);
                        var losses =
                                SQUARED.value(
                                        a.value(0),
                                        a.value(1),
                                        weighted ? Reducing.NONE : reducing);
                        return weighted
                                ? ElementLoss.weighted(losses, a.value(5), a.value(0), reducing)
                                : losses;
                    });

    /** {@code |x - t|}. */
    public static final Composite L1_LOSS =
            new Composite(
                    "l1_loss(Tensor input, Tensor target"
                            + OLD_FLAGS
                            + ", Tensor? weight=None) -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 4, 2, 3);
                        var losses = distance(a.value(0), a.value(1));
                        return a.none(5)
                                ? reducing.of(losses)
                                : ElementLoss.weighted(losses, a.value(5), a.value(0), reducing);
                    });

    /** A square within beta and a line further out. */
    public static final Composite SMOOTH_L1_LOSS =
            new Composite(
                    "smooth_l1_loss(Tensor input, Tensor target"
                            + OLD_FLAGS
                            + ", float beta=1.0) -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 4, 2, 3);
                        Check.that(
                                a.number(5) >= 0,
                                "smooth_l1_loss does not support negative values for beta. Got %s",
                                a.number(5));
                        return a.number(5) == 0
                                ? reducing.of(distance(a.value(0), a.value(1)))
                                : SMOOTH.value(a.value(0), a.value(1), a.number(5), reducing);
                    });

    /** Half a square within delta and a line further out. */
    public static final Composite HUBER_LOSS =
            new Composite(
                    "huber_loss(Tensor input, Tensor target, str reduction='mean', float"
                            + " delta=1.0, Tensor? weight=None) -> Tensor",
                    a -> {
                        var reducing = Reducing.of(a.text(2), null, null);
                        Check.that(
                                a.number(3) > 0,
                                "huber_loss does not support non-positive values for delta. Got %s",
                                a.number(3));
                        boolean weighted = !a.none(4);
                        var losses =
                                HUBER.value(
                                        a.value(0),
                                        a.value(1),
                                        a.number(3),
                                        weighted ? Reducing.NONE : reducing);
                        return weighted
                                ? ElementLoss.weighted(losses, a.value(4), a.value(0), reducing)
                                : losses;
                    });

    /** {@code -(t log x + (1 - t) log(1 - x))} with logarithms not below -100. */
    public static final Composite BINARY_CROSS_ENTROPY =
            new Composite(
                    "binary_cross_entropy(Tensor input, Tensor target, Tensor? weight=None"
                            + OLD_FLAGS
                            + ") -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 5, 3, 4);
                        var x = a.value(0);
                        var target = a.value(1);
                        ElementLoss.sameSizes(
                                "binary_cross_entropy: Using a target size (%s) that is different"
                                        + " to the input size (%s) is deprecated. Please ensure they"
                                        + " have the same size.",
                                target, x);
                        sameTypes(x, target);
                        checkProbabilities(x);
                        return a.none(2)
                                ? BINARY.call(x, target, reducing)
                                : BINARY_WEIGHTED.call(x, target, a.value(2), reducing);
                    });

    /** {@link #BINARY_CROSS_ENTROPY} of the sigmoid of logits. */
    public static final Composite BINARY_CROSS_ENTROPY_WITH_LOGITS =
            new Composite(
                    "binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor?"
                            + " weight=None"
                            + OLD_FLAGS
                            + ", Tensor? pos_weight=None) -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 5, 3, 4);
                        var x = a.value(0);
                        var target = a.value(1);
                        ElementLoss.sameSizes(
                                "binary_cross_entropy_with_logits: Target size (%s) must be the"
                                        + " same as input size (%s)",
                                target, x);
                        var inner = a.none(2) ? reducing : Reducing.NONE;
                        var losses =
                                a.none(6)
                                        ? LOGITS.value(x, target, inner)
                                        : LOGITS_POSITIVE.value(x, target, a.value(6), inner);
                        return a.none(2) ? losses : reducing.of(ValueOps.mul(losses, a.value(2)));
                    });

    /** {@code t (log t - x)} for log probabilities x, or {@code exp(t) (t - x)}. */
    public static final Composite KL_DIV =
            new Composite(
                    "kl_div(Tensor input, Tensor target"
                            + OLD_FLAGS
                            + ", bool log_target=False) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        boolean perBatch = a.none(2) && a.none(3) && a.text(4).equals("batchmean");
                        var reducing = perBatch ? Reducing.SUM : ElementLoss.reducing(a, 4, 2, 3);
                        var op = a.flag(5) ? DIVERGENCE_LOG : DIVERGENCE;
                        var loss = op.value(x, a.value(1), reducing);
                        return perBatch && x.layout().dim() > 0
                                ? ValueOps.div(loss, x.layout().size(0))
                                : loss;
                    });

    private Losses() {}

    private static Value distance(Value x, Value target) {
        return Arithmetic.ABS.value(ValueOps.sub(x, target));
    }

    private static void sameTypes(Value x, Value target) {
        Check.that(
                x.dtype() == target.dtype(),
                "binary_cross_entropy: Found dtype %s but expected %s",
                target.dtype().scalarName(),
                x.dtype().scalarName());
    }

    private static void checkProbabilities(Value x) {
        if (x.layout().numel() == 0) {
            return;
        }
        try (var _ = AddressUse.begin()) {
            double least = Scalars.read(Aggregates.AMIN.computeOne(all(x)));
            double most = Scalars.read(Aggregates.AMAX.computeOne(all(x)));
            Check.that(
                    !(least < 0) && !(most > 1),
                    "binary_cross_entropy: all elements of input should be between 0 and 1, got %s"
                            + " to %s",
                    least,
                    most);
        }
    }

    private static Object[] all(Value x) {
        return new Object[] {x, null, false, null};
    }
}
