package dev.cresset.cpu.kernel;

import dev.cresset.spi.DType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Runs a fresh generated class on memory of its own until the JIT compiler has finished with it.
 *
 * <p>Note [Warm before use]: vector code that is interpreted allocates an object per operation and
 * is up to 300 times slower than compiled code. No tensor should meet that, so a class is put to
 * use only when it has become faster than the tile tier on the same problem. Where vector code
 * never gets fast (no compiler, a processor without some operation), the tile tier stays for good.
 */
final class GeneratedWarmup {
    /** Elements of timed runs, and room in the operands. */
    private static final int TIMED = 256;

    /**
     * Lengths that between them reach every loop of a class, so that the compiler knows all of them
     * to be in use, and that are short: what makes it compile a method is mostly the number of
     * calls.
     */
    private static final int[] LENGTHS = {1, 16, 3, 64, 17, 7, 32, 5, 80, 33};

    /** Calls between two looks at the clock. */
    private static final int BATCH = 200;

    /** Looks at the clock for which a class must have been faster before it counts as fast. */
    private static final int STEADY = 3;

    /**
     * Calls before which nothing is decided: both sides are cold, and whichever is ahead may still
     * be given up by the compiler.
     */
    private static final int LEAST = 10_000;

    /** Calls after which the compiler has surely been asked; from then on it is waited for. */
    private static final int ENOUGH = 20_000;

    /** Calls after which the compiler was also waited for long enough. */
    private static final int STUCK = ENOUGH + 10 * BATCH;

    private static final long PAUSE_MILLIS = 50;

    private final Program program;
    private final GeneratedLoop loop;
    private final TileKernel tile;
    private int calls;

    /** A warm-up that has not begun. */
    GeneratedWarmup(Program program, GeneratedLoop loop) {
        this.program = program;
        this.loop = loop;
        this.tile = new TileKernel(program);
    }

    /**
     * Runs the loop until it is fast, for at most {@code nanos} nanoseconds.
     *
     * @return true if it is faster than the tile tier by now
     */
    boolean advance(long nanos) throws InterruptedException {
        var formula = program.formula();
        int operands = formula.operands();
        try (var arena = Arena.ofConfined()) {
            var pointers = new long[operands];
            for (int k = 0; k < operands; k++) {
                pointers[k] = operand(arena, formula.operandType(k)).address();
            }
            var strides = new long[2 * operands];
            var params = new long[params(program)];
            long end = System.nanoTime() + nanos;
            int faster = 0;
            while (faster < STEADY || calls < LEAST) {
                for (int i = 0; i < BATCH; i++) {
                    int n = LENGTHS[i % LENGTHS.length];
                    loop.run(pointers, strides, n, i % 8 == 0 ? 2 : 1, params);
                    if (i % LENGTHS.length == 0) {
                        tile.runContiguous(TIMED, pointers, params);
                    }
                }
                calls += BATCH;
                long own = time(() -> loop.run(pointers, strides, TIMED, 1, params));
                long other = time(() -> tile.runContiguous(TIMED, pointers, params));
                faster = own < other ? faster + 1 : 0;
                if (System.nanoTime() > end) {
                    return false;
                }
                if (faster == 0 && calls > ENOUGH) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            return true;
        }
    }

    /**
     * True if the compiler was asked often enough. While it is busy, HotSpot first compiles a
     * method without profiling; if its first compiler then gives up on the profiled form, which
     * happens with vector code, the method stays as it is for good. A fresh class with the same
     * content has better luck.
     */
    boolean isStuck() {
        return calls > STUCK;
    }

    private static int params(Program program) {
        int count = 0;
        for (int i = 0; i < program.size(); i++) {
            if (program.step(i) instanceof Program.Param param) {
                count = Math.max(count, param.index() + 1);
            }
        }
        return count;
    }

    /** The shortest of a few runs: the others were interrupted. */
    private static long time(Runnable run) {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            long start = System.nanoTime();
            run.run();
            best = Math.min(best, System.nanoTime() - start);
        }
        return best;
    }

    /** Memory for an operand, filled with ones. */
    private static MemorySegment operand(Arena arena, DType dtype) {
        var memory = arena.allocate((long) TIMED * dtype.size(), 64);
        for (int i = 0; i < TIMED; i++) {
            switch (dtype) {
                case FLOAT32 -> memory.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
                case FLOAT64 -> memory.setAtIndex(ValueLayout.JAVA_DOUBLE, i, 1);
                case FLOAT16 -> memory.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) 0x3c00);
                case BFLOAT16 -> memory.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) 0x3f80);
                case INT64 -> memory.setAtIndex(ValueLayout.JAVA_LONG, i, 1);
                case INT32 -> memory.setAtIndex(ValueLayout.JAVA_INT, i, 1);
                case INT16 -> memory.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) 1);
                case BOOL, UINT8, INT8 -> memory.setAtIndex(ValueLayout.JAVA_BYTE, i, (byte) 1);
            }
        }
        return memory;
    }
}
