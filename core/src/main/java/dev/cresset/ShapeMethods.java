package dev.cresset;

import static dev.cresset.Calls.call;
import static dev.cresset.Calls.list;

import dev.cresset.op.Joins;
import dev.cresset.op.Shapes;
import dev.cresset.op.ViewForms;

import java.util.List;

/** Methods that change the shape. Views share memory with this tensor. */
sealed interface ShapeMethods permits Tensor {
    /** The same memory under other sizes; one of them may be -1. */
    default Tensor view(long... sizes) {
        return call(Shapes.VIEW, this, sizes);
    }

    /** A view where possible, else a copy, under other sizes; one of them may be -1. */
    default Tensor reshape(long... sizes) {
        return call(Shapes.RESHAPE, this, sizes);
    }

    /** The transpose of a matrix; a view. */
    default Tensor t() {
        return call(Shapes.T, this);
    }

    /** Two dimensions exchanged; a view. */
    default Tensor transpose(long dim0, long dim1) {
        return call(Shapes.TRANSPOSE, this, dim0, dim1);
    }

    /** Dimensions reordered; a view. */
    default Tensor permute(long... dims) {
        return call(Shapes.PERMUTE, this, dims);
    }

    /** All dimensions of size 1 dropped; a view. */
    default Tensor squeeze() {
        return call(Shapes.SQUEEZE, this, (Object) null);
    }

    /** Dimensions dropped where they have size 1; a view. */
    default Tensor squeeze(long... dims) {
        return call(Shapes.SQUEEZE, this, dims);
    }

    /** A dimension of size 1 inserted; a view. */
    default Tensor unsqueeze(long dim) {
        return call(Shapes.UNSQUEEZE, this, dim);
    }

    /** Dimensions of size 1 stretched without copying; -1 keeps a size. */
    default Tensor expand(long... sizes) {
        return call(Shapes.EXPAND, this, sizes, false);
    }

    /** Stretched to the sizes of another tensor. */
    default Tensor expandAs(Tensor other) {
        return call(Shapes.EXPAND, this, other.layout().sizes(), false);
    }

    /** Stretched to sizes by broadcasting; a view. */
    default Tensor broadcastTo(long... sizes) {
        return call(Shapes.BROADCAST_TO, this, sizes);
    }

    /** Repeated along each dimension; a copy. */
    default Tensor repeat(long... times) {
        return call(Joins.REPEAT, this, times);
    }

    /** Pieces of equal size along the first dimension, the last one smaller. */
    default List<Tensor> split(long size) {
        return list(Shapes.SPLIT, this, size, 0L);
    }

    /** Pieces of equal size along a dimension, the last one smaller. */
    default List<Tensor> split(long size, long dim) {
        return list(Shapes.SPLIT, this, size, dim);
    }

    /** Pieces of given sizes along a dimension. */
    default List<Tensor> split(long[] sizes, long dim) {
        return list(Shapes.SPLIT_SIZES, this, sizes, dim);
    }

    /** At most n pieces of equal size along the first dimension. */
    default List<Tensor> chunk(long n) {
        return list(Shapes.CHUNK, this, n, 0L);
    }

    /** At most n pieces of equal size along a dimension. */
    default List<Tensor> chunk(long n, long dim) {
        return list(Shapes.CHUNK, this, n, dim);
    }

    /** The slices of the first dimension without it. */
    default List<Tensor> unbind() {
        return list(Shapes.UNBIND, this, 0L);
    }

    /** The slices of a dimension without it. */
    default List<Tensor> unbind(long dim) {
        return list(Shapes.UNBIND, this, dim);
    }

    /** All dimensions merged into one. */
    default Tensor flatten() {
        return call(Shapes.FLATTEN, this, 0L, -1L);
    }

    /** Dimensions from {@code startDim} on merged into one. */
    default Tensor flatten(long startDim) {
        return call(Shapes.FLATTEN, this, startDim, -1L);
    }

    /** Dimensions {@code startDim} to {@code endDim} merged into one. */
    default Tensor flatten(long startDim, long endDim) {
        return call(Shapes.FLATTEN, this, startDim, endDim);
    }

    /** One dimension split into several. */
    default Tensor unflatten(long dim, long... sizes) {
        return call(ViewForms.UNFLATTEN, this, dim, sizes);
    }

    /** A range of a dimension by its length; a view. */
    default Tensor narrow(long dim, long start, long length) {
        return call(Shapes.NARROW, this, dim, start, length);
    }

    /** One index of a dimension, which disappears; a view. */
    default Tensor select(long dim, long index) {
        return call(Shapes.SELECT, this, dim, index);
    }

    /** Dimensions moved; a view. */
    default Tensor movedim(long source, long destination) {
        return call(Shapes.MOVEDIM, this, new long[] {source}, new long[] {destination});
    }

    /** Windows of a dimension as a new last dimension; a view. */
    default Tensor unfold(long dim, long size, long step) {
        return call(Shapes.UNFOLD, this, dim, size, step);
    }

    /** The main diagonal of the first two dimensions as the last dimension; a view. */
    default Tensor diagonal() {
        return call(Shapes.DIAGONAL, this, 0L, 0L, 1L);
    }

    /** The order of dimensions reversed; a copy. */
    default Tensor flip(long... dims) {
        return call(Joins.FLIP, this, dims);
    }

    /** Elements shifted along a dimension, coming back at the other end; a copy. */
    default Tensor roll(long shift, long dim) {
        return call(Joins.ROLL, this, new long[] {shift}, new long[] {dim});
    }
}
