package dev.cresset.nn;

/** {@link AlphaDropout} of whole channels: PyTorch's {@code nn.FeatureAlphaDropout}. */
public final class FeatureAlphaDropout extends DropoutLayer {
    /** With probability 0.5. */
    public FeatureAlphaDropout() {
        this(0.5);
    }

    /** With a probability. */
    public FeatureAlphaDropout(double p) {
        this(p, InPlace.OUT_OF_PLACE);
    }

    /** With a probability; may overwrite its input. */
    public FeatureAlphaDropout(double p, InPlace inPlace) {
        super(p, inPlace, Functional::featureAlphaDropout, Functional::featureAlphaDropout_);
    }
}
