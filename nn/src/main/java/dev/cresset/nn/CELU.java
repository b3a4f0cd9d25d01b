package dev.cresset.nn;

import dev.cresset.text.Numbers;

/**
 * {@code x} above 0, {@code alpha * (exp(x / alpha) - 1)} below (Barron, 2017): PyTorch's {@code
 * nn.CELU}.
 */
public final class CELU extends Activation {
    /** alpha 1. */
    public CELU() {
        this(1.0);
    }

    /** alpha 1. May overwrite its input. */
    public CELU(InPlace inPlace) {
        this(1.0, inPlace);
    }

    /**
     * Leaves its input as it is.
     *
     * @param alpha minus the limit far below 0
     */
    public CELU(Number alpha) {
        this(alpha, InPlace.OUT_OF_PLACE);
    }

    /**
     * May overwrite its input.
     *
     * @param alpha minus the limit far below 0
     * @param inPlace whether it does
     */
    public CELU(Number alpha, InPlace inPlace) {
        super(
                "alpha=" + Numbers.value(alpha),
                inPlace,
                x -> Functional.celu(x, alpha.doubleValue()),
                x -> Functional.celu_(x, alpha.doubleValue()));
    }
}
