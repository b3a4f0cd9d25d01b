package dev.cresset.nn;

import java.util.OptionalLong;

/** Options of {@link MultiheadAttention}: {@code Attention.dropout(0.1).batchFirst()}. */
public final class Attention {
    /** With bias, no dropout, keys and values of the size of queries, (length, batch, size). */
    public static final Options DEFAULT =
            new Options(0, true, false, false, OptionalLong.empty(), OptionalLong.empty(), false);

    private Attention() {}

    /** Share of attention weights that are zeroed in training; default 0. */
    public static Options dropout(double p) {
        return DEFAULT.dropout(p);
    }

    /** Projections without bias. */
    public static Options noBias() {
        return DEFAULT.noBias();
    }

    /** One more key and value that are learned. */
    public static Options addBiasKv() {
        return DEFAULT.addBiasKv();
    }

    /** One more key and value that are zero. */
    public static Options addZeroAttn() {
        return DEFAULT.addZeroAttn();
    }

    /** Size of keys; default that of queries. */
    public static Options kdim(long size) {
        return DEFAULT.kdim(size);
    }

    /** Size of values; default that of queries. */
    public static Options vdim(long size) {
        return DEFAULT.vdim(size);
    }

    /** Inputs and outputs are (batch, length, size). */
    public static Options batchFirst() {
        return DEFAULT.batchFirst();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param dropout share of attention weights that are zeroed in training
     * @param hasBias whether projections have a bias
     * @param addsBiasKv whether there is one more key and value that are learned
     * @param addsZeroAttn whether there is one more key and value that are zero
     * @param kdim size of keys
     * @param vdim size of values
     * @param isBatchFirst whether inputs and outputs are (batch, length, size)
     */
    public record Options(
            double dropout,
            boolean hasBias,
            boolean addsBiasKv,
            boolean addsZeroAttn,
            OptionalLong kdim,
            OptionalLong vdim,
            boolean isBatchFirst) {
        /** Share of attention weights that are zeroed in training. */
        public Options dropout(double p) {
            return new Options(p, hasBias, addsBiasKv, addsZeroAttn, kdim, vdim, isBatchFirst);
        }

        /** Projections without bias. */
        public Options noBias() {
            return new Options(dropout, false, addsBiasKv, addsZeroAttn, kdim, vdim, isBatchFirst);
        }

        /** One more key and value that are learned. */
        public Options addBiasKv() {
            return new Options(dropout, hasBias, true, addsZeroAttn, kdim, vdim, isBatchFirst);
        }

        /** One more key and value that are zero. */
        public Options addZeroAttn() {
            return new Options(dropout, hasBias, addsBiasKv, true, kdim, vdim, isBatchFirst);
        }

        /** Size of keys. */
        public Options kdim(long size) {
            return new Options(
                    dropout,
                    hasBias,
                    addsBiasKv,
                    addsZeroAttn,
                    OptionalLong.of(size),
                    vdim,
                    isBatchFirst);
        }

        /** Size of values. */
        public Options vdim(long size) {
            return new Options(
                    dropout,
                    hasBias,
                    addsBiasKv,
                    addsZeroAttn,
                    kdim,
                    OptionalLong.of(size),
                    isBatchFirst);
        }

        /** Inputs and outputs are (batch, length, size). */
        public Options batchFirst() {
            return new Options(dropout, hasBias, addsBiasKv, addsZeroAttn, kdim, vdim, true);
        }
    }
}
