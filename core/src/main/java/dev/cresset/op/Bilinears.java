package dev.cresset.op;

/** Products of two vectors with a tensor of weights. */
public final class Bilinears {
    /** {@code y[o] = sum over i, j of x1[i] weight[o, i, j] x2[j] + bias[o]}. */
    public static final Composite BILINEAR =
            new Composite(
                    "bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor? bias=None) ->"
                            + " Tensor",
                    Bilinears::bilinear);

    private Bilinears() {}

    private static Object bilinear(Args a) {
        var x = a.layout(0);
        var y = a.layout(1);
        var weight = a.layout(2);
        int rank = x.dim();
        Check.that(
                rank == y.dim() && rank > 0,
                "bilinear(): input dimensions do not match: got %s and %s",
                rank,
                y.dim());
        for (int d = 0; d < rank - 1; d++) {
            Check.that(
                    x.size(d) == y.size(d),
                    "bilinear(): input batch dimensions do not match at dim %s: got %s and %s",
                    d,
                    x.size(d),
                    y.size(d));
        }
        Check.that(
                weight.dim() == 3
                        && x.size(rank - 1) == weight.size(1)
                        && y.size(rank - 1) == weight.size(2),
                "bilinear(): input1 or input2 size does not match weight size: got %s and %s for"
                        + " weight %s",
                x,
                y,
                weight);
        long outputs = weight.size(0);
        Check.that(
                a.none(3) || (a.layout(3).dim() == 1 && a.layout(3).numel() == outputs),
                "bilinear(): bias size does not match weight size: got %s but expected %s",
                a.none(3) ? null : a.value(3),
                outputs);
        long first = weight.size(1);
        long second = weight.size(2);
        long batch = 1;
        for (int d = 0; d < rank - 1; d++) {
            batch *= x.size(d);
        }
        var byInput =
                ValueOps.reshape(ValueOps.permute(a.value(2), 1, 0, 2), first, outputs * second);
        var half = ValueOps.mm(ValueOps.reshape(a.value(0), batch, first), byInput);
        var whole =
                ValueOps.bmm(
                        ValueOps.reshape(half, batch, outputs, second),
                        ValueOps.reshape(a.value(1), batch, second, 1));
        var sizes = x.sizes().clone();
        sizes[rank - 1] = outputs;
        var result = ValueOps.reshape(whole, sizes);
        return a.none(3) ? result : ValueOps.add(result, a.value(3));
    }
}
