package dev.cresset;

/** How {@code div} rounds: PyTorch's {@code rounding_mode}. */
public enum Rounding {
    /** Toward zero. */
    TRUNC,
    /** Toward negative infinity. */
    FLOOR
}
