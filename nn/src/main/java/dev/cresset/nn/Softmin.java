package dev.cresset.nn;

/** {@code exp(-x) / sum exp(-x)} along a dimension: PyTorch's {@code nn.Softmin}. */
public final class Softmin extends Activation {
    /**
     * Along a dimension chosen by the input, as PyTorch does where {@code dim} is left out: the
     * first of tensors of rank 0, 1 and 3, else the second. Better name the dimension.
     */
    public Softmin() {
        super("dim=None", x -> Functional.softmin(x, x.dim() == 3 || x.dim() < 2 ? 0 : 1));
    }

    /** Along a dimension. */
    public Softmin(long dim) {
        super("dim=" + dim, x -> Functional.softmin(x, dim));
    }
}
