package dev.cresset.cpu.memory;

/** How much of the time one kind of collection takes. Used by one thread at a time. */
final class Pace {
    private long last;
    private long cost;

    /** True if a collection now, like those before, takes at most one part in {@code parts}. */
    boolean allows(int parts) {
        return cost == 0 || System.nanoTime() - last > (parts - 1) * cost;
    }

    /** Notes a collection that began at this time and ends now. */
    void ran(long start) {
        last = System.nanoTime();
        long took = last - start;
        // Now and then one takes ten times as long, where the system gives its core to others.
        cost = cost == 0 ? took : Math.min(took, 2 * cost);
    }
}
