package dev.cresset.nn;

/** {@code x sigmoid(x)}: PyTorch's {@code nn.SiLU}. */
public final class SiLU extends Activation {
    /** Leaves its input as it is. */
    public SiLU() {
        this(InPlace.OUT_OF_PLACE);
    }

    /** May overwrite its input. */
    public SiLU(InPlace inPlace) {
        super("", inPlace, Functional::silu, Functional::silu_);
    }
}
