package dev.cresset.nn;

import dev.cresset.Tensor;

/** Squared distance {@code (x - t)^2}: PyTorch's {@code nn.MSELoss}. */
public final class MSELoss extends WeightedLoss {
    /** Mean over all elements. */
    public MSELoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public MSELoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.mseLoss(input, target, options);
    }
}
