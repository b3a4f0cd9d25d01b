package dev.cresset;

import static dev.cresset.Calls.inPlace;

import dev.cresset.op.AdvancedIndexing;
import dev.cresset.op.Conversions;
import dev.cresset.op.Copying;
import dev.cresset.op.Diagonals;
import dev.cresset.op.IndexOps;
import dev.cresset.op.Masks;
import dev.cresset.op.MoreProducts;
import dev.cresset.op.MoreStatistics;
import dev.cresset.op.Moves;
import dev.cresset.op.NewTensors;
import dev.cresset.op.Products;
import dev.cresset.op.RandomOps;
import dev.cresset.op.Sampling;
import dev.cresset.op.Scans;
import dev.cresset.op.ScatterReductions;
import dev.cresset.op.ViewForms;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** Shapes, positions, products and random numbers, in place: the tensor changes and is returned. */
sealed interface PlacementInPlaceMethods permits Tensor {
    /** {@link Tensor#swapaxes(long, long)} of the tensor itself. */
    default Tensor swapaxes_(long axis0, long axis1) {
        return inPlace(ViewForms.SWAPAXES, this, axis0, axis1);
    }

    /** {@link Tensor#swapdims(long, long)} of the tensor itself. */
    default Tensor swapdims_(long dim0, long dim1) {
        return inPlace(ViewForms.SWAPDIMS, this, dim0, dim1);
    }

    /** {@link Tensor#asStrided} of the tensor itself: another layout over its storage. */
    default Tensor asStrided_(long[] sizes, long[] strides, long storageOffset) {
        return inPlace(
                Copying.AS_STRIDED,
                this,
                sizes,
                strides,
                Conversions.checkedOffset((Tensor) this, sizes, strides, storageOffset));
    }

    /**
     * Other sizes for the tensor itself; elements stay in the order of memory, what is added is
     * undefined.
     */
    default Tensor resize_(long... sizes) {
        return inPlace(NewTensors.RESIZE, this, sizes, null);
    }

    /** The sizes of another tensor for the tensor itself. */
    default Tensor resizeAs_(Tensor template) {
        return inPlace(NewTensors.RESIZE_AS, this, template, null);
    }

    /** {@link Tensor#tril()} in place. */
    default Tensor tril_() {
        return inPlace(Diagonals.TRIL, this, 0L);
    }

    /** {@link Tensor#tril(long)} in place. */
    default Tensor tril_(long diagonal) {
        return inPlace(Diagonals.TRIL, this, diagonal);
    }

    /** {@link Tensor#triu()} in place. */
    default Tensor triu_() {
        return inPlace(Diagonals.TRIU, this, 0L);
    }

    /** {@link Tensor#triu(long)} in place. */
    default Tensor triu_(long diagonal) {
        return inPlace(Diagonals.TRIU, this, diagonal);
    }

    /** The main diagonal filled with a number. */
    default Tensor fillDiagonal_(Number value) {
        return inPlace(Diagonals.FILL_DIAGONAL, this, value, false);
    }

    /** The main diagonal filled with a number, starting again below its end in a tall matrix. */
    default Tensor fillDiagonal_(Number value, Wrap wrap) {
        return inPlace(Diagonals.FILL_DIAGONAL, this, value, true);
    }

    /** {@link Tensor#put(Tensor, Tensor)} in place. */
    default Tensor put_(Tensor index, Tensor source) {
        return inPlace(IndexOps.PUT, this, index, source, false);
    }

    /** {@link Tensor#put(Tensor, Tensor, Accumulate)} in place. */
    default Tensor put_(Tensor index, Tensor source, Accumulate accumulate) {
        return inPlace(IndexOps.PUT, this, index, source, true);
    }

    /** {@link Tensor#indexFill(long, Tensor, Number)} in place. */
    default Tensor indexFill_(long dim, Tensor index, Number value) {
        return inPlace(IndexOps.INDEX_FILL, this, dim, index, value);
    }

    /** {@link Tensor#indexFill(long, Tensor, Tensor)} in place. */
    default Tensor indexFill_(long dim, Tensor index, Tensor value) {
        return inPlace(IndexOps.INDEX_FILL, this, dim, index, value);
    }

    /** Values placed at the positions that one index per dimension names. */
    default Tensor indexPut_(List<Tensor> indices, Tensor values) {
        return inPlace(AdvancedIndexing.INDEX_PUT, this, indices, values, false);
    }

    /** Values added at the positions that one index per dimension names. */
    default Tensor indexPut_(List<Tensor> indices, Tensor values, Accumulate accumulate) {
        return inPlace(AdvancedIndexing.INDEX_PUT, this, indices, values, true);
    }

    /** {@link Tensor#indexAdd(long, Tensor, Tensor, Number)} in place. */
    default Tensor indexAdd_(long dim, Tensor index, Tensor source, Number alpha) {
        return inPlace(Moves.INDEX_ADD, this, dim, index, source, alpha);
    }

    /** {@link Tensor#scatterReduce(long, Tensor, Tensor, ScatterReduce)} in place. */
    default Tensor scatterReduce_(long dim, Tensor index, Tensor src, ScatterReduce reduce) {
        return inPlace(
                ScatterReductions.SCATTER_REDUCE, this, dim, index, src, reduce.text(), true);
    }

    /** {@link Tensor#scatterReduce(long, Tensor, Tensor, ScatterReduce, IncludeSelf)} in place. */
    default Tensor scatterReduce_(
            long dim, Tensor index, Tensor src, ScatterReduce reduce, IncludeSelf include) {
        return inPlace(
                ScatterReductions.SCATTER_REDUCE, this, dim, index, src, reduce.text(), false);
    }

