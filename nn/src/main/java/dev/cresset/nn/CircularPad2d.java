package dev.cresset.nn;

/**
 * The opposite side around (batch, channels, height, width): PyTorch's {@code nn.CircularPad2d}.
 */
public final class CircularPad2d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top and bottom. */
    public CircularPad2d(long... padding) {
        super(2, PaddingMode.CIRCULAR, padding);
    }
}
