package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/**
 * {@code (sum of x^p)^(1/p)} of each window of (batch, channels, height, width): PyTorch's {@code
 * nn.LPPool2d}.
 */
public final class LPPool2d extends PowerPooling {
    /** Square windows side by side. */
    public LPPool2d(Number normType, long kernelSize) {
        this(normType, new Size(kernelSize), Pool.DEFAULT);
    }

    /** Square windows with options. */
    public LPPool2d(Number normType, long kernelSize, Pool.Options options) {
        this(normType, new Size(kernelSize), options);
    }

    /** With options. */
    public LPPool2d(Number normType, Size kernelSize, Pool.Options options) {
        super(normType, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.lpPool2d(x, normType, kernel, options);
    }
}
