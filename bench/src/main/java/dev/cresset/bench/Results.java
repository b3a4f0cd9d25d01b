package dev.cresset.bench;

/** How the memory of a single operation's result comes back. */
public enum Results {
    /** The result is dropped, and found by a later garbage collection: the usual way. */
    DROPPED,
    /**
     * The result is given back after every call, by a scope: then the next one lies in memory that
     * is still in the processor's caches, as PyTorch's does, and the time is that of the operation
     * alone.
     */
    RELEASED
}
