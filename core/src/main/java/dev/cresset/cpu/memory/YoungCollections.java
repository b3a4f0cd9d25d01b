package dev.cresset.cpu.memory;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.ref.WeakReference;
import java.util.Optional;

/**
 * Provokes collections of the young objects of the Java heap, which take a tenth of the time of a
 * whole one. Nothing in the JVM can be called for that; but an array that does not fit what is left
 * of the space for new objects sets one off. Only the serial collector has a space of fixed size to
 * fill so.
 */
final class YoungCollections {
    /** A larger space takes too long to fill. */
    private static final long LARGEST_SPACE = 32L << 20;

    private static final Optional<MemoryPoolMXBean> SPACE =
            ManagementFactory.getMemoryPoolMXBeans().stream()
                    .filter(pool -> pool.getName().equals("Eden Space"))
                    .filter(pool -> pool.getUsage().getCommitted() <= LARGEST_SPACE)
                    .findFirst();

    /** A field, so that the compiler does not leave the array out. */
    private static volatile byte[] filling;

    private YoungCollections() {}

    /** True on a collector that lets itself be provoked. */
    static boolean available() {
        return SPACE.isPresent();
    }

    /** Runs a collection; allocators find out by {@link CollectionWatch}. */
    static void provoke() {
        // Two of more than half the space do not fit together.
        int bytes = (int) (SPACE.orElseThrow().getUsage().getCommitted() / 2) + 4096;
        var canary = new WeakReference<>(new Object());
        for (int i = 0; i < 2 && !canary.refersTo(null); i++) {
            filling = new byte[bytes];
            filling = null;
        }
    }
}
