package dev.cresset.nn;

/**
 * Batch normalisation of (batch, channels, depth, height, width): PyTorch's {@code nn.BatchNorm3d}.
 */
public final class BatchNorm3d extends BatchNorm {
    /** PyTorch's defaults. */
    public BatchNorm3d(long channels) {
        this(channels, Norm.DEFAULT);
    }

    /** With options. */
    public BatchNorm3d(long channels, Norm.Options options) {
        super(channels, options, 5);
    }
}
