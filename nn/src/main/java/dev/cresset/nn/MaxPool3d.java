package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.ValuesIndices;

/**
 * Maximum of each window of (batch, channels, depth, height, width): PyTorch's {@code
 * nn.MaxPool3d}.
 */
public final class MaxPool3d extends MaximumPooling {
    /** Cubic windows side by side. */
    public MaxPool3d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Cubic windows with options. */
    public MaxPool3d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public MaxPool3d(Size kernelSize, Pool.Options options) {
        super(kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.maxPool3d(x, kernel, options);
    }

    @Override
    public ValuesIndices forwardWithIndices(Tensor x) {
        return Functional.maxPool3dWithIndices(x, kernel, options);
    }
}
