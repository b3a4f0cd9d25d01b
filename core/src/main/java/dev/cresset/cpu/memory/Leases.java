package dev.cresset.cpu.memory;

import java.util.List;
import java.util.function.Consumer;

/**
 * The leases of an allocator, apart by age, so that a young collection is followed by a walk over
 * young leases only. Guarded by its allocator.
 */
final class Leases {
    private final Lease young = Lease.head();
    private final Lease old = Lease.head();
    private long oldBytes;

    /** Begins a lease. */
    void add(Lease lease) {
        lease.live = true;
        link(lease, young);
    }

    /** Ends a lease. */
    void remove(Lease lease) {
        lease.live = false;
        unlink(lease);
        if (isOld(lease)) {
            oldBytes -= lease.block.bytes();
        }
    }

    private static boolean isOld(Lease lease) {
        return lease.age > CollectionWatch.TENURED;
    }

    /** Bytes of leases that have survived so many collections that young ones pass them by. */
    long oldBytes() {
        return oldBytes;
    }

    private static void link(Lease lease, Lease head) {
        lease.next = head.next;
        lease.previous = head;
        head.next.previous = lease;
        head.next = lease;
    }

    private static void unlink(Lease lease) {
        lease.previous.next = lease.next;
        lease.next.previous = lease.previous;
    }

    /** Finds, once each, what has become unreachable; it stays live until it is ended. */
    void findUnreachable(CollectionWatch.Seen seen, List<Lease> found) {
        for (var lease = young.next; lease != young; ) {
            var next = lease.next;
            if (!find(lease, found)) {
                lease.age++;
            }
            if (isOld(lease)) {
                unlink(lease);
                link(lease, old);
                oldBytes += lease.block.bytes();
            }
            lease = next;
        }
        if (seen == CollectionWatch.Seen.ANY) {
            for (var lease = old.next; lease != old; lease = lease.next) {
                find(lease, found);
            }
        }
    }

    private static boolean find(Lease lease, List<Lease> found) {
        if (lease.found || !lease.refersTo(null)) {
            return lease.found;
        }
        lease.found = true;
        return found.add(lease);
    }

    /** Visits every lease that has not ended. */
    void forEach(Consumer<Lease> visitor) {
        for (var head : List.of(young, old)) {
            for (var lease = head.next; lease != head; lease = lease.next) {
                visitor.accept(lease);
            }
        }
    }
}
