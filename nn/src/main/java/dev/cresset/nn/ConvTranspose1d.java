package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Transposed convolution of (batch, channels, length): PyTorch's {@code nn.ConvTranspose1d}. */
public final class ConvTranspose1d extends TransposedConvolution {
    /** Stride 1, no padding. */
    public ConvTranspose1d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, new Size(kernelSize), Conv.DEFAULT);
    }

    /** With options, a kernel of equal sizes. */
    public ConvTranspose1d(
            long inChannels, long outChannels, long kernelSize, Conv.Options options) {
        this(inChannels, outChannels, new Size(kernelSize), options);
    }

    /** With options. */
    public ConvTranspose1d(
            long inChannels, long outChannels, Size kernelSize, Conv.Options options) {
        super(1, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor x, Conv.Options with) {
        return Functional.convTranspose1d(x, weight, bias, with);
    }
}
