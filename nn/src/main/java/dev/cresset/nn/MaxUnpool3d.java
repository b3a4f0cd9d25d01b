package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** The maxima of {@link MaxPool3d} back where they stood: PyTorch's {@code nn.MaxUnpool3d}. */
public final class MaxUnpool3d extends Unpooling {
    /** Cubic windows side by side. */
    public MaxUnpool3d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Cubic windows with options. */
    public MaxUnpool3d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public MaxUnpool3d(Size kernelSize, Pool.Options options) {
        super(3, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x, Tensor indices) {
        return Functional.maxUnpool3d(x, indices, kernel, options);
    }

    @Override
    public Tensor forward(Tensor x, Tensor indices, Size outputSize) {
        return Functional.maxUnpool3d(x, indices, kernel, options, outputSize);
    }
}
