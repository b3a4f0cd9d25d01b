package dev.cresset.nn;

/**
 * Zeroes whole channels of (batch, channels, height, width) at random in training: PyTorch's {@code
 * nn.Dropout2d} (Tompson et al., 2015).
 */
public final class Dropout2d extends DropoutLayer {
    /** With probability 0.5. */
    public Dropout2d() {
        this(0.5);
    }

    /** With a probability. */
    public Dropout2d(double p) {
        this(p, InPlace.OUT_OF_PLACE);
    }

    /** With a probability; may overwrite its input. */
    public Dropout2d(double p, InPlace inPlace) {
        super(p, inPlace, Functional::dropout2d, Functional::dropout2d_);
    }
}
