package dev.cresset.nn;

/** A number around (batch, channels, depth, height, width): PyTorch's {@code nn.ConstantPad3d}. */
public final class ConstantPad3d extends ConstantBorder {
    /** One count for all sides. */
    public ConstantPad3d(long padding, Number value) {
        super(3, value, padding);
    }

    /** Counts for left, right, top, bottom, front and back. */
    public ConstantPad3d(long[] padding, Number value) {
        super(3, value, padding);
    }
}
