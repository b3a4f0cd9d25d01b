package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** The maxima of {@link MaxPool1d} back where they stood: PyTorch's {@code nn.MaxUnpool1d}. */
public final class MaxUnpool1d extends Unpooling {
    /** Windows side by side. */
    public MaxUnpool1d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Windows with options. */
    public MaxUnpool1d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public MaxUnpool1d(Size kernelSize, Pool.Options options) {
        super(1, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x, Tensor indices) {
        return Functional.maxUnpool1d(x, indices, kernel, options);
    }

    @Override
    public Tensor forward(Tensor x, Tensor indices, Size outputSize) {
        return Functional.maxUnpool1d(x, indices, kernel, options, outputSize);
    }
}
