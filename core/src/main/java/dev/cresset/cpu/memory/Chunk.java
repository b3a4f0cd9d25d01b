package dev.cresset.cpu.memory;

/** One mapping, divided into blocks of one size. Guarded by the lock of its {@link ChunkCache}. */
final class Chunk {
    final long address;
    final long bytes;
    final long blockBytes;
    final int capacity;

    /** Blocks made so far; the rest of the mapping is untouched. */
    int carved;

    /** Blocks in use. */
    int used;

    /** Free blocks among the carved ones, latest first. */
    Block free;

    /** Neighbours among the chunks of this block size that have room. */
    Chunk previous;

    Chunk next;

    /** Whether it is among the chunks that have room. */
    boolean listed;

    /** Serial number of the last release, to unmap the longest idle chunk first. */
    long lastRelease;

    Chunk(long address, long bytes, long blockBytes) {
        this.address = address;
        this.bytes = bytes;
        this.blockBytes = blockBytes;
        this.capacity = (int) (bytes / blockBytes);
    }

    boolean full() {
        return used == capacity;
    }

    /**
     * Takes a block, the one freed last if there is one: it may still be in the processor's cache.
     */
    Block take() {
        used++;
        if (free == null) {
            return new Block(address + blockBytes * carved++, this);
        }
        var block = free;
        free = block.next;
        block.next = null;
        return block;
    }

    void put(Block block) {
        used--;
        block.next = free;
        free = block;
    }
}
