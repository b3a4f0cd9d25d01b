package dev.cresset.cpu.rows;

import static dev.cresset.spi.Memory.getFloat;
import static dev.cresset.spi.Memory.setFloat;

/** The loops of {@link FloatRows} without the Vector API: sums in four float64 accumulators. */
final class PlainFloatRows implements FloatRows {
    @Override
    public double sum(Map map, long x, long n) {
        boolean abs = map == Map.ABS;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        long i = 0;
        for (; i + 4 <= n; i += 4) {
            s0 += mapped(abs, x + 4 * i);
            s1 += mapped(abs, x + 4 * i + 4);
            s2 += mapped(abs, x + 4 * i + 8);
            s3 += mapped(abs, x + 4 * i + 12);
        }
        double sum = (s0 + s1) + (s2 + s3);
        for (; i < n; i++) {
            sum += mapped(abs, x + 4 * i);
        }
        return sum;
    }

    private static float mapped(boolean abs, long address) {
        float v = getFloat(address);
        return abs ? Math.abs(v) : v;
    }

    @Override
    public double dot(long a, long b, long n) {
        return dot(a, b, n, 0);
    }

    @Override
    public double dot(long a, long x, long n, float mean) {
        double s0 = 0;
        double s1 = 0;
        long i = 0;
        for (; i + 2 <= n; i += 2) {
            s0 += (double) getFloat(a + 4 * i) * (getFloat(x + 4 * i) - mean);
            s1 += (double) getFloat(a + 4 * i + 4) * (getFloat(x + 4 * i + 4) - mean);
        }
        if (i < n) {
            s0 += (double) getFloat(a + 4 * i) * (getFloat(x + 4 * i) - mean);
        }
        return s0 + s1;
    }

    @Override
    public float max(Map map, float sign, long x, long n) {
        boolean abs = map == Map.ABS;
        float m0 = Float.NEGATIVE_INFINITY;
        float m1 = Float.NEGATIVE_INFINITY;
        long i = 0;
        for (; i + 2 <= n; i += 2) {
            m0 = Math.max(m0, sign * mapped(abs, x + 4 * i));
            m1 = Math.max(m1, sign * mapped(abs, x + 4 * i + 4));
        }
        if (i < n) {
            m0 = Math.max(m0, sign * mapped(abs, x + 4 * i));
        }
        return Math.max(m0, m1);
    }

    @Override
    public long indexOf(long x, long n, float value) {
        boolean nan = value != value;
        for (long i = 0; i < n; i++) {
            float v = getFloat(x + 4 * i);
            if (nan ? v != v : v == value) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void addRows(Map map, long x, long stride, long rows, int width, double[] acc) {
        boolean abs = map == Map.ABS;
        for (long r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                acc[j] += mapped(abs, x + r * stride + 4L * j);
            }
        }
    }

    @Override
    public void maxRows(
            Map map, float sign, long x, long stride, long rows, int width, float[] best) {
        boolean abs = map == Map.ABS;
        for (long r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                best[j] = Math.max(best[j], sign * mapped(abs, x + r * stride + 4L * j));
            }
        }
    }

