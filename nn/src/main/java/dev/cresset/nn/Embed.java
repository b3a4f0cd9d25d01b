package dev.cresset.nn;

import dev.cresset.op.OpException;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Options of embeddings, of the functions and of the modules: {@code
 * Embed.paddingIdx(0).maxNorm(1)}. Each reads those that concern it.
 */
public final class Embed {
    /** No padding, no largest norm; bags give means. */
    public static final Options DEFAULT =
            new Options(
                    OptionalLong.empty(), OptionalDouble.empty(), 2, false, Bag.MEAN, false, false);

    private Embed() {}

    /** What a bag of rows becomes. */
    public enum Bag {
        /** The sum of its rows. */
        SUM,
        /** The mean of its rows. */
        MEAN,
        /** The largest element of each column. */
        MAX;

        /** PyTorch's word for it, e.g. {@code mean}. */
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A row that gets no gradient, starts with zeros and does not count in bags. */
    public static Options paddingIdx(long index) {
        return DEFAULT.paddingIdx(index);
    }

    /** Rows that are used are shortened, in place, to at most this norm. */
    public static Options maxNorm(double norm) {
        return DEFAULT.maxNorm(norm);
    }

    /** Which p-norm is limited; default 2. */
    public static Options normType(double p) {
        return DEFAULT.normType(p);
    }

    /** Gradients of a row are divided by how often it occurs. */
    public static Options scaleGradByFreq() {
        return DEFAULT.scaleGradByFreq();
    }

    /** What a bag of rows becomes; default the mean. */
    public static Options mode(Bag bag) {
        return DEFAULT.mode(bag);
    }

    /** The last offset is the end of the last bag, not the start of one more. */
    public static Options includeLastOffset() {
        return DEFAULT.includeLastOffset();
    }

    /**
     * Gradients of the table are sparse: {@code sparseGrad()} of a table that is a leaf holds the
     * rows in use only, as {@code SparseAdam}, {@code SGD} and {@code Adagrad} take them.
     */
    public static Options sparse() {
        return DEFAULT.sparse();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param paddingIdx a row that gets no gradient
     * @param maxNorm the largest norm of rows
     * @param normType which p-norm is limited
     * @param scalesGradByFreq whether gradients are divided by how often a row occurs
     * @param mode what a bag of rows becomes
     * @param includesLastOffset whether the last offset is the end of the last bag
     * @param sparseGradients whether gradients of the table hold the rows in use only
     */
    public record Options(
            OptionalLong paddingIdx,
            OptionalDouble maxNorm,
            double normType,
            boolean scalesGradByFreq,
            Bag mode,
            boolean includesLastOffset,
            boolean sparseGradients) {
        /** A row that gets no gradient. */
        public Options paddingIdx(long index) {
            return new Options(
                    OptionalLong.of(index),
                    maxNorm,
                    normType,
                    scalesGradByFreq,
                    mode,
                    includesLastOffset,
                    sparseGradients);
        }

        /** The largest norm of rows. */
        public Options maxNorm(double norm) {
            return new Options(
                    paddingIdx,
                    OptionalDouble.of(norm),
                    normType,
                    scalesGradByFreq,
                    mode,
                    includesLastOffset,
                    sparseGradients);
        }

        /** Which p-norm is limited. */
        public Options normType(double p) {
            return new Options(
                    paddingIdx,
                    maxNorm,
                    p,
                    scalesGradByFreq,
                    mode,
                    includesLastOffset,
                    sparseGradients);
        }

        /** Gradients of a row are divided by how often it occurs. */
        public Options scaleGradByFreq() {
            return new Options(
                    paddingIdx, maxNorm, normType, true, mode, includesLastOffset, sparseGradients);
        }

        /** What a bag of rows becomes. */
        public Options mode(Bag bag) {
            return new Options(
                    paddingIdx,
                    maxNorm,
                    normType,
                    scalesGradByFreq,
                    bag,
                    includesLastOffset,
                    sparseGradients);
        }

        /** The last offset is the end of the last bag. */
        public Options includeLastOffset() {
            return new Options(
                    paddingIdx, maxNorm, normType, scalesGradByFreq, mode, true, sparseGradients);
        }

        /** Gradients of the table are sparse. */
        public Options sparse() {
            return new Options(
                    paddingIdx,
                    maxNorm,
                    normType,
                    scalesGradByFreq,
                    mode,
                    includesLastOffset,
                    true);
        }

        /** The options with a padding row that is counted from the start. */
        Options within(String name, long rows) {
            if (paddingIdx.isEmpty()) {
                return this;
            }
            long index = paddingIdx.getAsLong();
            if (index < -rows || index >= rows) {
                throw new OpException(
                        name
                                + ": Padding_idx must be within num_embeddings, got "
                                + index
                                + " of "
                                + rows);
            }
            return paddingIdx(Math.floorMod(index, rows));
        }
    }
}
