package dev.cresset.nn;

import dev.cresset.Tensor;

/** Means of areas such that the result has a given size: PyTorch's {@code nn.AdaptiveAvgPool1d}. */
public final class AdaptiveAvgPool1d extends AreaPooling {
    /** To the given length. */
    public AdaptiveAvgPool1d(long outputSize) {
        super(outputSize);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.adaptiveAvgPool1d(x, outputSize[0]);
    }
}
