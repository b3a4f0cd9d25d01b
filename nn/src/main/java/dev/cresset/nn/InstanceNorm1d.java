package dev.cresset.nn;

/** Instance normalisation of (batch, channels, length): PyTorch's {@code nn.InstanceNorm1d}. */
public final class InstanceNorm1d extends InstanceNorm {
    /** PyTorch's defaults: without weight, bias and running statistics. */
    public InstanceNorm1d(long channels) {
        this(channels, Norm.DEFAULT);
    }

    /** With options. */
    public InstanceNorm1d(long channels, Norm.Options options) {
        super(channels, options, 2);
    }
}
