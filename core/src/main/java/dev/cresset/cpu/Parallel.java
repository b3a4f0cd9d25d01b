package dev.cresset.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * Splits loops over the threads that tensor arithmetic may use, and holds the one thread budget.
 *
 * <p>Note [One pool]: all parallelism of the CPU backend comes from the threads of this class.
 * oneDNN and OpenBLAS are always called for a part of the work with one thread of their own, from
 * several threads of this pool. Measured, that is as fast as their own threading, and it leaves one
 * budget to govern, no OpenMP threads that spin on the cores the pool needs, and no count that
 * multiplies when loops nest.
 *
 * <p>The calling thread takes part, so a budget of 1 runs everything where it is called. One loop
 * is parallel at a time: a loop started inside another, or by a second thread while the pool is
 * busy, runs in its caller alone, so that there are never more running threads than the budget and
 * the callers.
 */
public final class Parallel {
    /** A part of a loop. */
    @FunctionalInterface
    public interface RangeTask {
        /** Does the iterations {@code from} (inclusive) to {@code to} (exclusive). */
        void run(long from, long to);
    }

    /** How long a worker looks for the next loop before it sleeps; waking costs about as much. */
    private static final long SPIN_NANOS = 30_000;

    /** Pieces per thread: more even out threads of unequal luck, fewer cost less. */
    private static final int PIECES_PER_THREAD = 4;

    /** The loop being run, or null; set only from null and back, by the thread that runs it. */
    private static final AtomicReference<Loop> CURRENT = new AtomicReference<>();

    private static volatile int threads = Runtime.getRuntime().availableProcessors();
    private static volatile Worker[] workers = {};

    private Parallel() {}

    /** The number of threads in the budget, the calling one included. */
    public static int numThreads() {
        return threads;
    }

