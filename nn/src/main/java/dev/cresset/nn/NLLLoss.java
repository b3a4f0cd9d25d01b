package dev.cresset.nn;

import dev.cresset.Tensor;

/** Negative log likelihood of log probabilities with classes: PyTorch's {@code nn.NLLLoss}. */
public final class NLLLoss extends WeightedLoss {
    /** Mean over all elements. */
    public NLLLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public NLLLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.nllLoss(input, target, options);
    }
}
