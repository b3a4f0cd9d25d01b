package dev.cresset.cpu.reduce;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Reductions.Extreme;
import dev.cresset.spi.Rows;

/** Running extremes with their indices; of equal elements the later one counts. */
final class RunningExtremes {
    private static final long GRAIN = 1 << 14;
    private static final int TILE = 512;

    private final boolean largest;
    private final DType dtype;
    private final long length;
    private final long inner;

    private RunningExtremes(Extreme kind, DType dtype, Rows rows) {
        this.largest = kind == Extreme.MAX;
        this.dtype = dtype;
        this.length = rows.length();
        this.inner = rows.inner();
    }

    static void run(Extreme kind, DType dtype, Rows rows, long in, long values, long indices) {
        if (rows.numel() == 0) {
            return;
        }
        var task = new RunningExtremes(kind, dtype, rows);
        long strips = Math.ceilDiv(rows.inner(), (long) TILE);
        Parallel.forEach(
                rows.outer() * strips,
                Math.max(1, GRAIN / (rows.length() * Math.min(rows.inner(), TILE))),
                (from, to) -> {
                    for (long k = from; k < to; k++) {
                        long column = k % strips * TILE;
                        int width = (int) Math.min(TILE, rows.inner() - column);
                        long first = k / strips * rows.length() * rows.inner() + column;
                        long at = first * dtype.size();
                        task.strip(width, in + at, values + at, indices + first * 8);
                    }
                });
    }

    /** Columns side by side; one column is a row of its own. */
    private void strip(int width, long in, long values, long indices) {
        if (dtype.compute() == Compute.LONG) {
            integers(width, in, values, indices);
        } else {
            numbers(width, in, values, indices);
        }
    }

    private void numbers(int width, long in, long values, long indices) {
        var best = new double[width];
        var where = new long[width];
        var row = new double[width];
        int size = dtype.size();
        for (long k = 0; k < length; k++) {
            long at = k * inner * size;
            Cells.load(dtype, in + at, size, width, row);
            for (int j = 0; j < width; j++) {
                double x = row[j];
                double b = best[j];
                boolean wins = k == 0 || x != x || (b == b && (largest ? x >= b : x <= b));
                best[j] = wins ? x : b;
                where[j] = wins ? k : where[j];
            }
            Cells.store(dtype, best, width, values + at, size);
            store(where, width, indices + k * inner * 8);
        }
    }

    private void integers(int width, long in, long values, long indices) {
        var best = new long[width];
        var where = new long[width];
        var row = new long[width];
        int size = dtype.size();
        for (long k = 0; k < length; k++) {
            long at = k * inner * size;
            Cells.load(dtype, in + at, size, width, row);
            for (int j = 0; j < width; j++) {
                boolean wins = k == 0 || (largest ? row[j] >= best[j] : row[j] <= best[j]);
                best[j] = wins ? row[j] : best[j];
                where[j] = wins ? k : where[j];
            }
            Cells.store(dtype, best, width, values + at, size);
            store(where, width, indices + k * inner * 8);
        }
    }

    private static void store(long[] where, int width, long address) {
        for (int j = 0; j < width; j++) {
            Memory.setLong(address + 8L * j, where[j]);
        }
    }
}