    /**
     * Sets the thread budget, which oneDNN and OpenBLAS obey too.
     *
     * @throws IllegalArgumentException if it is below 1
     */
    public static synchronized void setNumThreads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "set_num_threads expects a positive integer, got " + count);
        }
        threads = count;
        for (var worker : workers) {
            worker.retired = true;
            LockSupport.unpark(worker);
        }
        workers = new Worker[0];
    }

    /**
     * Runs {@code task} over [0, n), in parallel when there are more than {@code grain} iterations.
     * Returns when all is done; what the task wrote is then visible here.
     *
     * @param n iterations; nothing happens for 0
     * @param grain iterations that are not worth dividing; pieces have at least half as many
     * @param task called with disjoint ranges that cover [0, n), from several threads; the first
     *     exception it throws is thrown here, and ranges not yet begun are skipped
     */
    public static void forEach(long n, long grain, RangeTask task) {
        if (n <= 0) {
            return;
        }
        int budget = threads;
        long least = Math.max(1, grain);
        if (budget == 1 || n <= least || CURRENT.getPlain() != null) {
            task.run(0, n);
            return;
        }
        long count = Math.min(Math.ceilDiv(n, least), (long) budget * PIECES_PER_THREAD);
        count -= count > budget ? count % budget : 0; // as many for each thread
        long piece = Math.ceilDiv(n, count);
        if (piece >= 256) {
            piece = (piece + 63) & -64L; // neighbours should not share cache lines
        }
        long pieces = Math.ceilDiv(n, piece);
        if (pieces == 1) {
            task.run(0, n);
            return;
        }
        int homes = (int) Math.min(budget, pieces);
        var loop = new Loop(task, n, piece, (int) pieces, homes);
        if (!CURRENT.compareAndSet(null, loop)) {
            task.run(0, n);
            return;
        }
        try {
            wake(homes - 1);
        } finally {
            // Whatever happens, nobody may still be at work when this returns.
            loop.work(0);
            loop.await();
            CURRENT.set(null);
        }
        loop.rethrow();
    }

    private static void wake(int count) {
        var current = workers;
        if (current.length < count) {
            current = hire();
        }
        for (int i = 0; i < Math.min(count, current.length); i++) {
            if (current[i].parked) {
                LockSupport.unpark(current[i]);
            }
        }
    }

    private static synchronized Worker[] hire() {
        if (workers.length < threads - 1) {
            var hired = new Worker[threads - 1];
            for (int i = 0; i < hired.length; i++) {
                hired[i] = new Worker(i + 1);
            }
            workers = hired;
            try {
                for (var worker : hired) {
                    worker.start();
                }
            } catch (OutOfMemoryError e) {
                // The system gives no more threads; those that started and the caller do the work.
                System.getLogger("dev.cresset")
                        .log(System.Logger.Level.WARNING, "fewer threads than asked for", e);
            }
        }
        return workers;
    }

    /**
     * One call of {@link #forEach}.
     *
     * <p>Note [Pieces at home]: the pieces are dealt out in order, a range of neighbours to each
     * thread, so that in loop after loop over the same tensors a thread finds in its own cache what
     * it left there. Whoever is done early takes pieces from the far end of another's range. A loop
     * of fewer pieces than threads leaves the other threads out.
     */
    private static final class Loop {
        private static final AtomicLong COUNT = new AtomicLong();
        private static final VarHandle FAILURE;
        private static final VarHandle RANGE = MethodHandles.arrayElementVarHandle(long[].class);

        /** Ranges lie this far apart, in longs, so that threads do not share cache lines. */
        private static final int APART = 8;

        static {
            try {
                var lookup = MethodHandles.lookup();
                FAILURE = lookup.findVarHandle(Loop.class, "failure", Throwable.class);
            } catch (ReflectiveOperationException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private final long n;
        private final long piece;
        private final int homes;
        private final Thread caller = Thread.currentThread();

        /**
         * For each home the pieces not yet claimed, the first above the end, 32 bits each; then the
         * number of pieces not yet done.
         */
        private final long[] ranges;

        private final RangeTask task;

        /** By which a worker remembers the loop without keeping alive what it worked on. */
        private final long number = COUNT.incrementAndGet();

        private volatile boolean waiting;
        private volatile Throwable failure;

        Loop(RangeTask task, long n, long piece, int pieces, int homes) {
            this.task = task;
            this.n = n;
            this.piece = piece;
            this.homes = homes;
            ranges = new long[homes * APART + 1];
            ranges[homes * APART] = pieces;
            for (int home = 0; home < homes; home++) {
                long first = (long) pieces * home / homes;
                long end = (long) pieces * (home + 1) / homes;
                ranges[home * APART] = first << 32 | end;
            }
        }

        /** Claims a piece of a home, from its beginning or its end; -1 if there is none left. */
        private long claim(int home, boolean fromEnd) {
            int at = home * APART;
            while (true) {
                long range = (long) RANGE.getVolatile(ranges, at);
                long first = range >>> 32;
                long end = range & 0xffffffffL;
                if (first >= end) {
                    return -1;
                }
                long rest = fromEnd ? range - 1 : range + (1L << 32);
                if (RANGE.compareAndSet(ranges, at, range, rest)) {
                    return fromEnd ? end - 1 : first;
                }
            }
        }

        /** Does pieces until none is left to claim: first those at home, then others'. */
        void work(int home) {
            int done = 0;
            for (int k = 0; k < homes; k++) {
                int other = (home + k) % homes;
                boolean fromEnd = other != home;
                for (long index; (index = claim(other, fromEnd)) >= 0; ) {
                    run(index);
                    done++;
                }
            }
            // Told once, not for each piece: threads that write in turn wait for each other's
            // caches.
            if (done > 0
                    && (long) RANGE.getAndAdd(ranges, homes * APART, -(long) done) == done
                    && waiting) {
                LockSupport.unpark(caller);
            }
        }

        private void run(long index) {
            if (failure == null) {
                try {
                    task.run(index * piece, Math.min(n, (index + 1) * piece));
                } catch (Throwable e) {
                    FAILURE.compareAndSet(this, null, e);
                }
            }
        }

        private boolean done() {
            return (long) RANGE.getVolatile(ranges, homes * APART) == 0;
        }

        void await() {
            if (done()) {
                return;
            }
            long start = System.nanoTime();
            while (!done()) {
                Thread.onSpinWait();
                if (System.nanoTime() - start > SPIN_NANOS) {
                    break;
                }
            }
            waiting = true;
            boolean interrupted = false;
            while (!done()) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                caller.interrupt();
            }
        }

        void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case Throwable e -> throw new IllegalStateException(e);
            }
        }
    }

    private static final class Worker extends Thread {
        private volatile boolean parked;
        private volatile boolean retired;
        private final int home;

        /** Number of the loop in which this thread found nothing left to claim. */
        private long finished;

        Worker(int index) {
            super(null, null, "cresset-worker-" + index, 0, false);
            home = index;
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!retired) {
                var loop = unfinished();
                if (loop != null) {
                    loop.work(home);
                    finished = loop.number;
                } else {
                    idle();
                }
            }
        }

        /** Returns when there is work, when retired, or for no reason. */
        private void idle() {
            long start = System.nanoTime();
            while (System.nanoTime() - start < SPIN_NANOS) {
                for (int i = 0; i < 8; i++) {
                    if (awaited()) {
                        return;
                    }
                    Thread.onSpinWait();
                }
            }
            parked = true;
            // Looked at again after `parked` is visible: a loop published before that is seen
            // here, one published after it finds the flag and wakes this thread.
            if (!awaited()) {
                LockSupport.park(Parallel.class);
            }
            parked = false;
        }

        private boolean awaited() {
            return retired || unfinished() != null;
        }

        /** The loop to take part in, or null. */
        private Loop unfinished() {
            var loop = CURRENT.get();
            boolean wanted = loop != null && home < loop.homes && loop.number != finished;
            return wanted ? loop : null;
        }
    }
}
