package dev.cresset.cpu.natives;

import java.lang.invoke.MethodHandle;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Working memory of kernels: uninitialised, 64-byte aligned, kept for the next call. To be used in
 * a {@code try} statement by the thread that takes it or by threads it waits for.
 */
public final class Scratch implements AutoCloseable {
    private static final long ALIGNMENT = 64;
    private static final int SMALLEST = 12; // log2 of bytes

    /** Size classes above the first, up to the second, are one. */
    private static final int SHARED_FROM = 18;

    private static final int SHARED = 24;

    /** Kept for reuse at most; what comes back beyond that is freed. */
    private static final long KEPT_BYTES = 512L << 20;

    private static final AtomicLong kept = new AtomicLong();

    /** What is idle, by size class. */
    private static final List<ConcurrentLinkedQueue<Scratch>> IDLE =
            Stream.generate(ConcurrentLinkedQueue<Scratch>::new).limit(64).toList();

    private static final class C {
        static final MethodHandle MALLOC =
                Symbols.ofC().function("malloc", Symbols.POINTER, Symbols.LONG);
        static final MethodHandle FREE = Symbols.ofC().procedure("free", Symbols.POINTER);
    }

    private final long block;
    private final int sizeClass;

    /** The most bytes asked for so far: what lies behind them the system has not given yet. */
    private long touched;

    private Scratch(long block, int sizeClass) {
        this.block = block;
        this.sizeClass = sizeClass;
    }

    /**
     * Memory of at least {@code bytes} bytes.
     *
     * @throws OutOfMemoryError if there is none
     */
    public static Scratch take(long bytes) {
        int sizeClass = sizeClass(bytes);
        var idle = IDLE.get(sizeClass).poll();
        if (idle != null) {
            kept.addAndGet(-idle.touched);
            idle.touched = Math.max(idle.touched, bytes);
            return idle;
        }
        long block;
        try {
            block = (long) C.MALLOC.invokeExact((1L << sizeClass) + ALIGNMENT);
        } catch (Throwable e) {
            throw Symbols.broken(e);
        }
        if (block == 0) {
            throw new OutOfMemoryError("no " + bytes + " bytes of working memory for a kernel");
        }
        var scratch = new Scratch(block, sizeClass);
        scratch.touched = bytes;
        return scratch;
    }

    private static int sizeClass(long bytes) {
        int log = 64 - Long.numberOfLeadingZeros(Math.max(1, bytes) - 1);
        // The system gives memory where it is first written to: one size for all these costs no
        // more than the largest of them, where a size for each would cost the sum.
        return log > SHARED_FROM && log < SHARED ? SHARED : Math.max(SMALLEST, log);
    }

    /** Where it begins. */
    public long address() {
        return (block + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** Gives it back. */
    @Override
    public void close() {
        if (kept.addAndGet(touched) <= KEPT_BYTES) {
            IDLE.get(sizeClass).add(this);
            return;
        }
        kept.addAndGet(-touched);
        try {
            C.FREE.invokeExact(block);
        } catch (Throwable e) {
            throw Symbols.broken(e);
        }
    }
}
