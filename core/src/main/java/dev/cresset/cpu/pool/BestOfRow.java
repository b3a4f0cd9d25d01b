package dev.cresset.cpu.pool;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Positions of the maxima of all windows of a row of windows, found row by row of the plane. The
 * first maximum wins, but of several NaN the last, as in PyTorch.
 */
abstract class BestOfRow {
    final Axis axis;

    BestOfRow(Axis axis) {
        this.axis = axis;
    }

    /** Forgets everything. */
    abstract void clear();

    /**
     * Takes a row of the plane into account.
     *
     * @param x address of the row
     * @param step bytes from element to element
     * @param position that of the first element in the plane
     */
    abstract void add(long x, long step, int position);

    /** Position of the maximum of window o, -1 if it holds nothing. */
    abstract int index(int o);

    /** The first window whose element k lies inside x. */
    final int firstWindow(int k) {
        int before = axis.padding() - k * axis.dilation();
        return before <= 0 ? 0 : Math.ceilDiv(before, axis.stride());
    }

    /** The end (exclusive) of the windows whose element k lies inside x. */
    final int endWindow(int k) {
        int last = axis.input() - 1 + axis.padding() - k * axis.dilation();
        return last < 0 ? 0 : Math.min(axis.output(), last / axis.stride() + 1);
    }

    /**
     * Elements of up to 32 bits: value and position together are one integer, so that the maximum
     * needs no branches, which on most data nobody could predict. The upper half is an integer that
     * grows with the value, the lower half falls with the position (for NaN it grows).
     */
    static final class Keys extends BestOfRow {
        private static final long LOW = 0xffff_ffffL;
        private static final int INFINITY = 0x7f80_0000;
        private static final int NAN = 0x7fff_ffff;

        private final DType dtype;
        private final long[] best;
        private final long[] keys;
        private final int[] bits;

        Keys(Axis axis, DType dtype) {
            super(axis);
            this.dtype = dtype;
            best = new long[axis.output()];
            keys = new long[axis.input()];
            bits = new int[axis.input()];
        }

        @Override
        void clear() {
            Arrays.fill(best, Long.MIN_VALUE);
        }

        @Override
        void add(long x, long step, int position) {
            load(x, step);
            if (dtype.isFloatingPoint()) {
                for (int i = 0; i < bits.length; i++) {
                    int b = bits[i];
                    long place = position + i;
                    if ((b & 0x7fff_ffff) > INFINITY) {
                        keys[i] = (long) NAN << 32 | place;
                    } else {
                        // Negative numbers in reverse order, and -0 no less than 0.
                        int key = b >= 0 ? b : Integer.MIN_VALUE - b;
                        keys[i] = (long) key << 32 | (~place & LOW);
                    }
                }
            } else {
                for (int i = 0; i < bits.length; i++) {
                    keys[i] = (long) bits[i] << 32 | (~(long) (position + i) & LOW);
                }
            }
            int stride = axis.stride();
            for (int k = 0; k < axis.kernel(); k++) {
                int shift = k * axis.dilation() - axis.padding();
                int end = endWindow(k);
                for (int o = firstWindow(k); o < end; o++) {
                    best[o] = Math.max(best[o], keys[o * stride + shift]);
                }
            }
        }

        /** The elements as integers, or the bits of float32. */
        private void load(long x, long step) {
            boolean dense = step == Integer.BYTES;
            if (dense && (dtype == DType.FLOAT32 || dtype == DType.INT32)) {
                var layout = ValueLayout.JAVA_INT_UNALIGNED;
                MemorySegment.copy(Memory.ALL, layout, x, bits, 0, bits.length);
                return;
            }
            for (int i = 0; i < bits.length; i++) {
                long at = x + i * step;
                bits[i] =
                        dtype.isFloatingPoint()
                                ? Float.floatToRawIntBits((float) Cells.getDouble(dtype, at))
                                : (int) Cells.getLong(dtype, at);
            }
        }

        @Override
        int index(int o) {
            long key = best[o];
            return (int) (key >> 32) == NAN && dtype.isFloatingPoint() ? (int) key : ~(int) key;
        }
    }

    /** float64. */
    static final class Doubles extends BestOfRow {
        private final double[] row;
        private final double[] best;
        private final int[] index;

        Doubles(Axis axis) {
            super(axis);
            row = new double[axis.input()];
            best = new double[axis.output()];
            index = new int[axis.output()];
        }

        @Override
        void clear() {
            Arrays.fill(best, Double.NEGATIVE_INFINITY);
            Arrays.fill(index, -1);
        }

        @Override
        void add(long x, long step, int position) {
            Cells.load(DType.FLOAT64, x, step, row.length, row);
            for (int k = 0; k < axis.kernel(); k++) {
                int shift = k * axis.dilation() - axis.padding();
                int end = endWindow(k);
                for (int o = firstWindow(k); o < end; o++) {
                    int i = o * axis.stride() + shift;
                    if (row[i] > best[o] || row[i] != row[i] || index[o] < 0) {
                        best[o] = row[i];
                        index[o] = position + i;
                    }
                }
            }
        }

        @Override
        int index(int o) {
            return index[o];
        }
    }

    /** int64. */
    static final class Longs extends BestOfRow {
        private final long[] row;
        private final long[] best;
        private final int[] index;

        Longs(Axis axis) {
            super(axis);
            row = new long[axis.input()];
            best = new long[axis.output()];
            index = new int[axis.output()];
        }

        @Override
        void clear() {
            Arrays.fill(index, -1);
        }

        @Override
        void add(long x, long step, int position) {
            Cells.load(DType.INT64, x, step, row.length, row);
            for (int k = 0; k < axis.kernel(); k++) {
                int shift = k * axis.dilation() - axis.padding();
                int end = endWindow(k);
                for (int o = firstWindow(k); o < end; o++) {
                    int i = o * axis.stride() + shift;
                    if (index[o] < 0 || row[i] > best[o]) {
                        best[o] = row[i];
                        index[o] = position + i;
                    }
                }
            }
        }

        @Override
        int index(int o) {
            return index[o];
        }
    }
}
