package dev.cresset.nn;

/** Zeros around (batch, channels, length): PyTorch's {@code nn.ZeroPad1d}. */
public final class ZeroPad1d extends BorderLayer {
    /** One count for all sides, or one each for left and right. */
    public ZeroPad1d(long... padding) {
        super(1, PaddingMode.ZEROS, padding);
    }
}
