package dev.cresset.cpu.reduce;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Rows;

import java.util.Arrays;

/** Logarithms of running sums of exponentials, accumulated in float64. */
final class RunningLogSums {
    private static final long GRAIN = 1 << 12;
    private static final int TILE = 1024;

    private RunningLogSums() {}

    static void run(DType input, DType output, Rows rows, long in, long out) {
        long length = rows.length();
        long inner = rows.inner();
        if (rows.numel() == 0) {
            return;
        }
        long strips = Math.ceilDiv(inner, (long) TILE);
        Parallel.forEach(
                rows.outer() * strips,
                Math.max(1, GRAIN / length),
                (from, to) -> {
                    for (long k = from; k < to; k++) {
                        long column = k % strips * TILE;
                        int width = (int) Math.min(TILE, inner - column);
                        long first = k / strips * length * inner + column;
                        strip(
                                input,
                                output,
                                length,
                                inner,
                                width,
                                in + first * input.size(),
                                out + first * output.size());
                    }
                });
    }

    private static void strip(
            DType input, DType output, long length, long inner, int width, long in, long out) {
        var sums = new double[width];
        Arrays.fill(sums, Double.NEGATIVE_INFINITY);
        var row = new double[width];
        for (long k = 0; k < length; k++) {
            Cells.load(input, in + k * inner * input.size(), input.size(), width, row);
            for (int j = 0; j < width; j++) {
                sums[j] = plus(row[j], sums[j]);
            }
            Cells.store(output, sums, width, out + k * inner * output.size(), output.size());
        }
    }

    /** {@code log(exp(a) + exp(b))}; infinite where both are, and NaN where one is. */
    private static double plus(double a, double b) {
        double small = Math.min(a, b);
        double large = Math.max(a, b);
        return small == large && Double.isInfinite(small)
                ? large
                : large + StrictMath.log1p(StrictMath.exp(small - large));
    }
}
