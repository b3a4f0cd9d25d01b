package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Options of {@link Functional#scaledDotProductAttention}: {@code
 * DotProduct.causal().dropout(0.1)}.
 */
public final class DotProduct {
    /** No mask, no dropout, scale 1 / sqrt(size). */
    public static final Options DEFAULT =
            new Options(Optional.empty(), 0, false, OptionalDouble.empty(), false);

    private DotProduct() {}

    /** Truth values allow what they mark; numbers are added to the scores. */
    public static Options mask(Tensor mask) {
        return DEFAULT.mask(mask);
    }

    /** Share of weights that are zeroed; default 0. */
    public static Options dropout(double p) {
        return DEFAULT.dropout(p);
    }

    /** Each target sees the sources up to its own position. */
    public static Options causal() {
        return DEFAULT.causal();
    }

    /** The factor of products; default {@code 1 / sqrt(size)}. */
    public static Options scale(double factor) {
        return DEFAULT.scale(factor);
    }

    /** Fewer heads of keys and values than of queries: {@code enable_gqa}. */
    public static Options groupQueries() {
        return DEFAULT.groupQueries();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param mask truth values allow what they mark; numbers are added to the scores
     * @param dropout share of weights that are zeroed
     * @param isCausal whether each target sees the sources up to its own position
     * @param scale the factor of products
     * @param groupsQueries whether there may be fewer heads of keys and values
     */
    public record Options(
            Optional<Tensor> mask,
            double dropout,
            boolean isCausal,
            OptionalDouble scale,
            boolean groupsQueries) {
        /** Truth values allow what they mark; numbers are added to the scores. */
        public Options mask(Tensor given) {
            return new Options(Optional.of(given), dropout, isCausal, scale, groupsQueries);
        }

        /** Share of weights that are zeroed. */
        public Options dropout(double p) {
            return new Options(mask, p, isCausal, scale, groupsQueries);
        }

        /** Each target sees the sources up to its own position. */
        public Options causal() {
            return new Options(mask, dropout, true, scale, groupsQueries);
        }

        /** The factor of products. */
        public Options scale(double factor) {
            return new Options(mask, dropout, isCausal, OptionalDouble.of(factor), groupsQueries);
        }

        /** Fewer heads of keys and values than of queries. */
        public Options groupQueries() {
            return new Options(mask, dropout, isCausal, scale, true);
        }
    }
}
