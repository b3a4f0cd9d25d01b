package dev.cresset.testing;

import dev.cresset.nn.Bilinear;
import dev.cresset.nn.Embed;
import dev.cresset.nn.Embedding;
import dev.cresset.nn.EmbeddingBag;

/** Embeddings and bilinear layers. */
final class EmbeddingClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary(
                            "Embedding",
                            c -> new Embedding(rows(c), columns(c), options(c, 2, true)))
                    .module(
                            "EmbeddingBag",
                            c -> new EmbeddingBag(rows(c), columns(c), options(c, 2, false)),
                            EmbeddingClasses::bags)
                    .module(
                            "Bilinear",
                            c ->
                                    new Bilinear(
                                            c.integer(0, "in1_features"),
                                            c.integer(1, "in2_features"),
                                            c.integer(2, "out_features"),
                                            LinearClasses.bias(c, 3)),
                            (m, c) -> m.forward(c.tensor(0, "input1"), c.tensor(1, "input2")));

    private EmbeddingClasses() {}

    private static long rows(PythonCall c) {
        return c.integer(0, "num_embeddings");
    }

    private static long columns(PythonCall c) {
        return c.integer(1, "embedding_dim");
    }

    /** The padding index comes first in embeddings, and last in bags. */
    private static Embed.Options options(PythonCall c, int position, boolean paddingFirst) {
        var options = Embed.DEFAULT;
        int next = position;
        int padding = paddingFirst ? next++ : PythonCall.KEYWORD;
        if (c.get(padding, "padding_idx", null) instanceof Long index) {
            options = options.paddingIdx(index);
        }
        if (c.get(next, "max_norm", null) instanceof Number norm) {
            options = options.maxNorm(norm.doubleValue());
        }
        options = options.normType(c.number(next + 1, "norm_type", 2));
        if (c.flag(next + 2, "scale_grad_by_freq", false)) {
            options = options.scaleGradByFreq();
        }
        if (c.flag(PythonCall.KEYWORD, "sparse", false)) {
            options = options.sparse();
        }
        options = options.mode(c.constant(PythonCall.KEYWORD, "mode", Embed.Bag.MEAN));
        return c.flag(PythonCall.KEYWORD, "include_last_offset", false)
                ? options.includeLastOffset()
                : options;
    }

    private static Object bags(EmbeddingBag m, PythonCall c) {
        var input = c.tensor(0, "input");
        var offsets = c.optionalTensor(1, "offsets");
        var weights = c.optionalTensor(2, "per_sample_weights");
        if (weights.isPresent()) {
            return m.forward(input, offsets.orElse(null), weights.get());
        }
        return offsets.isPresent() ? m.forward(input, offsets.get()) : m.forward(input);
    }
}
