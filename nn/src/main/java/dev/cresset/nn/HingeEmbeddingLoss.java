package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * {@code x} where the target is 1, {@code max(0, margin - x)} where it is -1: PyTorch's {@code
 * nn.HingeEmbeddingLoss}.
 */
public final class HingeEmbeddingLoss extends LossModule {
    private final Margin.Options options;

    /** Usual options, and the mean. */
    public HingeEmbeddingLoss() {
        this(Margin.DEFAULT);
    }

    /** With options. */
    public HingeEmbeddingLoss(Margin.Options options) {
        this.options = options;
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.hingeEmbeddingLoss(input, target, options);
    }
}
