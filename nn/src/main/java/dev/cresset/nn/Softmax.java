package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code exp(x) / sum exp(x)} along a dimension: PyTorch's {@code nn.Softmax}. */
public final class Softmax extends Module implements UnaryModule {
    private final long dim;

    /** Along a dimension. */
    public Softmax(long dim) {
        this.dim = dim;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.softmax(dim);
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim;
    }
}
