package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;

/**
 * Maxima of areas such that the result has a given size: PyTorch's {@code nn.AdaptiveMaxPool2d}.
 */
public final class AdaptiveMaxPool2d extends AreaPooling {
    /** To the given height and width (one number for all, or {@link Pool#KEEP}). */
    public AdaptiveMaxPool2d(long... outputSize) {
        super(outputSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.adaptiveMaxPool2d(x, outputSize);
    }

    /** The maxima and where they stand: PyTorch's {@code return_indices=True}. */
    public ValuesIndices forwardWithIndices(Tensor x) {
        return Functional.adaptiveMaxPool2dWithIndices(x, outputSize);
    }
}
