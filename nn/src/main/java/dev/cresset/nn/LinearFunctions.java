package dev.cresset.nn;

import dev.cresset.KeepDim;
import dev.cresset.Tensor;
import dev.cresset.op.Bilinears;
import dev.cresset.op.Distances;
import dev.cresset.op.EmbeddingBags;
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

    /** {@code x1^T W x2}. */
    public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight) {
        return call(Bilinears.BILINEAR, input1, input2, weight, null);
    }

    /** {@code x1^T W x2 + b}. */
    public static Tensor bilinear(Tensor input1, Tensor input2, Tensor weight, Tensor bias) {
        return call(Bilinears.BILINEAR, input1, input2, weight, bias);
    }

    /** The rows of {@code weight} at the indices of {@code input}. */
    public static Tensor embedding(Tensor input, Tensor weight) {
        return embedding(input, weight, Embed.DEFAULT);
    }

    /** {@link #embedding(Tensor, Tensor)} whose row {@code paddingIdx} gets no gradient. */
    public static Tensor embedding(Tensor input, Tensor weight, long paddingIdx) {
        return embedding(input, weight, Embed.paddingIdx(paddingIdx));
    }

    /** {@link #embedding(Tensor, Tensor)} with options. */
    public static Tensor embedding(Tensor input, Tensor weight, Embed.Options options) {
        return call(
                Embeddings.EMBEDDING,
                input,
                weight,
                padding(options),
                norm(options),
                options.normType(),
                options.scalesGradByFreq(),
                options.sparseGradients());
    }

    private static Object padding(Embed.Options options) {
        return options.paddingIdx().isPresent() ? options.paddingIdx().getAsLong() : null;
    }

    private static Object norm(Embed.Options options) {
        return options.maxNorm().isPresent() ? options.maxNorm().getAsDouble() : null;
    }

    /** Means of the rows of {@code weight} at each row of (bags, indices). */
    public static Tensor embeddingBag(Tensor input, Tensor weight) {
        return embeddingBag(input, weight, Embed.DEFAULT);
    }

    /** Sums, means or maxima of the rows of {@code weight} at each row of (bags, indices). */
    public static Tensor embeddingBag(Tensor input, Tensor weight, Embed.Options options) {
        return bag(input, weight, null, null, options);
    }

    /** Bags are the pieces of (indices) that begin at the offsets. */
    public static Tensor embeddingBag(
            Tensor input, Tensor weight, Tensor offsets, Embed.Options options) {
        return bag(input, weight, offsets, null, options);
    }

    /** {@link #embeddingBag(Tensor, Tensor, Tensor, Embed.Options)}, a factor for each index. */
    public static Tensor embeddingBag(
            Tensor input,
            Tensor weight,
            Tensor offsets,
            Tensor perSampleWeights,
            Embed.Options options) {
        return bag(input, weight, offsets, perSampleWeights, options);
    }

    private static Tensor bag(
            Tensor input, Tensor weight, Tensor offsets, Tensor factors, Embed.Options options) {
        return call(
                EmbeddingBags.EMBEDDING_BAG,
                input,
                weight,
                offsets,
                norm(options),
                options.normType(),
                options.scalesGradByFreq(),
                options.mode().text(),
                options.sparseGradients(),
                factors,
                options.includesLastOffset(),
                padding(options));
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
