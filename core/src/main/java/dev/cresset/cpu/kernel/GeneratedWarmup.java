package dev.cresset.cpu.kernel;

import dev.cresset.spi.DType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Runs a fresh generated class on memory of its own until the JIT compiler has finished with it.
 *
 * <p>Note [Warm before use]: vector code that is interpreted allocates an object per operation and is
 * up to 300 times slower than compiled code. No tensor should meet that, so a class is put to use
 * only when it has become faster than the tile tier on the same problem. Where vector code never
 * gets fast (no compiler, a processor without some operation), the tile tier stays for good.
 */
final class GeneratedWarmup {
    /** Elements of a row in timed runs. */
    private static final int TIMED = 1024;

    /** Lengths that between them reach every loop of a class. */
    private static final int[] LENGTHS = {64, 1, 16, 7, 129, 33, 8, 100, 3, 257};

    /** Calls between two looks at the clock. */
    private static final int BATCH = 32;

    /** The compiler looks at a method again after 5000 calls and more; short of it nothing is won. */
    private static final int CALLS = 12_000;

    private GeneratedWarmup() {}

    /**
     * Runs a loop until it is fast, for at most {@code nanos} nanoseconds.
     *
     * @return true if it became faster than the tile tier
     */
    static boolean warm(Program program, GeneratedLoop loop, long nanos) {
        var formula = program.formula();
        int operands = formula.operands();
        try (var arena = Arena.ofConfined()) {
            var pointers = new long[operands];
            for (int k = 0; k < operands; k++) {
                pointers[k] = operand(arena, formula.operandType(k)).address();
            }
            var strides = new long[2 * operands];
            var params = new long[64];
            var tile = new TileKernel(program);
            long end = System.nanoTime() + nanos;
            long best = Long.MAX_VALUE;
            long bestTile = Long.MAX_VALUE;
            for (int calls = 0; ; calls += BATCH) {
                for (int i = 0; i < BATCH; i++) {
                    int n = LENGTHS[(calls + i) % LENGTHS.length];
                    loop.run(pointers, strides, n, i % 8 == 0 ? 3 : 1, params);
                }
                long start = System.nanoTime();
                loop.run(pointers, strides, TIMED, 1, params);
                long middle = System.nanoTime();
                best = Math.min(best, middle - start);
                if (calls % (8 * BATCH) == 0) {
                    tile.runContiguous(TIMED, pointers, params);
                    bestTile = Math.min(bestTile, System.nanoTime() - middle);
                }
                boolean faster = best < bestTile;
                if ((faster && calls > CALLS) || middle > end) {
                    return faster;
                }
            }
        }
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
