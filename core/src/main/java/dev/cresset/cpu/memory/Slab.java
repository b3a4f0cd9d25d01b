package dev.cresset.cpu.memory;

/**
 * A block from which small storages are carved, one after the other, by one thread. Every storage
 * refers to its slab; when the last one is unreachable so is the slab, and its block goes back.
 */
final class Slab {
    final NativeAllocator allocator;

    /** Class of its cells. */
    final int cell;

    /** Its own lease. */
    final Lease lease;

    /** Address of the next cell to carve. */
    long next;

    /** Address behind the last cell. */
    final long end;

    Slab(NativeAllocator allocator, int cell, Block block) {
        this.allocator = allocator;
        this.cell = cell;
        this.next = block.address;
        int cellBytes = SizeClasses.cellBytes(cell);
        this.end = block.address + block.bytes() / cellBytes * cellBytes;
        this.lease = new Lease(this, allocator, block, 0);
    }
}
