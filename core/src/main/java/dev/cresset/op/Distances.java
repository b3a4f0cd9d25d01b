package dev.cresset.op;

import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;

/** Distances and similarities of vectors. */
public final class Distances {
    /** {@code |x1 - x2 + eps|_p} over the last dimension. */
    public static final Composite PAIRWISE_DISTANCE =
            new Composite(
                    "pairwise_distance(Tensor x1, Tensor x2, float p=2.0, float eps=1e-06, bool"
                            + " keepdim=False) -> Tensor",
                    a -> {
                        var difference = add(sub(a.value(0), a.value(1)), a.number(3));
                        long last = Math.max(a.layout(0).dim(), a.layout(1).dim()) - 1;
                        return Statistics.NORM.value(
                                difference, a.all()[2], new long[] {last}, a.flag(4), null);
                    });

    /** {@code x1 x2 / (max(|x1|, eps) max(|x2|, eps))} along a dimension. */
    public static final Composite COSINE_SIMILARITY =
            new Composite(
                    "cosine_similarity(Tensor x1, Tensor x2, int dim=1, float eps=1e-08) -> Tensor",
                    a -> {
                        var dtype = Promotion.of(a.value(0), a.value(1));
                        Check.that(
                                dtype.isFloatingPoint(),
                                "cosine_similarity: expected common dtype to be floating point, yet"
                                        + " common dtype is %s",
                                dtype.scalarName());
                        var sizes = Check.broadcast(a.layout(0).sizes(), a.layout(1).sizes());
                        var x = ValueOps.expand(ValueOps.to(a.value(0), dtype), sizes);
                        var y = ValueOps.expand(ValueOps.to(a.value(1), dtype), sizes);
                        int d = Check.dim(a.integer(2), sizes.length);
                        return ValueOps.sum(
                                mul(unit(x, d, a.number(3)), unit(y, d, a.number(3))), false, d);
                    });

    private Distances() {}

    /** Divided by the norm, which counts as at least eps but carries its gradient all the same. */
    private static Value unit(Value x, int d, double eps) {
        var norm = Aggregates.NORM_2.value(x, new long[] {d}, true, null);
        var plain = ValueOps.detach(norm);
        var lift = sub(Arithmetic.CLAMP_MIN.value(plain, eps), plain);
        return div(x, add(norm, lift));
    }
}
