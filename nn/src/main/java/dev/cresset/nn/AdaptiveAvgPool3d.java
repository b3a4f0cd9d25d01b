package dev.cresset.nn;

import dev.cresset.Tensor;

/** Means of areas such that the result has a given size: PyTorch's {@code nn.AdaptiveAvgPool3d}. */
public final class AdaptiveAvgPool3d extends AreaPooling {
    /** To the given depth, height and width (one number for all, or {@link Pool#KEEP}). */
    public AdaptiveAvgPool3d(long... outputSize) {
        super(outputSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.adaptiveAvgPool3d(x, outputSize);
    }
}
