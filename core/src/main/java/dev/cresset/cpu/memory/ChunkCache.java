package dev.cresset.cpu.memory;

import java.util.ArrayList;
import java.util.Comparator;

/**
 * Blocks of every size class, mapped from the system in chunks and kept for reuse. Not thread-safe:
 * guarded by its allocator.
 */
final class ChunkCache {
    private final Pages pages;
    private final Chunk[] withRoom = new Chunk[SizeClasses.BLOCK_CLASSES];
    private final ArrayList<Chunk> chunks = new ArrayList<>();
    private long mapped;
    private long used;
    private long releases;

    ChunkCache(Pages pages) {
        this.pages = pages;
    }

    /** Bytes mapped from the system. */
    long mapped() {
        return mapped;
    }

    /** Bytes of blocks in use. */
    long used() {
        return used;
    }

    /** A cached block of this size, or null. */
    Block take(long blockBytes) {
        var chunk = withRoom[SizeClasses.block(blockBytes)];
        if (chunk == null) {
            return null;
        }
        var block = chunk.take();
        used += blockBytes;
        if (chunk.full()) {
            unlist(chunk);
        }
        return block;
    }

    /** Maps one more chunk for this size; false if the system has no memory. */
    boolean grow(long blockBytes) {
        long bytes = SizeClasses.chunkBytes(blockBytes);
        long address = pages.map(bytes);
        if (address == 0) {
            return false;
        }
        mapped += bytes;
        var chunk = new Chunk(address, bytes, blockBytes);
        chunks.add(chunk);
        list(chunk);
        return true;
    }

    /** Takes a block back. */
    void put(Block block) {
        var chunk = block.chunk;
        chunk.put(block);
        chunk.lastRelease = ++releases;
        used -= chunk.blockBytes;
        if (chunk != withRoom[SizeClasses.block(chunk.blockBytes)]) {
            // The block freed last is the one most likely still in the processor's cache.
            unlist(chunk);
            list(chunk);
        }
    }

    /**
     * Unmaps idle chunks, the longest idle first, until at most {@code target} bytes are mapped.
     */
    void trim(long target) {
        if (mapped <= target) {
            return;
        }
        var idle = new ArrayList<Chunk>();
        for (var chunk : chunks) {
            if (chunk.used == 0) {
                idle.add(chunk);
            }
        }
        idle.sort(Comparator.comparingLong(chunk -> chunk.lastRelease));
        int count = 0;
        while (count < idle.size() && mapped > target) {
            var chunk = idle.get(count++);
            unlist(chunk);
            mapped -= chunk.bytes;
            chunk.carved = -1;
            pages.unmap(chunk.address, chunk.bytes);
        }
        if (count > 0) {
            chunks.removeIf(chunk -> chunk.carved < 0);
        }
    }

    private void list(Chunk chunk) {
        int index = SizeClasses.block(chunk.blockBytes);
        var head = withRoom[index];
        chunk.previous = null;
        chunk.next = head;
        if (head != null) {
            head.previous = chunk;
        }
        withRoom[index] = chunk;
        chunk.listed = true;
    }

    private void unlist(Chunk chunk) {
        if (!chunk.listed) {
            return;
        }
        chunk.listed = false;
        if (chunk.previous == null) {
            withRoom[SizeClasses.block(chunk.blockBytes)] = chunk.next;
        } else {
            chunk.previous.next = chunk.next;
        }
        if (chunk.next != null) {
            chunk.next.previous = chunk.previous;
        }
        chunk.previous = null;
        chunk.next = null;
    }
}
