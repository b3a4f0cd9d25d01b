package dev.cresset.nn;

/**
 * Instance normalisation of (batch, channels, depth, height, width): PyTorch's {@code
 * nn.InstanceNorm3d}.
 */
public final class InstanceNorm3d extends InstanceNorm {
    /** PyTorch's defaults: without weight, bias and running statistics. */
    public InstanceNorm3d(long channels) {
        this(channels, Norm.DEFAULT);
    }

    /** With options. */
    public InstanceNorm3d(long channels, Norm.Options options) {
        super(channels, options, 4);
    }
}
