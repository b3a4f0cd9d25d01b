package dev.cresset.cpu.rows;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;

/**
 * Layer normalisation: the loops over rows, and how the gradients of weight and bias, which are
 * sums over rows, are cut into segments of a fixed number of rows.
 */
abstract class RowNormalization {
    private static final long GRAIN = 1 << 13;
    private static final long SEGMENT = 1 << 16;

    final DType dtype;
    final int length;
    private final long rows;
    private final long bytes;

    RowNormalization(DType dtype, long rows, long length) {
        this.dtype = dtype;
        this.rows = rows;
        this.length = Math.toIntExact(length);
        bytes = length * dtype.size();
    }

    static RowNormalization of(DType dtype, long rows, long length) {
        return dtype == DType.FLOAT32
                ? new FloatRowNormalization(rows, length)
                : new AnyRowNormalization(dtype, rows, length);
    }

    /** Normalises rows; to be used by one thread. */
    interface Worker {
        /** Normalises row number {@code row}. */
        void normalize(
                double eps, long x, long w, long b, long y, long row, RowStatistics statistics);

        /** The gradient with respect to a row of x. */
        void gradient(long x, long g, double mean, double invstd, long w, long gradX);

        /** Adds {@code g * (x - mean) * invstd} and {@code g} to the sums. */
        void addParameters(
                long x, long g, double mean, double invstd, double[] sumsW, double[] sumsB);
    }

    abstract Worker worker();

    void normalize(double eps, long x, long w, long b, long y, RowStatistics statistics) {
        Parallel.forEach(
                rows,
                Math.max(1, GRAIN / Math.max(1, length)),
                (from, to) -> {
                    var worker = worker();
                    for (long row = from; row < to; row++) {
                        long at = row * bytes;
                        worker.normalize(eps, x + at, w, b, y + at, row, statistics);
                    }
                });
    }

    void gradient(
            long x, long g, RowStatistics statistics, long w, long gradX, long gradW, long gradB) {
        boolean parameters = gradW != 0 || gradB != 0;
        long segmentRows = Math.max(16, SEGMENT / Math.max(1, length));
        int segments = Math.toIntExact(Math.ceilDiv(rows, segmentRows));
        int room = FloatRows.padded(length);
        var sumsW = new double[parameters ? segments : 0][room];
        var sumsB = new double[parameters ? segments : 0][room];
        Parallel.forEach(
                segments,
                1,
                (from, to) -> {
                    var worker = worker();
                    for (long s = from; s < to; s++) {
                        long end = Math.min(rows, (s + 1) * segmentRows);
                        for (long row = s * segmentRows; row < end; row++) {
                            double mean = statistics.mean(row);
                            double invstd = statistics.invstd(row);
                            long atX = x + row * bytes;
                            long atG = g + row * bytes;
                            if (parameters) {
                                worker.addParameters(
                                        atX, atG, mean, invstd, sumsW[(int) s], sumsB[(int) s]);
                            }
                            if (gradX != 0) {
                                worker.gradient(atX, atG, mean, invstd, w, gradX + row * bytes);
                            }
                        }
                    }
                });
        storeSum(sumsW, gradW);
        storeSum(sumsB, gradB);
    }

    private void storeSum(double[][] parts, long address) {
        if (address == 0) {
            return;
        }
        var sum = new double[length];
        for (var part : parts) {
            for (int j = 0; j < length; j++) {
                sum[j] += part[j];
            }
        }
        Cells.store(dtype, sum, length, address, dtype.size());
    }
}
