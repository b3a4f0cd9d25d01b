package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * {@code max(0, margin - t (x1 - x2))} for targets 1 and -1: PyTorch's {@code
 * nn.MarginRankingLoss}.
 */
public final class MarginRankingLoss extends Module {
    private final Margin.Options options;

    /** Usual options, and the mean. */
    public MarginRankingLoss() {
        this(Margin.DEFAULT);
    }

    /** With options. */
    public MarginRankingLoss(Margin.Options options) {
        this.options = options;
    }

    /** The loss. */
    public Tensor forward(Tensor input1, Tensor input2, Tensor target) {
        return Functional.marginRankingLoss(input1, input2, target, options);
    }
}
