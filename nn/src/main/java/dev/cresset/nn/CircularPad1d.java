package dev.cresset.nn;

/** The opposite side around (batch, channels, length): PyTorch's {@code nn.CircularPad1d}. */
public final class CircularPad1d extends BorderLayer {
    /** One count for all sides, or one each for left and right. */
    public CircularPad1d(long... padding) {
        super(1, PaddingMode.CIRCULAR, padding);
    }
}
