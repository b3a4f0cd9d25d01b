package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;

/**
 * Maxima of areas such that the result has a given size: PyTorch's {@code nn.AdaptiveMaxPool1d}.
 */
public final class AdaptiveMaxPool1d extends AreaPooling {
    /** To the given length. */
    public AdaptiveMaxPool1d(long outputSize) {
        super(outputSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.adaptiveMaxPool1d(x, outputSize[0]);
    }

    /** The maxima and where they stand: PyTorch's {@code return_indices=True}. */
    public ValuesIndices forwardWithIndices(Tensor x) {
        return Functional.adaptiveMaxPool1dWithIndices(x, outputSize[0]);
    }
}
