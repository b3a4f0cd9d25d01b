package dev.cresset;

import static dev.cresset.Calls.call;
import static dev.cresset.Calls.list;

import dev.cresset.op.Diagonals;
import dev.cresset.op.IndexOps;
import dev.cresset.op.Joins;
import dev.cresset.op.NewTensors;
import dev.cresset.op.Shapes;
import dev.cresset.op.ViewForms;
import dev.cresset.spi.DType;

import java.util.List;

/**
 * Shape changes by the less frequent names, diagonals, and new tensors in the likeness of this one.
 */
sealed interface ShapeFormMethods permits Tensor {
    /** All elements as a vector; a view where possible. */
    default Tensor ravel() {
        return call(ViewForms.RAVEL, this);
    }

    /** The last two dimensions exchanged; a view. */
    default Tensor adjoint() {
        return call(ViewForms.ADJOINT, this);
    }

    /** The last two dimensions exchanged; a view. */
    default Tensor mT() {
        return call(ViewForms.MATRIX_TRANSPOSE, this);
    }

    /** The last two dimensions exchanged; a view. */
    default Tensor mH() {
        return call(ViewForms.MATRIX_ADJOINT, this);
    }

    /** All dimensions in reverse order; a view. */
    default Tensor T() {
        return call(ViewForms.REVERSED, this);
    }

    /** The transpose of a matrix; a view. */
    default Tensor H() {
        return call(ViewForms.HERMITIAN, this);
    }

    /** The order of columns reversed; a copy. */
    default Tensor fliplr() {
        return call(ViewForms.FLIPLR, this);
    }

    /** The order of rows reversed; a copy. */
    default Tensor flipud() {
        return call(ViewForms.FLIPUD, this);
    }

    /** The sum of the main diagonal of a matrix. */
    default Tensor trace() {
        return call(Diagonals.TRACE, this);
    }

    /** Two dimensions exchanged; a view. */
    default Tensor swapaxes(long axis0, long axis1) {
        return call(ViewForms.SWAPAXES, this, axis0, axis1);
    }

    /** Two dimensions exchanged; a view. */
    default Tensor swapdims(long dim0, long dim1) {
        return call(ViewForms.SWAPDIMS, this, dim0, dim1);
    }

    /** Dimensions moved; a view. */
    default Tensor movedim(long[] source, long[] destination) {
        return call(Shapes.MOVEDIM, this, source, destination);
    }

    /** A dimension moved; a view. */
    default Tensor moveaxis(long source, long destination) {
        return call(Shapes.MOVEDIM, this, new long[] {source}, new long[] {destination});
    }

    /** Dimensions moved; a view. */
    default Tensor moveaxis(long[] source, long[] destination) {
        return call(Shapes.MOVEDIM, this, source, destination);
    }

    /** The sizes of another tensor over the same memory. */
    default Tensor viewAs(Tensor other) {
        return call(ViewForms.VIEW_AS, this, other);
    }

    /** The sizes of another tensor, by a view where possible. */
    default Tensor reshapeAs(Tensor other) {
        return call(ViewForms.RESHAPE_AS, this, other);
    }

    /** Summed over the dimensions along which {@code sizes} broadcasts to the sizes of this. */
    default Tensor sumToSize(long... sizes) {
        return call(ViewForms.SUM_TO_SIZE, this, sizes);
    }

    /** Pieces whose sizes differ by one at most, along the first dimension. */
    default List<Tensor> tensorSplit(long sections) {
        return list(ViewForms.TENSOR_SPLIT, this, sections, 0L);
    }

    /** Pieces whose sizes differ by one at most. */
    default List<Tensor> tensorSplit(long sections, long dim) {
        return list(ViewForms.TENSOR_SPLIT, this, sections, dim);
    }

    /** Pieces between indices. */
    default List<Tensor> tensorSplit(long[] indices, long dim) {
        return list(ViewForms.TENSOR_SPLIT_INDICES, this, indices, dim);
    }

    /** Equal pieces from left to right. */
    default List<Tensor> hsplit(long sections) {
        return list(ViewForms.HSPLIT, this, sections);
    }

    /** Pieces from left to right between indices. */
    default List<Tensor> hsplit(long[] indices) {
        return list(ViewForms.HSPLIT_INDICES, this, indices);
    }