    /** {@link Tensor#indexReduce(long, Tensor, Tensor, ScatterReduce)} in place. */
    default Tensor indexReduce_(long dim, Tensor index, Tensor src, ScatterReduce reduce) {
        return inPlace(ScatterReductions.INDEX_REDUCE, this, dim, index, src, reduce.text(), true);
    }

    /** {@link Tensor#indexReduce(long, Tensor, Tensor, ScatterReduce, IncludeSelf)} in place. */
    default Tensor indexReduce_(
            long dim, Tensor index, Tensor src, ScatterReduce reduce, IncludeSelf include) {
        return inPlace(ScatterReductions.INDEX_REDUCE, this, dim, index, src, reduce.text(), false);
    }

    /** {@link Tensor#maskedScatter(Tensor, Tensor)} in place. */
    default Tensor maskedScatter_(Tensor mask, Tensor source) {
        return inPlace(Masks.MASKED_SCATTER, this, mask, source);
    }

    /** A 0-d tensor where the mask holds. */
    default Tensor maskedFill_(Tensor mask, Tensor value) {
        return inPlace(Masks.MASKED_FILL, this, mask, value);
    }

    /** {@link Tensor#cumprod(long)} in place. */
    default Tensor cumprod_(long dim) {
        return inPlace(Scans.CUMPROD, this, dim, null);
    }

    /** {@link Tensor#renorm(double, long, double)} in place. */
    default Tensor renorm_(double p, long dim, double maxnorm) {
        return inPlace(MoreStatistics.RENORM, this, p, dim, maxnorm);
    }

    /** {@link Tensor#addmv(Tensor, Tensor)} in place. */
    default Tensor addmv_(Tensor matrix, Tensor vector) {
        return inPlace(MoreProducts.ADDMV, this, matrix, vector, 1L, 1L);
    }

    /** {@link Tensor#addmv(Tensor, Tensor, Number, Number)} in place. */
    default Tensor addmv_(Tensor matrix, Tensor vector, Number beta, Number alpha) {
        return inPlace(MoreProducts.ADDMV, this, matrix, vector, beta, alpha);
    }

    /** {@link Tensor#addr(Tensor, Tensor)} in place. */
    default Tensor addr_(Tensor vec1, Tensor vec2) {
        return inPlace(MoreProducts.ADDR, this, vec1, vec2, 1L, 1L);
    }

    /** {@link Tensor#addr(Tensor, Tensor, Number, Number)} in place. */
    default Tensor addr_(Tensor vec1, Tensor vec2, Number beta, Number alpha) {
        return inPlace(MoreProducts.ADDR, this, vec1, vec2, beta, alpha);
    }

    /** {@link Tensor#addbmm(Tensor, Tensor)} in place. */
    default Tensor addbmm_(Tensor batch1, Tensor batch2) {
        return inPlace(MoreProducts.ADDBMM, this, batch1, batch2, 1L, 1L);
    }

    /** {@link Tensor#addbmm(Tensor, Tensor, Number, Number)} in place. */
    default Tensor addbmm_(Tensor batch1, Tensor batch2, Number beta, Number alpha) {
        return inPlace(MoreProducts.ADDBMM, this, batch1, batch2, beta, alpha);
    }

    /** {@link Tensor#baddbmm(Tensor, Tensor)} in place. */
    default Tensor baddbmm_(Tensor batch1, Tensor batch2) {
        return inPlace(Products.BADDBMM, this, batch1, batch2, 1L, 1L);
    }

    /** {@link Tensor#baddbmm(Tensor, Tensor, Number, Number)} in place. */
    default Tensor baddbmm_(Tensor batch1, Tensor batch2, Number beta, Number alpha) {
        return inPlace(Products.BADDBMM, this, batch1, batch2, beta, alpha);
    }

    /** {@link Tensor#addmm(Tensor, Tensor)} in place. */
    default Tensor addmm_(Tensor a, Tensor b) {
        return inPlace(Products.ADDMM, this, a, b, 1L, 1L);
    }

    /** Ones with the probabilities that p holds, else zeros. */
    default Tensor bernoulli_(Tensor p) {
        return inPlace(Copying.COPY_FROM, this, Torch.bernoulli(p.expandAs((Tensor) this)));
    }

    /** Cauchy random numbers. */
    default Tensor cauchy_(double median, double sigma) {
        return inPlace(Sampling.CAUCHY, this, median, sigma, null);
    }

    /** Numbers of trials up to the first success. */
    default Tensor geometric_(double p) {
        return inPlace(Sampling.GEOMETRIC, this, p, null);
    }

    /** Exponentials of normal random numbers. */
    default Tensor logNormal_(double mean, double std) {
        return inPlace(Sampling.LOG_NORMAL, this, mean, std, null);
    }

    /** Random integers in [0, to). */
    default Tensor random_(long to) {
        return inPlace(RandomOps.RANDOM_TO, this, to, null);
    }

    /** Each element x replaced by f(x); without gradients. */
    default Tensor apply_(DoubleUnaryOperator f) {
        return ElementFunctions.apply((Tensor) this, f);
    }

    /** Each element x replaced by f(x, y) with the element y of another tensor. */
    default Tensor map_(Tensor other, DoubleBinaryOperator f) {
        return ElementFunctions.map((Tensor) this, other, f);
    }

    /** Each element x replaced by f(x, y, z) with the elements of two other tensors. */
    default Tensor map2_(Tensor y, Tensor z, TernaryFunction f) {
        return ElementFunctions.map((Tensor) this, y, z, f);
    }
}
