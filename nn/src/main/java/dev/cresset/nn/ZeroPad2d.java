package dev.cresset.nn;

/** Zeros around (batch, channels, height, width): PyTorch's {@code nn.ZeroPad2d}. */
public final class ZeroPad2d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top and bottom. */
    public ZeroPad2d(long... padding) {
        super(2, PaddingMode.ZEROS, padding);
    }
}
