package dev.cresset.nn;

/** Zeroes elements at random in training: PyTorch's {@code nn.Dropout} (Hinton et al., 2012). */
public final class Dropout extends DropoutLayer {
    /** With probability 0.5. */
    public Dropout() {
        this(0.5);
    }

    /** With a probability. */
    public Dropout(double p) {
        this(p, InPlace.OUT_OF_PLACE);
    }

    /** With a probability; may overwrite its input. */
    public Dropout(double p, InPlace inPlace) {
        super(p, inPlace, Functional::dropout, Functional::dropout_);
    }
}
