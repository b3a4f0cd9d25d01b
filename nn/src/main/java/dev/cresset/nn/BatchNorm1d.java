package dev.cresset.nn;

/**
 * Batch normalisation of (batch, channels) or (batch, channels, length): PyTorch's {@code
 * nn.BatchNorm1d}.
 */
public final class BatchNorm1d extends BatchNorm {
    /** PyTorch's defaults. */
    public BatchNorm1d(long channels) {
        this(channels, Norm.DEFAULT);
    }

    /** With options. */
    public BatchNorm1d(long channels, Norm.Options options) {
        super(channels, options, 2, 3);
    }
}
