package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** A dimension split into several: PyTorch's {@code nn.Unflatten}. */
public final class Unflatten extends Module implements UnaryModule {
    private final long dim;
    private final Size unflattenedSize;

    /** Dimension {@code dim} gets these sizes; one of them may be -1. */
    public Unflatten(long dim, long... unflattenedSize) {
        this.dim = dim;
        this.unflattenedSize = new Size(unflattenedSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        return x.unflatten(dim, unflattenedSize.toArray());
    }

    @Override
    protected String extraRepr() {
        return "dim=" + dim + ", unflattened_size=" + SizeText.tuple(unflattenedSize);
    }
}
