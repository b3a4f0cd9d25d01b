package dev.cresset.cpu.rows;

import dev.cresset.spi.DType;

/** Layer normalisation of float32. */
final class FloatRowNormalization extends RowNormalization {
    private static final FloatRows FLOATS = FloatRows.best();
    private static final FloatMaps MAPS = FloatMaps.best();

    FloatRowNormalization(long rows, long length) {
        super(DType.FLOAT32, rows, length);
    }

    @Override
    Worker worker() {
        return new FloatWorker();
    }

    private final class FloatWorker implements Worker {
        private final double[] sums = new double[2];

        @Override
        public void normalize(
                double eps, long x, long w, long b, long y, long row, RowStatistics statistics) {
            double mean = FLOATS.sum(FloatRows.Map.IDENTITY, x, length) / length;
            float centre = (float) mean;
            double off = mean - centre;
            double variance = FLOATS.sumSquares(x, length, centre) / length - off * off;
            double invstd = 1 / Math.sqrt(variance + eps);
            MAPS.affine(x, y, length, centre, (float) invstd, w, b);
            statistics.store(row, mean, invstd);
        }

        @Override
        public void gradient(long x, long g, double mean, double invstd, long w, long gradX) {
            float centre = (float) mean;
            FLOATS.weightedSums(g, x, w, length, centre, sums);
            float c0 = (float) (sums[0] / length);
            float c1 = (float) (sums[1] * invstd * invstd / length);
            MAPS.normGradient(g, x, w, gradX, length, c0, centre, c1, (float) invstd);
        }

        @Override
        public void addParameters(
                long x, long g, double mean, double invstd, double[] sumsW, double[] sumsB) {
            FLOATS.addRows(FloatRows.Map.IDENTITY, g, 0, 1, length, sumsB);
            FLOATS.addScaledProduct(g, x, length, (float) mean, (float) invstd, sumsW);
        }
    }
}
