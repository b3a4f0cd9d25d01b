package dev.cresset.nn;

/** A number around (batch, channels, length): PyTorch's {@code nn.ConstantPad1d}. */
public final class ConstantPad1d extends ConstantBorder {
    /** One count for all sides. */
    public ConstantPad1d(long padding, Number value) {
        super(1, value, padding);
    }

    /** Counts for left and right. */
    public ConstantPad1d(long[] padding, Number value) {
        super(1, value, padding);
    }
}