    /** Equal pieces of the first dimension. */
    default List<Tensor> vsplit(long sections) {
        return list(ViewForms.VSPLIT, this, sections);
    }

    /** Pieces of the first dimension between indices. */
    default List<Tensor> vsplit(long[] indices) {
        return list(ViewForms.VSPLIT_INDICES, this, indices);
    }

    /** Equal pieces of the third dimension. */
    default List<Tensor> dsplit(long sections) {
        return list(ViewForms.DSPLIT, this, sections);
    }

    /** Pieces of the third dimension between indices. */
    default List<Tensor> dsplit(long[] indices) {
        return list(ViewForms.DSPLIT_INDICES, this, indices);
    }

    /** Pieces of given sizes along the first dimension. */
    default List<Tensor> splitWithSizes(long... sizes) {
        return list(Shapes.SPLIT_SIZES, this, sizes, 0L);
    }

    /** Pieces of given sizes along a dimension. */
    default List<Tensor> splitWithSizes(long[] sizes, long dim) {
        return list(Shapes.SPLIT_SIZES, this, sizes, dim);
    }

    /** {@link Tensor#chunk(long, long)}; PyTorch does not check changes of its results. */
    default List<Tensor> unsafeChunk(long chunks, long dim) {
        return list(ViewForms.UNSAFE_CHUNK, this, chunks, dim);
    }

    /** {@link Tensor#split(long, long)}; PyTorch does not check changes of its results. */
    default List<Tensor> unsafeSplit(long size, long dim) {
        return list(ViewForms.UNSAFE_SPLIT, this, size, dim);
    }

    /** {@link Tensor#split(long[], long)}; PyTorch does not check changes of its results. */
    default List<Tensor> unsafeSplitWithSizes(long[] sizes, long dim) {
        return list(ViewForms.UNSAFE_SPLIT_SIZES, this, sizes, dim);
    }

    /** Turned by 90 degrees from the first toward the second dimension. */
    default Tensor rot90() {
        return call(ViewForms.ROT90, this, 1L, new long[] {0, 1});
    }

    /** Turned k times by 90 degrees from one toward another dimension. */
    default Tensor rot90(long k, long from, long to) {
        return call(ViewForms.ROT90, this, k, new long[] {from, to});
    }

    /** Repeated along each dimension; missing counts in front are 1. A copy. */
    default Tensor tile(long... times) {
        return call(ViewForms.TILE, this, times);
    }

    /** A copy of a range of a dimension. */
    default Tensor narrowCopy(long dim, long start, long length) {
        return call(ViewForms.NARROW_COPY, this, dim, start, length);
    }

    /** A vector as the diagonal of a matrix, or the diagonal of a matrix as a vector. */
    default Tensor diag() {
        return call(Diagonals.DIAG, this, 0L);
    }

    /** A vector as a diagonal of a matrix, or a diagonal of a matrix as a vector. */
    default Tensor diag(long diagonal) {
        return call(Diagonals.DIAG, this, diagonal);
    }

    /** The last dimension as the diagonal of two new last dimensions. */
    default Tensor diagEmbed() {
        return call(Diagonals.DIAG_EMBED, this, 0L, -2L, -1L);
    }

    /** The last dimension as a diagonal of two new dimensions. */
    default Tensor diagEmbed(long offset, long dim1, long dim2) {
        return call(Diagonals.DIAG_EMBED, this, offset, dim1, dim2);
    }

    /** All elements as the diagonal of a matrix. */
    default Tensor diagflat() {
        return call(Diagonals.DIAGFLAT, this, 0L);
    }

    /** All elements as a diagonal of a matrix. */
    default Tensor diagflat(long offset) {
        return call(Diagonals.DIAGFLAT, this, offset);
    }

    /** A diagonal of the first two dimensions as the last dimension; a view. */
    default Tensor diagonal(long offset) {
        return call(Shapes.DIAGONAL, this, offset, 0L, 1L);
    }

    /** A diagonal of two dimensions as the last dimension; a view. */
    default Tensor diagonal(long offset, long dim1, long dim2) {
        return call(Shapes.DIAGONAL, this, offset, dim1, dim2);
    }

    /** A copy with the main diagonal replaced. */
    default Tensor diagonalScatter(Tensor src) {
        return call(Diagonals.DIAGONAL_SCATTER, this, src, 0L, 0L, 1L);
    }

