package dev.cresset;

import static dev.cresset.Calls.call;
import static dev.cresset.Calls.list;

import dev.cresset.op.AdvancedIndexing;
import dev.cresset.op.IndexOps;
import dev.cresset.op.Masks;
import dev.cresset.op.Moves;
import dev.cresset.op.ScatterReductions;

import java.util.List;

/** Methods that pick and place elements by index. */
sealed interface IndexingMethods permits Tensor {
    /** Elements at integer positions of the leading dimensions: {@code a[i, j]}; a view. */
    default Tensor get(long... positions) {
        var entries = new Index[positions.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = Index.at(positions[i]);
        }
        return Indexing.get((Tensor) this, entries);
    }

    /** Elements under an index expression: {@code a[0, ::2, ...]}. */
    default Tensor get(Index... entries) {
        return Indexing.get((Tensor) this, entries);
    }

    /** Elements at indices, or where a mask holds: {@code a[index]}; a copy. */
    default Tensor get(Tensor index) {
        return Indexing.get((Tensor) this, Index.by(index));
    }

    /** Elements under an index expression in Python's notation, e.g. {@code "1, ..., ::2"}. */
    default Tensor get(String expression) {
        return Indexing.get((Tensor) this, IndexText.parse(expression));
    }

    /** Assigns under an index expression: {@code a[entries] = value}. */
    default Tensor set(Tensor value, Index... entries) {
        return Indexing.set((Tensor) this, value, entries);
    }

    /** Assigns a number under an index expression. */
    default Tensor set(Number value, Index... entries) {
        return Indexing.set((Tensor) this, value, entries);
    }

