package dev.cresset.nn;

/**
 * Instance normalisation of (batch, channels, height, width): PyTorch's {@code nn.InstanceNorm2d}.
 */
public final class InstanceNorm2d extends InstanceNorm {
    /** PyTorch's defaults: without weight, bias and running statistics. */
    public InstanceNorm2d(long channels) {
        this(channels, Norm.DEFAULT);
    }

    /** With options. */
    public InstanceNorm2d(long channels, Norm.Options options) {
        super(channels, options, 3);
    }
}
