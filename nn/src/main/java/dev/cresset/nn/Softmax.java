package dev.cresset.nn;

/** {@code exp(x) / sum exp(x)} along a dimension: PyTorch's {@code nn.Softmax}. */
public final class Softmax extends Activation {
    /**
     * Along a dimension chosen by the input, as PyTorch does where {@code dim} is left out: the
     * first of tensors of rank 0, 1 and 3, else the second. Better name the dimension.
     */
    public Softmax() {
        super("dim=None", x -> Functional.softmax(x, x.dim() == 3 || x.dim() < 2 ? 0 : 1));
    }

    /** Along a dimension. */
    public Softmax(long dim) {
        super("dim=" + dim, x -> Functional.softmax(x, dim));
    }
}
