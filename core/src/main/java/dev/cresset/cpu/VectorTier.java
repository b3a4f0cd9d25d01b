package dev.cresset.cpu;

import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Decides when one loop runs in its vector form instead of its plain one.
 *
 * <p>Note [Cold vectors]: vector code that is not yet compiled allocates an object per operation
 * and is a hundred times slower than plain code. A loop therefore starts in its plain form. When
 * that has seen some work, the vector form is run in the background on memory of its own until it
 * is faster, and only then put to use. Both forms give the same bits, so that nobody can tell when.
 */
public final class VectorTier {
    /** Both forms of a loop, run for the sake of the compiler. */
    @FunctionalInterface
    public interface Trial {
        /**
         * Runs the loop once.
         *
         * @param vector which form
         * @param scratch address of {@link #SCRATCH} bytes to read and write, filled with float32 1
         * @param n elements to work on, at most {@link #MOST}
         */
        void run(boolean vector, long scratch, int n);
    }

    /** Bytes of scratch memory. */
    public static final long SCRATCH = 1 << 16;

    /** Elements of the largest trial. */
    public static final int MOST = 1024;

    /** Elements after which a loop is worth the trouble. */
    private static final long HOT = 1 << 19;

    /** Lengths that between them reach every part of a loop. */
    private static final int[] LENGTHS = {64, 100, 16, 250, 129, 7, 80, 513};

    /** Calls between two looks at the clock. */
    private static final int BATCH = 64;

    /** Looks at the clock for which the vector form must have been faster. */
    private static final int STEADY = 3;

    /** Calls before which nothing is decided: both forms are cold. */
    private static final long LEAST = 6_000;

    /** Nanoseconds after which another loop gets its turn. */
    private static final long TURN = 200_000_000;

    /** Turns and calls after which the plain form is kept for good: there is no compiler. */
    private static final int MOST_TURNS = 60;

    private static final long MOST_CALLS = 50_000;

    private final Trial trial;
    private volatile boolean fast = Vectors.atOnce();
    private long heat = Vectors.available() ? 0 : Long.MIN_VALUE;
    private int turns;
    private long calls;

    /** The tier of a loop. */
    public VectorTier(Trial trial) {
        this.trial = trial;
    }

    /**
     * Whether to use the vector form.
     *
     * @param elements the work about to be done
     */
    public boolean fast(long elements) {
        return fast || warmer(elements);
    }

    /** Counts work done in the plain form; races lose some of it, which does no harm. */
    private boolean warmer(long elements) {
        heat += elements;
        if (heat > HOT) {
            heat = Long.MIN_VALUE;
            Worker.QUEUE.add(this::warm);
        }
        return false;
    }

    private void warm() {
        turns++;
        if (becomesFast()) {
            fast = true;
        } else if (turns < MOST_TURNS || calls < MOST_CALLS) {
            Worker.QUEUE.add(this::warm);
        }
    }

    private boolean becomesFast() {
        try (var arena = Arena.ofConfined()) {
            var memory = arena.allocate(SCRATCH, 64);
            for (int i = 0; i < SCRATCH / Float.BYTES; i++) {
                memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
            }
            long scratch = memory.address();
            long end = System.nanoTime() + TURN;
            for (int faster = 0; faster < STEADY || calls < LEAST; ) {
                for (int i = 0; i < BATCH; i++) {
                    trial.run(true, scratch, LENGTHS[i % LENGTHS.length]);
                }
                trial.run(false, scratch, MOST);
                calls += BATCH;
                faster = time(true, scratch) < time(false, scratch) ? faster + 1 : 0;
                if (System.nanoTime() > end) {
                    return false;
                }
            }
            return true;
        }
    }

    /** The shortest of a few runs: the others were interrupted. */
    private long time(boolean vector, long scratch) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            long start = System.nanoTime();
            trial.run(vector, scratch, MOST);
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    /** The thread that runs trials; it starts with the first of them. */
    private static final class Worker {
        static final LinkedBlockingQueue<Runnable> QUEUE = start();

        private static LinkedBlockingQueue<Runnable> start() {
            var queue = new LinkedBlockingQueue<Runnable>();
            var thread = new Thread(() -> work(queue), "cresset-vectors");
            thread.setDaemon(true);
            thread.setPriority(Thread.MIN_PRIORITY);
            thread.start();
            return queue;
        }

        private static void work(LinkedBlockingQueue<Runnable> queue) {
            Vectors.load();
            while (true) {
                try {
                    queue.take().run();
                } catch (InterruptedException e) {
                    return;
                } catch (RuntimeException | LinkageError e) {
                    // The plain form goes on in its place; the reason must not get lost.
                    System.getLogger("dev.cresset")
                            .log(Level.WARNING, "a vector loop could not be prepared", e);
                }
            }
        }
    }
}
