package dev.cresset.spi;

/** Reductions, scans and the row-wise functions built on them. Addresses are absolute. */
public interface Reductions {
    /** The largest or the smallest. */
    enum Extreme {
        /** The largest; NaN counts as larger than everything. */
        MAX,
        /** The smallest; NaN counts as smaller than everything. */
        MIN
    }

    /** What a scan accumulates. */
    enum Scan {
        /** Running sum. */
        SUM,
        /** Running product. */
        PROD,
        /** Logarithm of the running sum of exponentials. */
        LOG_SUM_EXP
    }

    /** Softmax or its logarithm. */
    enum Softmax {
        /** {@code exp(x_i) / sum_j exp(x_j)}. */
        PLAIN,
        /** {@code x_i - log sum_j exp(x_j)}. */
        LOG
    }

    /**
     * Reduces a strided tensor.
     *
     * @param input layout of the tensor read, of any strides; may be empty
     * @param in address of its storage (the layout's offset is added by this method)
     * @param output layout of the result with the same number of dimensions; reduced dimensions
     *     have size 1, the others the size of the input
     * @param out address of the result's storage
     * @param params numbers of the call: bits of a double, or of a long for LONG arithmetic
     */
    void reduce(ReductionFormula r, Layout input, long in, Layout output, long out, long[] params);

    /**
     * The extreme along rows with its index, the first one on ties (NaN: the first NaN).
     *
     * @param values address for outer x inner values of {@code dtype}, 0 for none
     * @param indices address for outer x inner int64 indices, 0 for none
     */
    void extreme(Extreme kind, DType dtype, Rows rows, long in, long values, long indices);

    /**
     * The running extreme along rows with its index, the last one on ties; NaN wins and stays.
     *
     * @param values address for as many values as {@code in} has
     * @param indices address for as many int64 indices
     */
    void runningExtreme(Extreme kind, DType dtype, Rows rows, long in, long values, long indices);

    /** Running accumulation along rows; computed in {@code output} arithmetic. */
    void scan(Scan kind, DType input, DType output, Rows rows, long in, long out);

    /** Softmax along rows, accurate for any finite input; input and output dtype are equal. */
    void softmax(Softmax kind, DType dtype, Rows rows, long in, long out);

    /**
     * Gradient of {@link #softmax} from the result: PLAIN {@code y * (g - sum(g * y))}, LOG {@code
     * g - exp(y) * sum(g)}.
     */
    void softmaxGradient(
            Softmax kind, DType dtype, Rows rows, long grad, long result, long gradInput);
}
