package dev.cresset.cpu.memory;

import java.lang.management.ManagementFactory;

/**
 * Lets the collector of the Java heap see native memory, on a small scale.
 *
 * <p>Note [Mirrored allocation]: a tensor that nobody needs any more is found by a collection of
 * the young generation, but to the collector a tensor of 4 MB is an object of 100 bytes, so that
 * hundreds of megabytes pass between two collections. Results then always lie in memory that has
 * long left the processor's caches: adding 100,000 floats takes 7 microseconds into the block used
 * last and 21 into one that is cold. So every allocation that is not released again by its owner
 * also allocates a proportional piece of the young generation and drops it; after {@link #PERIOD}
 * native bytes the young generation is full, and its collection (some 40 microseconds where it is
 * about 1 MiB) gives the blocks back while they are still warm.
 *
 * <p>With a young generation of the usual size the pieces would cost more than they bring, and
 * nothing is mirrored; docs/performance.md says when a small one is worth it.
 *
 * <p>Counts are not exact when several threads allocate at once, which only shifts a collection.
 */
final class HeapMirror {
    /** Native bytes between two collections: about half of a processor's last cache. */
    private static final long PERIOD = 16L << 20;

    /** The largest part of the native bytes worth mirroring, 1 in n. */
    private static final long DENSEST = 8;

    /** Native bytes mirrored at a time. */
    private static final long STEP = 64L << 10;

    /** Nobody asks how large the young generation is before so much has been allocated. */
    private static final long SETTLE = 32L << 20;

    /** Most bytes remembered as released. */
    private static final long CREDIT = 256L << 20;

    /** Pieces that fill the young generation: one that is still held must fit a survivor space. */
    private static final long PIECES = 16;

    private static final String EDEN = "Eden Space";

    /** Native bytes for one byte of the young generation; 0 before it is known. */
    private long scale;

    private long largestPiece;

    /** Native bytes mirrored in the current period. */
    private long period;

    private long unmirrored = -SETTLE;

    /** Keeps the last piece from being optimised away. */
    private byte[] piece;

    /**
     * Counts an allocation and mirrors what has come together.
     *
     * @return true once in a period: the young generation was collected about now, even if nothing
     *     else tells (see Note [Watching collections])
     */
    boolean allocated(long bytes) {
        long sum = unmirrored + bytes;
        unmirrored = sum;
        if (sum < STEP) {
            return false;
        }
        unmirrored = 0;
        long mirrored = mirror(Math.min(sum, PERIOD));
        period += mirrored;
        boolean over = period > PERIOD;
        if (over) {
            period = 0;
        }
        return over;
    }

    /** Counts memory that its owner gave back without a collection. */
    void released(long bytes) {
        unmirrored = Math.max(unmirrored - bytes, -CREDIT);
    }

    private long mirror(long bytes) {
        if (scale == 0) {
            measure();
        }
        if (scale > bytes) {
            return 0;
        }
        for (long rest = bytes / scale; rest > 0; rest -= largestPiece) {
            piece = new byte[(int) Math.min(rest, largestPiece)];
        }
        piece = null;
        return bytes;
    }

    private void measure() {
        long eden = 0;
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            if (pool.getName().endsWith(EDEN)) {
                eden = pool.getUsage().getMax();
            }
        }
        boolean small = eden > 0 && eden <= PERIOD / DENSEST;
        scale = small ? PERIOD / eden : Long.MAX_VALUE;
        largestPiece = small ? eden / PIECES : 1;
    }
}
