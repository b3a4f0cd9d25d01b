package dev.cresset.nn;

/**
 * The edge repeated around (batch, channels, height, width): PyTorch's {@code nn.ReplicationPad2d}.
 */
public final class ReplicationPad2d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top and bottom. */
    public ReplicationPad2d(long... padding) {
        super(2, PaddingMode.REPLICATE, padding);
    }
}
