package dev.cresset.nn;

/**
 * The inside mirrored around (batch, channels, height, width): PyTorch's {@code
 * nn.ReflectionPad2d}.
 */
public final class ReflectionPad2d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top and bottom. */
    public ReflectionPad2d(long... padding) {
        super(2, PaddingMode.REFLECT, padding);
    }
}
