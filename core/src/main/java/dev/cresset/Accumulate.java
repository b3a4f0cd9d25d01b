package dev.cresset;

/** Says that values are added to what is there. */
public enum Accumulate {
    /** {@code accumulate=True}. */
    ACCUMULATE
}
