package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.SORT;
import static dev.cresset.op.ValueOps.gather;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Rows;

import java.util.Arrays;
import java.util.List;

/** Statistics by rank: quantiles, medians of numbers that may be missing, most frequent values. */
public final class Quantiles {
    private static final String AT =
            ", int? dim=None, bool keepdim=False, *, str interpolation='linear') -> Tensor";

    /** Elements at fractions of the sorted order; several fractions give a new first dimension. */
    public static final Composite QUANTILE =
            new Composite(
                    "quantile(Tensor self, Tensor q" + AT,
                    a -> quantile("quantile", a, a.value(1), Missing.SPREADS));

    /** {@link #QUANTILE} at one fraction. */
    public static final Composite QUANTILE_SCALAR =
            new Composite(
                    "quantile(Tensor self, float q" + AT,
                    a -> quantile("quantile", a, fraction(a), Missing.SPREADS));

    /** {@link #QUANTILE} of the elements that are not NaN. */
    public static final Composite NANQUANTILE =
            new Composite(
                    "nanquantile(Tensor self, Tensor q" + AT,
                    a -> quantile("nanquantile", a, a.value(1), Missing.IGNORED));

    /** {@link #NANQUANTILE} at one fraction. */
    public static final Composite NANQUANTILE_SCALAR =
            new Composite(
                    "nanquantile(Tensor self, float q" + AT,
                    a -> quantile("nanquantile", a, fraction(a), Missing.IGNORED));

    /** The lower median of the elements that are not NaN, along a dimension, with its index. */
    public static final Composite NANMEDIAN_DIM =
            new Composite(
                    "nanmedian(Tensor self, int dim, bool keepdim=False) -> (Tensor values, Tensor"
                            + " indices)",
                    a -> {
                        int d = a.dim(1);
                        if (a.layout(0).dim() == 0) {
                            return Orders.MEDIAN_DIM.call(a.all());
                        }
                        Check.that(
                                a.layout(0).size(d) > 0,
                                "nanmedian(): Expected reduction dim %s to have non-zero size.",
                                d);
                        var sorted = Orders.SORT_DIM.values(a.value(0), (long) d, false, true);
                        var rank = nanMedianRank(a.value(0), d);
                        var values = gather(sorted.get(0), d, rank);
                        var indices = gather(sorted.get(1), d, rank);
                        return a.flag(2)
                                ? List.of(values, indices)
                                : List.of(
                                        ValueOps.squeeze(values, d), ValueOps.squeeze(indices, d));
                    });

    /** The lower median of all elements that are not NaN. */
    public static final Composite NANMEDIAN =
            new Composite(
                    "nanmedian(Tensor self) -> Tensor",
                    a -> {
                        long n = a.layout(0).numel();
                        return n == 0
                                ? Orders.MEDIAN.call(a.value(0))
                                : NANMEDIAN_DIM
                                        .values(ValueOps.reshape(a.value(0), n), 0L, false)
                                        .getFirst();
                    });

    /**
     * The most frequent element along a dimension, the smallest of several, with its last index.
     */
    public static final Primitive MODE =
            Primitive.of(
                            SORT,
                            "mode(Tensor self, int dim=-1, bool keepdim=False) -> (Tensor values,"
                                    + " Tensor indices)",
                            a -> {
                                int d = a.dim(1);
                                Check.that(
                                        a.layout(0).dim() == 0 || a.layout(0).size(d) > 0,
                                        "mode(): Expected reduction dim %s to have non-zero size.",
                                        d);
                                return mode(a.dense(0), d, a.flag(2));
                            })
                    .gradient(
                            b ->
                                    grads(
                                            Aggregates.pickGradient(
                                                    b, b.args().integer(1), b.args().flag(2))))
                    .savingResult();

    /** Sorted along the first dimension. */
    public static final Composite MSORT =
            new Composite(
                    "msort(Tensor self) -> Tensor",
                    a -> Orders.SORT_DIM.values(a.value(0), 0L, false, false).getFirst());

    private Quantiles() {}

    /** What NaN does. */
    private enum Missing {
        /** It makes the result NaN. */
        SPREADS,
        /** It does not count. */
        IGNORED
    }

    private static Value fraction(Args a) {
        double q = a.number(1);
        Check.that(q >= 0 && q <= 1, "quantile() q must be in the range [0, 1] but got %s", q);
        return a.value(0).tape().wrap(NewArray.scalar(a.dtypeOf(0), q));
    }

