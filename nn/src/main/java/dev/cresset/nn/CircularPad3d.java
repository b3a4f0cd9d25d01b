package dev.cresset.nn;

/**
 * The opposite side around (batch, channels, depth, height, width): PyTorch's {@code
 * nn.CircularPad3d}.
 */
public final class CircularPad3d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top, bottom, front and back. */
    public CircularPad3d(long... padding) {
        super(3, PaddingMode.CIRCULAR, padding);
    }
}
