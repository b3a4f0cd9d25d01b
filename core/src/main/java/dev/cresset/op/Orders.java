package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.SORT;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Ordering;
import dev.cresset.spi.Ordering.Arrangement;
import dev.cresset.spi.Ordering.Direction;
import dev.cresset.spi.Ordering.RankMethod;
import dev.cresset.spi.Rows;

import java.util.function.BiConsumer;

/** Sorting and selecting by rank. */
public final class Orders {
    /** Values in order along a dimension, with their indices. Always stable. */
    public static final Primitive SORT_DIM =
            Primitive.of(
                            SORT,
                            "sort(Tensor self, int dim=-1, bool descending=False, bool"
                                    + " stable=False) -> (Tensor values, Tensor indices)",
                            a -> sorted(a.value(0), a.dim(1), a.flag(2)))
                    .anywhere()
                    .gradient(b -> grads(spread(b, b.args().integer(1))))
                    .savingResult()
                    .named("SortBackward0");

    /** Indices that sort a dimension. */
    public static final Composite ARGSORT =
            new Composite(
                    "argsort(Tensor self, int dim=-1, bool descending=False, bool stable=False) ->"
                            + " Tensor",
                    a -> SORT_DIM.values(a.value(0), a.all()[1], a.all()[2], a.all()[3]).get(1));

    /** The k largest (or smallest) along a dimension, in order. */
    public static final Primitive TOPK =
            Primitive.of(
                            SORT,
                            "topk(Tensor self, int k, int dim=-1, bool largest=True, bool"
                                    + " sorted=True) -> (Tensor values, Tensor indices)",
                            a -> {
                                var x = a.dense(0);
                                int d = a.dim(2);
                                long k = a.integer(1);
                                long size = x.layout().dim() == 0 ? 1 : x.layout().size(d);
                                Check.that(
                                        k >= 0 && k <= size,
                                        "topk: selected index k out of range: k = %s, dimension %s"
                                                + " has size %s",
                                        k,
                                        d,
                                        size);
                                return selected(x, d, k, a.flag(3), a.flag(4));
                            })
                    .anywhere()
                    .gradient(b -> grads(spread(b, b.args().integer(2))))
                    .savingResult()
                    .named("TopkBackward0");

    /** The k-th smallest along a dimension, counted from 1, with its index. */
    public static final Primitive KTHVALUE =
            Primitive.of(
                            SORT,
                            "kthvalue(Tensor self, int k, int dim=-1, bool keepdim=False) ->"
                                    + " (Tensor values, Tensor indices)",
                            a -> {
                                var x = a.dense(0);
                                int d = a.dim(2);
                                long k = a.integer(1);
                                long size = x.layout().dim() == 0 ? 1 : x.layout().size(d);
                                Check.that(
                                        k >= 1 && k <= size,
                                        "kthvalue(): selected number k out of range for dimension"
                                                + " %s: k = %s, size %s",
                                        d,
                                        k,
                                        size);
                                return ranked(x, d, k - 1, RankMethod.QUICKSELECT, a.flag(3));
                            })
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            Aggregates.pickGradient(
                                                    b, b.args().integer(2), b.args().flag(3))))
                    .savingResult();

    /** The lower median along a dimension with its index; NaN wins. */
    public static final Primitive MEDIAN_DIM =
            Primitive.of(
                            SORT,
                            "median(Tensor self, int dim, bool keepdim=False) -> (Tensor values,"
                                    + " Tensor indices)",
                            a -> {
                                int d = a.dim(1);
                                var x = a.dense(0);
                                long n = x.layout().dim() == 0 ? 1 : x.layout().size(d);
                                Check.that(
                                        n > 0 || x.numel() > 0,
                                        "median(): Expected reduction dim %s to have non-zero"
                                                + " size.",
                                        d);
                                return ranked(x, d, (n - 1) / 2, RankMethod.STABLE, a.flag(2));
                            })
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            Aggregates.pickGradient(
                                                    b, b.args().integer(1), b.args().flag(2))))
                    .savingResult();

    /** The lower median of all elements. */
    public static final Composite MEDIAN =
            new Composite(
                    "median(Tensor self) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        if (x.layout().numel() == 0) {
                            return ValueOps.sum(
                                    Copying.FILL.value(ValueOps.zeros(x, 1), Double.NaN));
                        }
                        var flat = ValueOps.reshape(x, x.layout().numel());
                        return MEDIAN_DIM.values(flat, 0L, false).getFirst();
                    });

    private Orders() {}

    private static Array[] sorted(Value v, int d, boolean descending) {
        var x = Copies.contiguous(v.array());
        var values = NewArray.beside(x, x.dtype(), x.layout().sizes());
        var indices = NewArray.beside(x, DType.INT64, x.layout().sizes());
        if (x.numel() > 0 && !Meta.is(x)) {
            ordering()
                    .sort(
                            x.dtype(),
                            Rows.of(x.layout(), d),
                            descending ? Direction.DESCENDING : Direction.ASCENDING,
                            x.address(),
                            values.address(),
                            indices.address());
        }
        return new Array[] {values, indices};
    }

    private static Array[] selected(Array x, int d, long k, boolean largest, boolean sorted) {
        var sizes = x.layout().sizes();
        if (sizes.length > 0) {
            sizes[d] = k;
        }
        var values = NewArray.beside(x, x.dtype(), sizes);
        var indices = NewArray.beside(x, DType.INT64, sizes);
        if (values.numel() > 0 && !Meta.is(x)) {
            ordering()
                    .select(
                            x.dtype(),
                            Rows.of(x.layout(), d),
                            k,
                            largest ? Direction.DESCENDING : Direction.ASCENDING,
                            sorted ? Arrangement.SORTED : Arrangement.UNSORTED,
                            x.address(),
                            values.address(),
                            indices.address());
        }
        return new Array[] {values, indices};
    }

    /** Value and index of a rank along a dimension. */
    private static Array[] ranked(Array x, int d, long rank, RankMethod method, boolean keepdim) {
        return perRow(
                x,
                d,
                keepdim,
                (values, indices) ->
                        ordering()
                                .rank(
                                        x.dtype(),
                                        Rows.of(x.layout(), d),
                                        rank,
                                        method,
                                        x.address(),
                                        values.address(),
                                        indices.address()));
    }

    /** One element of every row along a dimension, and its index, as a computation finds them. */
    static Array[] perRow(Array x, int d, boolean keepdim, BiConsumer<Array, Array> computation) {
        var sizes = x.layout().sizes();
        if (sizes.length > 0) {
            sizes[d] = 1;
        }
        var values = NewArray.beside(x, x.dtype(), sizes);
        var indices = NewArray.beside(x, DType.INT64, sizes);
        if (values.numel() > 0 && !Meta.is(x)) {
            computation.accept(values, indices);
        }
        if (keepdim || sizes.length == 0) {
            return new Array[] {values, indices};
        }
        return new Array[] {
            values.with(values.layout().squeeze(d)), indices.with(indices.layout().squeeze(d))
        };
    }

    private static Value spread(Backward b, long d) {
        if (b.layout(0).dim() == 0) {
            return b.grad();
        }
        return ValueOps.scatterAdd(
                ValueOps.zeros(b.grad(), b.layout(0).sizes()), d, b.result(1), b.grad());
    }

    private static Ordering ordering() {
        return Backends.cpu().ordering();
    }
}
