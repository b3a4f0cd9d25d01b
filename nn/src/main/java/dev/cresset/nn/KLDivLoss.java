package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Kullback-Leibler divergence of log probabilities from probabilities: PyTorch's {@code
 * nn.KLDivLoss}.
 */
public final class KLDivLoss extends WeightedLoss {
    /** Usual options, and the mean. */
    public KLDivLoss() {
        this(Loss.DEFAULT);
    }

    /** With options. */
    public KLDivLoss(Loss.Options options) {
        super(options);
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.klDiv(input, target, options);
    }
}
