package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** The maxima of {@link MaxPool2d} back where they stood: PyTorch's {@code nn.MaxUnpool2d}. */
public final class MaxUnpool2d extends Unpooling {
    /** Square windows side by side. */
    public MaxUnpool2d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Square windows with options. */
    public MaxUnpool2d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public MaxUnpool2d(Size kernelSize, Pool.Options options) {
        super(2, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x, Tensor indices) {
        return Functional.maxUnpool2d(x, indices, kernel, options);
    }

    @Override
    public Tensor forward(Tensor x, Tensor indices, Size outputSize) {
        return Functional.maxUnpool2d(x, indices, kernel, options, outputSize);
    }
}
