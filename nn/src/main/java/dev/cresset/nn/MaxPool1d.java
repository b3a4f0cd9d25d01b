package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;

/** Maximum of each window of (batch, channels, length): PyTorch's {@code nn.MaxPool1d}. */
public final class MaxPool1d extends MaximumPooling {
    /** Windows side by side. */
    public MaxPool1d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Windows with options. */
    public MaxPool1d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public MaxPool1d(Size kernelSize, Pool.Options options) {
        super(kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.maxPool1d(x, kernel, options);
    }

    @Override
    public ValuesIndices forwardWithIndices(Tensor x) {
        return Functional.maxPool1dWithIndices(x, kernel, options);
    }
}
