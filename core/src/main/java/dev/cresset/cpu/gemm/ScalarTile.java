package dev.cresset.cpu.gemm;

import dev.cresset.spi.Memory;

import java.util.Arrays;

/**
 * Kernels without the Vector API: for a JVM started without the module {@code
 * jdk.incubator.vector}, and for products before the vector kernels are compiled. They give the
 * same bits as those.
 */
abstract class ScalarTile implements TileKernel {
    private static final int ROWS = 4;
    private static final int COLUMNS = 4;

    /** The number of partial sums of a dot product, a power of two. */
    private final int lanes;

    ScalarTile(int lanes) {
        this.lanes = lanes;
    }

    abstract double load(long address);

    abstract void store(long address, double value);

    /** {@code sum + x * y}, rounded once, as the vector instruction does. */
    abstract double add(double sum, double x, double y);

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return COLUMNS;
    }

    @Override
    public void tile(
            int m,
            int n,
            int k,
            double alpha,
            long a,
            long rowStrideA,
            long columnStrideA,
            long b,
            long rowStrideB,
            double beta,
            long c,
            long rowStrideC) {
        int size = elementSize();
        for (int i = 0; i < m; i++) {
            row(
                    n,
                    k,
                    alpha,
                    a + i * rowStrideA * size,
                    columnStrideA,
                    b,
                    rowStrideB,
                    beta,
                    c + i * rowStrideC * size);
        }
    }

    @Override
    public void row(
            long n,
            int k,
            double alpha,
            long a,
            long strideA,
            long b,
            long rowStrideB,
            double beta,
            long c) {
        int size = elementSize();
        long stepA = strideA * size;
        long stepB = rowStrideB * size;
        for (long j = 0; j < n; j += COLUMNS) {
            // Columns that are missing repeat the last one.
            long j1 = Math.min(j + 1, n - 1) * size;
            long j2 = Math.min(j + 2, n - 1) * size;
            long j3 = Math.min(j + 3, n - 1) * size;
            double s0 = 0;
            double s1 = 0;
            double s2 = 0;
            double s3 = 0;
            long atA = a;
            long atB = b;
            for (int p = 0; p < k; p++) {
                double x = load(atA);
                s0 = add(s0, x, load(atB + j * size));
                s1 = add(s1, x, load(atB + j1));
                s2 = add(s2, x, load(atB + j2));
                s3 = add(s3, x, load(atB + j3));
                atA += stepA;
                atB += stepB;
            }
            s0 *= alpha;
            s1 *= alpha;
            s2 *= alpha;
            s3 *= alpha;
            if (beta != 0) {
                s0 = add(s0, beta, load(c + j * size));
                s1 = add(s1, beta, load(c + j1));
                s2 = add(s2, beta, load(c + j2));
                s3 = add(s3, beta, load(c + j3));
            }
            store(c + j * size, s0);
            store(c + j1, s1);
            store(c + j2, s2);
            store(c + j3, s3);
        }
    }

    @Override
    public void dots(
            long rows,
            int k,
            double alpha,
            long x,
            long y,
            long rowStride,
            double beta,
            long c,
            long strideC) {
        int size = elementSize();
        var sums = new double[lanes];
        for (long i = 0; i < rows; i++) {
            Arrays.fill(sums, 0);
            for (int p = 0; p < k; p++) {
                int lane = p & (lanes - 1);
                double v = load(x + (long) p * size);
                sums[lane] = add(sums[lane], v, load(y + (i * rowStride + p) * size));
            }
            for (int half = lanes / 2; half > 0; half /= 2) {
                for (int lane = 0; lane < half; lane++) {
                    sums[lane] = add(sums[lane], 1, sums[lane + half]);
                }
            }
            long to = c + i * strideC * size;
            double sum = sums[0] * alpha;
            store(to, beta == 0 ? sum : add(sum, beta, load(to)));
        }
    }

    static final class Float32 extends ScalarTile {
        Float32(int lanes) {
            super(lanes);
        }

        @Override
        public int elementSize() {
            return 4;
        }

        @Override
        double load(long address) {
            return Memory.getFloat(address);
        }

        @Override
        void store(long address, double value) {
            Memory.setFloat(address, (float) value);
        }

        @Override
        double add(double sum, double x, double y) {
            return Math.fma((float) x, (float) y, (float) sum);
        }
    }

    static final class Float64 extends ScalarTile {
        Float64(int lanes) {
            super(lanes);
        }

        @Override
        public int elementSize() {
            return 8;
        }

        @Override
        double load(long address) {
            return Memory.getDouble(address);
        }

        @Override
        void store(long address, double value) {
            Memory.setDouble(address, value);
        }

        @Override
        double add(double sum, double x, double y) {
            return Math.fma(x, y, sum);
        }
    }
}
