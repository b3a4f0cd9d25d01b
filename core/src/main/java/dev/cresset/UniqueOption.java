package dev.cresset;

/** What {@code unique} gives beside the different elements. */
public enum UniqueOption {
    /** Where each element went: {@code return_inverse=True}. */
    RETURN_INVERSE,
    /** How often each element is there: {@code return_counts=True}. */
    RETURN_COUNTS
}
