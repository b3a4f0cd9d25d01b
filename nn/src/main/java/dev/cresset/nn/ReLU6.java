package dev.cresset.nn;

/** {@code min(max(x, 0), 6)}: PyTorch's {@code nn.ReLU6}. */
public final class ReLU6 extends Activation {
    /** Leaves its input as it is. */
    public ReLU6() {
        this(InPlace.OUT_OF_PLACE);
    }

    /** May overwrite its input. */
    public ReLU6(InPlace inPlace) {
        super("", inPlace, Functional::relu6, Functional::relu6_);
    }
}
