package dev.cresset.cpu.reduce;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.ReductionFormula.Combine;

import java.util.Arrays;

/** Elements of any dtype combined in float64, in tiles loaded into an array. */
class FloatingFold extends Fold {
    /** Tiles from which on a sum is formed in as many parts as a tile has elements. */
    private static final long MANY_TILES = 4;

    final Combine combine;
    final Pre pre;
    final DType dtype;
    private double[] tile = {};

    FloatingFold(Combine combine, Pre pre, DType dtype) {
        this.combine = combine;
        this.pre = pre;
        this.dtype = dtype;
    }

    private double[] tile(long n) {
        int size = (int) Math.min(TILE, n);
        if (tile.length < size) {
            tile = new double[size];
        }
        return tile;
    }

    double neutralNumber() {
        return switch (combine) {
            case ADD -> 0;
            case MUL -> 1;
            case MAX -> Double.NEGATIVE_INFINITY;
            case MIN -> Double.POSITIVE_INFINITY;
        };
    }

    private double combine(double a, double b) {
        return switch (combine) {
            case ADD -> a + b;
            case MUL -> a * b;
            case MAX -> Math.max(a, b);
            case MIN -> Math.min(a, b);
        };
    }

    @Override
    final long neutral() {
        return Double.doubleToRawLongBits(neutralNumber());
    }

    @Override
    final long combine(long a, long b) {
        return Double.doubleToRawLongBits(
                combine(Double.longBitsToDouble(a), Double.longBitsToDouble(b)));
    }

    @Override
    final long run(long address, long stride, long n) {
        return Double.doubleToRawLongBits(number(address, stride, n));
    }

    /** {@link #run} as a number. */
    double number(long address, long stride, long n) {
        if (combine == Combine.ADD && n >= MANY_TILES * TILE) {
            return longSum(address, stride, n);
        }
        double result = neutralNumber();
        var x = tile(n);
        for (long done = 0; done < n; done += TILE) {
            int size = (int) Math.min(TILE, n - done);
            Cells.load(dtype, address + done * stride, stride, size, x);
            pre.apply(x, size);
            result = combine(result, ofTile(x, size));
        }
        return result;
    }

    /** Whole tiles are added side by side, which the JIT compiler turns into vectors. */
    private double longSum(long address, long stride, long n) {
        var x = tile(n);
        var sums = new double[TILE];
        long done = 0;
        for (; n - done >= TILE; done += TILE) {
            Cells.load(dtype, address + done * stride, stride, TILE, x);
            pre.apply(x, TILE);
            for (int j = 0; j < TILE; j++) {
                sums[j] += x[j];
            }
        }
        int rest = (int) (n - done);
        Cells.load(dtype, address + done * stride, stride, rest, x);
        pre.apply(x, rest);
        return ofTile(sums, TILE) + ofTile(x, rest);
    }

    private double ofTile(double[] x, int n) {
        return switch (combine) {
            case ADD -> {
                double s0 = 0;
                double s1 = 0;
                double s2 = 0;
                double s3 = 0;
                int i = 0;
                for (; i + 4 <= n; i += 4) {
                    s0 += x[i];
                    s1 += x[i + 1];
                    s2 += x[i + 2];
                    s3 += x[i + 3];
                }
                for (; i < n; i++) {
                    s0 += x[i];
                }
                yield (s0 + s1) + (s2 + s3);
            }
            case MUL -> {
                double p = 1;
                for (int i = 0; i < n; i++) {
                    p *= x[i];
                }
                yield p;
            }
            case MAX -> {
                double m = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < n; i++) {
                    m = Math.max(m, x[i]);
                }
                yield m;
            }
            case MIN -> {
                double m = Double.POSITIVE_INFINITY;
                for (int i = 0; i < n; i++) {
                    m = Math.min(m, x[i]);
                }
                yield m;
            }
        };
    }

    @Override
    Columns columns(int width) {
        return new TileColumns(width);
    }

    private final class TileColumns implements Columns {
        private final double[] acc;

        TileColumns(int width) {
            acc = new double[width];
            clear();
        }

        @Override
        public void clear() {
            Arrays.fill(acc, neutralNumber());
        }

        @Override
        public void add(long address, long columnStride, long rowStride, long rows) {
            int width = acc.length;
            var x = tile(width);
            for (long r = 0; r < rows; r++) {
                Cells.load(dtype, address + r * rowStride, columnStride, width, x);
                pre.apply(x, width);
                combineInto(x);
            }
        }

        @Override
        public void merge(Columns other) {
            combineInto(((TileColumns) other).acc);
        }

        private void combineInto(double[] x) {
            int width = acc.length;
            switch (combine) {
                case ADD -> {
                    for (int j = 0; j < width; j++) {
                        acc[j] += x[j];
                    }
                }
                case MUL -> {
                    for (int j = 0; j < width; j++) {
                        acc[j] *= x[j];
                    }
                }
                case MAX -> {
                    for (int j = 0; j < width; j++) {
                        acc[j] = Math.max(acc[j], x[j]);
                    }
                }
                case MIN -> {
                    for (int j = 0; j < width; j++) {
                        acc[j] = Math.min(acc[j], x[j]);
                    }
                }
            }
        }

        @Override
        public long result(int j) {
            return Double.doubleToRawLongBits(acc[j]);
        }
    }
}
