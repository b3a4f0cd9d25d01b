package dev.cresset.nn;

/**
 * Sets elements to the negative limit of SELU at random in training and keeps mean and variance:
 * PyTorch's {@code nn.AlphaDropout} (Klambauer et al., 2017).
 */
public final class AlphaDropout extends DropoutLayer {
    /** With probability 0.5. */
    public AlphaDropout() {
        this(0.5);
    }

    /** With a probability. */
    public AlphaDropout(double p) {
        this(p, InPlace.OUT_OF_PLACE);
    }

    /** With a probability; may overwrite its input. */
    public AlphaDropout(double p, InPlace inPlace) {
        super(p, inPlace, Functional::alphaDropout, Functional::alphaDropout_);
    }
}
