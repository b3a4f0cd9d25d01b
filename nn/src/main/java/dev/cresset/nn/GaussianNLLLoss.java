package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Negative log likelihood of normal distributions with given variances: PyTorch's {@code
 * nn.GaussianNLLLoss}.
 */
public final class GaussianNLLLoss extends Module {
    private final Likelihood.Options options;

    /** Usual options, and the mean. */
    public GaussianNLLLoss() {
        this(Likelihood.DEFAULT);
    }

    /** With options. */
    public GaussianNLLLoss(Likelihood.Options options) {
        this.options = options;
    }

    /** The loss. */
    public Tensor forward(Tensor input, Tensor target, Tensor var) {
        return Functional.gaussianNllLoss(input, target, var, options);
    }
}
