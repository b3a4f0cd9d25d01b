package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Half a square within delta and a line further out (Huber, 1964): PyTorch's {@code nn.HuberLoss}.
 */
public final class HuberLoss extends WeightedLoss {
    /** Usual options, and the mean. */
    public HuberLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public HuberLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.huberLoss(input, target, options);
    }
}
