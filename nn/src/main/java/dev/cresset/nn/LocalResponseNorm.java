package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.text.Numbers;

/**
 * {@code x / (k + alpha mean(x²))^beta}, the mean over neighbouring channels: PyTorch's {@code
 * nn.LocalResponseNorm} (Krizhevsky et al., 2012).
 */
public final class LocalResponseNorm extends Module implements UnaryModule {
    private final long size;
    private final double alpha;
    private final double beta;
    private final double k;

    /** Over {@code size} channels; alpha 1e-4, beta 0.75, k 1. */
    public LocalResponseNorm(long size) {
        this(size, 1e-4, 0.75, 1);
    }

    /** Over {@code size} channels. */
    public LocalResponseNorm(long size, double alpha, double beta, double k) {
        this.size = size;
        this.alpha = alpha;
        this.beta = beta;
        this.k = k;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.localResponseNorm(x, size, alpha, beta, k);
    }

    @Override
    protected String extraRepr() {
        return size
                + ", alpha="
                + Numbers.python(alpha)
                + ", beta="
                + Numbers.python(beta)
                + ", k="
                + Numbers.python(k);
    }
}
