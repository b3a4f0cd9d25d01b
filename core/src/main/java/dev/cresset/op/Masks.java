package dev.cresset.op;

import static dev.cresset.op.Backward.grads;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing;
import dev.cresset.spi.Indexing.Scatter;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Rows;

import java.util.List;

/** Choosing and replacing elements by truth values. */
public final class Masks {
    /** Elements where the mask holds, as a vector. */
    public static final Primitive MASKED_SELECT =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "masked_select(Tensor self, Tensor mask) -> Tensor",
                            a -> {
                                checkMask("masked_select", a.value(1));
                                var sizes =
                                        Check.broadcast(a.layout(0).sizes(), a.layout(1).sizes());
                                return select(
                                        stretched(a.array(0), sizes), stretched(a.array(1), sizes));
                            })
                    .byParts()
                    .gradient(
                            b -> {
                                var sizes =
                                        Check.broadcast(b.layout(0).sizes(), b.layout(1).sizes());
                                var zeros = ValueOps.zeros(b.grad(), sizes);
                                return grads(
                                        Masks.MASKED_SCATTER.value(zeros, b.value(1), b.grad()));
                            },
                            1);

    /** {@code self} with the elements where the mask holds replaced by those of source in order. */
    public static final Composite MASKED_SCATTER =
            new Composite(
                    "masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor",
                    a -> {
                        var sizes = Check.broadcast(a.layout(0).sizes(), a.layout(1).sizes());
                        var self =
                                a.layout(0).hasSizes(sizes)
                                        ? a.value(0)
                                        : ValueOps.expand(a.value(0), sizes);
                        return Masks.SCATTER_ROW.call(self, a.value(1), a.value(2));
                    });

    private static final Primitive SCATTER_ROW =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor",
                            a -> {
                                checkMask("masked_scatter", a.value(1));
                                var result = Copies.copyTo(a.array(0), a.dtypeOf(0));
                                var mask = stretched(a.array(1), result.layout().sizes());
                                long count = indexing().countTrue(mask.address(), mask.numel());
                                Check.that(
                                        count <= a.layout(2).numel(),
                                        "masked_scatter: expected self and source to have same"
                                                + " dtypes and source to have at least %s elements,"
                                                + " got %s",
                                        count,
                                        a.layout(2).numel());
                                if (count > 0) {
                                    var positions = positions(mask, count);
                                    indexing()
                                            .selectScatter(
                                                    Scatter.SET,
                                                    result.dtype(),
                                                    new Rows(1, result.numel(), 1),
                                                    result.address(),
                                                    positions.address(),
                                                    count,
                                                    a.dense(2).address());
                                }
                                return result;
                            })
                    .byParts()
                    .gradient(
                            b -> {
                                var g = b.grad();
                                var zero = ValueOps.maskedZero(g, b.value(1));
                                Value source = null;
                                if (b.needs(2)) {
                                    var picked =
                                            Masks.MASKED_SELECT.value(
                                                    g,
                                                    ValueOps.expand(
                                                            b.value(1), g.layout().sizes()));
                                    long n = b.layout(2).numel();
                                    long have = picked.layout().numel();
                                    source =
                                            have == n
                                                    ? picked
                                                    : ValueOps.cat(
                                                            List.of(
                                                                    picked,
                                                                    ValueOps.zeros(g, n - have)),
                                                            0);
                                    source = ValueOps.reshape(source, b.layout(2).sizes());
                                }
                                return grads(zero, null, source);
                            },
                            1);

    /** {@code self} with the elements where the mask holds replaced by a number or 0-d tensor. */
    public static final Composite MASKED_FILL =
            new Composite(
                    "masked_fill(Tensor self, Tensor mask, Operand value) -> Tensor",
                    a -> {
                        checkMask("masked_fill", a.value(1));
                        Object value = a.all()[2];
                        if (value instanceof Value v) {
                            Check.that(
                                    v.layout().dim() == 0,
                                    "masked_fill: only supports a 0-dimensional value tensor, but"
                                            + " got tensor with %s dimension(s).",
                                    v.layout().dim());
                            if (!Meta.is(v.physical())) {
                                fitting(a, Scalars.of(v.array()));
                            }
                            value = ValueOps.to(v, a.dtypeOf(0));
                        } else {
                            value = fitting(a, value);
                        }
                        return Masks.MASKED_FILL_ROW.call(a.value(0), a.value(1), value);
                    });

    private static final Pointwise MASKED_FILL_ROW =
            Pointwise.of(
                    "masked_fill(Tensor self, Tensor mask, Operand value) -> Tensor",
                    3,
                    Pointwise.Rule.PROMOTE,
                    dev.cresset.expr.Expr.where(
                            dev.cresset.expr.Expr.in(1),
                            dev.cresset.expr.Expr.in(2),
                            dev.cresset.expr.Expr.in(0)),
                    (x, y, g) ->
                            new dev.cresset.expr.Expr[] {
                                dev.cresset.expr.Expr.where(x[1], dev.cresset.expr.Expr.of(0), g),
                                null,
                                dev.cresset.expr.Expr.where(x[1], g, dev.cresset.expr.Expr.of(0))
                            });

    /** Coordinates of the elements that are not zero, one row each. */
    public static final Primitive NONZERO =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "nonzero(Tensor self) -> Tensor",
                            a -> {
                                var mask = Copies.dense(a.array(0), DType.BOOL);
                                long count = indexing().countTrue(mask.address(), mask.numel());
                                var positions = positions(mask, count);
                                int dims = mask.layout().dim();
                                var result = NewArray.empty(DType.INT64, count, dims);
                                for (long i = 0; i < count; i++) {
                                    long rest = Memory.getLong(positions.address() + 8 * i);
                                    for (int d = dims - 1; d >= 0; d--) {
                                        long size = mask.layout().size(d);
                                        Memory.setLong(
                                                result.address() + 8 * (i * dims + d), rest % size);
                                        rest /= size;
                                    }
                                }
                                return result;
                            })
                    .anyNumbers();

    /** {@link #NONZERO}, on demand as one vector of indices per dimension. */
    public static final Composite NONZERO_FORM =
            new Composite(
                    "nonzero(Tensor self, *, bool as_tuple) -> Tensor",
                    a -> {
                        if (!a.flag(1)) {
                            return NONZERO.call(a.value(0));
                        }
                        var self =
                                a.layout(0).dim() == 0
                                        ? ValueOps.unsqueeze(a.value(0), 0)
                                        : a.value(0);
                        return Shapes.UNBIND.call(NONZERO.value(self), 1L);
                    });

    private Masks() {}

    private static Indexing indexing() {
        return Backends.cpu().indexing();
    }

    private static Object fitting(Args a, Object number) {
        return Scalars.fitting("masked_fill", number, a.dtypeOf(0));
    }

    /** The elements of x, in order, where a mask of the same sizes holds. */
    static Array select(Array x, Array mask) {
        var from = Copies.contiguous(x);
        var dense = Copies.contiguous(mask);
        long count = indexing().countTrue(dense.address(), dense.numel());
        var result = NewArray.empty(x.dtype(), count);
        if (count > 0) {
            indexing()
                    .maskedSelect(
                            x.dtype(),
                            from.numel(),
                            from.address(),
                            dense.address(),
                            result.address());
        }
        return result;
    }

    static Array positions(Array mask, long count) {
        var result = NewArray.empty(DType.INT64, count);
        indexing().positions(mask.numel(), mask.address(), result.address());
        return result;
    }

    private static Array stretched(Array x, long[] sizes) {
        return Copies.contiguous(x.with(x.layout().expand(sizes)));
    }

    private static void checkMask(String op, Value mask) {
        Check.that(
                mask.dtype() == DType.BOOL,
                "%s: expected BoolTensor for mask (%s: only supports boolean masks), but got mask"
                        + " with dtype %s",
                op,
                op,
                mask.dtype());
    }
}
