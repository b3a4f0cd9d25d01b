package dev.cresset.nn;

import dev.cresset.Tensor;

/** A square within beta and a line further out: PyTorch's {@code nn.SmoothL1Loss}. */
public final class SmoothL1Loss extends WeightedLoss {
    /** Usual options, and the mean. */
    public SmoothL1Loss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public SmoothL1Loss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.smoothL1Loss(input, target, options);
    }
}
