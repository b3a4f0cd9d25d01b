package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code x - log sum exp(x)} along a dimension: PyTorch's {@code nn.LogSoftmax}. */
public final class LogSoftmax extends Module implements UnaryModule {
    private final long dim;

    /** Along a dimension. */
    public LogSoftmax(long dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.logSoftmax(dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
