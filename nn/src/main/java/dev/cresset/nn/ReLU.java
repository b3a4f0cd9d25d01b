package dev.cresset.nn;

/** {@code max(x, 0)}: PyTorch's {@code nn.ReLU}. */
public final class ReLU extends Activation {
    /** Leaves its input as it is. */
    public ReLU() {
        this(InPlace.OUT_OF_PLACE);
    }

    /** May overwrite its input. */
    public ReLU(InPlace inPlace) {
        super("", inPlace, Functional::relu, Functional::relu_);
    }
}
