package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Blocks added up to images, the transpose of {@link Unfold}: PyTorch's {@code nn.Fold}. */
public final class Fold extends Module implements UnaryModule {
    private final Size outputSize;
    private final Size kernelSize;
    private final Conv.Options options;

    /** Square windows, stride 1. */
    public Fold(Size outputSize, long kernelSize) {
        this(outputSize, new Size(kernelSize), Conv.DEFAULT);
    }

    /** Square windows; options give stride, padding and dilation. */
    public Fold(Size outputSize, long kernelSize, Conv.Options options) {
        this(outputSize, new Size(kernelSize), options);
    }

    /** Options give stride, padding and dilation. */
    public Fold(Size outputSize, Size kernelSize, Conv.Options options) {
        this.outputSize = outputSize;
        this.kernelSize = kernelSize;
        this.options = options;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.fold(x, outputSize, kernelSize, options);
    }

    @Override
    protected String extraRepr() {
        return "output_size="
                + SizeText.given(outputSize)
                + ", kernel_size="
                + SizeText.given(kernelSize)
                + ", dilation="
                + SizeText.given(options.dilation())
                + ", padding="
                + SizeText.given(options.padding())
                + ", stride="
                + SizeText.given(options.stride());
    }
}
