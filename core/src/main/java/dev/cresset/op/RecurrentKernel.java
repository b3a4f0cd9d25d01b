package dev.cresset.op;

import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

import java.util.Arrays;

/**
 * A kernel that runs over the rows of one step after the other.
 *
 * <p>An operand is either a matrix with the rows of all steps, of which a step sees its own, or a
 * state, of which it sees the first ones.
 */
final class RecurrentKernel {
    private static final long[] NONE = {};

    private final PointwiseKernel kernel;
    private final int size;
    private final long width;
    private final long[] bases;

    /** Elements from one row to the next. */
    private final long[] strides;

    /** Bytes from one row to the next, 0 for a state. */
    private final long[] moves;

    private final long[] pointers;
    private int count;
    private Plan plan;
    private long planned;

    /** A kernel over rows of {@code width} elements; outputs are to be added first. */
    RecurrentKernel(RecurrentFormula formula, DType dtype, long width) {
        this.kernel = formula.kernel(dtype);
        this.size = dtype.size();
        this.width = width;
        int operands = formula.operands();
        bases = new long[operands];
        strides = new long[operands];
        moves = new long[operands];
        pointers = new long[operands];
    }

    /** Adds a matrix with the rows of all steps. */
    RecurrentKernel rows(long address, long stride) {
        moves[count] = stride * size;
        return operand(address, stride);
    }

    /** Adds matrices that lie side by side, each {@code width} wide. */
    RecurrentKernel parts(int number, long address, long stride) {
        for (int i = 0; i < number; i++) {
            rows(address + i * width * size, stride);
        }
        return this;
    }

    /** Adds a state; with stride 0, one row for all. */
    RecurrentKernel state(long address, long stride) {
        return operand(address, stride);
    }

    private RecurrentKernel operand(long address, long stride) {
        bases[count] = address;
        strides[count++] = stride;
        return this;
    }

    /** Runs over the rows of a step. */
    void run(long first, long rows) {
        for (int k = 0; k < count; k++) {
            pointers[k] = bases[k] + first * moves[k];
        }
        if (rows == 1) {
            kernel.runContiguous(width, pointers, NONE);
            return;
        }
        if (planned != rows) {
            plan = plan(rows);
            planned = rows;
        }
        kernel.run(plan, pointers, NONE);
    }

    private Plan plan(long rows) {
        var layouts = new Layout[count];
        var sizes = new int[count];
        Arrays.fill(sizes, size);
        for (int k = 0; k < count; k++) {
            layouts[k] = Layout.of(new long[] {rows, width}, new long[] {strides[k], 1}, 0);
        }
        return Plan.of(new long[] {rows, width}, layouts, sizes);
    }
}
