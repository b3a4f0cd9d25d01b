package dev.cresset;

/** Says that NaN counts as equal to NaN. */
public enum EqualNan {
    /** {@code equal_nan=True}. */
    EQUAL_NAN
}
