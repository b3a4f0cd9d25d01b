package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Dropouts;

/** Elements left out at random, among the functions of {@link Functional}. */
abstract sealed class DropoutFunctions extends LinearFunctions permits NormalizationFunctions {
    DropoutFunctions() {}

    /** Zeroes each element with probability 0.5 and doubles the others. */
    public static Tensor dropout(Tensor input) {
        return dropout(input, 0.5, Mode.TRAIN);
    }

    /** Zeroes each element with probability p and divides the others by 1 - p. */
    public static Tensor dropout(Tensor input, double p) {
        return dropout(input, p, Mode.TRAIN);
    }

    /** Zeroes each element with probability p and divides the others by 1 - p, in training. */
    public static Tensor dropout(Tensor input, double p, Mode mode) {
        return call(Dropouts.DROPOUT, input, p, mode == Mode.TRAIN, false);
    }
}
