package dev.cresset.cpu.memory;

/** A piece of a chunk: in use, or in the free list of its chunk. Lives as long as the chunk. */
final class Block {
    final long address;
    final Chunk chunk;

    /** Next free block of the chunk. */
    Block next;

    Block(long address, Chunk chunk) {
        this.address = address;
        this.chunk = chunk;
    }

    long bytes() {
        return chunk.blockBytes;
    }
}
