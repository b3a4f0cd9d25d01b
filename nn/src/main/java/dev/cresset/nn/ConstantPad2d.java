package dev.cresset.nn;

/** A number around (batch, channels, height, width): PyTorch's {@code nn.ConstantPad2d}. */
public final class ConstantPad2d extends ConstantBorder {
    /** One count for all sides. */
    public ConstantPad2d(long padding, Number value) {
        super(2, value, padding);
    }

    /** Counts for left, right, top and bottom. */
    public ConstantPad2d(long[] padding, Number value) {
        super(2, value, padding);
    }
}
