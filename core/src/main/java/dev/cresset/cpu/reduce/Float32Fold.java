package dev.cresset.cpu.reduce;

import dev.cresset.cpu.rows.FloatRows;
import dev.cresset.cpu.rows.FloatRows.Map;
import dev.cresset.cpu.rows.ShortSums;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.ReductionFormula.Combine;

import java.util.Arrays;

/** Sums and extremes of contiguous float32 elements; other cases as {@link FloatingFold}. */
final class Float32Fold extends FloatingFold {
    private static final FloatRows ROWS = FloatRows.best();

    /** Columns that fill vectors well. */
    private static final int WIDE = 64;

    private final Map map;
    private final boolean extreme;
    private final float sign;

    private Float32Fold(Combine combine, Pre pre) {
        super(combine, pre, DType.FLOAT32);
        map = pre == Pre.ABS ? Map.ABS : Map.IDENTITY;
        extreme = combine != Combine.ADD;
        sign = combine == Combine.MIN ? -1 : 1;
    }

    /** The fold for float32 elements. */
    static FloatingFold of(Combine combine, Pre pre) {
        boolean known =
                switch (combine) {
                    case ADD -> pre != Pre.NONZERO;
                    case MAX, MIN -> pre == Pre.IDENTITY || pre == Pre.ABS;
                    case MUL -> false;
                };
        return known
                ? new Float32Fold(combine, pre)
                : new FloatingFold(combine, pre, DType.FLOAT32);
    }

    @Override
    double number(long address, long stride, long n) {
        if (stride != Float.BYTES) {
            return n == 1 ? one(address) : super.number(address, stride, n);
        }
        if (extreme) {
            return sign * ROWS.max(map, sign, address, n);
        }
        if (pre == Pre.IDENTITY && n < ShortSums.LIMIT) {
            return ShortSums.sum(address, (int) n);
        }
        return pre == Pre.SQUARE ? ROWS.sumSquares(address, n, 0) : ROWS.sum(map, address, n);
    }

    private double one(long address) {
        float x = Memory.getFloat(address);
        return switch (pre) {
            case ABS -> Math.abs(x);
            case SQUARE -> (double) x * x;
            default -> x;
        };
    }

    @Override
    Columns columns(int width) {
        return extreme ? new Extremes(width) : new Sums(width);
    }

    private final class Sums implements Columns {
        private final int width;
        private final double[] acc;
        private final float[] zeros;

        Sums(int width) {
            this.width = width;
            acc = new double[FloatRows.padded(width)];
            zeros = pre == Pre.SQUARE ? new float[acc.length] : null;
        }

        @Override
        public void clear() {
            Arrays.fill(acc, 0);
        }

        @Override
        public void add(long address, long columnStride, long rowStride, long rows) {
            if (columnStride != Float.BYTES) {
                for (int j = 0; j < width; j++) {
                    acc[j] += number(address + j * columnStride, rowStride, rows);
                }
            } else if (pre == Pre.SQUARE) {
                ROWS.addSquareRows(address, rowStride, rows, width, zeros, acc);
            } else {
                addRows(address, rowStride, rows);
            }
        }

        /** Short rows that follow each other are taken several at a time, to fill vectors. */
        private void addRows(long address, long rowStride, long rows) {
            int together = WIDE / width;
            long groups = together < 2 ? 0 : rows / together;
            if (groups < 8 || rowStride != 4L * width) {
                ROWS.addRows(map, address, rowStride, rows, width, acc);
                return;
            }
            int wide = together * width;
            var sums = new double[FloatRows.padded(wide)];
            ROWS.addRows(map, address, together * rowStride, groups, wide, sums);
            for (int j = 0; j < wide; j++) {
                acc[j % width] += sums[j];
            }
            long done = groups * together;
            ROWS.addRows(map, address + done * rowStride, rowStride, rows - done, width, acc);
        }

        @Override
        public void merge(Columns other) {
            var more = ((Sums) other).acc;
            for (int j = 0; j < acc.length; j++) {
                acc[j] += more[j];
            }
        }

        @Override
        public long result(int j) {
            return Double.doubleToRawLongBits(acc[j]);
        }
    }

    /** Largest values of sign * x. */
    private final class Extremes implements Columns {
        private final int width;
        private final float[] best;

        Extremes(int width) {
            this.width = width;
            best = new float[FloatRows.padded(width)];
            clear();
        }

        @Override
        public void clear() {
            Arrays.fill(best, Float.NEGATIVE_INFINITY);
        }

        @Override
        public void add(long address, long columnStride, long rowStride, long rows) {
            if (columnStride == Float.BYTES) {
                ROWS.maxRows(map, sign, address, rowStride, rows, width, best);
                return;
            }
            for (int j = 0; j < width; j++) {
                double value = number(address + j * columnStride, rowStride, rows);
                best[j] = Math.max(best[j], sign * (float) value);
            }
        }

        @Override
        public void merge(Columns other) {
            var more = ((Extremes) other).best;
            for (int j = 0; j < best.length; j++) {
                best[j] = Math.max(best[j], more[j]);
            }
        }

        @Override
        public long result(int j) {
            return Double.doubleToRawLongBits(sign * best[j]);
        }
    }
}
