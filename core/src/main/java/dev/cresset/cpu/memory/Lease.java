package dev.cresset.cpu.memory;

import dev.cresset.spi.AddressUse;

import java.lang.ref.PhantomReference;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A block in use and the object whose reachability keeps it so: a large storage, or a slab. The
 * leases of an allocator form a list, which is also its register of live storages.
 */
final class Lease extends PhantomReference<Object> {
    private static final AtomicIntegerFieldUpdater<Lease> RELEASED =
            AtomicIntegerFieldUpdater.newUpdater(Lease.class, "released");

    final NativeAllocator allocator;
    final Block block;

    /** Bytes asked for; 0 for a slab. */
    final long requested;

    private final long birth = AddressUse.birth();
    private final AddressUse maker = AddressUse.ofThread();

    /** Neighbours in the list of the allocator; guarded by it, as is {@link #live}. */
    Lease previous;

    Lease next;

    /** False once the block has gone back. */
    boolean live;

    /** Collections survived, up to where it counts as old. */
    int age;

    /** Whether it was found to be unreachable. */
    boolean found;

    /** Storages carved from the slab so far; written by the slab's thread only. */
    int carved;

    private volatile int released;

    Lease(Object holder, NativeAllocator allocator, Block block, long requested) {
        // No queue: the allocator looks by itself, see Note [Watching collections].
        super(holder, null);
        this.allocator = allocator;
        this.block = block;
        this.requested = requested;
    }

    /** The head of a list: a ring of itself. */
    static Lease head() {
        var head = new Lease(null, null, null, 0);
        head.previous = head;
        head.next = head;
        return head;
    }

    /** True if a use in progress can know an address in the block. */
    boolean concerns(AddressUse.InProgress uses) {
        return uses.concern(birth, maker);
    }

    /** Counts cells given back before the slab died: 1 for each, -1 when one is used again. */
    void countReleased(int change) {
        RELEASED.addAndGet(this, change);
    }

    /** Number of storages that live in the block. */
    int storages() {
        return requested > 0 ? 1 : carved - released;
    }
}
