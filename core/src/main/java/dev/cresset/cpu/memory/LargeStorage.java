package dev.cresset.cpu.memory;

import dev.cresset.spi.Device;
import dev.cresset.spi.Storage;

import java.lang.ref.Reference;

/** A storage with a block of its own. */
final class LargeStorage extends Storage {
    private final Lease lease;

    LargeStorage(NativeAllocator allocator, Block block, long bytes) {
        super(block.address, bytes, Device.cpu());
        lease = new Lease(this, allocator, block, bytes);
    }

    Lease lease() {
        return lease;
    }

    @Override
    public void release() {
        lease.allocator.end(lease);
        Reference.reachabilityFence(this);
    }
}
