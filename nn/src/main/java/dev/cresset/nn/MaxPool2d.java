package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Maximum of each window: PyTorch's {@code nn.MaxPool2d}. */
public final class MaxPool2d extends Pooling {
    /** Square windows side by side. */
    public MaxPool2d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Square windows with options. */
    public MaxPool2d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public MaxPool2d(Size kernelSize, Pool.Options options) {
        super(kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.maxPool2d(x, kernel, options);
    }

    @Override
    protected String extraRepr() {
        return window() + dilation();
    }
}
