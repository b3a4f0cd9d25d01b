package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Paddings;

/** Borders around tensors, among the functions of {@link Functional}. */
abstract sealed class PaddingFunctions extends NormalizationFunctions permits ConvolutionFunctions {
    PaddingFunctions() {}

    /**
     * Zeros around the last dimensions.
     *
     * @param pad counts before and after the last dimension, then the one before it, and so on;
     *     negative counts cut
     */
    public static Tensor pad(Tensor input, long... pad) {
        return pad(input, pad, 0);
    }

    /** A constant around the last dimensions; see {@link #pad(Tensor, long...)}. */
    public static Tensor pad(Tensor input, long[] pad, double value) {
        return call(Paddings.PAD, input, pad, "constant", value);
    }

    /** A border around the last dimensions; see {@link #pad(Tensor, long...)}. */
    public static Tensor pad(Tensor input, long[] pad, PaddingMode mode) {
        return call(
                Paddings.PAD,
                input,
                pad,
                mode == PaddingMode.ZEROS ? "constant" : mode.text(),
                null);
    }
}
