package dev.cresset.cpu.rows;

import java.util.Arrays;

/** The loops of {@link FloatMaps} over arrays. */
final class PlainFloatMaps implements FloatMaps {
    private static final int TILE = 512;

    /** 2^-64, by which {@link #exp} multiplies at last. */
    static final float SCALE = 0x1p-64f;

    /** Added to a small number it leaves the nearest integer in the low bits, 64 too large. */
    static final float MAGIC = 0x1.8p23f + 64;

    private static float[] tile(int n) {
        return new float[Math.min(TILE, n)];
    }

    /**
     * exp(x) for x at most about 0, to 1e-7 relative, down to the denormal numbers: {@code 2^n *
     * exp(r)} with |r| at most log(2) / 2 and a polynomial for exp(r) (the coefficients of Cephes'
     * expf). The steps are those of the vector form.
     */
    static float exp(float x) {
        float c = x < -104f ? -104f : x; // keeps NaN
        float t = Math.fma(c, 1.44269504f, MAGIC); // rounds to an integer, found in the low bits
        float n = t - MAGIC;
        float r = Math.fma(n, -0.693359375f, c);
        r = Math.fma(n, 2.12194440e-4f, r);
        float p = 1.9875691500e-4f;
        p = Math.fma(p, r, 1.3981999507e-3f);
        p = Math.fma(p, r, 8.3334519073e-3f);
        p = Math.fma(p, r, 4.1665795894e-2f);
        p = Math.fma(p, r, 1.6666665459e-1f);
        p = Math.fma(p, r, 5.0000001201e-1f);
        float e = Math.fma(p, r * r, r + 1f);
        // The exponent is raised by n + 64, which keeps it within the normal numbers, and the last
        // factor takes the 64 back with one rounding. It is NaN where n is, for the raised exponent
        // of a NaN may be that of a number.
        int raised = Float.floatToRawIntBits(e) + (Float.floatToRawIntBits(t) << 23);
        return Float.intBitsToFloat(raised) * Math.fma(n, 0f, SCALE);
    }

    @Override
    public double expSum(long x, long y, int n, float max) {
        return exponentials(x, y, n, max);
    }

    @Override
    public double sumExp(long x, int n, float max) {
        return exponentials(x, 0, n, max);
    }

    private static double exponentials(long x, long y, int n, float max) {
        var totals = new double[FloatRows.TOTALS];
        var lanes = new float[FloatRows.TOTALS];
        var tile = new float[Math.min(BLOCK, n)];
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            FloatTile.load(x + 4L * done, block, tile);
            Arrays.fill(lanes, 0);
            int whole = block & -FloatRows.TOTALS;
            for (int i = 0; i < whole; i++) {
                float e = exp(tile[i] - max);
                tile[i] = e;
                lanes[i & 15] += e;
            }
            for (int i = whole; i < block; i++) {
                tile[i] = exp(tile[i] - max);
            }
            if (y != 0) {
                FloatTile.store(tile, block, y + 4L * done);
            }
            for (int j = 0; j < lanes.length; j++) {
                totals[j] += lanes[j];
            }
            for (int i = whole; i < block; i++) {
                totals[i - whole] += tile[i];
            }
        }
        return FloatRows.total(totals);
    }

    @Override
    public void minusExp(long a, long g, long y, int n, float s) {
        var logs = tile(n);
        var grads = tile(n);
        for (int done = 0; done < n; done += TILE) {
            int block = Math.min(TILE, n - done);
            FloatTile.load(a + 4L * done, block, logs);
            FloatTile.load(g + 4L * done, block, grads);
            for (int i = 0; i < block; i++) {
                grads[i] = Math.fma(exp(logs[i]), -s, grads[i]);
            }
            FloatTile.store(grads, block, y + 4L * done);
        }
    }

    @Override
    public void timesDifference(long a, long g, long y, int n, float s) {
        var factors = tile(n);
        var grads = tile(n);
        for (int done = 0; done < n; done += TILE) {
            int block = Math.min(TILE, n - done);
            FloatTile.load(a + 4L * done, block, factors);
            FloatTile.load(g + 4L * done, block, grads);
            for (int i = 0; i < block; i++) {
                grads[i] = (grads[i] - s) * factors[i];
            }
            FloatTile.store(grads, block, y + 4L * done);
        }
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, float offset) {
        var tile = tile(n);
        for (int done = 0; done < n; done += TILE) {
            int block = Math.min(TILE, n - done);
            FloatTile.load(x + 4L * done, block, tile);
            for (int i = 0; i < block; i++) {
                tile[i] = Math.fma(tile[i] - shift, scale, offset);
            }
            FloatTile.store(tile, block, y + 4L * done);
        }
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, long w, long b) {
        if (w == 0 && b == 0) {
            affine(x, y, n, shift, scale, 0f);
            return;
        }
        var tile = tile(n);
        var weights = tile(n);
        var biases = tile(n);
        Arrays.fill(weights, 1);
        for (int done = 0; done < n; done += TILE) {
            int block = Math.min(TILE, n - done);
            long at = 4L * done;
            FloatTile.load(x + at, block, tile);
            if (w != 0) {
                FloatTile.load(w + at, block, weights);
            }
            if (b != 0) {
                FloatTile.load(b + at, block, biases);
            }
            for (int i = 0; i < block; i++) {
                tile[i] = Math.fma((tile[i] - shift) * scale, weights[i], biases[i]);
            }
            FloatTile.store(tile, block, y + at);
        }
    }

    @Override
    public void affineEach(long x, long y, int n, float[] shift, float[] scale, float[] offset) {
        var tile = tile(n);
        for (int done = 0; done < n; done += TILE) {
            int block = Math.min(TILE, n - done);
            FloatTile.load(x + 4L * done, block, tile);
            for (int i = 0; i < block; i++) {
                float d = tile[i] - shift[done + i];
                tile[i] = Math.fma(d, scale[done + i], offset[done + i]);
            }
            FloatTile.store(tile, block, y + 4L * done);
        }
    }

    @Override
    public void normGradient(
            long g, long x, long w, long y, int n, float c0, float mean, float c1, float k) {
        var tile = tile(n);
        var grads = tile(n);
        var weights = tile(n);
        Arrays.fill(weights, 1);
        for (int done = 0; done < n; done += TILE) {
            int block = Math.min(TILE, n - done);
            long at = 4L * done;
            FloatTile.load(g + at, block, grads);
            FloatTile.load(x + at, block, tile);
            if (w != 0) {
                FloatTile.load(w + at, block, weights);
            }
            for (int i = 0; i < block; i++) {
                float grad = grads[i] * weights[i] - c0;
                grads[i] = Math.fma(tile[i] - mean, -c1, grad) * k;
            }
            FloatTile.store(grads, block, y + at);
        }
    }

    @Override
    public void normGradientEach(
            long g, long x, long y, int n, float[] c0, float[] mean, float[] c1, float[] k) {
        var tile = tile(n);
        var grads = tile(n);
        for (int done = 0; done < n; done += TILE) {
            int block = Math.min(TILE, n - done);
            FloatTile.load(g + 4L * done, block, grads);
            FloatTile.load(x + 4L * done, block, tile);
            for (int i = 0; i < block; i++) {
                float centred = (tile[i] - mean[done + i]) * c1[done + i];
                grads[i] = ((grads[i] - c0[done + i]) - centred) * k[done + i];
            }
            FloatTile.store(grads, block, y + 4L * done);
        }
    }
}
