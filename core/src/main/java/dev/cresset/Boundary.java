package dev.cresset;

/** On which side of equal elements a value belongs in a sorted row. */
public enum Boundary {
    /** Before the first of them: {@code right=False}. */
    LEFT,
    /** After the last of them: {@code right=True}. */
    RIGHT
}
