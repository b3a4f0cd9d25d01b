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
 * Rows that are shorter than a vector are joined into long ones by the same means.
 */
final class Packing {
    /** Elements of a block. */
    private static final int BLOCK = 1024;

    /** Longest row of a block where an operand runs across the rows. */
    private static final int SQUARE = 64;

    private static final ThreadLocal<Packing> OWN = ThreadLocal.withInitial(Packing::new);

    private Formula formula;
    private int operands;
    private int outputs;
    private long[] pointers = {};
    private long[] strides = {};

    /** Frees the memory when this object, and so its thread, is gone. */
    private Arena arena;

    private long memory;
    private long capacity;

    /** Bit k is set if operand k is moved. */
    private int moved;

    private Packing() {}

    /** The dense memory of the current thread, for operands of a formula. */
    static Packing own(Formula formula) {
        var own = OWN.get();
        own.reserve(formula);
        return own;
    }

    private void reserve(Formula next) {
        if (formula == next) {
            return;
        }
        formula = next;
        operands = formula.operands();
        outputs = formula.outputTypes().size();
        long bytes = (long) operands * BLOCK * Long.BYTES;
        if (capacity < bytes) {
            arena = Arena.ofAuto();
            memory = arena.allocate(bytes, 64).address();
            capacity = bytes;
        }
        if (pointers.length != operands) {
            pointers = new long[operands];
            strides = new long[2 * operands];
        }
    }

    private int size(int k) {
        return formula.operandType(k).size();
    }

    /** Distance between rows of operand k; there may be none. */
    private long row(long[] step, int k, long n1) {
        return n1 > 1 ? step[operands + k] : 0;
    }

    /**
     * Runs n1 rows of n0 elements.
     *
     * @param strided bit k is set if operand k must be moved
     */
    void run(
            GeneratedLoop loop,
            int strided,
            long[] start,
            long[] step,
            long n0,
            long n1,
            long[] params) {
        moved = strided;
        boolean across = false;
        for (int k = 0; k < operands; k++) {
            across |= row(step, k, n1) == size(k);
        }
        long width = Math.min(n0, across ? SQUARE : BLOCK);
        long height = Math.min(n1, BLOCK / width);
        for (long j = 0; j < n1; j += height) {
            long rows = Math.min(height, n1 - j);
            for (long i = 0; i < n0; i += width) {
                long columns = Math.min(width, n0 - i);
                for (int k = 0; k < operands; k++) {
                    long row = row(step, k, n1);
                    long at = start[k] + i * step[k] + j * row;
                    if (isMoved(k)) {
                        strides[operands + k] = width * size(k);
                        fetch(k, at, step[k], row, columns, rows);
                    } else {
                        strides[operands + k] = row;
                        pointers[k] = at;
                    }
                }
                loop.run(pointers, strides, columns, rows, params);
                for (int k = 0; k < outputs; k++) {
                    if (isMoved(k)) {
                        long row = row(step, k, n1);
                        long at = start[k] + i * step[k] + j * row;
                        give(k, at, step[k], row, columns, rows);
                    }
                }
            }
        }
    }

    /**
     * Runs n1 short rows of n0 elements as one long row.
     *
     * @param loop a loop in which nothing repeats
     */
    void runJoined(GeneratedLoop loop, long[] start, long[] step, long n0, long n1, long[] params) {
        moved = 0;
        for (int k = 0; k < operands; k++) {
            boolean dense = step[k] == size(k) && row(step, k, n1) == n0 * size(k);
            moved |= dense ? 0 : 1 << k;
            strides[operands + k] = n0 * size(k);
        }
        long height = BLOCK / n0;
        for (long j = 0; j < n1; j += height) {
            long rows = Math.min(height, n1 - j);
            for (int k = 0; k < operands; k++) {
                long row = row(step, k, n1);
                long at = start[k] + j * row;
                if (isMoved(k)) {
                    fetch(k, at, step[k], row, n0, rows);
                } else {
                    pointers[k] = at;
                }
            }
            loop.run(pointers, strides, n0 * rows, 1, params);
            for (int k = 0; k < outputs; k++) {
                if (isMoved(k)) {
                    long row = row(step, k, n1);
                    give(k, start[k] + j * row, step[k], row, n0, rows);
                }
            }
        }
    }

    private boolean isMoved(int k) {
        return (moved >> k & 1) != 0;
    }

    /** Points operand k to dense memory and, if it is an input, brings a block there. */
    private void fetch(int k, long at, long step, long row, long columns, long rows) {
        pointers[k] = memory + (long) k * BLOCK * Long.BYTES;
        if (k >= outputs) {
            int size = size(k);
            long dense = strides[operands + k];
            BlockCopy.copy(size, at, step, row, pointers[k], size, dense, columns, rows);
        }
    }

    /** Brings a block of output k to its place. */
    private void give(int k, long at, long step, long row, long columns, long rows) {
        int size = size(k);
        long dense = strides[operands + k];
        BlockCopy.copy(size, pointers[k], size, dense, at, step, row, columns, rows);
    }
}
