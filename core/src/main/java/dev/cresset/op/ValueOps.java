package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.NoDataException;

import java.util.List;

/** Ops as functions of values: the vocabulary of gradient rules and composite ops. */
public final class ValueOps {
    private ValueOps() {}

    /** Sum. */
    public static Value add(Value a, Object b) {
        return Arithmetic.PLUS.value(a, b);
    }

    /** Difference. */
    public static Value sub(Value a, Object b) {
        return Arithmetic.MINUS.value(a, b);
    }

    /** {@code b - a}. */
    public static Value rsub(Value a, Object b) {
        return Arithmetic.RSUB.value(a, b, 1L);
    }

    /** Product. */
    public static Value mul(Value a, Object b) {
        return Arithmetic.MUL.value(a, b);
    }

    /** Quotient. */
    public static Value div(Value a, Object b) {
        return Arithmetic.DIV.value(a, b);
    }

    /** Power. */
    public static Value pow(Value a, Object b) {
        return Powers.of(a, b).value(a, b);
    }

    /** Negative. */
    public static Value neg(Value a) {
        return Arithmetic.NEG.value(a);
    }

    /** Exponential. */
    public static Value exp(Value a) {
        return Elementary.EXP.value(a);
    }

    /** Equality. */
    public static Value eq(Value a, Object b) {
        return Comparisons.EQ.value(a, b);
    }

    /** Choice. */
    public static Value where(Value condition, Object a, Object b) {
        return Arithmetic.WHERE.value(condition, a, b);
    }

    /** Zero where the mask holds. */
    public static Value maskedZero(Value a, Value mask) {
        return Arithmetic.WHERE.value(mask, 0L, a);
    }

    /** Complex conjugate; a real value itself. */
    public static Value conj(Value a) {
        return ComplexOps.conj(a);
    }

    /** The real parts of a complex value, in the same memory. */
    public static Value re(Value a) {
        return select(viewAsReal(a), -1, 0);
    }

    /** The imaginary parts of a complex value, in the same memory. */
    public static Value im(Value a) {
        return select(viewAsReal(a), -1, 1);
    }

    /** Both parts of a complex value as a last dimension. */
    public static Value viewAsReal(Value a) {
        return ComplexOps.VIEW_AS_REAL.value(a);
    }

    /** The last dimension, of size 2, as complex numbers. */
    public static Value viewAsComplex(Value a) {
        return ComplexOps.VIEW_AS_COMPLEX.value(a);
    }

    /** A row-major value as elements of the real or complex counterpart of its dtype. */
    public static Value reinterpret(Value a, DType dtype, long... sizes) {
        if (a.dtype() == dtype) {
            return a;
        }
        return dtype.isComplex()
                ? reshape(viewAsComplex(reshape(a, -1, 2)), sizes)
                : reshape(viewAsReal(a), sizes);
    }

    /** The same numbers in another dtype; the value itself if it has that dtype. */
    public static Value to(Value a, DType dtype) {
        return a.dtype() == dtype ? a : Copying.TO.value(a, dtype);
    }

    /** The value itself if row-major, else a copy. */
    public static Value contiguous(Value a) {
        return !a.hidden() && a.layout().isContiguous() ? a : Copying.CONTIGUOUS.value(a);
    }

    /** The same numbers without history. */
    public static Value detach(Value a) {
        return a.tape().wrap(a.array());
    }

    /** On a device: the value itself if it lives there. */
    public static Value to(Value a, Device device) {
        boolean meta = Meta.is(Backends.supported("to", device));
        if (meta == Meta.is(a.physical())) {
            return a;
        }
        if (meta) {
            return Copying.TO_META.value(a);
        }
        throw new NoDataException();
    }

    /** A copy. */
    public static Value clone(Value a) {
        return Copying.CLONE.value(a);
    }

    /** Zeros without history, of the dtype and family of {@code like}. */
    public static Value zeros(Value like, long... sizes) {
        return like.tape().wrap(NewArray.zerosBeside(like.physical(), like.dtype(), sizes));
    }

    /** Numbers made in memory as a value on the device of {@code like}. */
    static Value placed(Value like, Array numbers) {
        return like.tape()
                .wrap(
                        Meta.is(like.physical())
                                ? Meta.empty(numbers.dtype(), numbers.layout())
                                : numbers);
    }

    /** Zeros of the same sizes. */
    public static Value zerosLike(Value like) {
        return zeros(like, like.layout().sizes());
    }

    /** Ones of the same sizes. */
    public static Value onesLike(Value like) {
        return Copying.FILL.value(zerosLike(like), 1L);
    }

