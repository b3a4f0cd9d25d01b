package dev.cresset.nn;

/**
 * Options of recurrent layers and cells: {@code
 * Recurrent.numLayers(2).bidirectional().dropout(0.1)}.
 */
public final class Recurrent {
    /** One layer in one direction with biases; the steps are the first dimension. */
    public static final Options DEFAULT =
            new Options(1, Nonlinearity.TANH, true, false, 0, false, 0);

    private Recurrent() {}

    /** What a plain cell does to its sums. */
    public enum Nonlinearity {
        /** The hyperbolic tangent. */
        TANH,
        /** {@code max(x, 0)}. */
        RELU
    }

    /** Layers above each other, each with the output of the one below as input; default 1. */
    public static Options numLayers(long count) {
        return DEFAULT.numLayers(count);
    }

    /** What plain layers and cells do to their sums; default tanh. */
    public static Options nonlinearity(Nonlinearity nonlinearity) {
        return DEFAULT.nonlinearity(nonlinearity);
    }

    /** Without biases. */
    public static Options noBias() {
        return DEFAULT.noBias();
    }

    /** Input and output are (batch, steps, size) instead of (steps, batch, size). */
    public static Options batchFirst() {
        return DEFAULT.batchFirst();
    }

    /** Probability with which elements between layers are zeroed in training; default 0. */
    public static Options dropout(double p) {
        return DEFAULT.dropout(p);
    }

    /** Each layer runs in both directions, with outputs side by side. */
    public static Options bidirectional() {
        return DEFAULT.bidirectional();
    }

    /** LSTM: the size that the output is projected to; default 0, no projection. */
    public static Options projSize(long size) {
        return DEFAULT.projSize(size);
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param numLayers layers above each other
     * @param nonlinearity what plain layers do to their sums
     * @param hasBias whether there are biases
     * @param isBatchFirst whether the batch is the first dimension
     * @param dropout probability of zeroing between layers
     * @param isBidirectional whether layers run in both directions
     * @param projSize size of the projected output of LSTM, 0 for none
     */
    public record Options(
            long numLayers,
            Nonlinearity nonlinearity,
            boolean hasBias,
            boolean isBatchFirst,
            double dropout,
            boolean isBidirectional,
            long projSize) {
        /** Layers above each other. */
        public Options numLayers(long count) {
            return new Options(
                    count, nonlinearity, hasBias, isBatchFirst, dropout, isBidirectional, projSize);
        }

        /** What plain layers do to their sums. */
        public Options nonlinearity(Nonlinearity other) {
            return new Options(
                    numLayers, other, hasBias, isBatchFirst, dropout, isBidirectional, projSize);
        }

        /** Without biases. */
        public Options noBias() {
            return new Options(
                    numLayers,
                    nonlinearity,
                    false,
                    isBatchFirst,
                    dropout,
                    isBidirectional,
                    projSize);
        }

        /** The batch is the first dimension. */
        public Options batchFirst() {
            return new Options(
                    numLayers, nonlinearity, hasBias, true, dropout, isBidirectional, projSize);
        }

        /** Probability of zeroing between layers. */
        public Options dropout(double p) {
            return new Options(
                    numLayers, nonlinearity, hasBias, isBatchFirst, p, isBidirectional, projSize);
        }

        /** Both directions. */
        public Options bidirectional() {
            return new Options(
                    numLayers, nonlinearity, hasBias, isBatchFirst, dropout, true, projSize);
        }

        /** Size of the projected output. */
        public Options projSize(long size) {
            return new Options(
                    numLayers, nonlinearity, hasBias, isBatchFirst, dropout, isBidirectional, size);
        }

        /** 1, or 2 for both directions. */
        public int directions() {
            return isBidirectional ? 2 : 1;
        }
    }
}
