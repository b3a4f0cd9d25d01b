package dev.cresset.cpu.reduce;

import static dev.cresset.spi.Memory.getFloat;
import static dev.cresset.spi.Memory.setFloat;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Reductions.Scan;
import dev.cresset.spi.Rows;

import java.util.Arrays;

/**
 * Running sums and products: floating-point ones accumulate in float64 and are rounded at each
 * store, as PyTorch's do, integer ones wrap.
 */
final class ScanRows {
    private static final long GRAIN = 1 << 14;
    private static final int TILE = 1024;

    private final boolean sum;
    private final DType input;
    private final DType output;
    private final boolean integer;

    private ScanRows(Scan kind, DType input, DType output) {
        sum = kind == Scan.SUM;
        this.input = input;
        this.output = output;
        integer = output.compute() == Compute.LONG;
    }

    static void run(Scan kind, DType input, DType output, Rows rows, long in, long out) {
        if (kind == Scan.LOG_SUM_EXP) {
            RunningLogSums.run(input, output, rows, in, out);
            return;
        }
        new ScanRows(kind, input, output).run(rows, in, out);
    }

    private void run(Rows rows, long in, long out) {
        long length = rows.length();
        long inner = rows.inner();
        if (rows.numel() == 0) {
            return;
        }
        int width = (int) Math.min(inner, TILE);
        long strips = Math.ceilDiv(inner, (long) TILE);
        Parallel.forEach(
                rows.outer() * strips,
                Math.max(1, GRAIN / (length * width)),
                (from, to) -> {
                    for (long k = from; k < to; k++) {
                        long column = k % strips * TILE;
                        long first = k / strips * length * inner + column;
                        long atIn = in + first * input.size();
                        long atOut = out + first * output.size();
                        if (inner == 1) {
                            row(atIn, atOut, length);
                        } else {
                            side(atIn, atOut, length, inner, (int) Math.min(TILE, inner - column));
                        }
                    }
                });
    }

    private void row(long in, long out, long length) {
        if (input == DType.FLOAT32 && output == DType.FLOAT32) {
            if (sum) {
                sumFloats(in, out, length);
            } else {
                multiplyFloats(in, out, length);
            }
        } else if (integer) {
            integers(in, out, length);
        } else {
            numbers(in, out, length);
        }
    }

    /** Four elements at a time, so that only every fourth addition waits for the one before. */
    private static void sumFloats(long in, long out, long length) {
        double s = 0;
        long i = 0;
        for (; i + 4 <= length; i += 4) {
            long at = in + 4 * i;
            double a = getFloat(at);
            double ab = a + getFloat(at + 4);
            double c = getFloat(at + 8);
            double cd = c + getFloat(at + 12);
            long to = out + 4 * i;
            setFloat(to, (float) (s + a));
            setFloat(to + 4, (float) (s + ab));
            setFloat(to + 8, (float) (s + (ab + c)));
            s += ab + cd;
            setFloat(to + 12, (float) s);
        }
        for (; i < length; i++) {
            s += getFloat(in + 4 * i);
            setFloat(out + 4 * i, (float) s);
        }
    }

    private static void multiplyFloats(long in, long out, long length) {
        double p = 1;
        for (long i = 0; i < length; i++) {
            p *= getFloat(in + 4 * i);
            setFloat(out + 4 * i, (float) p);
        }
    }

    private void numbers(long in, long out, long length) {
        var tile = new double[(int) Math.min(TILE, length)];
        double s = sum ? 0 : 1;
        for (long begin = 0; begin < length; begin += TILE) {
            int n = (int) Math.min(TILE, length - begin);
            Cells.load(input, in + begin * input.size(), input.size(), n, tile);
            for (int i = 0; i < n; i++) {
                s = sum ? s + tile[i] : s * tile[i];
                tile[i] = s;
            }
            Cells.store(output, tile, n, out + begin * output.size(), output.size());
        }
    }

    private void integers(long in, long out, long length) {
        var tile = new long[(int) Math.min(TILE, length)];
        long s = sum ? 0 : 1;
        for (long begin = 0; begin < length; begin += TILE) {
            int n = (int) Math.min(TILE, length - begin);
            Cells.load(input, in + begin * input.size(), input.size(), n, tile);
            for (int i = 0; i < n; i++) {
                s = sum ? s + tile[i] : s * tile[i];
                tile[i] = s;
            }
            Cells.store(output, tile, n, out + begin * output.size(), output.size());
        }
    }

    /** Columns side by side: {@code width} of the {@code inner} of them. */
    private void side(long in, long out, long length, long inner, int width) {
        long stepIn = inner * input.size();
        long stepOut = inner * output.size();
        if (integer) {
            var acc = new long[width];
            Arrays.fill(acc, sum ? 0 : 1);
            var row = new long[width];
            for (long k = 0; k < length; k++) {
                Cells.load(input, in + k * stepIn, input.size(), width, row);
                for (int j = 0; j < width; j++) {
                    acc[j] = sum ? acc[j] + row[j] : acc[j] * row[j];
                }
                Cells.store(output, acc, width, out + k * stepOut, output.size());
            }
            return;
        }
        var acc = new double[width];
        Arrays.fill(acc, sum ? 0 : 1);
        var row = new double[width];
        for (long k = 0; k < length; k++) {
            Cells.load(input, in + k * stepIn, input.size(), width, row);
            for (int j = 0; j < width; j++) {
                acc[j] = sum ? acc[j] + row[j] : acc[j] * row[j];
            }
            Cells.store(output, acc, width, out + k * stepOut, output.size());
        }
    }
}
