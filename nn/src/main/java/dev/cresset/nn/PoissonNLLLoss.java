package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Negative log likelihood of counts with a Poisson distribution: PyTorch's {@code
 * nn.PoissonNLLLoss}.
 */
public final class PoissonNLLLoss extends LossModule {
    private final Likelihood.Options options;

    /** Usual options, and the mean. */
    public PoissonNLLLoss() {
        this(Likelihood.DEFAULT);
    }

    /** With options. */
    public PoissonNLLLoss(Likelihood.Options options) {
        this.options = options;
    }

    @Override
    public Tensor forward(Tensor input, Tensor target) {
        return Functional.poissonNllLoss(input, target, options);
    }
}
