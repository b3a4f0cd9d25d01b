package dev.cresset.cpu.rows;

import static dev.cresset.spi.Memory.getFloat;

import java.util.Arrays;

/** The loops of {@link FloatRows} over arrays, which the JIT compiler partly turns into vectors. */
final class PlainFloatRows implements FloatRows {
    /** Adds the lanes of a block to the totals. */
    private static void fold(float[] lanes, double[] totals) {
        for (int j = 0; j < TOTALS; j++) {
            totals[j] += (lanes[j] + lanes[j + 16]) + (lanes[j + 32] + lanes[j + 48]);
        }
        Arrays.fill(lanes, 0);
    }

    private static float mapped(boolean abs, float v) {
        return abs ? Math.abs(v) : v;
    }

    @Override
    public double sum(Map map, long x, long n) {
        boolean abs = map == Map.ABS;
        if (n < FEW) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += mapped(abs, getFloat(x + 4L * i));
            }
            return sum;
        }
        var totals = new double[TOTALS];
        var lanes = new float[LANES];
        var tile = new float[(int) Math.min(BLOCK, n)];
        for (long done = 0; done < n; done += BLOCK) {
            int block = (int) Math.min(BLOCK, n - done);
            FloatTile.load(x + 4 * done, block, tile);
            for (int i = 0; i < block; i += LANES) {
                int count = Math.min(LANES, block - i);
                for (int j = 0; j < count; j++) {
                    lanes[j] += mapped(abs, tile[i + j]);
                }
            }
            fold(lanes, totals);
        }
        return FloatRows.total(totals);
    }

    @Override
    public double dot(long a, long x, long n, float mean) {
        if (n < FEW) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += (double) getFloat(a + 4L * i) * (getFloat(x + 4L * i) - mean);
            }
            return sum;
        }
        var totals = new double[TOTALS];
        var lanes = new float[LANES];
        var factors = new float[(int) Math.min(BLOCK, n)];
        var tile = new float[factors.length];
        for (long done = 0; done < n; done += BLOCK) {
            int block = (int) Math.min(BLOCK, n - done);
            FloatTile.load(a + 4 * done, block, factors);
            FloatTile.load(x + 4 * done, block, tile);
            for (int i = 0; i < block; i += LANES) {
                int count = Math.min(LANES, block - i);
                for (int j = 0; j < count; j++) {
                    lanes[j] = Math.fma(tile[i + j] - mean, factors[i + j], lanes[j]);
                }
            }
            fold(lanes, totals);
        }
        return FloatRows.total(totals);
    }

    @Override
    public double sumSquares(long x, long n, float mean) {
        if (n < FEW) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
                double d = getFloat(x + 4L * i) - mean;
                sum += d * d;
            }
            return sum;
        }
        var totals = new double[TOTALS];
        var lanes = new float[LANES];
        var tile = new float[(int) Math.min(BLOCK, n)];
        for (long done = 0; done < n; done += BLOCK) {
            int block = (int) Math.min(BLOCK, n - done);
            FloatTile.load(x + 4 * done, block, tile);
            for (int i = 0; i < block; i += LANES) {
                int count = Math.min(LANES, block - i);
                for (int j = 0; j < count; j++) {
                    float d = tile[i + j] - mean;
                    lanes[j] = Math.fma(d, d, lanes[j]);
                }
            }
            fold(lanes, totals);
        }
        return FloatRows.total(totals);
    }

    @Override
    public void weightedSums(long g, long x, long w, int n, float mean, double[] sums) {
        if (w == 0) {
            sums[0] = sum(Map.IDENTITY, g, n);
            sums[1] = dot(g, x, n, mean);
            return;
        }
        var totals = new double[TOTALS];
        var products = new double[TOTALS];
        var lanes = new float[TOTALS];
        var productLanes = new float[TOTALS];
        var grads = new float[Math.min(BLOCK, n)];
        var tile = new float[grads.length];
        var weights = new float[grads.length];
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            FloatTile.load(g + 4L * done, block, grads);
            FloatTile.load(x + 4L * done, block, tile);
            FloatTile.load(w + 4L * done, block, weights);
            Arrays.fill(lanes, 0);
            Arrays.fill(productLanes, 0);
            for (int i = 0; i < block; i++) {
                float v = grads[i] * weights[i];
                int j = i & 15;
                lanes[j] += v;
                productLanes[j] = Math.fma(tile[i] - mean, v, productLanes[j]);
            }
            for (int j = 0; j < TOTALS; j++) {
                totals[j] += lanes[j];
                products[j] += productLanes[j];
            }
        }
        sums[0] = FloatRows.total(totals);
        sums[1] = FloatRows.total(products);
    }

    @Override
    public float max(Map map, float sign, long x, long n) {
        boolean abs = map == Map.ABS;
        float max = Float.NEGATIVE_INFINITY;
        if (n < FEW) {
            for (int i = 0; i < n; i++) {
                max = Math.max(max, sign * mapped(abs, getFloat(x + 4L * i)));
            }
            return max;
        }
        var tile = new float[(int) Math.min(BLOCK, n)];
        for (long done = 0; done < n; done += BLOCK) {
            int block = (int) Math.min(BLOCK, n - done);
            FloatTile.load(x + 4 * done, block, tile);
            for (int i = 0; i < block; i++) {
                max = Math.max(max, sign * mapped(abs, tile[i]));
            }
        }
        return max;
    }

    @Override
    public float largestNumber(long x, long n) {
        float bound = Float.NEGATIVE_INFINITY;
        for (long i = 0; i < n; i++) {
            float v = getFloat(x + 4 * i);
            bound = v > bound ? v : bound;
        }
        return bound;
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
    public long indexBeyond(float sign, long x, long n, float limit) {
        for (long i = 0; i < n; i++) {
            if (!(sign * getFloat(x + 4 * i) <= limit)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public void addRows(Map map, long x, long stride, long rows, int width, double[] acc) {
        boolean abs = map == Map.ABS;
        int n = width;
        var tile = new float[8][n];
        for (long r = 0; r < rows; ) {
            int count = rows - r >= 8 ? 8 : 1;
            for (int k = 0; k < count; k++) {
                FloatTile.load(x + (r + k) * stride, n, tile[k]);
            }
            if (abs) {
                for (int k = 0; k < count; k++) {
                    for (int j = 0; j < n; j++) {
                        tile[k][j] = Math.abs(tile[k][j]);
                    }
                }
            }
            if (count == 8) {
                for (int k = 0; k < 8; k += 2) {
                    add(tile[k], tile[k + 1]);
                }
                add(tile[0], tile[2]);
                add(tile[4], tile[6]);
                add(tile[0], tile[4]);
            }
            addInto(tile[0], acc);
            r += count;
        }
    }

    private static void add(float[] a, float[] b) {
        for (int j = 0; j < a.length; j++) {
            a[j] += b[j];
        }
    }

    private static void addInto(float[] row, double[] acc) {
        for (int j = 0; j < row.length; j++) {
            acc[j] += row[j];
        }
    }

    @Override
    public void addSquareRows(
            long x, long stride, long rows, int width, float[] mean, double[] acc) {
        int n = width;
        var tile = new float[4][n];
        for (long r = 0; r < rows; ) {
            int count = rows - r >= 4 ? 4 : 1;
            for (int k = 0; k < count; k++) {
                FloatTile.load(x + (r + k) * stride, n, tile[k]);
                for (int j = 0; j < n; j++) {
                    tile[k][j] -= mean[j];
                }
            }
            for (int k = 0; k < count; k += 2) {
                for (int j = 0; j < n; j++) {
                    tile[k][j] *= tile[k][j];
                }
                if (count > 1) {
                    for (int j = 0; j < n; j++) {
                        tile[k][j] = Math.fma(tile[k + 1][j], tile[k + 1][j], tile[k][j]);
                    }
                }
            }
            if (count > 1) {
                add(tile[0], tile[2]);
            }
            addInto(tile[0], acc);
            r += count;
        }
    }

    @Override
    public void addProductRows(
            long a, long x, long stride, long rows, int width, float[] mean, double[] acc) {
        int n = width;
        var tile = new float[4][n];
        var factors = new float[4][n];
        for (long r = 0; r < rows; ) {
            int count = rows - r >= 4 ? 4 : 1;
            for (int k = 0; k < count; k++) {
                FloatTile.load(x + (r + k) * stride, n, tile[k]);
                FloatTile.load(a + (r + k) * stride, n, factors[k]);
                for (int j = 0; j < n; j++) {
                    tile[k][j] -= mean[j];
                }
            }
            for (int k = 0; k < count; k += 2) {
                for (int j = 0; j < n; j++) {
                    tile[k][j] *= factors[k][j];
                }
                if (count > 1) {
                    for (int j = 0; j < n; j++) {
                        tile[k][j] = Math.fma(tile[k + 1][j], factors[k + 1][j], tile[k][j]);
                    }
                }
            }
            if (count > 1) {
                add(tile[0], tile[2]);
            }
            addInto(tile[0], acc);
            r += count;
        }
    }

    @Override
    public void addScaledProduct(long a, long x, int n, float mean, float scale, double[] acc) {
        for (int j = 0; j < n; j++) {
            float d = (getFloat(x + 4L * j) - mean) * scale;
            acc[j] += d * getFloat(a + 4L * j);
        }
    }

    @Override
    public void maxRows(
            Map map, float sign, long x, long stride, long rows, int width, float[] best) {
        boolean abs = map == Map.ABS;
        var tile = new float[width];
        for (long r = 0; r < rows; r++) {
            FloatTile.load(x + r * stride, width, tile);
            for (int j = 0; j < width; j++) {
                best[j] = Math.max(best[j], sign * mapped(abs, tile[j]));
            }
        }
    }
}
