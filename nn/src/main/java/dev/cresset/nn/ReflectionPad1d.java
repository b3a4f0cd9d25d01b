package dev.cresset.nn;

/** The inside mirrored around (batch, channels, length): PyTorch's {@code nn.ReflectionPad1d}. */
public final class ReflectionPad1d extends BorderLayer {
    /** One count for all sides, or one each for left and right. */
    public ReflectionPad1d(long... padding) {
        super(1, PaddingMode.REFLECT, padding);
    }
}
