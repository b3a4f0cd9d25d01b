package dev.cresset.nn;

import dev.cresset.text.Numbers;

/** {@code x} moved towards 0 by lambd, 0 in [-lambd, lambd]: PyTorch's {@code nn.Softshrink}. */
public final class Softshrink extends Activation {
    /** lambd 0.5. */
    public Softshrink() {
        this(0.5);
    }

    /**
     * With options.
     *
     * @param lambd half the width of the interval
     */
    public Softshrink(Number lambd) {
        super(Numbers.value(lambd), x -> Functional.softshrink(x, lambd.doubleValue()));
    }
}
