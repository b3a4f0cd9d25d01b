package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;

/** Maximum of each window of (batch, channels, height, width): PyTorch's {@code nn.MaxPool2d}. */
public final class MaxPool2d extends MaximumPooling {
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
    public ValuesIndices forwardWithIndices(Tensor x) {
        return Functional.maxPool2dWithIndices(x, kernel, options);
    }
}
