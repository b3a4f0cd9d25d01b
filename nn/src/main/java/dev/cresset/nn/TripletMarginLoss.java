package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * {@code max(0, margin + d(anchor, positive) - d(anchor, negative))} with p-norms (Balntas et al.,
 * 2016): PyTorch's {@code nn.TripletMarginLoss}.
 */
public final class TripletMarginLoss extends Module {
    private final Margin.Options options;

    /** Usual options, and the mean. */
    public TripletMarginLoss() {
        this(Margin.DEFAULT);
    }

    /** With options. */
    public TripletMarginLoss(Margin.Options options) {
        this.options = options;
    }

    /** The loss. */
    public Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
        return Functional.tripletMarginLoss(anchor, positive, negative, options);
    }
}
