package dev.cresset.nn;

/**
 * {@code scale * elu(x, alpha)} with the constants that keep mean 0 and variance 1 (Klambauer et
 * al., 2017): PyTorch's {@code nn.SELU}.
 */
public final class SELU extends Activation {
    /** Leaves its input as it is. */
    public SELU() {
        this(InPlace.OUT_OF_PLACE);
    }

    /** May overwrite its input. */
    public SELU(InPlace inPlace) {
        super("", inPlace, Functional::selu, Functional::selu_);
    }
}
