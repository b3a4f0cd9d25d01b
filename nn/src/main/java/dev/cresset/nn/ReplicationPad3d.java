package dev.cresset.nn;

/**
 * The edge repeated around (batch, channels, depth, height, width): PyTorch's {@code
 * nn.ReplicationPad3d}.
 */
public final class ReplicationPad3d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top, bottom, front and back. */
    public ReplicationPad3d(long... padding) {
        super(3, PaddingMode.REPLICATE, padding);
    }
}
