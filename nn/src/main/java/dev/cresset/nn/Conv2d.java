package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Convolution of (batch, channels, height, width): PyTorch's {@code nn.Conv2d}. */
public final class Conv2d extends Convolution {
    /** Stride 1, no padding. */
    public Conv2d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, new Size(kernelSize), Conv.DEFAULT);
    }

    /** With options, a kernel of equal sizes. */
    public Conv2d(long inChannels, long outChannels, long kernelSize, Conv.Options options) {
        this(inChannels, outChannels, new Size(kernelSize), options);
    }

    /** With options. */
    public Conv2d(long inChannels, long outChannels, Size kernelSize, Conv.Options options) {
        super(2, inChannels, outChannels, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.conv2d(x, weight, bias, options);
    }
}
