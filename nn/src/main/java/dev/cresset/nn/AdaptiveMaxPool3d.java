package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;

/**
 * Maxima of areas such that the result has a given size: PyTorch's {@code nn.AdaptiveMaxPool3d}.
 */
public final class AdaptiveMaxPool3d extends AreaPooling {
    /** To the given depth, height and width (one number for all, or {@link Pool#KEEP}). */
    public AdaptiveMaxPool3d(long... outputSize) {
        super(outputSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.adaptiveMaxPool3d(x, outputSize);
    }

    /** The maxima and where they stand: PyTorch's {@code return_indices=True}. */
    public ValuesIndices forwardWithIndices(Tensor x) {
        return Functional.adaptiveMaxPool3dWithIndices(x, outputSize);
    }
}
