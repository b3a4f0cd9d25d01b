package dev.cresset;

import static dev.cresset.Calls.call;

import dev.cresset.op.Masks;
import dev.cresset.op.Moves;

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
}
