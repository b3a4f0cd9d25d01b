package dev.cresset.nn;

/** How keys are treated that only the module or only the state has, when a state is loaded. */
public enum Strictness {
    /** They are refused. */
    STRICT,
    /** They are reported and left alone: Python's {@code strict=False}. */
    LOOSE
}
