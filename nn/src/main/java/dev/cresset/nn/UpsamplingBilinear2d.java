package dev.cresset.nn;

/** Linear in two dimensions, with corners in place: PyTorch's {@code nn.UpsamplingBilinear2d}. */
public final class UpsamplingBilinear2d extends ResamplingLayer {
    /** To a size or by a factor. */
    public UpsamplingBilinear2d(Resize.Options options) {
        super(options.mode(Interpolation.BILINEAR).alignCorners());
    }
}
