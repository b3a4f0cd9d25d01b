package dev.cresset.cpu.reduce;

import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.PointwiseKernel;

/**
 * A fold over values that a compiled kernel computes from the elements, a tile at a time, into
 * scratch memory.
 */
final class KernelFold extends Fold {
    private final PointwiseKernel pre;
    private final long[] params;
    private final Fold fold;
    private final int inputSize;
    private final int valueSize;
    private final long gathered;
    private final long[] pointers = new long[2];

    /**
     * @param pre computes the values
     * @param params numbers for it
     * @param input dtype of the elements
     * @param value dtype of what it computes
     * @param fold combines contiguous values of that dtype
     */
    KernelFold(PointwiseKernel pre, long[] params, DType input, DType value, Fold fold) {
        this.pre = pre;
        this.params = params;
        this.fold = fold;
        inputSize = input.size();
        valueSize = value.size();
        long scratch = Scratch.address(2L * TILE * Long.BYTES);
        pointers[0] = scratch;
        gathered = scratch + (long) TILE * Long.BYTES;
    }

    /** Computes the values of n elements; gives their address. */
    private long values(long address, long stride, int n) {
        pointers[1] = address;
        if (stride != inputSize) {
            for (int i = 0; i < n; i++) {
                Memory.copy(address + i * stride, gathered + (long) i * inputSize, inputSize);
            }
            pointers[1] = gathered;
        }
        pre.runContiguous(n, pointers, params);
        return pointers[0];
    }

    @Override
    long neutral() {
        return fold.neutral();
    }

    @Override
    long combine(long a, long b) {
        return fold.combine(a, b);
    }

    @Override
    long run(long address, long stride, long n) {
        long result = neutral();
        for (long done = 0; done < n; done += TILE) {
            int size = (int) Math.min(TILE, n - done);
            long values = values(address + done * stride, stride, size);
            result = combine(result, fold.run(values, valueSize, size));
        }
        return result;
    }

    @Override
    Columns columns(int width) {
        return new ValueColumns(width);
    }

    private final class ValueColumns implements Columns {
        private final Columns columns;
        private final int width;

        ValueColumns(int width) {
            this.width = width;
            columns = fold.columns(width);
        }

        @Override
        public void clear() {
            columns.clear();
        }

        @Override
        public void add(long address, long columnStride, long rowStride, long rows) {
            for (long r = 0; r < rows; r++) {
                long values = values(address + r * rowStride, columnStride, width);
                columns.add(values, valueSize, 0, 1);
            }
        }

        @Override
        public void merge(Columns other) {
            columns.merge(((ValueColumns) other).columns);
        }

        @Override
        public long result(int j) {
            return columns.result(j);
        }
    }
}
