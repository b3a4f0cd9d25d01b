package dev.cresset.cpu.order;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Ordering.Side;

/**
 * Binary search in sorted rows; NaN belongs at the end. The loop is written out for the usual
 * dtypes: asking for the dtype at every step takes a third longer.
 */
final class Search {
    private static final long GRAIN = 1 << 12;

    private Search() {}

    static void run(
            DType dtype,
            Side side,
            long rows,
            long length,
            long sorted,
            long count,
            long values,
            long out) {
        int size = dtype.size();
        boolean right = side == Side.RIGHT;
        Parallel.forEach(
                rows * count,
                GRAIN,
                (from, to) -> {
                    for (long i = from; i < to; i++) {
                        long row = sorted + i / count * length * size;
                        long value = values + i * size;
                        long place =
                                switch (dtype) {
                                    case FLOAT32 -> floats(row, length, value, right);
                                    case FLOAT64 -> doubles(row, length, value, right);
                                    case INT64 -> longs(row, length, value, right);
                                    default -> others(dtype, row, length, value, right);
                                };
                        Memory.setLong(out + 8 * i, place);
                    }
                });
    }

    private static long floats(long row, long length, long value, boolean right) {
        float v = Memory.getFloat(value);
        long low = 0;
        long high = length;
        while (low < high) {
            long middle = low + high >>> 1;
            float m = Memory.getFloat(row + 4 * middle);
            if (right ? m > v : m >= v) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long doubles(long row, long length, long value, boolean right) {
        double v = Memory.getDouble(value);
        long low = 0;
        long high = length;
        while (low < high) {
            long middle = low + high >>> 1;
            double m = Memory.getDouble(row + 8 * middle);
            if (right ? m > v : m >= v) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long longs(long row, long length, long value, boolean right) {
        long v = Memory.getLong(value);
        long low = 0;
        long high = length;
        while (low < high) {
            long middle = low + high >>> 1;
            long m = Memory.getLong(row + 8 * middle);
            if (right ? m > v : m >= v) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long others(DType dtype, long row, long length, long value, boolean right) {
        boolean integral = dtype.compute() == Compute.LONG;
        double v = integral ? Cells.getLong(dtype, value) : Cells.getDouble(dtype, value);
        long low = 0;
        long high = length;
        while (low < high) {
            long middle = low + high >>> 1;
            long at = row + middle * dtype.size();
            double m = integral ? Cells.getLong(dtype, at) : Cells.getDouble(dtype, at);
            if (right ? m > v : m >= v) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
