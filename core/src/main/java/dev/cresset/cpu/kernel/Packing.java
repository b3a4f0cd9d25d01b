package dev.cresset.cpu.kernel;

import dev.cresset.spi.Formula;

import java.lang.foreign.Arena;

/**
 * Runs a generated loop over operands that are not dense along rows: block by block, the elements
 * of such operands are moved to or from dense memory that stays in the cache.
 *
 * <p>Note [Packing]: a strided operand costs a scalar load per element whichever way it is read.
 * Moving it by itself costs little more, lets one dense class per formula serve all strides, and a
 * transposed operand can be moved in squares, which is several times faster than walking along it.
 */
final class Packing {
    /** Elements of a block. */
    private static final int BLOCK = 1024;

    /** Longest row of a block where an operand runs across the rows. */
    private static final int SQUARE = 32;

    private static final ThreadLocal<Packing> OWN = ThreadLocal.withInitial(Packing::new);

    private long[] pointers = {};
    private long[] strides = {};
    private long memory;
    private long capacity;

    private Packing() {}

    /** The dense memory of the current thread. */
    static Packing own() {
        return OWN.get();
    }

    private void reserve(int operands) {
        long bytes = (long) operands * BLOCK * Long.BYTES;
        if (capacity < bytes) {
            // Freed when the thread is: the arena is reachable from the segment only while this
            // object holds it, and this object lives as long as its thread.
            arena = Arena.ofAuto();
            memory = arena.allocate(bytes, 64).address();
            capacity = bytes;
        }
        if (strides.length != 2 * operands) {
            pointers = new long[operands];
            strides = new long[2 * operands];
        }
    }

    private Arena arena;

    /**
     * Runs n1 rows of n0 elements.
     *
     * @param strided bit k is set if operand k must be moved
     */
    void run(
            Formula formula,
            GeneratedLoop loop,
            int strided,
            long[] start,
            long[] step,
            long n0,
            long n1,
            long[] params) {
        int operands = formula.operands();
        reserve(operands);
        boolean across = false;
        for (int k = 0; k < operands; k++) {
            across |= n1 > 1 && step[operands + k] == formula.operandType(k).size();
        }
        long width = Math.min(n0, across ? SQUARE : BLOCK);
        long height = Math.min(n1, BLOCK / width);
        for (long j = 0; j < n1; j += height) {
            long rows = Math.min(height, n1 - j);
            for (long i = 0; i < n0; i += width) {
                long columns = Math.min(width, n0 - i);
                for (int k = 0; k < operands; k++) {
                    int size = formula.operandType(k).size();
                    long row = n1 > 1 ? step[operands + k] : 0;
                    long at = start[k] + i * step[k] + j * row;
                    if ((strided >> k & 1) == 0) {
                        pointers[k] = at;
                        strides[operands + k] = row;
                        continue;
                    }
                    pointers[k] = memory + (long) k * BLOCK * Long.BYTES;
                    strides[operands + k] = width * size;
                    if (k >= formula.outputTypes().size()) {
                        BlockCopy.copy(
                                size,
                                at,
                                step[k],
                                row,
                                pointers[k],
                                size,
                                width * size,
                                columns,
                                rows);
                    }
                }
                loop.run(pointers, strides, columns, rows, params);
                for (int k = 0; k < formula.outputTypes().size(); k++) {
                    if ((strided >> k & 1) != 0) {
                        int size = formula.operandType(k).size();
                        long row = n1 > 1 ? step[operands + k] : 0;
                        BlockCopy.copy(
                                size,
                                pointers[k],
                                size,
                                width * size,
                                start[k] + i * step[k] + j * row,
                                step[k],
                                row,
                                columns,
                                rows);
                    }
                }
            }
        }
    }
}
