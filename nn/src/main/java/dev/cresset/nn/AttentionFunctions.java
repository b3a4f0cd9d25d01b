package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Attentions;

import java.util.Optional;
import java.util.OptionalDouble;

/** Attention among the functions of {@link Functional}. */
abstract sealed class AttentionFunctions extends ResamplingFunctions permits Functional {
    AttentionFunctions() {}

    /** {@code softmax(q k^T / sqrt(size)) v} over the last two dimensions. */
    public static Tensor scaledDotProductAttention(Tensor query, Tensor key, Tensor value) {
        return scaledDotProductAttention(query, key, value, DotProduct.DEFAULT);
    }

    /**
     * {@code dropout(softmax(scale q k^T + mask)) v} over the last two dimensions (Vaswani et al.,
     * 2017). A query that may see nothing gives zeros.
     *
     * @param query (..., targets, size)
     * @param key (..., sources, size)
     * @param value (..., sources, size of values)
     * @param options mask, dropout, scale
     */
    public static Tensor scaledDotProductAttention(
            Tensor query, Tensor key, Tensor value, DotProduct.Options options) {
        return call(
                Attentions.SCALED_DOT_PRODUCT_ATTENTION,
                query,
                key,
                value,
                orNull(options.mask()),
                options.dropout(),
                options.isCausal(),
                number(options.scale()),
                options.groupsQueries());
    }

    static Tensor orNull(Optional<Tensor> tensor) {
        return tensor.orElse(null);
    }

    private static Object number(OptionalDouble number) {
        return number.isPresent() ? number.getAsDouble() : null;
    }
}
