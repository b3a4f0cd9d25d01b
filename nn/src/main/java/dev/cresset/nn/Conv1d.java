package dev.cresset.nn;

import dev.cresset.Size;
import dev.cresset.Tensor;

/** Convolution of (batch, channels, length): PyTorch's {@code nn.Conv1d}. */
public final class Conv1d extends Convolution {
    /** Stride 1, no padding. */
    public Conv1d(long inChannels, long outChannels, long kernelSize) {
        this(inChannels, outChannels, new Size(kernelSize), Conv.DEFAULT);
    }

    /** With options, a kernel of equal sizes. */
    public Conv1d(long inChannels, long outChannels, long kernelSize, Conv.Options options) {
        this(inChannels, outChannels, new Size(kernelSize), options);
    }

    /** With options. */
    public Conv1d(long inChannels, long outChannels, Size kernelSize, Conv.Options options) {
        super(1, inChannels, outChannels, kernelSize, options);
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.conv1d(x, weight, bias, options);
    }
}
