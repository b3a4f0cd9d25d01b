package dev.cresset.nn;

/** {@code x hardsigmoid(x)} (Howard et al., 2019): PyTorch's {@code nn.Hardswish}. */
public final class Hardswish extends Activation {
    /** Leaves its input as it is. */
    public Hardswish() {
        this(InPlace.OUT_OF_PLACE);
    }

    /** May overwrite its input. */
    public Hardswish(InPlace inPlace) {
        super("", inPlace, Functional::hardswish, Functional::hardswish_);
    }
}
