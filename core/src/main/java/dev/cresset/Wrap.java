package dev.cresset;

/** Says that the diagonal of a tall matrix starts again below its end. */
public enum Wrap {
    /** {@code wrap=True}. */
    WRAP
}
