package dev.cresset.cpu.rows;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;

/** The numbers of each channel that normalisation and its gradient apply. */
final class ChannelFactors {
    private final DType dtype;
    private final double[] mean;
    private final double[] invstd;
    private final double[] weight;
    private final double[] bias;

    /** Reads them; w and b may be 0 for 1 and 0. */
    ChannelFactors(
            long channels, DType dtype, double eps, long mean, long variance, long w, long b) {
        this.dtype = dtype;
        int n = Math.toIntExact(channels);
        var type = ChannelNormalization.statisticsType(dtype);
        this.mean = new double[n];
        invstd = new double[n];
        weight = new double[n];
        bias = new double[n];
        Cells.load(type, mean, type.size(), n, this.mean);
        Cells.load(type, variance, type.size(), n, invstd);
        for (int c = 0; c < n; c++) {
            invstd[c] = 1 / Math.sqrt(invstd[c] + eps);
            weight[c] = w == 0 ? 1 : Cells.getDouble(dtype, w + (long) c * dtype.size());
            bias[c] = b == 0 ? 0 : Cells.getDouble(dtype, b + (long) c * dtype.size());
        }
    }

    /** Number of channels. */
    int count() {
        return mean.length;
    }

    /** The mean of each channel. */
    double[] mean() {
        return mean;
    }

    /** invstd * w of each channel. */
    double[] scale() {
        var scale = new double[count()];
        for (int c = 0; c < scale.length; c++) {
            scale[c] = invstd[c] * weight[c];
        }
        return scale;
    }

    /** The bias of each channel. */
    double[] bias() {
        return bias;
    }

    /** Coefficients of {@code y = (g - c0 - (x - mean) * c1) * k}; c0 and c1 null for 0. */
    record Gradient(double[] mean, double[] c0, double[] c1, double[] k) {
        boolean needsInput() {
            return c0 != null;
        }
    }

    /**
     * The coefficients of the gradient with respect to x.
     *
     * @param sums of g per channel, or null where the statistics do not depend on x
     * @param products sums of g * (x - mean) per channel, likewise
     * @param n elements per channel
     */
    Gradient gradient(double[] sums, double[] products, long n) {
        if (sums == null) {
            return new Gradient(mean, null, null, scale());
        }
        var c0 = new double[count()];
        var c1 = new double[count()];
        for (int c = 0; c < c0.length; c++) {
            c0[c] = sums[c] / n;
            c1[c] = products[c] * invstd[c] * invstd[c] / n;
        }
        return new Gradient(mean, c0, c1, scale());
    }

    /** Stores the gradients of weight and bias; 0 for none. */
    void storeGradients(double[] sums, double[] products, long gradW, long gradB) {
        for (int c = 0; c < count(); c++) {
            long at = (long) c * dtype.size();
            if (gradW != 0) {
                Cells.setDouble(dtype, gradW + at, products[c] * invstd[c]);
            }
            if (gradB != 0) {
                Cells.setDouble(dtype, gradB + at, sums[c]);
            }
        }
    }
}
