package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Convolution of (batch, channels, depth, height, width): PyTorch's {@code nn.Conv3d}. */
public final class Conv3d extends Convolution {
    /** Stride 1, no padding. */
    public Conv3d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, new Size(kernelSize), Conv.DEFAULT);
    }

    /** With options, a kernel of equal sizes. */
    public Conv3d(long inChannels, long outChannels, long kernelSize, Conv.Options options) {
        this(inChannels, outChannels, new Size(kernelSize), options);
    }

    /** With options. */
    public Conv3d(long inChannels, long outChannels, Size kernelSize, Conv.Options options) {
        super(3, inChannels, outChannels, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.conv3d(x, weight, bias, options);
    }
}
