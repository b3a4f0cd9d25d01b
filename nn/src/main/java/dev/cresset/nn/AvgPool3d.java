package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/**
 * Mean of each window of (batch, channels, depth, height, width): PyTorch's {@code nn.AvgPool3d}.
 */
public final class AvgPool3d extends WindowPooling implements UnaryModule {
    /** Cubic windows side by side. */
    public AvgPool3d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Cubic windows with options. */
    public AvgPool3d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public AvgPool3d(Size kernelSize, Pool.Options options) {
        super(kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.avgPool3d(x, kernel, options);
    }

    @Override
    protected String extraRepr() {
        return window();
    }
}
