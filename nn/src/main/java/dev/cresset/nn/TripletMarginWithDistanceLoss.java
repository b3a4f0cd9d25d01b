package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * {@code max(0, margin + d(anchor, positive) - d(anchor, negative))} with any distance: PyTorch's
 * {@code nn.TripletMarginWithDistanceLoss}.
 */
public final class TripletMarginWithDistanceLoss extends Module {
    private final BinaryModule distance;
    private final Margin.Options options;

    /** Euclidean distance, margin 1. */
    public TripletMarginWithDistanceLoss() {
        this(new PairwiseDistance());
    }

    /** Any distance, margin 1. */
    public TripletMarginWithDistanceLoss(BinaryModule distance) {
        this(distance, Margin.DEFAULT);
    }

    /** Any distance, with options. */
    public TripletMarginWithDistanceLoss(BinaryModule distance, Margin.Options options) {
        this.distance = distance;
        this.options = options;
        if (distance instanceof Module module) {
            registerModule("distance_function", module);
        }
    }

    /** The loss. */
    public Tensor forward(Tensor anchor, Tensor positive, Tensor negative) {
        return Functional.tripletMarginWithDistanceLoss(
                anchor, positive, negative, distance, options);
    }
}
