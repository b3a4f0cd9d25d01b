package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/**
 * {@code (sum of x^p)^(1/p)} of each window of (batch, channels, length): PyTorch's {@code
 * nn.LPPool1d}.
 */
public final class LPPool1d extends PowerPooling {
    /** Windows side by side. */
    public LPPool1d(Number normType, long kernelSize) {
        this(normType, new Size(kernelSize), Pool.DEFAULT);
    }

    /** Windows with options. */
    public LPPool1d(Number normType, long kernelSize, Pool.Options options) {
        this(normType, new Size(kernelSize), options);
    }

    /** With options. */
    public LPPool1d(Number normType, Size kernelSize, Pool.Options options) {
        super(normType, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.lpPool1d(x, normType, kernel, options);
    }
}