    /** Assigns a number at integer positions of the leading dimensions. */
    default Tensor set(Number value, long... positions) {
        var entries = new Index[positions.length];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = Index.at(positions[i]);
        }
        return Indexing.set((Tensor) this, value, entries);
    }

    /** Assigns under an index expression in Python's notation. */
    default Tensor set(Tensor value, String expression) {
        return Indexing.set((Tensor) this, value, IndexText.parse(expression));
    }

    /** Assigns a number under an index expression in Python's notation. */
    default Tensor set(Number value, String expression) {
        return Indexing.set((Tensor) this, value, IndexText.parse(expression));
    }

    /** Slices of a dimension picked by a vector of indices. */
    default Tensor indexSelect(long dim, Tensor index) {
        return call(Moves.INDEX_SELECT, this, dim, index);
    }

    /** Elements picked along a dimension by an index of the result's sizes. */
    default Tensor gather(long dim, Tensor index) {
        return call(Moves.GATHER_ALONG, this, dim, index, false);
    }

    /** A copy with elements of src written along a dimension at indices. */
    default Tensor scatter(long dim, Tensor index, Tensor src) {
        return call(Moves.SCATTER, this, dim, index, src);
    }

    /** A copy with a number written along a dimension at indices. */
    default Tensor scatter(long dim, Tensor index, Number value) {
        return call(Moves.SCATTER_VALUE, this, dim, index, value);
    }

    /** A copy with elements of src added along a dimension at indices. */
    default Tensor scatterAdd(long dim, Tensor index, Tensor src) {
        return call(Moves.SCATTER_ADD, this, dim, index, src);
    }

    /** A copy with slices of source added at indices of a dimension. */
    default Tensor indexAdd(long dim, Tensor index, Tensor source) {
        return call(Moves.INDEX_ADD, this, dim, index, source, 1L);
    }

    /** A copy with slices of a dimension replaced. */
    default Tensor indexCopy(long dim, Tensor index, Tensor source) {
        return call(Moves.INDEX_COPY, this, dim, index, source);
    }

    /** Elements where the mask holds, as a vector. */
    default Tensor maskedSelect(Tensor mask) {
        return call(Masks.MASKED_SELECT, this, mask);
    }

    /** Coordinates of the elements that are not zero, one row each. */
    default Tensor nonzero() {
        return call(Masks.NONZERO, this);
    }

    /** Elements of the flattened tensor at positions. */
    default Tensor takeAlongDim(Tensor indices) {
        return call(IndexOps.TAKE_ALONG_DIM, this, indices, null);
    }

    /** Elements at indices along a dimension; the other dimensions broadcast. */
    default Tensor takeAlongDim(Tensor indices, long dim) {
        return call(IndexOps.TAKE_ALONG_DIM, this, indices, dim);
    }

    /** Elements at row-major positions, in the sizes of the index. */
    default Tensor take(Tensor index) {
        return call(IndexOps.TAKE, this, index);
    }

    /** A copy with the elements at row-major positions replaced. */
    default Tensor put(Tensor index, Tensor source) {
        return call(IndexOps.PUT, this, index, source, false);
    }

    /** A copy with values added at row-major positions. */
    default Tensor put(Tensor index, Tensor source, Accumulate accumulate) {
        return call(IndexOps.PUT, this, index, source, true);
    }

    /** A copy with slices of a dimension filled with a number. */
    default Tensor indexFill(long dim, Tensor index, Number value) {
        return call(IndexOps.INDEX_FILL, this, dim, index, value);
    }

    /** A copy with slices of a dimension filled with a 0-d tensor. */
    default Tensor indexFill(long dim, Tensor index, Tensor value) {
        return call(IndexOps.INDEX_FILL, this, dim, index, value);
    }

    /** A copy with values placed at the positions that one index per dimension names. */
    default Tensor indexPut(List<Tensor> indices, Tensor values) {
        return call(AdvancedIndexing.INDEX_PUT, this, indices, values, false);
    }

    /** A copy with values added at the positions that one index per dimension names. */
    default Tensor indexPut(List<Tensor> indices, Tensor values, Accumulate accumulate) {
        return call(AdvancedIndexing.INDEX_PUT, this, indices, values, true);
    }

    /** A copy with {@code alpha * source} added at indices of a dimension. */
    default Tensor indexAdd(long dim, Tensor index, Tensor source, Number alpha) {
        return call(Moves.INDEX_ADD, this, dim, index, source, alpha);
    }

    /**
     * A copy with elements of src joined by a reduction to the places that an index names along a
     * dimension.
     */
    default Tensor scatterReduce(long dim, Tensor index, Tensor src, ScatterReduce reduce) {
        return call(ScatterReductions.SCATTER_REDUCE, this, dim, index, src, reduce.text(), true);
    }

    /** The same, with or without the elements that were there. */
    default Tensor scatterReduce(
            long dim, Tensor index, Tensor src, ScatterReduce reduce, IncludeSelf include) {
        return call(ScatterReductions.SCATTER_REDUCE, this, dim, index, src, reduce.text(), false);
    }

    /**
     * A copy with slices of src joined by a reduction to the places that an index names along a
     * dimension.
     */
    default Tensor indexReduce(long dim, Tensor index, Tensor src, ScatterReduce reduce) {
        return call(ScatterReductions.INDEX_REDUCE, this, dim, index, src, reduce.text(), true);
    }

    /** The same, with or without the elements that were there. */
    default Tensor indexReduce(
            long dim, Tensor index, Tensor src, ScatterReduce reduce, IncludeSelf include) {
        return call(ScatterReductions.INDEX_REDUCE, this, dim, index, src, reduce.text(), false);
    }

    /** A copy with the elements where the mask holds replaced by those of source in order. */
    default Tensor maskedScatter(Tensor mask, Tensor source) {
        return call(Masks.MASKED_SCATTER, this, mask, source);
    }

    /** Coordinates of the elements that are not zero, one row each. */
    default Tensor argwhere() {
        return call(IndexOps.ARGWHERE, this);
    }

    /** Coordinates of the elements that are not zero, one vector per dimension. */
    default List<Tensor> nonzeroAsTuple() {
        return list(Masks.NONZERO_FORM, this, true);
    }

    /** The first {@code size} rows of {@link #nonzero}, filled up with -1. */
    default Tensor nonzeroStatic(long size) {
        return call(IndexOps.NONZERO_STATIC, this, size, -1L);
    }
}
