package dev.cresset.cpu.memory;

import dev.cresset.spi.Storage;

/** What one thread needs to hand out small storages without locks. */
final class ThreadCells {
    /** Released cells remembered per class; more wait until their slab dies. */
    private static final int REMEMBERED = 64;

    private final NativeAllocator allocator;
    private final Slab[] current = new Slab[SizeClasses.cells()];
    private final Released[] released = new Released[SizeClasses.cells()];

    /** A stack of released cells of one class; it keeps their slabs. */
    private static final class Released {
        final long[] addresses = new long[REMEMBERED];
        final Slab[] slabs = new Slab[REMEMBERED];
        int count;
    }

    ThreadCells(NativeAllocator allocator) {
        this.allocator = allocator;
    }

    /** A storage of {@code bytes} bytes, at most {@link SizeClasses#LARGEST_CELL}. */
    Storage take(int bytes) {
        int cell = SizeClasses.cell(bytes);
        var stack = released[cell];
        if (stack != null && stack.count > 0) {
            int top = --stack.count;
            var slab = stack.slabs[top];
            stack.slabs[top] = null;
            slab.lease.countReleased(-1);
            return new SmallStorage(stack.addresses[top], bytes, slab);
        }
        var slab = current[cell];
        if (slab == null || slab.next == slab.end) {
            current[cell] = null;
            slab = allocator.newSlab(cell, bytes);
            current[cell] = slab;
        }
        long address = slab.next;
        slab.next = address + SizeClasses.cellBytes(cell);
        slab.lease.carved++;
        return new SmallStorage(address, bytes, slab);
    }

    /** Remembers a released cell, whichever thread carved it. */
    void put(Slab slab, long address) {
        slab.lease.countReleased(1);
        var stack = released[slab.cell];
        if (stack == null) {
            stack = new Released();
            released[slab.cell] = stack;
        }
        if (stack.count < REMEMBERED) {
            stack.addresses[stack.count] = address;
            stack.slabs[stack.count++] = slab;
        }
    }
}
