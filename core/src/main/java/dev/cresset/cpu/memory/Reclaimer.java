package dev.cresset.cpu.memory;

import java.lang.ref.WeakReference;

/** Asks the collector of the Java heap to look for unreachable storages. */
final class Reclaimer {
    private static volatile boolean warned;

    private Reclaimer() {}

    /** Runs the garbage collector; allocators find out by {@link CollectionWatch}. */
    static void collect() {
        var canary = new WeakReference<>(new Object());
        System.gc();
        if (!canary.refersTo(null) && !warned) {
            warned = true;
            System.getLogger(Reclaimer.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "memory: System.gc() collects nothing, so the memory of unreachable"
                                    + " tensors comes back late; run without"
                                    + " -XX:+DisableExplicitGC");
        }
    }
}
