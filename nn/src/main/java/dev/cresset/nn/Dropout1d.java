package dev.cresset.nn;

/**
 * Zeroes whole channels of (batch, channels, length) at random in training: PyTorch's {@code
 * nn.Dropout1d}.
 */
public final class Dropout1d extends DropoutLayer {
    /** With probability 0.5. */
    public Dropout1d() {
        this(0.5);
    }

    /** With a probability. */
    public Dropout1d(double p) {
        this(p, InPlace.OUT_OF_PLACE);
    }

    /** With a probability; may overwrite its input. */
    public Dropout1d(double p, InPlace inPlace) {
        super(p, inPlace, Functional::dropout1d, Functional::dropout1d_);
    }
}
