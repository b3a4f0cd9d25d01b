package dev.cresset.cpu.memory;

import dev.cresset.spi.DeviceMemoryException;
import dev.cresset.spi.MemoryScope;
import dev.cresset.spi.MemoryStatistics;
import dev.cresset.spi.Storage;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The memory of the processor's tensors: off the Java heap, uninitialised, and kept for reuse.
 *
 * <p>Nobody has to free anything; see docs/design/memory.md. Two things are asked of callers.
 *
 * <p>Addresses are taken and used within an {@link dev.cresset.spi.AddressUse}, or while something
 * else is known to keep the storage reachable.
 *
 * <p>{@link Storage#release} may be called any number of times, but only when no kernel and no
 * other user of the storage can still touch the memory; it is handed out again at once.
 *
 * <p>Thread-safe. Small requests (up to 4 KiB) take no lock.
 */
public final class NativeAllocator {
    /** Name of the property with the number of live bytes at which garbage is collected first. */
    public static final String BUDGET = "cresset.memory.budget";

    /** Name of the property with the most bytes ever mapped; 75 % of the machine by default. */
    public static final String LIMIT = "cresset.memory.limit";

    private static final long DEFAULT_BUDGET = 512L << 20;

    /** More than any machine addresses. */
    private static final long ABSURD = 1L << 47;

    /** At most one part in so many of the time goes into collections that the budget asks for. */
    private static final int OFTEN = 5;

    /** At most one part in so many goes into others; more of the former widens the budget. */
    private static final int SELDOM = 20;

    /** So much memory that is probably unreachable is worth a collection of its own. */
    private static final long WORTHWHILE = 128L << 20;

    private static final long SLACK_STEP = 128L << 20;

    /** Bytes added between two young collections: half of what is live, but at least so many. */
    private static final long SMALLEST_GAP = 64L << 20;

    /** And at most so many. */
    private static final long LARGEST_GAP = 256L << 20;

    private final ThreadLocal<ThreadCells> cells;
    private final ReentrantLock collecting = new ReentrantLock();
    private final long smallestBudget;

    // Guarded by this.
    private final ChunkCache chunks;
    private final Leases leases = new Leases();
    private final CollectionWatch watch = new CollectionWatch();
    private long limit;
    private long budget;
    private long peak;

    /** False where the user has set the budget: then it stays. */
    private final boolean widens;

    /** Added to the budget because collections came too often. */
    private long slack;

    /** Bytes said to be unreachable since the last collection. */
    private long expected;

    /** Live bytes at which young objects are collected next. */
    private long mark = SMALLEST_GAP;

    /** Bytes of old leases after the last collection of the whole heap. */
    private long knownOld;

    // Guarded by collecting.
    private final Pace whole = new Pace();
    private final Pace young = new Pace();

    /** An allocator with the limits of the system properties. */
    public NativeAllocator() {
        this(
                Bytes.property(BUDGET).orElse(DEFAULT_BUDGET),
                Bytes.property(LIMIT),
                Bytes.property(BUDGET).isEmpty());
    }

    /**
     * An allocator with its own limits.
     *
     * @param budget live bytes at which garbage is collected for the first time
     * @param limit most bytes it ever maps
     */
    public NativeAllocator(long budget, long limit) {
        this(budget, Optional.of(limit), true);
    }

    private NativeAllocator(long budget, Optional<Long> limit, boolean widens) {
        this.widens = widens;
        this.cells = ThreadLocal.withInitial(() -> new ThreadCells(this));
        this.chunks = new ChunkCache(Pages.ofPlatform());
        this.limit = limit.orElse(0L);
        this.smallestBudget = Math.min(budget, limit.orElse(budget));
        this.budget = smallestBudget;
    }

    private static long physicalShare() {
        var system =
                ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);
        return system.getTotalMemorySize() / 4 * 3;
    }

    /**
     * Memory of {@code bytes} bytes with undefined content, aligned to 64 bytes (up to 32 bytes: to
     * 16).
     *
     * @throws DeviceMemoryException if the limit is reached or the system refuses, even after
     *     garbage collection
     */
    public Storage allocate(long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException(
                    "allocate: the size must not be negative, got %d bytes".formatted(bytes));
        }
        Storage storage =
                bytes <= SizeClasses.LARGEST_CELL
                        ? cells.get().take((int) bytes)
                        : allocateLarge(bytes);
        MemoryScope.allocated(storage);
        return storage;
    }

    private Storage allocateLarge(long bytes) {
        var storage = new LargeStorage(this, obtain(bytes, bytes), bytes);
        begin(storage.lease());
        return storage;
    }

    /** What is in use and what is kept for reuse; sizes count as rounded up to blocks. */
    public MemoryStatistics statistics() {
        reclaim();
        synchronized (this) {
            var storages = new long[1];
            leases.forEach(lease -> storages[0] += lease.storages());
            return new MemoryStatistics(
                    chunks.used(), peak, chunks.mapped() - chunks.used(), storages[0]);
        }
    }

    /** Gives cached memory back to the system. */
    public void trim() {
        reclaim();
        synchronized (this) {
            chunks.trim(0);
        }
    }

    /** The calling thread's small storages. */
    ThreadCells cells() {
        return cells.get();
    }

    /** A slab of a cell class, for a request of {@code bytes} bytes. */
    Slab newSlab(int cell, long bytes) {
        var slab = new Slab(this, cell, obtain(SizeClasses.slabBytes(cell), bytes));
        begin(slab.lease);
        return slab;
    }

    private synchronized void begin(Lease lease) {
        leases.add(lease);
    }

    /**
     * Hears that about so many bytes have probably become unreachable. Enough of them are collected
     * right away, if that does not happen too often: memory that comes back between two steps is
     * used again by the next one, instead of as much beside it.
     */
    public void unreachable(long bytes) {
        synchronized (this) {
            expected += bytes;
            if (expected < WORTHWHILE) {
                return;
            }
        }
        if (collecting.tryLock()) {
            try {
                if (young.allows(SELDOM)) {
                    collectYoung();
                }
                if (youngDoNotHelp() && whole.allows(SELDOM)) {
                    collect();
                }
            } finally {
                collecting.unlock();
            }
        }
    }

    /** Takes the block of a lease back, once. */
    void end(Lease lease) {
        lease.clear();
        synchronized (this) {
            if (!lease.live) {
                return;
            }
            leases.remove(lease);
            chunks.put(lease.block);
        }
    }

    /** Takes back what the collector has found unreachable since the last time. */
    private void reclaim() {
        if (watch.collected()) {
            reclaim(Optional.empty());
        }
        Quarantine.endFinished();
    }

    private void reclaim(Optional<CollectionWatch.Seen> known) {
        var unreachable = new ArrayList<Lease>();
        synchronized (this) {
            var seen = known.orElse(watch.look());
            if (seen == CollectionWatch.Seen.ANY) {
                expected = 0;
            }
            leases.findUnreachable(seen, unreachable);
        }
        Quarantine.add(unreachable);
    }

    private Block obtain(long bytes, long requested) {
        if (bytes > ABSURD) {
            throw exhausted(requested);
        }
        long blockBytes = SizeClasses.blockBytes(bytes);
        reclaim();
        synchronized (this) {
            if (live() + blockBytes <= Math.min(mark, budget)) {
                var block = take(blockBytes, budget);
                if (block != null) {
                    return block;
                }
            }
        }
        return obtainUnderPressure(blockBytes, requested);
    }

    /** Bytes in use but for those known to be unreachable. */
    private long live() {
        return chunks.used() - Quarantine.bytes();
    }

    /**
     * A block, or null at the limit. Idle chunks are unmapped before more than {@code ceiling}
     * bytes are mapped. Called with the lock held.
     */
    private Block take(long blockBytes, long ceiling) {
        var block = chunks.take(blockBytes);
        if (block == null) {
            long chunkBytes = SizeClasses.chunkBytes(blockBytes);
            chunks.trim(ceiling - chunkBytes);
            if (!mayMap(chunkBytes) || !chunks.grow(blockBytes)) {
                return null;
            }
            block = chunks.take(blockBytes);
        }
        peak = Math.max(peak, chunks.used());
        return block;
    }

    /** The limit; asking the system for it takes tens of milliseconds. */
    private long limit() {
        if (limit == 0) {
            limit = physicalShare();
            budget = Math.min(budget, limit);
        }
        return limit;
    }

    private boolean mayMap(long bytes) {
        long sum = chunks.mapped() + bytes;
        return sum <= smallestBudget / 4 || sum <= limit();
    }

    private Block obtainUnderPressure(long blockBytes, long requested) {
        if (collecting.tryLock()) {
            try {
                relieve(blockBytes);
            } finally {
                collecting.unlock();
            }
        }
        synchronized (this) {
            var block = take(blockBytes, Math.max(budget, chunks.used() + blockBytes));
            if (block != null) {
                return block;
            }
            if (SizeClasses.chunkBytes(blockBytes) > limit()) {
                throw exhausted(requested);
            }
        }
        collecting.lock();
        try {
            for (int attempt = 0; attempt < 2; attempt++) {
                collect();
                Quarantine.endDespiteCaller();
                synchronized (this) {
                    chunks.trim(0);
                    var block = take(blockBytes, limit());
                    if (block != null) {
                        return block;
                    }
                }
            }
        } finally {
            collecting.unlock();
        }
        throw exhausted(requested);
    }

    /** Collects if there are many bytes live and that is not too often. */
    private void relieve(long blockBytes) {
        if (young.allows(over(budget(), blockBytes) ? OFTEN : SELDOM)) {
            collectYoung();
        }
        long most = budget();
        if (over(most, blockBytes) && (whole.allows(OFTEN) || over(most / 2 * 3, blockBytes))) {
            collect();
        }
    }

    private synchronized long budget() {
        return budget;
    }

    private synchronized boolean over(long bytes, long more) {
        return live() + more > bytes;
    }

    /** Collects young objects, on collectors that can do so at our wish. */
    private void collectYoung() {
        if (!YoungCollections.available()) {
            synchronized (this) {
                mark = Long.MAX_VALUE;
            }
            return;
        }
        long start = System.nanoTime();
        YoungCollections.provoke();
        reclaim();
        young.ran(start);
        synchronized (this) {
            expected = 0;
            mark = live() + Math.clamp(live() / 2, SMALLEST_GAP, LARGEST_GAP);
        }
    }

    /** True if much has become old, which only whole collections find when it is unreachable. */
    private synchronized boolean youngDoNotHelp() {
        return !YoungCollections.available() || leases.oldBytes() - knownOld > WORTHWHILE / 2;
    }

    private void collect() {
        long start = System.nanoTime();
        boolean frequent = !whole.allows(SELDOM);
        Reclaimer.collect();
        reclaim(Optional.of(CollectionWatch.Seen.ANY));
        Quarantine.endFinished();
        whole.ran(start);
        synchronized (this) {
            if (frequent && widens) {
                slack = Math.min(slack + SLACK_STEP, limit() / 16);
            }
            long wish = Math.max(smallestBudget, live() / 2 * 3) + slack;
            budget = Math.min(limit(), wish);
            knownOld = leases.oldBytes();
        }
    }

    private synchronized DeviceMemoryException exhausted(long requested) {
        long used = chunks.used();
        return new DeviceMemoryException(
                MemoryReport.exhausted(requested, used, chunks.mapped() - used, limit(), leases));
    }
}
