package dev.cresset.nn;

/**
 * Zeroes whole channels of (batch, channels, depth, height, width) at random in training: PyTorch's
 * {@code nn.Dropout3d}.
 */
public final class Dropout3d extends DropoutLayer {
    /** With probability 0.5. */
    public Dropout3d() {
        this(0.5);
    }

    /** With a probability. */
    public Dropout3d(double p) {
        this(p, InPlace.OUT_OF_PLACE);
    }

    /** With a probability; may overwrite its input. */
    public Dropout3d(double p, InPlace inPlace) {
        super(p, inPlace, Functional::dropout3d, Functional::dropout3d_);
    }
}
