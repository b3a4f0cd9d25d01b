package dev.cresset.nn;

import dev.cresset.Tensor;

/** Binary cross entropy of logits, sigmoid included: PyTorch's {@code nn.BCEWithLogitsLoss}. */
public final class BCEWithLogitsLoss extends WeightedLoss {
    /** Mean over all elements. */
    public BCEWithLogitsLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public BCEWithLogitsLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.binaryCrossEntropyWithLogits(input, target, options);
    }
}
