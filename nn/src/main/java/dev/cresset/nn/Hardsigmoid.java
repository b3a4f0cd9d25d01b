package dev.cresset.nn;

/** {@code min(max(x + 3, 0), 6) / 6}: PyTorch's {@code nn.Hardsigmoid}. */
public final class Hardsigmoid extends Activation {
    /** Leaves its input as it is. */
    public Hardsigmoid() {
        this(InPlace.OUT_OF_PLACE);
    }

    /** May overwrite its input. */
    public Hardsigmoid(InPlace inPlace) {
        super("", inPlace, Functional::hardsigmoid, Functional::hardsigmoid_);
    }
}
