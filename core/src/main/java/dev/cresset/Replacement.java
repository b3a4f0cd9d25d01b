package dev.cresset;

/** Whether an item that was drawn can be drawn again. */
public enum Replacement {
    /** It can. */
    WITH,
    /** It cannot. */
    WITHOUT
}
