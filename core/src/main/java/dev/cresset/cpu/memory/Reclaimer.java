package dev.cresset.cpu.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;

/** Takes back the memory of unreachable storages, for all allocators. */
final class Reclaimer {
    /** Receives the lease of every storage or slab that became unreachable. */
    static final ReferenceQueue<Object> QUEUE = new ReferenceQueue<>();

    /** How long to wait for the queue to fill after a collection. */
    private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Storages handled together by the thread that waits for them. */
    private static final int BATCH = 1024;

    private static volatile boolean warned;

    static {
        Thread.ofPlatform().daemon().name("cresset-memory").start(Reclaimer::run);
    }

    private Reclaimer() {}

    /** A reference to garbage: once it arrives, the collector has filled the queue. */
    private static final class Sentinel extends PhantomReference<Object> {
        private volatile boolean arrived;

        Sentinel() {
            super(new Object(), QUEUE);
        }
    }

    private static void run() {
        while (true) {
            try {
                accept(QUEUE.remove(), BATCH);
                Quarantine.endFinished();
            } catch (InterruptedException e) {
                // Nobody but this class knows the thread; an interrupt means nothing to it.
                continue;
            }
        }
    }

    /** Takes back what is waiting, at most {@code most} storages. */
    static void drain(int most) {
        var reference = QUEUE.poll();
        if (reference != null) {
            accept(reference, most);
        }
        Quarantine.endFinished();
    }

    /** Handles a reference and those that wait behind it, {@code most} in all. */
    private static void accept(Reference<?> first, int most) {
        var leases = new ArrayList<Lease>();
        Reference<?> reference = first;
        for (int count = 0; reference != null; reference = QUEUE.poll()) {
            switch (reference) {
                case Lease lease -> leases.add(lease);
                case Sentinel sentinel -> sentinel.arrived = true;
                default -> throw new IllegalStateException("unknown reference " + reference);
            }
            if (++count == most) {
                break;
            }
        }
        if (!leases.isEmpty()) {
            Quarantine.add(leases);
        }
    }

    /** Runs the garbage collector and takes back everything it found; waits at most briefly. */
    static void collect() {
        var sentinel = new Sentinel();
        System.gc();
        if (!sentinel.refersTo(null)) {
            warnOnce();
            return;
        }
        long end = System.nanoTime() + SETTLE_NANOS;
        try {
            while (!sentinel.arrived && System.nanoTime() < end) {
                var reference = QUEUE.remove(1);
                if (reference != null) {
                    accept(reference, BATCH);
                }
            }
            // The sentinel is queued in no particular order with the rest.
            var reference = QUEUE.remove(1);
            while (reference != null) {
                accept(reference, BATCH);
                reference = QUEUE.remove(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Quarantine.endFinished();
        Reference.reachabilityFence(sentinel);
    }

    private static void warnOnce() {
        if (!warned) {
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
