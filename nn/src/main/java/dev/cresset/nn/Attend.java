package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.Optional;

/**
 * What one call of an attention layer may see: {@code Attend.mask(m).keyPaddingMask(p)}.
 *
 * <p>A mask of truth values forbids what it marks; a mask of numbers is added to the scores.
 */
public final class Attend {
    /** To everything, with mean weights. */
    public static final Options DEFAULT =
            new Options(Optional.empty(), Optional.empty(), Weights.AVERAGE, false);

    private Attend() {}

    /** Which attention weights a call gives beside its output. */
    public enum Weights {
        /** The mean over the heads: {@code need_weights=True}. */
        AVERAGE,
        /** Those of each head: {@code average_attn_weights=False}. */
        PER_HEAD,
        /** None, which is faster: {@code need_weights=False}. */
        NONE
    }

    /** (targets, sources), or one for each batch and head. */
    public static Options mask(Tensor mask) {
        return DEFAULT.mask(mask);
    }

    /** (batch, sources). */
    public static Options keyPaddingMask(Tensor mask) {
        return DEFAULT.keyPaddingMask(mask);
    }

    /** Which attention weights come beside the output. */
    public static Options weights(Weights wanted) {
        return DEFAULT.weights(wanted);
    }

    /** Says that the mask forbids what lies ahead, so that it need not be read. */
    public static Options causal() {
        return DEFAULT.causal();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param mask (targets, sources), or one for each batch and head
     * @param keyPaddingMask (batch, sources)
     * @param weights which attention weights come beside the output
     * @param isCausal whether the mask forbids what lies ahead
     */
    public record Options(
            Optional<Tensor> mask,
            Optional<Tensor> keyPaddingMask,
            Weights weights,
            boolean isCausal) {
        /** (targets, sources), or one for each batch and head. */
        public Options mask(Tensor given) {
            return new Options(Optional.of(given), keyPaddingMask, weights, isCausal);
        }

        /** (batch, sources). */
        public Options keyPaddingMask(Tensor given) {
            return new Options(mask, Optional.of(given), weights, isCausal);
        }

        /** Which attention weights come beside the output. */
        public Options weights(Weights wanted) {
            return new Options(mask, keyPaddingMask, wanted, isCausal);
        }

        /** Says that the mask forbids what lies ahead. */
        public Options causal() {
            return new Options(mask, keyPaddingMask, weights, true);
        }
    }
}
