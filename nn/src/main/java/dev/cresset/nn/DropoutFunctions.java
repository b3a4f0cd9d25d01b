package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Dropouts;
import dev.cresset.op.Op;

/**
 * Elements left out at random, among the functions of {@link Functional}. Forms with an underscore
 * overwrite their input.
 */
abstract sealed class DropoutFunctions extends LinearFunctions permits NormalizationFunctions {
    DropoutFunctions() {}

    private static Tensor drop(Op op, Tensor input, double p, Mode mode, InPlace where) {
        return call(op, input, p, mode == Mode.TRAIN, where == InPlace.IN_PLACE);
    }

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
        return drop(Dropouts.DROPOUT, input, p, mode, InPlace.OUT_OF_PLACE);
    }

    /** {@link #dropout(Tensor, double, Mode)} that overwrites its input. */
    public static Tensor dropout_(Tensor input, double p, Mode mode) {
        return drop(Dropouts.DROPOUT, input, p, mode, InPlace.IN_PLACE);
    }

    /** Zeroes whole channels of (batch, channels, length), in training. */
    public static Tensor dropout1d(Tensor input, double p, Mode mode) {
        return drop(Dropouts.DROPOUT1D, input, p, mode, InPlace.OUT_OF_PLACE);
    }

    /** {@link #dropout1d(Tensor, double, Mode)} that overwrites its input. */
    public static Tensor dropout1d_(Tensor input, double p, Mode mode) {
        return drop(Dropouts.DROPOUT1D, input, p, mode, InPlace.IN_PLACE);
    }

    /** Zeroes whole channels of (batch, channels, height, width), in training. */
    public static Tensor dropout2d(Tensor input, double p, Mode mode) {
        return drop(Dropouts.DROPOUT2D, input, p, mode, InPlace.OUT_OF_PLACE);
    }

    /** {@link #dropout2d(Tensor, double, Mode)} that overwrites its input. */
    public static Tensor dropout2d_(Tensor input, double p, Mode mode) {
        return drop(Dropouts.DROPOUT2D, input, p, mode, InPlace.IN_PLACE);
    }

    /** Zeroes whole channels of (batch, channels, depth, height, width), in training. */
    public static Tensor dropout3d(Tensor input, double p, Mode mode) {
        return drop(Dropouts.DROPOUT3D, input, p, mode, InPlace.OUT_OF_PLACE);
    }

    /** {@link #dropout3d(Tensor, double, Mode)} that overwrites its input. */
    public static Tensor dropout3d_(Tensor input, double p, Mode mode) {
        return drop(Dropouts.DROPOUT3D, input, p, mode, InPlace.IN_PLACE);
    }

    /** Sets elements to the negative limit of SELU and keeps mean and variance, in training. */
    public static Tensor alphaDropout(Tensor input, double p, Mode mode) {
        return drop(Dropouts.ALPHA_DROPOUT, input, p, mode, InPlace.OUT_OF_PLACE);
    }

    /** {@link #alphaDropout(Tensor, double, Mode)} that overwrites its input. */
    public static Tensor alphaDropout_(Tensor input, double p, Mode mode) {
        return drop(Dropouts.ALPHA_DROPOUT, input, p, mode, InPlace.IN_PLACE);
    }

    /**
     * Sets whole channels to the negative limit of SELU and keeps mean and variance, in training.
     */
    public static Tensor featureAlphaDropout(Tensor input, double p, Mode mode) {
        return drop(Dropouts.FEATURE_ALPHA_DROPOUT, input, p, mode, InPlace.OUT_OF_PLACE);
    }

    /** {@link #featureAlphaDropout(Tensor, double, Mode)} that overwrites its input. */
    public static Tensor featureAlphaDropout_(Tensor input, double p, Mode mode) {
        return drop(Dropouts.FEATURE_ALPHA_DROPOUT, input, p, mode, InPlace.IN_PLACE);
    }
}
