package dev.cresset.nn;

/**
 * The inside mirrored around (batch, channels, depth, height, width): PyTorch's {@code
 * nn.ReflectionPad3d}.
 */
public final class ReflectionPad3d extends BorderLayer {
    /** One count for all sides, or one each for left, right, top, bottom, front and back. */
    public ReflectionPad3d(long... padding) {
        super(3, PaddingMode.REFLECT, padding);
    }
}
