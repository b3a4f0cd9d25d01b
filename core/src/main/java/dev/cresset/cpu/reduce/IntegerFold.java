package dev.cresset.cpu.reduce;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.ReductionFormula.Combine;

import java.util.Arrays;

/**
 * Elements of any dtype combined in wrapping 64-bit integer arithmetic. {@link Pre#NONZERO} tests a
 * floating-point element before it would be truncated to an integer: 0.5 counts as not zero.
 */
final class IntegerFold extends Fold {
    private final Combine combine;
    private final Pre pre;
    private final DType dtype;
    private long[] tile = {};
    private double[] numbers = {};

    IntegerFold(Combine combine, Pre pre, DType dtype) {
        this.combine = combine;
        this.pre = pre;
        this.dtype = dtype;
    }

    /** Loads and maps n elements. */
    private long[] load(long address, long stride, int n) {
        if (tile.length < n) {
            tile = new long[n];
        }
        if (dtype.isFloatingPoint() && pre == Pre.NONZERO) {
            if (numbers.length < n) {
                numbers = new double[n];
            }
            Cells.load(dtype, address, stride, n, numbers);
            for (int i = 0; i < n; i++) {
                tile[i] = numbers[i] != 0 ? 1 : 0;
            }
        } else {
            Cells.load(dtype, address, stride, n, tile);
            pre.apply(tile, n);
        }
        return tile;
    }

    @Override
    long neutral() {
        return switch (combine) {
            case ADD -> 0;
            case MUL -> 1;
            case MAX -> Long.MIN_VALUE;
            case MIN -> Long.MAX_VALUE;
        };
    }

    @Override
    long combine(long a, long b) {
        return switch (combine) {
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    @Override
    long run(long address, long stride, long n) {
        if (dtype == DType.BOOL && stride == 1 && combine == Combine.ADD) {
            return countTrue(address, n);
        }
        long result = neutral();
        for (long done = 0; done < n; done += TILE) {
            int size = (int) Math.min(TILE, n - done);
            result = combine(result, ofTile(load(address + done * stride, stride, size), size));
        }
        return result;
    }

    /** Eight bytes at a time: true is stored as 1. */
    private static long countTrue(long address, long n) {
        long count = 0;
        long i = 0;
        for (; i + 8 <= n; i += 8) {
            count += Long.bitCount(Memory.getLong(address + i));
        }
        for (; i < n; i++) {
            count += Memory.getByte(address + i);
        }
        return count;
    }

    private long ofTile(long[] x, int n) {
        long result = neutral();
        switch (combine) {
            case ADD -> {
                for (int i = 0; i < n; i++) {
                    result += x[i];
                }
            }
            case MUL -> {
                for (int i = 0; i < n; i++) {
                    result *= x[i];
                }
            }
            case MAX -> {
                for (int i = 0; i < n; i++) {
                    result = Math.max(result, x[i]);
                }
            }
            case MIN -> {
                for (int i = 0; i < n; i++) {
                    result = Math.min(result, x[i]);
                }
            }
        }
        return result;
    }

    @Override
    Columns columns(int width) {
        return new TileColumns(width);
    }

    private final class TileColumns implements Columns {
        private final long[] acc;

        TileColumns(int width) {
            acc = new long[width];
            clear();
        }

        @Override
        public void clear() {
            Arrays.fill(acc, neutral());
        }

        @Override
        public void add(long address, long columnStride, long rowStride, long rows) {
            for (long r = 0; r < rows; r++) {
                combineInto(load(address + r * rowStride, columnStride, acc.length));
            }
        }

        @Override
        public void merge(Columns other) {
            combineInto(((TileColumns) other).acc);
        }

        private void combineInto(long[] x) {
            for (int j = 0; j < acc.length; j++) {
                acc[j] = combine(acc[j], x[j]);
            }
        }

        @Override
        public long result(int j) {
            return acc[j];
        }
    }
}
