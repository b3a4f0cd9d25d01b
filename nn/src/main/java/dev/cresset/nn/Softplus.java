package dev.cresset.nn;

import dev.cresset.text.Numbers;

/**
 * {@code log(1 + exp(beta x)) / beta}, and {@code x} where {@code beta x} is large: PyTorch's
 * {@code nn.Softplus}.
 */
public final class Softplus extends Activation {
    /** beta 1, threshold 20. */
    public Softplus() {
        this(1.0, 20.0);
    }

    /**
     * With options.
     *
     * @param beta steepness
     * @param threshold from which {@code beta x} on the result is {@code x}
     */
    public Softplus(Number beta, Number threshold) {
        super(
                "beta=" + Numbers.value(beta) + ", threshold=" + Numbers.value(threshold),
                x -> Functional.softplus(x, beta.doubleValue(), threshold.doubleValue()));
    }
}
