package dev.cresset.cpu.reduce;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.rows.FloatRows;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Reductions.Extreme;
import dev.cresset.spi.Rows;

/**
 * The extreme along rows with its index: the first on ties, the first NaN if there is one.
 *
 * <p>Contiguous float32 rows take two steps: the extreme of each block is found in vectors, and
 * only the block that holds the result is searched for its position.
 */
final class ExtremeRows {
    private static final FloatRows FLOATS = FloatRows.best();
    private static final long SEGMENT = 1 << 16;
    private static final long GRAIN = 1 << 15;
    private static final int TILE = 1024;

    /** Elements of which the extreme is found before its position matters. */
    private static final int BLOCK = 4096;

    private final Extreme kind;
    private final DType dtype;
    private final int size;
    private final boolean integer;
    private final float sign;
    private final long values;
    private final long indices;

    private ExtremeRows(Extreme kind, DType dtype, long values, long indices) {
        this.kind = kind;
        this.dtype = dtype;
        size = dtype.size();
        integer = dtype.compute() == Compute.LONG;
        sign = kind == Extreme.MIN ? -1 : 1;
        this.values = values;
        this.indices = indices;
    }

    static void run(Extreme kind, DType dtype, Rows rows, long in, long values, long indices) {
        if (rows.numel() > 0) {
            new ExtremeRows(kind, dtype, values, indices).run(rows, in);
        }
    }

    private void run(Rows rows, long in) {
        long length = rows.length();
        long inner = rows.inner();
        if (inner != 1) {
            long strips = Math.ceilDiv(inner, (long) TILE);
            Parallel.forEach(
                    rows.outer() * strips,
                    Math.max(1, GRAIN / (length * Math.min(inner, TILE))),
                    (from, to) -> {
                        for (long k = from; k < to; k++) {
                            long column = k % strips * TILE;
                            int width = (int) Math.min(TILE, inner - column);
                            side(rows, in, k / strips, column, width);
                        }
                    });
            return;
        }
        if (rows.outer() == 1 && length >= 2 * SEGMENT) {
            segments(in, length);
            return;
        }
        Parallel.forEach(
                rows.outer(),
                Math.max(1, GRAIN / length),
                (from, to) -> {
                    for (long row = from; row < to; row++) {
                        long base = in + row * length * size;
                        store(row, base, position(base, length));
                    }
                });
    }

    private void store(long result, long base, long index) {
        if (values != 0) {
            Memory.copy(base + index * size, values + result * size, size);
        }
        if (indices != 0) {
            Memory.setLong(indices + result * Long.BYTES, index);
        }
    }

    /** One long row: the first best of the bests of its segments. */
    private void segments(long in, long length) {
        int count = (int) Math.ceilDiv(length, SEGMENT);
        var found = new long[count];
        Parallel.forEach(
                count,
                1,
                (from, to) -> {
                    for (long s = from; s < to; s++) {
                        long begin = s * SEGMENT;
                        long n = Math.min(SEGMENT, length - begin);
                        found[(int) s] = begin + position(in + begin * size, n);
                    }
                });
        long best = found[0];
        for (int s = 1; s < count; s++) {
            if (beats(in + found[s] * size, in + best * size)) {
                best = found[s];
            }
        }
        store(0, in, best);
    }

    /** Whether the element at a wins against an earlier one at b. */
    private boolean beats(long a, long b) {
        if (integer) {
            long x = Cells.getLong(dtype, a);
            long y = Cells.getLong(dtype, b);
            return kind == Extreme.MAX ? x > y : x < y;
        }
        return beats(Cells.getDouble(dtype, a), Cells.getDouble(dtype, b));
    }

    private boolean beats(double x, double y) {
        return (kind == Extreme.MAX ? x > y : x < y) || (x != x && y == y);
    }

    /** The position of the extreme among n contiguous elements, at least one. */
    private long position(long base, long n) {
        if (dtype == DType.FLOAT32) {
            return positionFloat(base, n);
        }
        return integer ? positionInteger(base, n) : positionNumber(base, n);
    }

    private long positionFloat(long base, long n) {
        float best = Float.NEGATIVE_INFINITY;
        long block = 0;
        for (long begin = 0; begin < n && best == best; begin += BLOCK) {
            long count = Math.min(BLOCK, n - begin);
            float max = FLOATS.max(FloatRows.Map.IDENTITY, sign, base + 4 * begin, count);
            if (max > best || max != max) {
                best = max;
                block = begin;
            }
        }
        long count = Math.min(BLOCK, n - block);
        return block + FLOATS.indexOf(base + 4 * block, count, sign * best);
    }

    private long positionNumber(long base, long n) {
        var tile = new double[(int) Math.min(TILE, n)];
        double best = Cells.getDouble(dtype, base);
        long index = 0;
        for (long begin = 0; begin < n; begin += TILE) {
            int count = (int) Math.min(TILE, n - begin);
            Cells.load(dtype, base + begin * size, size, count, tile);
            for (int i = 0; i < count; i++) {
                if (beats(tile[i], best)) {
                    best = tile[i];
                    index = begin + i;
                }
            }
        }
        return index;
    }

    private long positionInteger(long base, long n) {
        boolean max = kind == Extreme.MAX;
        var tile = new long[(int) Math.min(TILE, n)];
        long best = Cells.getLong(dtype, base);
        long index = 0;
        for (long begin = 0; begin < n; begin += TILE) {
            int count = (int) Math.min(TILE, n - begin);
            Cells.load(dtype, base + begin * size, size, count, tile);
            for (int i = 0; i < count; i++) {
                if (max ? tile[i] > best : tile[i] < best) {
                    best = tile[i];
                    index = begin + i;
                }
            }
        }
        return index;
    }

    /** Results side by side: columns of a block of length rows. */
    private void side(Rows rows, long in, long outer, long column, int width) {
        long inner = rows.inner();
        long base = in + (outer * rows.length() * inner + column) * size;
        var index = new long[width];
        if (integer) {
            sideIntegers(base, rows.length(), inner * size, index);
        } else {
            sideNumbers(base, rows.length(), inner * size, index);
        }
        long result = outer * inner + column;
        for (int j = 0; j < width; j++) {
            if (values != 0) {
                long from = base + (index[j] * inner + j) * size;
                Memory.copy(from, values + (result + j) * size, size);
            }
            if (indices != 0) {
                Memory.setLong(indices + (result + j) * Long.BYTES, index[j]);
            }
        }
    }

    private void sideNumbers(long base, long length, long stride, long[] index) {
        int width = index.length;
        var best = new double[width];
        var row = new double[width];
        Cells.load(dtype, base, size, width, best);
        for (long k = 1; k < length; k++) {
            Cells.load(dtype, base + k * stride, size, width, row);
            for (int j = 0; j < width; j++) {
                if (beats(row[j], best[j])) {
                    best[j] = row[j];
                    index[j] = k;
                }
            }
        }
    }

    private void sideIntegers(long base, long length, long stride, long[] index) {
        boolean max = kind == Extreme.MAX;
        int width = index.length;
        var best = new long[width];
        var row = new long[width];
        Cells.load(dtype, base, size, width, best);
        for (long k = 1; k < length; k++) {
            Cells.load(dtype, base + k * stride, size, width, row);
            for (int j = 0; j < width; j++) {
                if (max ? row[j] > best[j] : row[j] < best[j]) {
                    best[j] = row[j];
                    index[j] = k;
                }
            }
        }
    }
}
