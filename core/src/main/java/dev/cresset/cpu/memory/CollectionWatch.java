package dev.cresset.cpu.memory;

import java.lang.ref.WeakReference;

/**
 * Notices that the collector of the Java heap has been at work, for the price of reading a field.
 *
 * <p>Note [Watching collections]: a reference queue would tell which storages became unreachable,
 * but its thread wakes up for every one of them, on a core that a kernel is using. Instead an
 * object that nobody holds is watched; when it is gone there was a collection, and the allocator
 * looks through its leases itself. Young collections find young objects only, so a second object,
 * old enough to lie among the old ones, tells when the whole heap was collected. A reference that
 * is moved among the old objects before the collector has looked at it keeps its object alive
 * (serial collector, survivor space full): then the watch is blind until the next look for another
 * reason.
 *
 * <p>Guarded by its allocator.
 */
final class CollectionWatch {
    /** What a collection may have found. */
    enum Seen {
        /** Young storages may have become unreachable. */
        YOUNG,
        /** Any storages may have become unreachable. */
        ANY
    }

    /** An object that has survived more collections than this lies among the old ones. */
    static final int TENURED = 16;

    private volatile WeakReference<Object> young = new WeakReference<>(new Object());
    private Object growing = new Object();
    private WeakReference<Object> old;
    private int survived;

    /** True if a look would see something; needs no lock. */
    boolean collected() {
        return young.refersTo(null);
    }

    /** What may have happened since the last look, given that there was a collection. */
    Seen look() {
        young = new WeakReference<>(new Object());
        if (growing != null) {
            if (++survived > TENURED) {
                old = new WeakReference<>(growing);
                growing = null;
            }
            return Seen.ANY;
        }
        if (!old.refersTo(null)) {
            return Seen.YOUNG;
        }
        growing = new Object();
        survived = 0;
        return Seen.ANY;
    }
}
