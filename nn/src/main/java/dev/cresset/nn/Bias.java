package dev.cresset.nn;

/** Whether a layer adds a learned constant. */
public enum Bias {
    /** With a bias. */
    BIAS,
    /** Without. */
    NO_BIAS
}
