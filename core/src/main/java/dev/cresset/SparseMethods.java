package dev.cresset;

import static dev.cresset.Calls.call;

import dev.cresset.op.Check;
import dev.cresset.op.Sparse;

import java.util.Arrays;

/** Methods of tensors that lead to sparse tensors and take them. */
sealed interface SparseMethods permits Tensor {
    private Tensor self() {
        return (Tensor) this;
    }

    /** How the elements are kept: {@link TensorLayout#STRIDED}. PyTorch's {@code layout}. */
    default TensorLayout tensorLayout() {
        return TensorLayout.STRIDED;
    }

    /** False: sparse tensors are {@link SparseTensor}s. */
    default boolean isSparse() {
        return false;
    }

    /** The elements that are not zero. */
    default SparseTensor toSparse() {
        return SparseTensor.of(self(), self().dim());
    }

    /**
     * The slices of the first dimensions that are not all zero; the other dimensions stay dense.
     */
    default SparseTensor toSparse(long sparseDim) {
        return SparseTensor.of(self(), sparseDim);
    }

    /** This tensor: it has all elements. */
    default Tensor toDense() {
        return self();
    }

    /** The elements at the positions of a sparse tensor of the same sizes. */
    default SparseTensor sparseMask(SparseTensor mask) {
        Check.that(
                self().shape().equals(mask.shape()),
                "sparse_mask: sparse_mask(): operands have incompatible sizes; self has size %s but"
                        + " mask has size %s",
                Arrays.toString(self().shape().toArray()),
                Arrays.toString(mask.shape().toArray()));
        return mask.with(call(Sparse.MASK, this, mask.flat(), (long) mask.sparseDim()));
    }

    /** {@code this + other}, of the same sizes, dense. */
    default Tensor add(SparseTensor other) {
        return add(other, 1);
    }

    /** {@code this + alpha * other}, of the same sizes, dense. */
    default Tensor add(SparseTensor other, Number alpha) {
        checkSizes(other);
        return self().add(other.toDense(), alpha);
    }

    /** {@code this += other}, of the same sizes. */
    default Tensor add_(SparseTensor other) {
        return add_(other, 1);
    }

    /** {@code this += alpha * other}, of the same sizes; only the positions of other are read. */
    default Tensor add_(SparseTensor other, Number alpha) {
        checkSizes(other);
        return other.addTo(self(), alpha);
    }

    private void checkSizes(SparseTensor other) {
        Check.that(
                self().shape().equals(other.shape()),
                "add: expected 'self' and 'other' to have same size, but self has size %s while"
                        + " other has size %s (FYI: dense-sparse addition does not currently"
                        + " support broadcasting)",
                Arrays.toString(self().shape().toArray()),
                Arrays.toString(other.shape().toArray()));
    }
}
