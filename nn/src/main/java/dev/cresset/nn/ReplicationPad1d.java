package dev.cresset.nn;

/** The edge repeated around (batch, channels, length): PyTorch's {@code nn.ReplicationPad1d}. */
public final class ReplicationPad1d extends BorderLayer {
    /** One count for all sides, or one each for left and right. */
    public ReplicationPad1d(long... padding) {
        super(1, PaddingMode.REPLICATE, padding);
    }
}
