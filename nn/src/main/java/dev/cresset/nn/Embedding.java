package dev.cresset.nn;

import dev.cresset.Tensor;

/** The rows of a learned table at given indices: PyTorch's {@code nn.Embedding}. */
public final class Embedding extends Table implements UnaryModule {
    /** A table of standard normal numbers. */
    public Embedding(long numEmbeddings, long embeddingDim) {
        this(numEmbeddings, embeddingDim, Embed.DEFAULT);
    }

    /** A table of standard normal numbers, with options. */
    public Embedding(long numEmbeddings, long embeddingDim, Embed.Options options) {
        super(numEmbeddings, embeddingDim, options);
    }

    private Embedding(Tensor embeddings, Embed.Options options) {
        super(embeddings, options);
    }

    /** A given table, which is not learned unless {@code requiresGrad_()} says so. */
    public static Embedding fromPretrained(Tensor embeddings) {
        return fromPretrained(embeddings, Embed.DEFAULT);
    }

    /** {@link #fromPretrained(Tensor)} with options. */
    public static Embedding fromPretrained(Tensor embeddings, Embed.Options options) {
        return new Embedding(embeddings, options);
    }

    @Override
    public Tensor forward(Tensor indices) {
        return Functional.embedding(indices, weight, options);
    }

    @Override
    protected String extraRepr() {
        return sizeText()
                + paddingText()
                + normText()
                + (options.sparseGradients() ? ", sparse=True" : "");
    }
}
