package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * {@code x1 x2 / (max(|x1|, eps) max(|x2|, eps))} along a dimension: PyTorch's {@code
 * nn.CosineSimilarity}.
 */
public final class CosineSimilarity extends Module implements BinaryModule {
    private final long dim;
    private final double eps;

    /** Along dimension 1, eps 1e-8. */
    public CosineSimilarity() {
        this(1);
    }

    /** Along a dimension, eps 1e-8. */
    public CosineSimilarity(long dim) {
        this(dim, 1e-8);
    }

    /** Along a dimension, with the smallest norm. */
    public CosineSimilarity(long dim, double eps) {
        this.dim = dim;
        this.eps = eps;
    }

    @Override
    public Tensor forward(Tensor x1, Tensor x2) {
        return Functional.cosineSimilarity(x1, x2, dim, eps);
    }
}
