package dev.cresset;

/** What a backward pass leaves behind. */
public enum GraphOption {
    /** Saved values are kept, so that the pass can be repeated. */
    RETAIN_GRAPH,
    /** The pass itself is recorded, so that gradients can be differentiated; implies the other. */
    CREATE_GRAPH,
    /** Inputs on which the outputs do not depend give null instead of an error. */
    ALLOW_UNUSED
}
