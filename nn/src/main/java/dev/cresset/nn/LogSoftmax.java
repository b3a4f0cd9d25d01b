package dev.cresset.nn;

/** {@code x - log sum exp(x)} along a dimension: PyTorch's {@code nn.LogSoftmax}. */
public final class LogSoftmax extends Activation {
    /**
     * Along a dimension chosen by the input, as PyTorch does where {@code dim} is left out: the
     * first of tensors of rank 0, 1 and 3, else the second. Better name the dimension.
     */
    public LogSoftmax() {
        super("dim=None", x -> Functional.logSoftmax(x, x.dim() == 3 || x.dim() < 2 ? 0 : 1));
    }

    /** Along a dimension. */
    public LogSoftmax(long dim) {
        super("dim=" + dim, x -> Functional.logSoftmax(x, dim));
    }
}
