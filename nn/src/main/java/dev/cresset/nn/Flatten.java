package dev.cresset.nn;

import dev.cresset.Tensor;

/** Merges dimensions into one: PyTorch's {@code nn.Flatten}. */
public final class Flatten extends Module implements UnaryModule {
    private final long startDim;
    private final long endDim;

    /** All dimensions but the first. */
    public Flatten() {
        this(1, -1);
    }

    /** From and up to given dimensions. */
    public Flatten(long startDim, long endDim) {
        this.startDim = startDim;
        this.endDim = endDim;
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.flatten(startDim, endDim);
    }

    @Override
    protected String extraRepr() {
        return "start_dim=" + startDim + ", end_dim=" + endDim;
    }
}
