package dev.cresset.nn;

/** Batch normalisation of (batch, channels, height, width): PyTorch's {@code nn.BatchNorm2d}. */
public final class BatchNorm2d extends BatchNorm {
    /** PyTorch's defaults. */
    public BatchNorm2d(long channels) {
        this(channels, Norm.DEFAULT);
    }

    /** With options. */
    public BatchNorm2d(long channels, Norm.Options options) {
        super(channels, options, 4);
    }
}