    /** Any layout. */
    public static Value asStrided(Value a, long[] sizes, long[] strides, long offset) {
        return Copying.AS_STRIDED.value(a, sizes, strides, offset);
    }

    /** Replaces the elements under a layout. */
    public static Value asStridedScatter(
            Value a, Value source, long[] sizes, long[] strides, long offset) {
        return Copying.AS_STRIDED_SCATTER.value(a, source, sizes, strides, offset);
    }

    /** Sum over dimensions. */
    public static Value sum(Value a, boolean keepdim, long... dims) {
        return Aggregates.SUM.value(a, dims, keepdim, null);
    }

    /** Sum over everything. */
    public static Value sum(Value a) {
        return Aggregates.SUM.value(a, null, false, null);
    }

    /** Sums over the dimensions along which {@code sizes} was broadcast, giving those sizes. */
    public static Value sumTo(Value a, long... sizes) {
        int extra = a.layout().dim() - sizes.length;
        var dims = new long[a.layout().dim()];
        int count = 0;
        for (int d = 0; d < dims.length; d++) {
            if (d < extra || (sizes[d - extra] == 1 && a.layout().size(d) != 1)) {
                dims[count++] = d;
            }
        }
        var summed = count == 0 ? a : sum(a, true, java.util.Arrays.copyOf(dims, count));
        return extra > 0 ? view(summed, sizes) : summed;
    }

    /** Another shape of the same memory where possible, else of a copy. */
    public static Value reshape(Value a, long... sizes) {
        return Shapes.RESHAPE.value(a, sizes);
    }

    /** Another shape of the same memory. */
    public static Value view(Value a, long... sizes) {
        return Shapes.RESHAPE.value(a, sizes);
    }

    /** Stretches dimensions of size 1. */
    public static Value expand(Value a, long... sizes) {
        return Shapes.EXPAND.value(a, sizes);
    }

    /** Two dimensions exchanged. */
    public static Value transpose(Value a, long d0, long d1) {
        return Shapes.TRANSPOSE.value(a, d0, d1);
    }

    /** Rows and columns exchanged: the last two dimensions. */
    public static Value mt(Value a) {
        return Shapes.TRANSPOSE.value(a, -2L, -1L);
    }

    /** Dimensions reordered. */
    public static Value permute(Value a, long... dims) {
        return Shapes.PERMUTE.value(a, dims);
    }

    /** A dimension of size 1 inserted. */
    public static Value unsqueeze(Value a, long d) {
        return Shapes.UNSQUEEZE.value(a, d);
    }

    /** A dimension of size 1 dropped. */
    public static Value squeeze(Value a, long d) {
        return Shapes.SQUEEZE.value(a, new long[] {d});
    }

    /** One index of a dimension. */
    public static Value select(Value a, long d, long index) {
        return Shapes.SELECT.value(a, d, index);
    }

    /** A range of a dimension. */
    public static Value slice(Value a, long d, long start, long end, long step) {
        return Shapes.SLICE.value(a, d, start, end, step);
    }

    /** A range of a dimension by its length. */
    public static Value narrow(Value a, long d, long start, long length) {
        return Shapes.SLICE.value(a, d, start, start + length, 1L);
    }

    /** Matrix product of two matrices. */
    public static Value mm(Value a, Value b) {
        return Products.MM.value(a, b);
    }

    /** Products of two batches of matrices. */
    public static Value bmm(Value a, Value b) {
        return Products.BMM.value(a, b);
    }

    /** Rows picked by index. */
    public static Value indexSelect(Value a, long d, Value index) {
        return Moves.INDEX_SELECT.value(a, d, index);
    }

    /** Rows added at indices. */
    public static Value indexAdd(Value a, long d, Value index, Value source) {
        return Moves.INDEX_ADD.value(a, d, index, source, 1L);
    }

    /** Elements picked by index along a dimension. */
    public static Value gather(Value a, long d, Value index) {
        return Moves.GATHER_ALONG.value(a, d, index, false);
    }

    /** Elements added at indices along a dimension. */
    public static Value scatterAdd(Value a, long d, Value index, Value source) {
        return Moves.SCATTER_ADD.value(a, d, index, source);
    }

    /** Tensors joined along a dimension. */
    public static Value cat(List<Value> all, long d) {
        return Joins.CAT.value(all, d);
    }

    /** The order of a dimension reversed. */
    public static Value flip(Value a, long... dims) {
        return Joins.FLIP.value(a, dims);
    }
}
