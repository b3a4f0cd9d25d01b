package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.NORMALIZE;
import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.neg;
import static dev.cresset.op.ValueOps.rsub;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.op.ElementLoss.Reducing;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;

import java.util.function.BinaryOperator;

/** Losses that are 0 once a margin is kept, and their smooth relatives. */
public final class MarginLosses {
    private static final String OLD_FLAGS =
            ", bool? size_average=None, bool? reduce=None, str reduction='mean'";

    /** Step by step, as in PyTorch, so that float16 overflows where it does there. */
    private static final Primitive SOFT =
            Primitive.of(
                            NORMALIZE,
                            "_soft_margin_loss(Tensor self, Tensor target, Any reducing) -> Tensor",
                            a -> {
                                var decay = decay(ValueOps.detach(a.value(0)), a.value(1));
                                var losses = Elementary.LOG1P.value(decay);
                                return ((Reducing) a.all()[2]).of(losses).array();
                            })
                    .gradient(
                            b -> {
                                var decay = decay(b.value(0), b.value(1));
                                boolean mean = b.args().all()[2] == Reducing.MEAN;
                                double norm = mean ? 1.0 / decay.layout().numel() : 1;
                                return grads(
                                        b.needs(0)
                                                ? slope(b.value(1), decay, norm, b.grad())
                                                : null,
                                        b.needs(1)
                                                ? slope(b.value(0), decay, norm, b.grad())
                                                : null);
                            },
                            0,
                            1)
                    .named("SoftMarginLossBackward0");

    /** {@code log(1 + exp(-t x))} for targets 1 and -1. */
    public static final Composite SOFT_MARGIN_LOSS =
            new Composite(
                    "soft_margin_loss(Tensor input, Tensor target" + OLD_FLAGS + ") -> Tensor",
                    a ->
                            SOFT.value(
                                    a.value(0),
                                    ValueOps.to(a.value(1), a.dtypeOf(0)),
                                    ElementLoss.reducing(a, 4, 2, 3)));

