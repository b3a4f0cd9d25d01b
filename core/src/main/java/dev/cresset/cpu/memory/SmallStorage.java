package dev.cresset.cpu.memory;

import dev.cresset.spi.Device;
import dev.cresset.spi.Storage;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/** A storage in a cell of a slab. */
final class SmallStorage extends Storage {
    private static final AtomicReferenceFieldUpdater<SmallStorage, Slab> SLAB =
            AtomicReferenceFieldUpdater.newUpdater(SmallStorage.class, Slab.class, "slab");

    /** Keeps the memory; null once released. */
    private volatile Slab slab;

    SmallStorage(long address, long bytes, Slab slab) {
        super(address, bytes, Device.cpu());
        SLAB.lazySet(this, slab);
    }

    @Override
    public void release() {
        var held = SLAB.getAndSet(this, null);
        if (held != null) {
            held.allocator.cells().put(held, address());
        }
    }
}
