package dev.cresset.nn;

import dev.cresset.text.Numbers;

/** 0 in [-lambd, lambd], else {@code x}: PyTorch's {@code nn.Hardshrink}. */
public final class Hardshrink extends Activation {
    /** lambd 0.5. */
    public Hardshrink() {
        this(0.5);
    }

    /**
     * With options.
     *
     * @param lambd half the width of the interval
     */
    public Hardshrink(Number lambd) {
        super(Numbers.value(lambd), x -> Functional.hardshrink(x, lambd.doubleValue()));
    }
}
