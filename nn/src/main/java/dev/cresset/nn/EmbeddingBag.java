package dev.cresset.nn;

import dev.cresset.Tensor;

/**
 * Sums, means or maxima of the rows of a learned table, bag by bag: PyTorch's {@code
 * nn.EmbeddingBag}.
 */
public final class EmbeddingBag extends Table implements UnaryModule {
    /** A table of standard normal numbers; bags give means. */
    public EmbeddingBag(long numEmbeddings, long embeddingDim) {
        this(numEmbeddings, embeddingDim, Embed.DEFAULT);
    }

    /** A table of standard normal numbers, with options. */
    public EmbeddingBag(long numEmbeddings, long embeddingDim, Embed.Options options) {
        super(numEmbeddings, embeddingDim, options);
    }

    private EmbeddingBag(Tensor embeddings, Embed.Options options) {
        super(embeddings, options);
    }

    /** A given table, which is not learned unless {@code requiresGrad_()} says so. */
    public static EmbeddingBag fromPretrained(Tensor embeddings) {
        return fromPretrained(embeddings, Embed.DEFAULT);
    }

    /** {@link #fromPretrained(Tensor)} with options. */
    public static EmbeddingBag fromPretrained(Tensor embeddings, Embed.Options options) {
        return new EmbeddingBag(embeddings, options);
    }

    /** Bags are the rows of (bags, indices). */
    @Override
    public Tensor forward(Tensor input) {
        return Functional.embeddingBag(input, weight, options);
    }

    /** Bags are the pieces of (indices) that begin at the offsets. */
    public Tensor forward(Tensor input, Tensor offsets) {
        return Functional.embeddingBag(input, weight, offsets, options);
    }

    /** {@link #forward(Tensor, Tensor)} with a factor for each index (sums only). */
    public Tensor forward(Tensor input, Tensor offsets, Tensor perSampleWeights) {
        return Functional.embeddingBag(input, weight, offsets, perSampleWeights, options);
    }

    @Override
    protected String extraRepr() {
        return sizeText() + normText() + ", mode='" + options.mode().text() + "'" + paddingText();
    }
}
