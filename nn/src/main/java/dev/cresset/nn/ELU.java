package dev.cresset.nn;

import dev.cresset.text.Numbers;

/**
 * {@code x} above 0, {@code alpha * (exp(x) - 1)} below (Clevert et al., 2015): PyTorch's {@code
 * nn.ELU}.
 */
public final class ELU extends Activation {
    /** alpha 1. */
    public ELU() {
        this(1.0);
    }

    /** alpha 1. May overwrite its input. */
    public ELU(InPlace inPlace) {
        this(1.0, inPlace);
    }

    /**
     * Leaves its input as it is.
     *
     * @param alpha minus the limit far below 0
     */
    public ELU(Number alpha) {
        this(alpha, InPlace.OUT_OF_PLACE);
    }

    /**
     * May overwrite its input.
     *
     * @param alpha minus the limit far below 0
     * @param inPlace whether it does
     */
    public ELU(Number alpha, InPlace inPlace) {
        super(
                "alpha=" + Numbers.value(alpha),
                inPlace,
                x -> Functional.elu(x, alpha.doubleValue()),
                x -> Functional.elu_(x, alpha.doubleValue()));
    }
}
