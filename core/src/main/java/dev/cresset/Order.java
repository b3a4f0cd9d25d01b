package dev.cresset;

/** Direction of an order. */
public enum Order {
    /** Smallest first. */
    ASCENDING,
    /** Largest first. */
    DESCENDING
}
