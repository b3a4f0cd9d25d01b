package dev.cresset.spi;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A stretch of time in which a thread works with the addresses of storages.
 *
 * <p>Note [Addresses in use]: an address keeps nothing alive; only the {@link Storage} does, and
 * the JIT compiler takes a variable for dead after its last use. So while a kernel reads through an
 * address, the garbage collector may find the storage unreachable, and another thread that
 * allocates may be given its memory. Against that, everything that takes the address of a storage
 * does so, and uses it, between {@link #begin} and {@link #close}:
 *
 * {@snippet :
 * try (var use = AddressUse.begin()) {
 *     kernel.run(x.address(), y.address());
 * }
 * }
 *
 * Memory of a storage found unreachable is handed out again only after every use that can know its
 * address has ended: those in progress that began after the storage was made, and those of the
 * thread that made it. Explicit {@link Storage#release} does not wait; there the caller promises.
 * Uses nest, cost a few nanoseconds and no garbage, and should be short: an op that is made of
 * other ops leaves them to those.
 *
 * <p>No fences are needed on the way in: the collector looks at a thread's variables only where the
 * thread has stopped, and there it either still holds the storage or has begun.
 */
public final class AddressUse implements AutoCloseable {
    private static final VarHandle STATE = stateField();
    private static final ConcurrentLinkedQueue<WeakReference<AddressUse>> ALL =
            new ConcurrentLinkedQueue<>();
    private static final ThreadLocal<AddressUse> OWN =
            ThreadLocal.withInitial(
                    () -> {
                        var use = new AddressUse();
                        ALL.add(new WeakReference<>(use));
                        return use;
                    });

    private static final AtomicLong BIRTHS = new AtomicLong();

    private int depth;

    /** Number of the last storage made before it began. */
    private long since;

    /** Odd while in use; grows with every begin and end. */
    private long state;

    private AddressUse() {}

    private static VarHandle stateField() {
        try {
            return MethodHandles.lookup().findVarHandle(AddressUse.class, "state", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Begins a use by the calling thread; the same thread closes it. */
    public static AddressUse begin() {
        var use = OWN.get();
        if (use.depth++ == 0) {
            use.since = BIRTHS.getAcquire();
            STATE.setRelease(use, use.state + 1);
        }
        return use;
    }

    /** Ends the use. */
    @Override
    public void close() {
        if (--depth == 0) {
            STATE.setRelease(this, state + 1);
        }
    }

    private long now() {
        return (long) STATE.getAcquire(this);
    }

    /** The number of a storage made now: they rise. */
    public static long birth() {
        return BIRTHS.incrementAndGet();
    }

    /** What stands for the calling thread, whether it uses addresses or not. */
    public static AddressUse ofThread() {
        return OWN.get();
    }

    /** The uses in progress at some time. */
    public static final class InProgress {
        private final List<AddressUse> uses = new ArrayList<>();
        private final List<Long> states = new ArrayList<>();

        /** The uses in progress now. */
        public InProgress() {
            for (var each = ALL.iterator(); each.hasNext(); ) {
                var use = each.next().get();
                if (use == null) {
                    each.remove();
                    continue;
                }
                long state = use.now();
                if ((state & 1) != 0) {
                    uses.add(use);
                    states.add(state);
                }
            }
        }

        /**
         * True if one of them can know the address of a storage.
         *
         * @param birth number of the storage
         * @param maker stands for the thread that made it
         */
        public boolean concern(long birth, AddressUse maker) {
            for (var use : uses) {
                if (use == maker || use.since >= birth) {
                    return true;
                }
            }
            return false;
        }

        /** True once all of them have ended. */
        public boolean over() {
            for (int i = uses.size() - 1; i >= 0; i--) {
                if (uses.get(i).now() == states.get(i)) {
                    return false;
                }
                uses.remove(i);
                states.remove(i);
            }
            return true;
        }

        /** Forgets the calling thread's own use. */
        public void forgetOwn() {
            int i = uses.indexOf(OWN.get());
            if (i >= 0) {
                uses.remove(i);
                states.remove(i);
            }
        }
    }
}
