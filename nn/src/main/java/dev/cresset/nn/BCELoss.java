package dev.cresset.nn;

import dev.cresset.Tensor;

/** Binary cross entropy of probabilities: PyTorch's {@code nn.BCELoss}. */
public final class BCELoss extends WeightedLoss {
    /** Mean over all elements. */
    public BCELoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public BCELoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.binaryCrossEntropy(input, target, options);
    }
}
