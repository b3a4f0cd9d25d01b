package dev.cresset.spi;

/**
 * What an allocator holds, in bytes.
 *
 * @param allocated in live storages
 * @param peak largest value of {@code allocated} so far
 * @param cached kept for reuse
 * @param storages number of live storages
 */
public record MemoryStatistics(long allocated, long peak, long cached, long storages) {}
