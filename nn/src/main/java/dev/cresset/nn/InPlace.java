package dev.cresset.nn;

/** Whether a layer overwrites its input with its result: Python's {@code inplace=True}. */
public enum InPlace {
    /** The input becomes the result. */
    IN_PLACE,
    /** The input stays as it is. */
    OUT_OF_PLACE
}
