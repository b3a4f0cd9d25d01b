package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.COPY;

import dev.cresset.expr.Expr;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.NoDataException;

/** Copies, conversions and raw layouts. */
public final class Copying {
    /** A copy in the memory order of the original if that is dense, else row-major. */
    public static final Primitive CLONE =
            Primitive.of(
                            COPY,
                            "clone(Tensor self) -> Tensor",
                            a -> copied(a.value(0), a.dtypeOf(0)))
                    .anyNumbers()
                    .anywhere()
                    .gradient(b -> grads(b.grad()));

    /** A row-major copy. */
    public static final Primitive CONTIGUOUS =
            Primitive.of(
                            COPY,
                            "_contiguous(Tensor self) -> Tensor",
                            a -> Copies.copyTo(a.array(0), a.dtypeOf(0)))
                    .anyNumbers()
                    .anywhere()
                    .gradient(b -> grads(b.grad()))
                    .named("CloneBackward0");

    /** The same numbers in another dtype. */
    public static final Primitive TO =
            Primitive.of(
                            COPY,
                            "_to_copy(Tensor self, ScalarType dtype) -> Tensor",
                            a -> copied(a.value(0), (DType) a.all()[1]))
                    .anyNumbers()
                    .anywhere()
                    .gradient(b -> grads(ValueOps.to(b.grad(), b.dtype(0))))
                    .named("ToCopyBackward0");

    /** The sizes and dtype without the numbers, on the meta device. */
    static final Primitive TO_META =
            Primitive.of(
                            COPY,
                            "_to_meta(Tensor self) -> Tensor",
                            a -> {
                                var own = a.layout(0);
                                var layout =
                                        a.value(0).hidden()
                                                ? Layout.contiguous(own.sizes())
                                                : own.dense();
                                return Meta.empty(a.dtypeOf(0), layout);
                            })
                    .anyNumbers()
                    .gradient(
                            b -> {
                                throw new NoDataException();
                            })
                    .named("ToCopyBackward0");

    /** {@code self} with the content of another tensor; used in place. */
    public static final Primitive COPY_FROM =
            Primitive.of(
                            COPY,
                            "copy(Tensor self, Tensor src) -> Tensor",
                            a -> {
                                Check.that(
                                        java.util.Arrays.equals(
                                                Check.broadcast(
                                                        a.layout(0).sizes(), a.layout(1).sizes()),
                                                a.layout(0).sizes()),
                                        "copy_: source of sizes %s does not broadcast to %s",
                                        a.layout(1),
                                        a.layout(0));
                                var result =
                                        NewArray.beside(
                                                a.array(0), a.dtypeOf(0), a.layout(0).sizes());
                                Copies.copy(a.array(1), result);
                                return result;
                            })
                    .anyNumbers()
                    .anywhere()
                    .gradient(b -> grads(null, b.grad()))
                    .named("CopyBackwards");

    /** Sum written into the first operand: the engine's accumulation. */
    public static final Pointwise ADD_TO = Arithmetic.PLUS;

    private static final Pointwise FILL_ROW =
            Pointwise.of(
                    "fill(Tensor self, Scalar value) -> Tensor",
                    1,
                    Pointwise.Rule.PROMOTE,
                    Expr.where(Expr.of(1), Expr.param(0), Expr.in(0)),
                    (x, y, g) -> new Expr[] {g.mul(0)});

    private static final Pointwise FILL_TENSOR_ROW =
            Pointwise.of(
                            "fill(Tensor self, Tensor value) -> Tensor",
                            2,
                            Pointwise.Rule.PROMOTE,
                            Expr.where(Expr.of(1), Expr.in(1), Expr.in(0)),
                            (x, y, g) -> new Expr[] {Expr.where(Expr.of(1), Expr.of(0), g), g})
                    .named("FillBackward1");

    /**
     * {@code self} with every element replaced by a number, for which its dtype must have room, or
     * by a 0-d tensor, which is converted; used in place.
     */
    public static final Composite FILL =
            new Composite(
                    "fill(Tensor self, Operand value) -> Tensor",
                    a -> {
                        if (!(a.all()[1] instanceof Value v)) {
                            return FILL_ROW.call(a.value(0), a.all()[1]);
                        }
                        Check.that(
                                v.layout().dim() == 0,
                                "fill_: only supports 0-dimension value tensor but got tensor with"
                                        + " %s dimensions.",
                                v.layout().dim());
                        return FILL_TENSOR_ROW.call(a.value(0), ValueOps.to(v, a.dtypeOf(0)));
                    });

    /** Zeros in place of every element; used in place. */
    public static final Pointwise ZERO =
            Pointwise.of(
                    "zero(Tensor self) -> Tensor",
                    1,
                    Pointwise.Rule.PROMOTE,
                    Expr.where(Expr.of(1), Expr.of(0), Expr.in(0)),
                    (x, y, g) -> new Expr[] {g.mul(0)});

    /** Any layout over the storage; the offset counts from the first element of self. */
    public static final View AS_STRIDED =
            new View(
                    "_as_strided(Tensor self, int[] size, int[] stride, int? storage_offset=None)"
                            + " -> Tensor",
                    (self, a) -> {
                        long offset = a.none(3) ? self.offset() : self.offset() + a.integer(3);
                        var layout = Layout.of(a.longs(1), a.longs(2), offset);
                        return layout;
                    },
                    b -> {
                        var view = Layout.of(b.args().longs(1), b.args().longs(2), 0);
                        if (!b.layout(0).isContiguous() || Conversions.overlaps(view)) {
                            return Conversions.asStridedGradient(b);
                        }
                        var zeros = ValueOps.zeros(b.grad(), b.layout(0).sizes());
                        return ValueOps.asStridedScatter(
                                zeros,
                                b.grad(),
                                b.args().longs(1),
                                b.args().longs(2),
                                b.args().none(3) ? 0 : b.args().integer(3));
                    });

    /** A row-major copy of self in which the elements that a layout covers are replaced. */
    public static final Primitive AS_STRIDED_SCATTER =
            Primitive.of(
                            COPY,
                            "_as_strided_scatter(Tensor self, Tensor src, int[] size, int[] stride,"
                                    + " int storage_offset) -> Tensor",
                            a -> {
                                Array result = Copies.copyTo(a.array(0), a.dtypeOf(0));
                                var part =
                                        result.with(
                                                Layout.of(a.longs(2), a.longs(3), a.integer(4)));
                                Copies.copy(a.array(1), part);
                                return result;
                            })
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b -> {
                                var a = b.args();
                                var g = ValueOps.contiguous(b.grad());
                                return grads(
                                        ValueOps.asStridedScatter(
                                                g,
                                                ValueOps.zeros(g, b.layout(1).sizes()),
                                                a.longs(2),
                                                a.longs(3),
                                                a.integer(4)),
                                        ValueOps.asStrided(
                                                g, a.longs(2), a.longs(3), a.integer(4)));
                            });

    private Copying() {}

    /** A copy in the memory order of the original if that is dense, else row-major. */
    private static Object copied(Value v, DType dtype) {
        var from = v.physical();
        var layout =
                from.layout().isDense()
                        ? from.layout().withOffset(0)
                        : Layout.contiguous(from.layout().sizes());
        var copy = NewArray.beside(from, dtype, layout);
        Copies.copy(from, copy);
        return v.hidden() ? new Primitive.Hidden(copy) : copy;
    }
}
