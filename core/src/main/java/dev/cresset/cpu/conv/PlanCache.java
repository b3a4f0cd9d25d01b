package dev.cresset.cpu.conv;

import java.util.LinkedHashMap;
import java.util.Optional;

/**
 * The plans used last, and those still running. A plan pushed out is closed by its last user. That
 * oneDNN has nothing for a convolution is remembered too.
 */
final class PlanCache {
    /** A plan in use; to be closed by the user. */
    final class Lease implements AutoCloseable {
        private final Optional<OneDnnPlan> plan;
        private int users = 1;
        private boolean evicted;

        private Lease(Optional<OneDnnPlan> plan) {
            this.plan = plan;
        }

        Optional<OneDnnPlan> plan() {
            return plan;
        }

        @Override
        public void close() {
            release(this);
        }
    }

    private final int capacity;
    private final LinkedHashMap<OneDnnPlan.Key, Lease> leases =
            new LinkedHashMap<>(16, 0.75f, true);

    PlanCache(int capacity) {
        this.capacity = capacity;
    }

    /** The plan for a key, made if it is not there. */
    Lease acquire(OneDnnPlan.Key key) {
        synchronized (this) {
            var lease = leases.get(key);
            if (lease != null) {
                lease.users++;
                return lease;
            }
        }
        // Compiling takes milliseconds, so others may look meanwhile; a plan made twice by
        // chance is replaced, which is no different from being pushed out.
        var made = new Lease(OneDnnPlan.prepare(key));
        synchronized (this) {
            evict(leases.put(key, made));
            if (leases.size() > capacity) {
                evict(leases.pollFirstEntry().getValue());
            }
        }
        return made;
    }

    /** A lease on no plan. */
    Lease none() {
        return new Lease(Optional.empty());
    }

    /** How many plans are kept. */
    synchronized int size() {
        return leases.size();
    }

    private void evict(Lease lease) {
        if (lease != null) {
            lease.evicted = true;
            closeIfUnused(lease);
        }
    }

    private synchronized void release(Lease lease) {
        lease.users--;
        closeIfUnused(lease);
    }

    private static void closeIfUnused(Lease lease) {
        if (lease.evicted && lease.users == 0) {
            lease.plan.ifPresent(OneDnnPlan::close);
        }
    }
}
