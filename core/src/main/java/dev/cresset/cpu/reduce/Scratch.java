package dev.cresset.cpu.reduce;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Off-heap working memory of the current thread: one block, grown when needed and kept. */
final class Scratch {
    private static final long LEAST = 1 << 16;
    private static final ThreadLocal<MemorySegment> BLOCK = new ThreadLocal<>();

    private Scratch() {}

    /**
     * The address of at least {@code bytes} bytes of undefined content. It stays valid until the
     * same thread asks for more; the block lives as long as its thread.
     */
    static long address(long bytes) {
        var block = BLOCK.get();
        if (block == null || block.byteSize() < bytes) {
            block = Arena.ofAuto().allocate(Math.max(bytes, LEAST), 64);
            BLOCK.set(block);
        }
        return block.address();
    }
}
