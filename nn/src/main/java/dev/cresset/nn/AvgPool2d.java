package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Mean of each window of (batch, channels, height, width): PyTorch's {@code nn.AvgPool2d}. */
public final class AvgPool2d extends WindowPooling implements UnaryModule {
    /** Square windows side by side. */
    public AvgPool2d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Square windows with options. */
    public AvgPool2d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public AvgPool2d(Size kernelSize, Pool.Options options) {
        super(kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.avgPool2d(x, kernel, options);
    }

    @Override
    protected String extraRepr() {
        return window();
    }
}
