package dev.cresset.cpu.reduce;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.rows.FloatMaps;
import dev.cresset.cpu.rows.FloatRows;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Reductions.Softmax;
import dev.cresset.spi.Rows;

/**
 * Softmax, its logarithm, and their gradients along rows.
 *
 * <p>Contiguous float32 rows are computed where they lie. Rows of other dtypes, and rows whose
 * elements lie apart, are brought into contiguous scratch memory as float32 (float64 as float64), a
 * few neighbouring rows at a time so that memory is read in whole lines, and the result is brought
 * back, rounded once.
 */
final class SoftmaxRows {
    private static final FloatRows FLOATS = FloatRows.best();
    private static final FloatMaps MAPS = FloatMaps.best();
    private static final long GRAIN = 1 << 12;

    /** Neighbouring rows brought into scratch memory together, at most. */
    private static final int GROUP = 16;

    /** Elements brought into scratch memory together, unless one row alone has more. */
    private static final long GROUP_ELEMENTS = 1 << 18;

    private final Softmax kind;
    private final DType dtype;
    private final DType scratchType;
    private final Rows rows;

    private SoftmaxRows(Softmax kind, DType dtype, Rows rows) {
        this.kind = kind;
        this.dtype = dtype;
        this.rows = rows;
        scratchType = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    }

    static void forward(Softmax kind, DType dtype, Rows rows, long in, long out) {
        if (rows.numel() > 0) {
            new SoftmaxRows(kind, dtype, rows).forward(in, out);
        }
    }

    static void backward(
            Softmax kind, DType dtype, Rows rows, long grad, long result, long gradInput) {
        if (rows.numel() > 0) {
            new SoftmaxRows(kind, dtype, rows).backward(grad, result, gradInput);
        }
    }

    private boolean inPlace() {
        return rows.inner() == 1 && dtype == scratchType;
    }

    private void forward(long in, long out) {
        int n = Math.toIntExact(rows.length());
        if (inPlace()) {
            long bytes = (long) n * dtype.size();
            Parallel.forEach(
                    rows.outer(),
                    Math.max(1, GRAIN / n),
                    (from, to) -> {
                        for (long row = from; row < to; row++) {
                            forwardRow(in + row * bytes, out + row * bytes, n);
                        }
                    });
            return;
        }
        groups(
                (first, count) -> {
                    long bytes = (long) n * scratchType.size();
                    long scratch = Scratch.address(count * bytes);
                    gather(in, first, count, scratch);
                    for (int k = 0; k < count; k++) {
                        forwardRow(scratch + k * bytes, scratch + k * bytes, n);
                    }
                    scatter(scratch, first, count, out);
                });
    }

    private void backward(long grad, long result, long gradInput) {
        int n = Math.toIntExact(rows.length());
        if (inPlace()) {
            long bytes = (long) n * dtype.size();
            Parallel.forEach(
                    rows.outer(),
                    Math.max(1, GRAIN / n),
                    (from, to) -> {
                        for (long row = from; row < to; row++) {
                            long at = row * bytes;
                            backwardRow(grad + at, result + at, gradInput + at, n);
                        }
                    });
            return;
        }
        groups(
                (first, count) -> {
                    long bytes = (long) n * scratchType.size();
                    long g = Scratch.address(2 * count * bytes);
                    long y = g + count * bytes;
                    gather(grad, first, count, g);
                    gather(result, first, count, y);
                    for (int k = 0; k < count; k++) {
                        backwardRow(g + k * bytes, y + k * bytes, g + k * bytes, n);
                    }
                    scatter(g, first, count, gradInput);
                });
    }

    /** Neighbouring rows that begin at the same outer index. */
    private interface Group {
        void run(long first, int count);
    }

    private void groups(Group body) {
        long inner = rows.inner();
        long group = Math.clamp(GROUP_ELEMENTS / rows.length(), 1, GROUP);
        long perOuter = Math.ceilDiv(inner, group);
        Parallel.forEach(
                rows.outer() * perOuter,
                Math.max(1, GRAIN / (rows.length() * Math.min(inner, group))),
                (from, to) -> {
                    for (long k = from; k < to; k++) {
                        long column = k % perOuter * group;
                        int count = (int) Math.min(group, inner - column);
                        body.run(k / perOuter * inner * rows.length() + column, count);
                    }
                });
    }

    private void gather(long from, long first, int count, long scratch) {
        long base = from + first * dtype.size();
        int size = scratchType.size();
        for (long i = 0; i < rows.length(); i++) {
            long at = base + i * rows.inner() * dtype.size();
            for (int k = 0; k < count; k++) {
                double x = Cells.getDouble(dtype, at + (long) k * dtype.size());
                Cells.setDouble(scratchType, scratch + (k * rows.length() + i) * size, x);
            }
        }
    }

    private void scatter(long scratch, long first, int count, long to) {
        long base = to + first * dtype.size();
        int size = scratchType.size();
        for (long i = 0; i < rows.length(); i++) {
            long at = base + i * rows.inner() * dtype.size();
            for (int k = 0; k < count; k++) {
                double x = Cells.getDouble(scratchType, scratch + (k * rows.length() + i) * size);
                Cells.setDouble(dtype, at + (long) k * dtype.size(), x);
            }
        }
    }

    private void forwardRow(long x, long y, int n) {
        if (scratchType == DType.FLOAT64) {
            forwardDoubles(x, y, n);
            return;
        }
        // A NaN makes the sum NaN whatever is subtracted.
        float max = FLOATS.largestNumber(x, n);
        if (kind == Softmax.PLAIN) {
            double sum = MAPS.expSum(x, y, n, max);
            MAPS.affine(y, y, n, 0, (float) (1 / sum), 0f);
        } else {
            double sum = MAPS.sumExp(x, n, max);
            MAPS.affine(x, y, n, max, 1, (float) -Math.log(sum));
        }
    }

    private void backwardRow(long g, long y, long gradInput, int n) {
        if (scratchType == DType.FLOAT64) {
            backwardDoubles(g, y, gradInput, n);
        } else if (kind == Softmax.PLAIN) {
            float s = (float) FLOATS.dot(g, y, n, 0);
            MAPS.timesDifference(y, g, gradInput, n, s);
        } else {
            float s = (float) FLOATS.sum(FloatRows.Map.IDENTITY, g, n);
            MAPS.minusExp(y, g, gradInput, n, s);
        }
    }

    private void forwardDoubles(long x, long y, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, Memory.getDouble(x + 8L * i));
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double shifted = Memory.getDouble(x + 8L * i) - max;
            double e = Math.exp(shifted);
            sum += e;
            Memory.setDouble(y + 8L * i, kind == Softmax.PLAIN ? e : shifted);
        }
        double log = Math.log(sum);
        for (int i = 0; i < n; i++) {
            double v = Memory.getDouble(y + 8L * i);
            Memory.setDouble(y + 8L * i, kind == Softmax.PLAIN ? v / sum : v - log);
        }
    }

    private void backwardDoubles(long g, long y, long gradInput, int n) {
        double s = 0;
        for (int i = 0; i < n; i++) {
            double grad = Memory.getDouble(g + 8L * i);
            s += kind == Softmax.PLAIN ? grad * Memory.getDouble(y + 8L * i) : grad;
        }
        for (int i = 0; i < n; i++) {
            double grad = Memory.getDouble(g + 8L * i);
            double result = Memory.getDouble(y + 8L * i);
            double v = kind == Softmax.PLAIN ? result * (grad - s) : grad - Math.exp(result) * s;
            Memory.setDouble(gradInput + 8L * i, v);
        }
    }
}
