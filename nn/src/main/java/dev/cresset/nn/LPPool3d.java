package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/**
 * {@code (sum of x^p)^(1/p)} of each window of (batch, channels, depth, height, width): PyTorch's
 * {@code nn.LPPool3d}.
 */
public final class LPPool3d extends PowerPooling {
    /** Cubic windows side by side. */
    public LPPool3d(Number normType, long kernelSize) {
        this(normType, new Size(kernelSize), Pool.DEFAULT);
    }

    /** Cubic windows with options. */
    public LPPool3d(Number normType, long kernelSize, Pool.Options options) {
        this(normType, new Size(kernelSize), options);
    }

    /** With options. */
    public LPPool3d(Number normType, Size kernelSize, Pool.Options options) {
        super(normType, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.lpPool3d(x, normType, kernel, options);
    }
}
