package dev.cresset.nn;

import dev.cresset.KeepDim;
import dev.cresset.Tensor;
import dev.cresset.op.Distances;
import dev.cresset.op.Embeddings;
import dev.cresset.op.Products;

/** Linear layers, embeddings and one-hot vectors among the functions of {@link Functional}. */
abstract sealed class LinearFunctions extends ActivationFunctions permits DropoutFunctions {
    LinearFunctions() {}

    /** {@code x W^T}. */
    public static Tensor linear(Tensor input, Tensor weight) {
        return call(Products.LINEAR, input, weight, null);
    }

    /** {@code x W^T + b}. */
    public static Tensor linear(Tensor input, Tensor weight, Tensor bias) {
        return call(Products.LINEAR, input, weight, bias);
    }

    /** The rows of {@code weight} at the indices of {@code input}. */
    public static Tensor embedding(Tensor input, Tensor weight) {
        return call(Embeddings.EMBEDDING, input, weight, null, null, 2.0, false, false);
    }

    /** {@link #embedding} whose row {@code paddingIdx} gets no gradient. */
    public static Tensor embedding(Tensor input, Tensor weight, long paddingIdx) {
        return call(Embeddings.EMBEDDING, input, weight, paddingIdx, null, 2.0, false, false);
    }

    /** A 1 at each class index, along a new last dimension as long as the largest index needs. */
    public static Tensor oneHot(Tensor input) {
        return call(Embeddings.ONE_HOT, input, -1L);
    }

    /** A 1 at each class index, along a new last dimension of {@code classes}. */
    public static Tensor oneHot(Tensor input, long classes) {
        return call(Embeddings.ONE_HOT, input, classes);
    }

    /** {@code x1 x2 / (|x1| |x2|)} along dimension 1. */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2) {
        return cosineSimilarity(x1, x2, 1, 1e-8);
    }

    /** {@code x1 x2 / (max(|x1|, eps) max(|x2|, eps))} along a dimension. */
    public static Tensor cosineSimilarity(Tensor x1, Tensor x2, long dim, double eps) {
        return call(Distances.COSINE_SIMILARITY, x1, x2, dim, eps);
    }

    /** Euclidean distance {@code |x1 - x2|} over the last dimension. */
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2) {
        return pairwiseDistance(x1, x2, 2, 1e-6);
    }

    /** {@code |x1 - x2 + eps|_p} over the last dimension. */
    public static Tensor pairwiseDistance(Tensor x1, Tensor x2, double p, double eps) {
        return call(Distances.PAIRWISE_DISTANCE, x1, x2, p, eps, false);
    }

    /** {@code |x1 - x2 + eps|_p} over the last dimension, which stays with size 1. */
    public static Tensor pairwiseDistance(
            Tensor x1, Tensor x2, double p, double eps, KeepDim keepdim) {
        return call(Distances.PAIRWISE_DISTANCE, x1, x2, p, eps, true);
    }
}
