package dev.cresset.nn;

/** Another resolution: PyTorch's {@code nn.Upsample}. */
public final class Upsample extends ResamplingLayer {
    /** To a size or by a factor. */
    public Upsample(Resize.Options options) {
        super(options);
    }
}