    @Override
    public void addSquareRows(
            long x, long stride, long rows, int width, float[] mean, double[] acc) {
        for (long r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                double d = getFloat(x + r * stride + 4L * j) - mean[j];
                acc[j] += d * d;
            }
        }
    }

    @Override
    public void addProductRows(
            long a, long x, long stride, long rows, int width, float[] mean, double[] acc) {
        for (long r = 0; r < rows; r++) {
            for (int j = 0; j < width; j++) {
                long at = r * stride + 4L * j;
                acc[j] += (double) getFloat(a + at) * (getFloat(x + at) - mean[j]);
            }
        }
    }

    @Override
    public void addScaledProduct(
            long a, long x, int n, float mean, float scale, double[] acc) {
        for (int j = 0; j < n; j++) {
            double d = (getFloat(x + 4L * j) - mean) * scale;
            acc[j] += d * getFloat(a + 4L * j);
        }
    }

    @Override
    public double expSum(long x, long y, int n, float max) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            float e = (float) Math.exp(getFloat(x + 4L * i) - max);
            setFloat(y + 4L * i, e);
            sum += e;
        }
        return sum;
    }

    @Override
    public double sumExp(long x, int n, float max) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(getFloat(x + 4L * i) - max);
        }
        return sum;
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, float offset) {
        for (int i = 0; i < n; i++) {
            setFloat(y + 4L * i, (getFloat(x + 4L * i) - shift) * scale + offset);
        }
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, long w, long b) {
        for (int i = 0; i < n; i++) {
            float v = (getFloat(x + 4L * i) - shift) * scale;
            float factor = w == 0 ? 1 : getFloat(w + 4L * i);
            float offset = b == 0 ? 0 : getFloat(b + 4L * i);
            setFloat(y + 4L * i, v * factor + offset);
        }
    }

    @Override
    public void affineEach(long x, long y, int n, float[] shift, float[] scale, float[] offset) {
        for (int i = 0; i < n; i++) {
            setFloat(y + 4L * i, (getFloat(x + 4L * i) - shift[i]) * scale[i] + offset[i]);
        }
    }

    @Override
    public void timesDifference(long a, long g, long y, int n, float s) {
        for (int i = 0; i < n; i++) {
            setFloat(y + 4L * i, getFloat(a + 4L * i) * (getFloat(g + 4L * i) - s));
        }
    }

    @Override
    public void minusExp(long a, long g, long y, int n, float s) {
        for (int i = 0; i < n; i++) {
            float e = (float) Math.exp(getFloat(a + 4L * i));
            setFloat(y + 4L * i, getFloat(g + 4L * i) - e * s);
        }
    }

    @Override
    public double sumSquares(long x, long n, float mean) {
        double s0 = 0;
        double s1 = 0;
        long i = 0;
        for (; i + 2 <= n; i += 2) {
            double d0 = getFloat(x + 4 * i) - mean;
            double d1 = getFloat(x + 4 * i + 4) - mean;
            s0 += d0 * d0;
            s1 += d1 * d1;
        }
        if (i < n) {
            double d0 = getFloat(x + 4 * i) - mean;
            s0 += d0 * d0;
        }
        return s0 + s1;
    }

    @Override
    public void normGradient(
            long g, long x, long y, int n, float c0, float mean, float c1, float k) {
        normGradient(g, x, 0, y, n, c0, mean, c1, k);
    }

    @Override
    public void normGradient(
            long g, long x, long w, long y, int n, float c0, float mean, float c1, float k) {
        for (int i = 0; i < n; i++) {
            float grad = getFloat(g + 4L * i);
            float weighted = w == 0 ? grad : grad * getFloat(w + 4L * i);
            setFloat(y + 4L * i, (weighted - c0 - (getFloat(x + 4L * i) - mean) * c1) * k);
        }
    }

    @Override
    public void normGradientEach(
            long g, long x, long y, int n, float[] c0, float[] mean, float[] c1, float[] k) {
        for (int i = 0; i < n; i++) {
            float centred = (getFloat(x + 4L * i) - mean[i]) * c1[i];
            setFloat(y + 4L * i, (getFloat(g + 4L * i) - c0[i] - centred) * k[i]);
        }
    }

    @Override
    public void weightedSums(long g, long x, long w, int n, float mean, double[] sums) {
        double s0 = 0;
        double s1 = 0;
        for (int i = 0; i < n; i++) {
            float grad = getFloat(g + 4L * i);
            float weighted = w == 0 ? grad : grad * getFloat(w + 4L * i);
            s0 += weighted;
            s1 += (double) weighted * (getFloat(x + 4L * i) - mean);
        }
        sums[0] = s0;
        sums[1] = s1;
    }
}
