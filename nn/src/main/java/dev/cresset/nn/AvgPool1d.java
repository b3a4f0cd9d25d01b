package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Mean of each window of (batch, channels, length): PyTorch's {@code nn.AvgPool1d}. */
public final class AvgPool1d extends WindowPooling implements UnaryModule {
    /** Windows side by side. */
    public AvgPool1d(long kernelSize) {
        this(new Size(kernelSize), Pool.DEFAULT);
    }

    /** Windows with options. */
    public AvgPool1d(long kernelSize, Pool.Options options) {
        this(new Size(kernelSize), options);
    }

    /** With options. */
    public AvgPool1d(Size kernelSize, Pool.Options options) {
        super(kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.avgPool1d(x, kernel, options);
    }

    @Override
    protected String extraRepr() {
        return tuples(1);
    }
}
