package dev.cresset.nn;

/** Zeros around (batch, channels, depth, height, width): PyTorch's {@code nn.ZeroPad3d}. */
public final class ZeroPad3d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top, bottom, front and back. */
    public ZeroPad3d(long... padding) {
        super(3, PaddingMode.ZEROS, padding);
    }
}
