package dev.cresset.nn;

/**
 * Options of {@link Transformer} and its layers: {@code
 * TransformerLayer.dimFeedforward(512).batchFirst()}.
 */
public final class TransformerLayer {
    /** 2048 hidden features, dropout 0.1, ReLU, normalisation after each block, with bias. */
    public static final Options DEFAULT =
            new Options(2048, 0.1, Functional::relu, 1e-5, false, false, true);

    private TransformerLayer() {}

    /** Hidden features of the feed-forward block; default 2048. */
    public static Options dimFeedforward(long features) {
        return DEFAULT.dimFeedforward(features);
    }

    /** Share of numbers that are zeroed in training; default 0.1. */
    public static Options dropout(double p) {
        return DEFAULT.dropout(p);
    }

    /** The function between the linear layers; default ReLU. */
    public static Options activation(UnaryModule function) {
        return DEFAULT.activation(function);
    }

    /** Number added to variances by the normalisations; default 1e-5. */
    public static Options layerNormEps(double number) {
        return DEFAULT.layerNormEps(number);
    }

    /** Inputs and outputs are (batch, length, size). */
    public static Options batchFirst() {
        return DEFAULT.batchFirst();
    }

    /** Normalisation before each block, not after it. */
    public static Options normFirst() {
        return DEFAULT.normFirst();
    }

    /** Linear layers and normalisations without bias. */
    public static Options noBias() {
        return DEFAULT.noBias();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param dimFeedforward hidden features of the feed-forward block
     * @param dropout share of numbers that are zeroed in training
     * @param activation the function between the linear layers
     * @param layerNormEps number added to variances by the normalisations
     * @param isBatchFirst whether inputs and outputs are (batch, length, size)
     * @param isNormFirst whether normalisation comes before each block
     * @param hasBias whether linear layers and normalisations have a bias
     */
    public record Options(
            long dimFeedforward,
            double dropout,
            UnaryModule activation,
            double layerNormEps,
            boolean isBatchFirst,
            boolean isNormFirst,
            boolean hasBias) {
        /** Hidden features of the feed-forward block. */
        public Options dimFeedforward(long features) {
            return new Options(
                    features,
                    dropout,
                    activation,
                    layerNormEps,
                    isBatchFirst,
                    isNormFirst,
                    hasBias);
        }

        /** Share of numbers that are zeroed in training. */
        public Options dropout(double p) {
            return new Options(
                    dimFeedforward,
                    p,
                    activation,
                    layerNormEps,
                    isBatchFirst,
                    isNormFirst,
                    hasBias);
        }

        /** The function between the linear layers. */
        public Options activation(UnaryModule function) {
            return new Options(
                    dimFeedforward,
                    dropout,
                    function,
                    layerNormEps,
                    isBatchFirst,
                    isNormFirst,
                    hasBias);
        }

        /** Number added to variances by the normalisations. */
        public Options layerNormEps(double number) {
            return new Options(
                    dimFeedforward,
                    dropout,
                    activation,
                    number,
                    isBatchFirst,
                    isNormFirst,
                    hasBias);
        }

        /** Inputs and outputs are (batch, length, size). */
        public Options batchFirst() {
            return new Options(
                    dimFeedforward, dropout, activation, layerNormEps, true, isNormFirst, hasBias);
        }

        /** Normalisation before each block, not after it. */
        public Options normFirst() {
            return new Options(
                    dimFeedforward, dropout, activation, layerNormEps, isBatchFirst, true, hasBias);
        }

        /** Linear layers and normalisations without bias. */
        public Options noBias() {
            return new Options(
                    dimFeedforward,
                    dropout,
                    activation,
                    layerNormEps,
                    isBatchFirst,
                    isNormFirst,
                    false);
        }

        Attention.Options attention() {
            var attention = Attention.dropout(dropout);
            attention = hasBias ? attention : attention.noBias();
            return isBatchFirst ? attention.batchFirst() : attention;
        }

        Linear linear(long inFeatures, long outFeatures) {
            return new Linear(inFeatures, outFeatures, hasBias ? Bias.BIAS : Bias.NO_BIAS);
        }

        LayerNorm norm(long features) {
            var norm = Norm.eps(layerNormEps);
            return new LayerNorm(features, hasBias ? norm : norm.noBias());
        }
    }
}
