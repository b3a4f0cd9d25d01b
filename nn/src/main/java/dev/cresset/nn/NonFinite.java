package dev.cresset.nn;

/** What happens to norms that are infinite or NaN. */
public enum NonFinite {
    /** They are taken as they are. */
    ALLOWED,
    /** They are an error: PyTorch's {@code error_if_nonfinite=True}. */
    ERROR
}