    private static Object quantile(String op, Args a, Value q, Missing missing) {
        var self = a.value(0);
        Check.that(self.layout().numel() > 0, "%s() input tensor must be non-empty", op);
        Check.that(
                self.dtype() == DType.FLOAT32 || self.dtype() == DType.FLOAT64,
                "%s() input tensor must be either float or double dtype",
                op);
        Check.that(q.layout().dim() <= 1, "%s() q must be a scalar or 1D tensor", op);
        Check.that(
                q.dtype() == self.dtype(),
                "%s() q tensor must be same dtype as the input tensor",
                op);
        var interpolation = a.text(4);
        Check.that(
                List.of("linear", "lower", "higher", "midpoint", "nearest").contains(interpolation),
                "%s() interpolation must be one of linear, lower, higher, midpoint or nearest, but"
                        + " got %s",
                op,
                interpolation);
        checkFractions(op, q);
        boolean all = a.none(2);
        int dims = self.layout().dim();
        int d = all ? 0 : a.dim(2);
        boolean flat = all || dims == 0;
        var x = flat ? ValueOps.reshape(self, self.layout().numel()) : moved(self, d, dims - 1);
        var sorted = Orders.SORT_DIM.values(x, -1L, false, false).getFirst();
        var picked = picked(sorted, q, missing, interpolation);
        var result = moved(picked, picked.layout().dim() - 1, 0);
        if (a.flag(3) && !flat) {
            result = ValueOps.unsqueeze(result, d + 1);
        } else if (a.flag(3)) {
            var sizes = new long[dims + 1];
            Arrays.fill(sizes, 1);
            sizes[0] = result.layout().size(0);
            result = ValueOps.reshape(result, sizes);
        }
        return q.layout().dim() == 0 ? ValueOps.select(result, 0, 0) : result;
    }

    private static Value moved(Value x, long from, long to) {
        return (Value) Shapes.MOVEDIM.call(x, new long[] {from}, new long[] {to});
    }

    /** The elements of sorted rows at fractions: sizes of the rows, then the fractions. */
    private static Value picked(Value sorted, Value q, Missing missing, String interpolation) {
        long n = sorted.layout().size(sorted.layout().dim() - 1);
        var fractions = ValueOps.reshape(q, q.layout().numel());
        Value ranks;
        if (missing == Missing.IGNORED) {
            var present = Comparisons.EQ.value(sorted, sorted);
            var count = ValueOps.to(ValueOps.sum(present, true, -1), sorted.dtype());
            ranks = Arithmetic.CLAMP_MIN.value(mul(sub(count, 1L), fractions), 0.0);
        } else {
            var last = mul(fractions, (double) (n - 1));
            var sizes = sorted.layout().sizes();
            sizes[sizes.length - 1] = fractions.layout().numel();
            var missed = Comparisons.ISNAN.value(ValueOps.select(sorted, -1, n - 1));
            ranks =
                    ValueOps.where(
                            ValueOps.expand(ValueOps.unsqueeze(missed, -1), sizes),
                            (double) (n - 1),
                            ValueOps.expand(last, sizes));
        }
        ranks =
                switch (interpolation) {
                    case "lower" -> Elementary.FLOOR.value(ranks);
                    case "higher" -> Elementary.CEIL.value(ranks);
                    case "nearest" -> Elementary.ROUND.value(ranks, 0L);
                    default -> ranks;
                };
        var below = ValueOps.to(ranks, DType.INT64);
        var lower = gather(sorted, -1, below);
        if (!interpolation.equals("linear") && !interpolation.equals("midpoint")) {
            return lower;
        }
        var above = ValueOps.to(Elementary.CEIL.value(ranks), DType.INT64);
        var weights =
                interpolation.equals("midpoint")
                        ? Copying.FILL.value(ValueOps.zerosLike(ranks), 0.5)
                        : sub(ranks, ValueOps.to(below, ranks.dtype()));
        return Arithmetic.LERP.value(lower, gather(sorted, -1, above), weights);
    }

    private static void checkFractions(String op, Value q) {
        if (q.layout().numel() == 0) {
            return;
        }
        var least = Scalars.read(Aggregates.AMIN.value(q, new long[0], false, null).array());
        var most = Scalars.read(Aggregates.AMAX.value(q, new long[0], false, null).array());
        Check.that(least >= 0 && most <= 1, "%s() q values must be in the range [0, 1]", op);
    }

    /** The rank of the lower median among the numbers of each row, in an index for gather. */
    private static Value nanMedianRank(Value x, int d) {
        var present = ValueOps.sum(Comparisons.EQ.value(x, x), true, d);
        var last = sub(present, 1L);
        var rank = Arithmetic.FLOOR_DIVIDE.value(last, 2L);
        return Arithmetic.CLAMP_MIN.value(rank, 0L);
    }

    private static Array[] mode(Array x, int d, boolean keepdim) {
        return Orders.perRow(
                x,
                d,
                keepdim,
                (values, indices) ->
                        Backends.cpu()
                                .ordering()
                                .mode(
                                        x.dtype(),
                                        Rows.of(x.layout(), d),
                                        x.address(),
                                        values.address(),
                                        indices.address()));
    }
}