    /** A copy with a diagonal of two dimensions replaced. */
    default Tensor diagonalScatter(Tensor src, long offset, long dim1, long dim2) {
        return call(Diagonals.DIAGONAL_SCATTER, this, src, offset, dim1, dim2);
    }

    /** A copy with one index of a dimension replaced. */
    default Tensor selectScatter(Tensor src, long dim, long index) {
        return call(Diagonals.SELECT_SCATTER, this, src, dim, index);
    }

    /** A copy with a range of a dimension replaced. */
    default Tensor sliceScatter(Tensor src, long dim, long start, long end, long step) {
        return call(Shapes.SLICE_SCATTER, this, src, dim, start, end, step);
    }

    /** The elements on and below the main diagonal, zeros elsewhere. */
    default Tensor tril() {
        return call(Diagonals.TRIL, this, 0L);
    }

    /** The elements on and below a diagonal, zeros elsewhere. */
    default Tensor tril(long diagonal) {
        return call(Diagonals.TRIL, this, diagonal);
    }

    /** The elements on and above the main diagonal, zeros elsewhere. */
    default Tensor triu() {
        return call(Diagonals.TRIU, this, 0L);
    }

    /** The elements on and above a diagonal, zeros elsewhere. */
    default Tensor triu(long diagonal) {
        return call(Diagonals.TRIU, this, diagonal);
    }

    /** Each element repeated, as a vector. */
    default Tensor repeatInterleave(long repeats) {
        return call(IndexOps.REPEAT_INTERLEAVE, this, repeats, null, null);
    }

    /** Each slice of a dimension repeated. */
    default Tensor repeatInterleave(long repeats, long dim) {
        return call(IndexOps.REPEAT_INTERLEAVE, this, repeats, dim, null);
    }

    /** Each slice of a dimension repeated by its own count. */
    default Tensor repeatInterleave(Tensor repeats, long dim) {
        return call(IndexOps.REPEAT_INTERLEAVE_COUNTS, this, repeats, dim, null);
    }

    /** Elements of the flattened tensor shifted, coming back at the other end; a copy. */
    default Tensor roll(long shift) {
        return call(Joins.ROLL, this, new long[] {shift}, new long[0]);
    }

    /** Elements shifted along dimensions, coming back at the other end; a copy. */
    default Tensor roll(long[] shifts, long[] dims) {
        return call(Joins.ROLL, this, shifts, dims);
    }

    /** Pieces of given sizes along the first dimension. */
    default List<Tensor> split(long[] sizes) {
        return list(Shapes.SPLIT_SIZES, this, sizes, 0L);
    }

    /** Undefined content of the dtype of this in other sizes. */
    default Tensor newEmpty(long... sizes) {
        return Calls.like(NewTensors.NEW_EMPTY, this, sizes);
    }

    /** Undefined content of another dtype in other sizes. */
    default Tensor newEmpty(DType dtype, long... sizes) {
        return Calls.like(NewTensors.NEW_EMPTY, this, sizes, dtype);
    }

    /** Zeros of the dtype of this in other sizes. */
    default Tensor newZeros(long... sizes) {
        return Calls.like(NewTensors.NEW_ZEROS, this, sizes);
    }

    /** Zeros of another dtype in other sizes. */
    default Tensor newZeros(DType dtype, long... sizes) {
        return Calls.like(NewTensors.NEW_ZEROS, this, sizes, dtype);
    }

    /** Ones of the dtype of this in other sizes. */
    default Tensor newOnes(long... sizes) {
        return Calls.like(NewTensors.NEW_ONES, this, sizes);
    }

    /** Ones of another dtype in other sizes. */
    default Tensor newOnes(DType dtype, long... sizes) {
        return Calls.like(NewTensors.NEW_ONES, this, sizes, dtype);
    }

    /** One number of the dtype of this in other sizes. */
    default Tensor newFull(long[] sizes, Number value) {
        return Calls.like(NewTensors.NEW_FULL, this, sizes, value);
    }

    /** Undefined content of the dtype of this in other sizes and strides. */
    default Tensor newEmptyStrided(long[] sizes, long[] strides) {
        return Calls.like(NewTensors.NEW_EMPTY_STRIDED, this, sizes, strides);
    }

    /** A copy of numbers in an array of any rank, in the dtype of this. */
    default Tensor newTensor(Object nested) {
        return Torch.tensor(nested, ((Tensor) this).dtype());
    }
}
