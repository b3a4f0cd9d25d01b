package dev.cresset;

import java.util.Locale;

/** How the elements of a tensor are kept: PyTorch's {@code torch.layout}. */
public enum TensorLayout {
    /** Every element, at a distance of the stride from its neighbours: a {@link Tensor}. */
    STRIDED,
    /** The elements that are not zero, each with its coordinates: a {@link SparseTensor}. */
    SPARSE_COO;

    /** PyTorch's printed form, e.g. {@code torch.sparse_coo}. */
    @Override
    public String toString() {
        return "torch." + name().toLowerCase(Locale.ROOT);
    }
}
