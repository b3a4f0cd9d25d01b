package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/**
 * Transposed convolution of (batch, channels, depth, height, width): PyTorch's {@code
 * nn.ConvTranspose3d}.
 */
public final class ConvTranspose3d extends TransposedConvolution {
    /** Stride 1, no padding. */
    public ConvTranspose3d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, new Size(kernelSize), Conv.DEFAULT);
    }

    /** With options, a kernel of equal sizes. */
    public ConvTranspose3d(
            long inChannels, long outChannels, long kernelSize, Conv.Options options) {
        this(inChannels, outChannels, new Size(kernelSize), options);
    }

    /** With options. */
    public ConvTranspose3d(
            long inChannels, long outChannels, Size kernelSize, Conv.Options options) {
        super(3, inChannels, outChannels, kernelSize, options);
    }

    @Override
    Tensor convolve(Tensor x, Conv.Options with) {
        return Functional.convTranspose3d(x, weight, bias, with);
    }
}
