package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** The blocks that a window sees, one per column: PyTorch's {@code nn.Unfold}. */
public final class Unfold extends Module implements UnaryModule {
    private final Size kernelSize;
    private final Conv.Options options;

    /** Square windows, stride 1. */
    public Unfold(long kernelSize) {
        this(new Size(kernelSize), Conv.DEFAULT);
    }

    /** Square windows; options give stride, padding and dilation. */
    public Unfold(long kernelSize, Conv.Options options) {
        this(new Size(kernelSize), options);
    }

    /** Options give stride, padding and dilation. */
    public Unfold(Size kernelSize, Conv.Options options) {
        this.kernelSize = kernelSize;
        this.options = options;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.unfold(x, kernelSize, options);
    }

    @Override
    protected String extraRepr() {
        return "kernel_size="
                + SizeText.given(kernelSize)
                + ", dilation="
                + SizeText.given(options.dilation())
                + ", padding="
                + SizeText.given(options.padding())
                + ", stride="
                + SizeText.given(options.stride());
    }
}
