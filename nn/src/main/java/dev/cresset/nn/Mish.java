package dev.cresset.nn;

/** {@code x tanh(softplus(x))} (Misra, 2019): PyTorch's {@code nn.Mish}. */
public final class Mish extends Activation {
    /** Leaves its input as it is. */
    public Mish() {
        this(InPlace.OUT_OF_PLACE);
    }

    /** May overwrite its input. */
    public Mish(InPlace inPlace) {
        super("", inPlace, Functional::mish, Functional::mish_);
    }
}
