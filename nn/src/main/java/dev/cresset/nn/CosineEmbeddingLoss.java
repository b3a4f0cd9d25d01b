package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * {@code 1 - cos(x1, x2)} where the target is 1, {@code max(0, cos(x1, x2) - margin)} where it is
 * -1: PyTorch's {@code nn.CosineEmbeddingLoss}.
 */
public final class CosineEmbeddingLoss extends Module {
    private final Margin.Options options;

    /** Usual options, and the mean. */
    public CosineEmbeddingLoss() {
        this(Margin.DEFAULT);
    }

    /** With options. */
    public CosineEmbeddingLoss(Margin.Options options) {
        this.options = options;
    }

    /** The loss. */
    public Tensor forward(Tensor input1, Tensor input2, Tensor target) {
        return Functional.cosineEmbeddingLoss(input1, input2, target, options);
    }
}