    /** {@code max(0, margin - t (x1 - x2))} for targets 1 and -1. */
    public static final Composite MARGIN_RANKING_LOSS =
            new Composite(
                    "margin_ranking_loss(Tensor input1, Tensor input2, Tensor target, float"
                            + " margin=0"
                            + OLD_FLAGS
                            + ") -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 6, 4, 5);
                        int rank = a.layout(0).dim();
                        Check.that(
                                rank == a.layout(1).dim() && rank == a.layout(2).dim(),
                                "margin_ranking_loss : All input tensors should have same dimension"
                                        + " but got sizes: input1: torch.Size(%s), input2:"
                                        + " torch.Size(%s), target: torch.Size(%s)",
                                a.value(0),
                                a.value(1),
                                a.value(2));
                        var distance = mul(neg(a.value(2)), sub(a.value(0), a.value(1)));
                        return reducing.of(positive(add(distance, a.number(3))));
                    });

    /** {@code x} where the target is 1, {@code max(0, margin - x)} where it is -1. */
    public static final Composite HINGE_EMBEDDING_LOSS =
            new Composite(
                    "hinge_embedding_loss(Tensor input, Tensor target, float margin=1.0"
                            + OLD_FLAGS
                            + ") -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 5, 3, 4);
                        var x = a.value(0);
                        var target = a.value(1);
                        var far = positive(rsub(x, a.number(2)));
                        return reducing.of(
                                add(
                                        ValueOps.where(Comparisons.NE.value(target, 1L), far, 0L),
                                        ValueOps.where(
                                                Comparisons.NE.value(target, as(target, -1)),
                                                x,
                                                0L)));
                    });

    /**
     * {@code 1 - cos(x1, x2)} where the target is 1, {@code max(0, cos(x1, x2) - margin)} where it
     * is -1.
     */
    public static final Composite COSINE_EMBEDDING_LOSS =
            new Composite(
                    "cosine_embedding_loss(Tensor input1, Tensor input2, Tensor target, float"
                            + " margin=0"
                            + OLD_FLAGS
                            + ") -> Tensor",
                    MarginLosses::cosineEmbedding);

    /** {@code max(0, margin + d(anchor, positive) - d(anchor, negative))} with p-norms. */
    public static final Composite TRIPLET_MARGIN_LOSS =
            new Composite(
                    "triplet_margin_loss(Tensor anchor, Tensor positive, Tensor negative, float"
                            + " margin=1.0, float p=2, float eps=1e-06, bool swap=False, bool?"
                            + " size_average=None, bool? reduce=None, str reduction='mean') ->"
                            + " Tensor",
                    a ->
                            triplet(
                                    "triplet_margin_loss",
                                    a,
                                    (x, y) ->
                                            Distances.PAIRWISE_DISTANCE.value(
                                                    x, y, a.number(4), a.number(5), false),
                                    a.number(3),
                                    a.flag(6),
                                    ElementLoss.reducing(a, 9, 7, 8)));

    /**
     * {@link #TRIPLET_MARGIN_LOSS} with a distance of one's own: a {@link BinaryOperator} of
     * values.
     */
    public static final Composite TRIPLET_MARGIN_WITH_DISTANCE_LOSS =
            new Composite(
                    "triplet_margin_with_distance_loss(Tensor anchor, Tensor positive, Tensor"
                            + " negative, *, Any? distance_function=None, float margin=1.0, bool"
                            + " swap=False, str reduction='mean') -> Tensor",
                    a ->
                            triplet(
                                    "triplet_margin_with_distance_loss",
                                    a,
                                    distance(a.all()[3]),
                                    a.number(4),
                                    a.flag(5),
                                    Reducing.of(a.text(6), null, null)));

    private static final Primitive MULTI_MARGIN =
            Primitive.of(
                            NORMALIZE,
                            "_multi_margin_loss(Tensor self, Tensor target, int p, float margin,"
                                    + " Tensor? weight, Any reducing) -> Tensor",
                            a -> {
                                var x = ValueOps.detach(a.value(0));
                                var slack = slack(x, a.value(1), a.number(3));
                                var terms = a.integer(2) == 1 ? slack : mul(slack, slack);
                                var losses =
                                        ValueOps.sum(
                                                div(weighted(terms, a, 4), classes(x)), false, 1);
                                return ((Reducing) a.all()[5]).of(losses).array();
                            })
                    .gradient(
                            b -> {
                                var a = b.args();
                                var x = b.value(0);
                                var target = b.value(1);
                                var slack = slack(x, target, a.number(3));
                                var slope =
                                        a.integer(2) == 1
                                                ? ValueOps.to(
                                                        Comparisons.GT.value(slack, 0L), x.dtype())
                                                : mul(slack, 2L);
                                slope = div(slope, classes(x));
                                if (b.count(4) == 1) {
                                    slope = mul(slope, ofTarget(b.value(4), target));
                                }
                                var own = neg(ValueOps.sum(slope, true, 1));
                                slope = ValueOps.scatterAdd(slope, 1, column(target), own);
                                return grads(
                                        mul(slope, spread(b.grad(), (Reducing) a.all()[5], x)));
                            },
                            0,
                            1,
                            4)
                    .named("MultiMarginLossBackward0");

    /** Mean over the other classes i of {@code max(0, margin - x[target] + x[i])^p}. */
    public static final Composite MULTI_MARGIN_LOSS =
            new Composite(
                    "multi_margin_loss(Tensor input, Tensor target, int p=1, float margin=1.0,"
                            + " Tensor? weight=None"
                            + OLD_FLAGS
                            + ") -> Tensor",
                    MarginLosses::multiMargin);

    private static final Primitive MULTILABEL_MARGIN =
            Primitive.of(
                            NORMALIZE,
                            "_multilabel_margin_loss(Tensor self, Tensor target, Any reducing) ->"
                                    + " Tensor",
                            a ->
                                    ((Reducing) a.all()[2])
                                            .of(a.value(0).tape().wrap(LabelMargins.losses(a)))
                                            .array())
                    .gradient(
                            b -> {
                                var x = b.value(0);
                                var slopes = LabelMargins.SLOPES.value(x, b.value(1));
                                return grads(
                                        mul(
                                                slopes,
                                                spread(b.grad(), (Reducing) b.args().all()[2], x)));
                            },
                            0,
                            1)
                    .named("MultilabelMarginLossBackward0");

    /**
     * Sum over target classes j and other classes i of {@code max(0, 1 - x[j] + x[i])}, divided by
     * the number of classes. The targets of a row end at the first -1.
     */
    public static final Composite MULTILABEL_MARGIN_LOSS =
            new Composite(
                    "multilabel_margin_loss(Tensor input, Tensor target"
                            + OLD_FLAGS
                            + ") -> Tensor",
                    MarginLosses::multilabelMargin);

    /** Mean over classes of the binary cross entropy of {@code sigmoid(x)}. */
    public static final Composite MULTILABEL_SOFT_MARGIN_LOSS =
            new Composite(
                    "multilabel_soft_margin_loss(Tensor input, Tensor target, Tensor? weight=None"
                            + OLD_FLAGS
                            + ") -> Tensor",
                    a -> {
                        var reducing = ElementLoss.reducing(a, 5, 3, 4);
                        var x = a.value(0);
                        var target = a.value(1);
                        var losses =
                                neg(
                                        add(
                                                mul(target, Activations.LOGSIGMOID.value(x)),
                                                mul(
                                                        rsub(target, 1L),
                                                        Activations.LOGSIGMOID.value(neg(x)))));
                        if (!a.none(2)) {
                            losses = mul(losses, a.value(2));
                        }
                        long d = x.layout().dim() - 1L;
                        return reducing.of(
                                div(ValueOps.sum(losses, false, d), x.layout().size((int) d)));
                    });

    private MarginLosses() {}

    /** {@code exp(-t x)}. */
    private static Value decay(Value x, Value target) {
        return ValueOps.exp(mul(neg(target), x));
    }

    private static Value slope(Value other, Value decay, double norm, Value gradient) {
        return mul(div(mul(mul(other, decay), -norm), add(decay, 1L)), gradient);
    }

    /** A target as it reads in a dtype without sign, as PyTorch compares it. */
    private static long as(Value target, long number) {
        return target.dtype() == DType.UINT8 ? number & 0xFF : number;
    }

    private static Value positive(Value x) {
        return Arithmetic.CLAMP_MIN.value(x, 0L);
    }

    private static Object cosineEmbedding(Args a) {
        var reducing = ElementLoss.reducing(a, 6, 4, 5);
        int rank = a.layout(2).dim();
        Check.that(
                rank <= 1,
                "cosine_embedding_loss: 0D or 1D target tensor expected, multi-target not"
                        + " supported, got %s",
                a.value(2));
        Check.that(
                a.layout(0).dim() == rank + 1 && a.layout(1).dim() == rank + 1,
                "cosine_embedding_loss: %sD target tensor expects %sD input tensors, but found"
                        + " inputs with sizes %s and %s.",
                rank,
                rank + 1,
                a.value(0),
                a.value(1));
        var x = a.value(0);
        var y = a.value(1);
        var products = ValueOps.sum(mul(x, y), false, rank);
        var squares = add(ValueOps.sum(mul(x, x), false, rank), 1e-12);
        var otherSquares = add(ValueOps.sum(mul(y, y), false, rank), 1e-12);
        var cosine = div(products, Elementary.SQRT.value(mul(squares, otherSquares)));
        var near = ValueOps.where(ValueOps.eq(a.value(2), 1L), rsub(cosine, 1L), 0L);
        var far =
                ValueOps.where(
                        ValueOps.eq(a.value(2), as(a.value(2), -1)),
                        positive(sub(cosine, a.number(3))),
                        0L);
        return reducing.of(add(near, far));
    }

    @SuppressWarnings("unchecked")
    private static BinaryOperator<Value> distance(Object given) {
        return given == null
                ? (x, y) -> Distances.PAIRWISE_DISTANCE.value(x, y, 2.0, 1e-6, false)
                : (BinaryOperator<Value>) given;
    }

    private static Object triplet(
            String name,
            Args a,
            BinaryOperator<Value> distance,
            double margin,
            boolean swap,
            Reducing reducing) {
        var anchor = a.value(0);
        var positive = a.value(1);
        var negative = a.value(2);
        Check.that(margin > 0, "%s: margin must be greater than 0, got %s", name, margin);
        int rank = anchor.layout().dim();
        Check.that(
                rank == positive.layout().dim() && rank == negative.layout().dim(),
                "%s: The anchor, positive, and negative tensors are expected to have the same"
                        + " number of dimensions, but got: anchor %sD, positive %sD, and negative"
                        + " %sD inputs",
                name,
                rank,
                positive.layout().dim(),
                negative.layout().dim());
        var near = distance.apply(anchor, positive);
        var far = distance.apply(anchor, negative);
        if (swap) {
            far = Arithmetic.MINIMUM.value(far, distance.apply(positive, negative));
        }
        return reducing.of(positive(sub(add(near, margin), far)));
    }

    private static Object multiMargin(Args a) {
        var reducing = ElementLoss.reducing(a, 7, 5, 6);
        var x = a.value(0);
        var target = a.value(1);
        int rank = x.layout().dim();
        Check.that(
                a.integer(2) == 1 || a.integer(2) == 2,
                "multi_margin_loss: only p == 1 and p == 2 supported, got %s",
                a.integer(2));
        Check.that(
                rank <= 2 && (rank == 0 || x.layout().size(rank - 1) > 0),
                "multi_margin_loss: Expected non-empty vector or matrix with optional 0-dim batch"
                        + " size, but got: %s",
                x);
        long batch = rank == 2 ? x.layout().size(0) : 1;
        long classes = rank == 0 ? 1 : x.layout().size(rank - 1);
        Check.that(
                target.layout().dim() <= 1 && target.layout().numel() == batch,
                "multi_margin_loss: inconsistent target size, expected %s but got %s",
                batch,
                target);
        checkLong("multi_margin_loss", target);
        if (!a.none(4)) {
            Check.that(
                    a.layout(4).dim() == 1,
                    "multi_margin_loss: weight must be one-dimensional, got %s",
                    a.value(4));
            Check.that(
                    a.layout(4).numel() == classes,
                    "multi_margin_loss: inconsistent weight size, expected %s but got %s",
                    classes,
                    a.value(4));
        }
        Check.floating("multi_margin_loss", x.dtype());
        for (long c : NewArray.longs(target.array())) {
            if (c < 0 || c >= classes) {
                throw new OpIndexException(
                        "multi_margin_loss: target out of range: " + c + " of " + classes);
            }
        }
        var loss =
                MULTI_MARGIN.value(
                        ValueOps.view(x, batch, classes),
                        ValueOps.view(target, batch),
                        a.all()[2],
                        a.all()[3],
                        a.all()[4],
                        reducing);
        return rank < 2 && reducing == Reducing.NONE ? ValueOps.view(loss) : loss;
    }

    private static void checkLong(String name, Value target) {
        Check.that(
                target.dtype() == DType.INT64,
                "%s: expected scalar type Long but found %s; convert class indices to int64",
                name,
                target.dtype().scalarName());
    }

    /** {@code max(0, margin - x[target] + x[i])}, 0 for the target itself. */
    private static Value slack(Value x, Value target, double margin) {
        var own = ValueOps.gather(x, 1, column(target));
        var slack = positive(add(sub(x, own), margin));
        return Moves.SCATTER_VALUE.value(slack, 1L, column(target), 0.0);
    }

    private static Value column(Value target) {
        return ValueOps.unsqueeze(target, 1);
    }

    private static long classes(Value x) {
        return x.layout().size(1);
    }

    private static Value weighted(Value terms, Args a, int weight) {
        return a.none(weight)
                ? terms
                : mul(terms, ofTarget(ValueOps.detach(a.value(weight)), a.value(1)));
    }

    private static Value ofTarget(Value weight, Value target) {
        return column(ValueOps.indexSelect(weight, 0, target));
    }

    /** The gradient of each row's loss, as a column that spreads over the classes of x. */
    private static Value spread(Value gradient, Reducing reducing, Value x) {
        return switch (reducing) {
            case NONE -> column(gradient);
            case SUM -> gradient;
            case MEAN -> div(gradient, x.layout().size(0));
        };
    }

    private static Object multilabelMargin(Args a) {
        var reducing = ElementLoss.reducing(a, 4, 2, 3);
        var x = a.value(0);
        var target = a.value(1);
        int rank = x.layout().dim();
        Check.that(
                rank <= 2 && (rank == 0 || x.layout().size(rank - 1) > 0),
                "multilabel_margin_loss: Expected non-empty vector or matrix with optional 0-dim"
                        + " batch size, but got: %s",
                x);
        Check.that(
                target.layout().sameSizes(x.layout())
                        || (rank == 0 && target.layout().numel() == 1),
                "multilabel_margin_loss: inconsistent target size: %s for input of size: %s",
                target,
                x);
        checkLong("multilabel_margin_loss", target);
        Check.floating("multilabel_margin_loss", x.dtype());
        long batch = rank == 2 ? x.layout().size(0) : 1;
        long classes = rank == 0 ? 1 : x.layout().size(rank - 1);
        for (long c : NewArray.longs(target.array())) {
            Check.that(
                    c >= -1 && c < classes,
                    "multilabel_margin_loss: target out of range, got %s of %s classes",
                    c,
                    classes);
        }
        var loss =
                MULTILABEL_MARGIN.value(
                        ValueOps.view(x, batch, classes),
                        ValueOps.view(target, batch, classes),
                        reducing);
        return rank < 2 && reducing == Reducing.NONE ? ValueOps.view(loss) : loss;
    }

    /** The loops of {@link #MULTILABEL_MARGIN_LOSS}. */
    private static final class LabelMargins {
        /** Derivative of each row's loss, which changes only in steps. */
        static final Primitive SLOPES =
                Primitive.of(
                        NORMALIZE,
                        "_multilabel_margin_slopes(Tensor self, Tensor target) -> Tensor",
                        a -> {
                            var x = a.dense(0);
                            var slopes = NewArray.zeros(x.dtype(), x.layout().sizes());
                            walk(a, x, slopes);
                            return slopes;
                        });

        static Array losses(Args a) {
            return walk(a, a.dense(0), null);
        }

        /** The loss of each row; slopes are added to {@code slopes} if it is not null. */
        private static Array walk(Args a, Array x, Array slopes) {
            var target = NewArray.longs(a.array(1));
            int rows = (int) x.layout().size(0);
            int classes = (int) x.layout().size(1);
            var dtype = x.dtype();
            var losses = NewArray.empty(dtype, rows);
            var chosen = new boolean[classes];
            var slope = new double[classes];
            for (int r = 0; r < rows; r++) {
                long row = x.address() + (long) r * classes * dtype.size();
                java.util.Arrays.fill(chosen, false);
                java.util.Arrays.fill(slope, 0);
                int count = 0;
                while (count < classes && target[r * classes + count] >= 0) {
                    chosen[(int) target[r * classes + count++]] = true;
                }
                double loss = 0;
                for (int k = 0; k < count; k++) {
                    int j = (int) target[r * classes + k];
                    double own = Scalars.read(dtype, row + (long) j * dtype.size());
                    for (int i = 0; i < classes; i++) {
                        double z = 1 - own + Scalars.read(dtype, row + (long) i * dtype.size());
                        if (!chosen[i] && z > 0) {
                            loss += z;
                            slope[i]++;
                            slope[j]--;
                        }
                    }
                }
                Scalars.write(dtype, losses.address() + (long) r * dtype.size(), loss / classes);
                for (int i = 0; slopes != null && i < classes; i++) {
                    Scalars.write(
                            dtype,
                            slopes.address() + ((long) r * classes + i) * dtype.size(),
                            slope[i] / classes);
                }
            }
            return losses;
        }
    }
}
