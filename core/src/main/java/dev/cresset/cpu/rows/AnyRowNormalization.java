package dev.cresset.cpu.rows;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;

/** Layer normalisation of any floating-point dtype, in float64. */
final class AnyRowNormalization extends RowNormalization {
    AnyRowNormalization(DType dtype, long rows, long length) {
        super(dtype, rows, length);
    }

    @Override
    Worker worker() {
        return new AnyWorker();
    }

    private final class AnyWorker implements Worker {
        private final double[] values = new double[length];
        private final double[] grads = new double[length];

        private void load(long address, double[] to) {
            Cells.load(dtype, address, dtype.size(), length, to);
        }

        private double parameter(long address, int i, double otherwise) {
            return address == 0
                    ? otherwise
                    : Cells.getDouble(dtype, address + (long) i * dtype.size());
        }

        @Override
        public void normalize(
                double eps, long x, long w, long b, long y, long row, RowStatistics statistics) {
            load(x, values);
            double sum = 0;
            for (double v : values) {
                sum += v;
            }
            double mean = sum / length;
            double squares = 0;
            for (double v : values) {
                squares += (v - mean) * (v - mean);
            }
            double invstd = 1 / Math.sqrt(squares / length + eps);
            for (int i = 0; i < length; i++) {
                values[i] = (values[i] - mean) * invstd * parameter(w, i, 1) + parameter(b, i, 0);
            }
            Cells.store(dtype, values, length, y, dtype.size());
            statistics.store(row, mean, invstd);
        }

        @Override
        public void gradient(long x, long g, double mean, double invstd, long w, long gradX) {
            load(x, values);
            load(g, grads);
            double sum = 0;
            double product = 0;
            for (int i = 0; i < length; i++) {
                grads[i] *= parameter(w, i, 1);
                sum += grads[i];
                product += grads[i] * (values[i] - mean);
            }
            double c0 = sum / length;
            double c1 = product * invstd * invstd / length;
            for (int i = 0; i < length; i++) {
                grads[i] = (grads[i] - c0 - (values[i] - mean) * c1) * invstd;
            }
            Cells.store(dtype, grads, length, gradX, dtype.size());
        }

        @Override
        public void addParameters(
                long x, long g, double mean, double invstd, double[] sumsW, double[] sumsB) {
            load(x, values);
            load(g, grads);
            for (int i = 0; i < length; i++) {
                sumsW[i] += grads[i] * (values[i] - mean) * invstd;
                sumsB[i] += grads[i];
            }
        }
    }
}
