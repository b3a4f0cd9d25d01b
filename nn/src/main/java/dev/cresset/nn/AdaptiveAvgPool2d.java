package dev.cresset.nn;

import dev.cresset.Tensor;

/** Means of areas such that the result has a given size: PyTorch's {@code nn.AdaptiveAvgPool2d}. */
public final class AdaptiveAvgPool2d extends AreaPooling {
    /** To the given height and width (one number for all, or {@link Pool#KEEP}). */
    public AdaptiveAvgPool2d(long... outputSize) {
        super(outputSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.adaptiveAvgPool2d(x, outputSize);
    }
}
