package dev.cresset.nn;

import dev.cresset.KeepDim;
import dev.cresset.Tensor;

import java.util.Optional;

/** {@code |x1 - x2 + eps|_p} over the last dimension: PyTorch's {@code nn.PairwiseDistance}. */
public final class PairwiseDistance extends Module implements BinaryModule {
    private final double p;
    private final double eps;
    private final Optional<KeepDim> keepdim;

    /** Euclidean, eps 1e-6. */
    public PairwiseDistance() {
        this(2);
    }

    /** Of a norm, eps 1e-6. */
    public PairwiseDistance(double p) {
        this(p, 1e-6);
    }

    /** Of a norm. */
    public PairwiseDistance(double p, double eps) {
        this(p, eps, Optional.empty());
    }

    /** Of a norm; the last dimension stays with size 1. */
    public PairwiseDistance(double p, double eps, KeepDim keepdim) {
        this(p, eps, Optional.of(keepdim));
    }

    private PairwiseDistance(double p, double eps, Optional<KeepDim> keepdim) {
        this.p = p;
        this.eps = eps;
        this.keepdim = keepdim;
    }

    @Override
    public Tensor forward(Tensor x1, Tensor x2) {
        return keepdim.isPresent()
                ? Functional.pairwiseDistance(x1, x2, p, eps, keepdim.get())
                : Functional.pairwiseDistance(x1, x2, p, eps);
    }
}
