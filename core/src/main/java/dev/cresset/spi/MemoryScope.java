package dev.cresset.spi;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives memory back at the end of a block instead of at the next garbage collection: every storage
 * that the thread allocates within the scope is released when it closes, unless it was kept.
 *
 * <p>Never needed for correctness, and not checked: whoever uses a tensor of a closed scope reads
 * memory that may belong to another. Scopes nest; what an inner one keeps belongs to the outer one.
 *
 * {@snippet :
 * try (var scope = MemoryScope.open()) {
 *     var result = compute();
 *     scope.keep(result.storage());
 *     return result;
 * }
 * }
 */
public final class MemoryScope implements AutoCloseable {
    private static final ThreadLocal<MemoryScope> CURRENT = new ThreadLocal<>();
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final MemoryScope outer = CURRENT.get();
    private final Thread thread = Thread.currentThread();
    private final List<Storage> storages = new ArrayList<>();

    /** Empty until something is kept. */
    private Set<Storage> kept = Set.of();

    private boolean closed;

    private MemoryScope() {}

    /** Opens a scope for the calling thread, which also closes it. */
    public static MemoryScope open() {
        var scope = new MemoryScope();
        CURRENT.set(scope);
        OPEN.incrementAndGet();
        return scope;
    }

    /** Called by allocators for every storage they make. */
    public static void allocated(Storage storage) {
        if (OPEN.getPlain() != 0) {
            var scope = CURRENT.get();
            if (scope != null) {
                scope.storages.add(storage);
            }
        }
    }

    /** Lets a storage outlive the scope; one that was not made in it is left alone anyway. */
    public void keep(Storage storage) {
        if (kept.isEmpty()) {
            kept = Collections.newSetFromMap(new IdentityHashMap<>());
        }
        kept.add(storage);
    }

    /**
     * Releases what was not kept. Closing twice does nothing.
     *
     * @throws IllegalStateException if the thread did not open it, or has a scope within it open
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        if (Thread.currentThread() != thread || CURRENT.get() != this) {
            throw new IllegalStateException(
                    "MemoryScope: closed out of order; close it in the thread that opened it, inner"
                            + " scopes first, best with try");
        }
        closed = true;
        OPEN.decrementAndGet();
        CURRENT.set(outer);
        for (var storage : storages) {
            if (!kept.contains(storage)) {
                storage.release();
            } else if (outer != null) {
                outer.storages.add(storage);
            }
        }
    }
}
