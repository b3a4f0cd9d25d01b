package dev.cresset.cpu.memory;

import dev.cresset.spi.AddressUse;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory of unreachable storages whose addresses a thread may still be working with: see Note
 * [Addresses in use] in {@link AddressUse}.
 */
final class Quarantine {
    private static final ArrayDeque<Batch> WAITING = new ArrayDeque<>();
    private static volatile long bytes;

    private Quarantine() {}

    private record Batch(List<Lease> leases, AddressUse.InProgress uses) {
        long bytes() {
            long sum = 0;
            for (var lease : leases) {
                sum += lease.block.bytes();
            }
            return sum;
        }

        void end() {
            for (var lease : leases) {
                lease.allocator.end(lease);
            }
        }
    }

    /** Bytes of all allocators that wait here. */
    static long bytes() {
        return bytes;
    }

    /** Takes leases of unreachable storages back as soon as no use in progress now can see them. */
    static void add(List<Lease> leases) {
        var uses = new AddressUse.InProgress();
        var waiting = new ArrayList<Lease>();
        for (var lease : leases) {
            if (lease.concerns(uses)) {
                waiting.add(lease);
            } else {
                lease.allocator.end(lease);
            }
        }
        if (!waiting.isEmpty()) {
            var batch = new Batch(waiting, uses);
            synchronized (WAITING) {
                WAITING.add(batch);
                bytes += batch.bytes();
            }
        }
    }

    /** Takes back what has waited long enough. */
    static void endFinished() {
        if (bytes == 0) {
            return;
        }
        synchronized (WAITING) {
            while (!WAITING.isEmpty() && WAITING.peek().uses.over()) {
                var batch = WAITING.remove();
                bytes -= batch.bytes();
                batch.end();
            }
        }
    }

    /** The same, without regard to the caller's own use: the last resort before giving up. */
    static void endDespiteCaller() {
        synchronized (WAITING) {
            for (var batch : WAITING) {
                batch.uses.forgetOwn();
            }
        }
        endFinished();
    }
}
