package dev.cresset.nn;

/** Elements repeated or left out: PyTorch's {@code nn.UpsamplingNearest2d}. */
public final class UpsamplingNearest2d extends ResamplingLayer {
    /** To a size or by a factor. */
    public UpsamplingNearest2d(Resize.Options options) {
        super(options.mode(Interpolation.NEAREST));
    }
}
