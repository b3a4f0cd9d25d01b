package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code log(1 + exp(-t x))} for targets 1 and -1: PyTorch's {@code nn.SoftMarginLoss}. */
public final class SoftMarginLoss extends WeightedLoss {
    /** Usual options, and the mean. */
    public SoftMarginLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public SoftMarginLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.softMarginLoss(input, target, options);
    }
}
