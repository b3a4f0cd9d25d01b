package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/**
 * Transposed convolution of (batch, channels, height, width): PyTorch's {@code nn.ConvTranspose2d}.
 */
public final class ConvTranspose2d extends TransposedConvolution {
    /** Stride 1, no padding. */
    public ConvTranspose2d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, new Size(kernelSize), Conv.DEFAULT);
    }

    /** With options, a kernel of equal sizes. */
    public ConvTranspose2d(
            long inChannels, long outChannels, long kernelSize, Conv.Options options) {
        this(inChannels, outChannels, new Size(kernelSize), options);
    }

    /** With options. */
    public ConvTranspose2d(
            long inChannels, long outChannels, Size kernelSize, Conv.Options options) {
        super(2, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor x, Conv.Options with) {
        return Functional.convTranspose2d(x, weight, bias, with);
    }
}
