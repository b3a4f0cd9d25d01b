package dev.cresset.cpu.rows;

import dev.cresset.cpu.VectorTier;
import dev.cresset.cpu.Vectors;

/** Each loop in its vector form once that is fast, else in its plain one. */
final class TieredFloatMaps implements FloatMaps {
    static final TieredFloatMaps ONLY = new TieredFloatMaps();

    private static final FloatMaps PLAIN = new PlainFloatMaps();
    private static final FloatMaps VECTOR = Vectors.available() ? new VectorFloatMaps() : PLAIN;

    private enum Loop {
        EXP_SUM,
        SUM_EXP,
        MINUS_EXP,
        DIFFERENCE,
        AFFINE,
        AFFINE_WEIGHT,
        AFFINE_EACH,
        GRADIENT,
        GRADIENT_EACH
    }

    private static final VectorTier EXP_SUM = tier(Loop.EXP_SUM);
    private static final VectorTier SUM_EXP = tier(Loop.SUM_EXP);
    private static final VectorTier MINUS_EXP = tier(Loop.MINUS_EXP);
    private static final VectorTier DIFFERENCE = tier(Loop.DIFFERENCE);
    private static final VectorTier AFFINE = tier(Loop.AFFINE);
    private static final VectorTier AFFINE_WEIGHT = tier(Loop.AFFINE_WEIGHT);
    private static final VectorTier AFFINE_EACH = tier(Loop.AFFINE_EACH);
    private static final VectorTier GRADIENT = tier(Loop.GRADIENT);
    private static final VectorTier GRADIENT_EACH = tier(Loop.GRADIENT_EACH);

    private TieredFloatMaps() {}

    private static VectorTier tier(Loop loop) {
        return new VectorTier((vector, s, n) -> trial(loop, vector ? VECTOR : PLAIN, s, n));
    }

    private static void trial(Loop loop, FloatMaps form, long s, int n) {
        long y = s + VectorTier.SCRATCH / 2; // so that the input stays what it is
        switch (loop) {
            case EXP_SUM -> form.expSum(s, y, n, 1);
            case SUM_EXP -> form.sumExp(s, n, 1);
            case MINUS_EXP -> form.minusExp(s, s, y, n, 1);
            case DIFFERENCE -> form.timesDifference(s, s, y, n, 1);
            case AFFINE -> form.affine(s, y, n, 1, 2, 3f);
            case AFFINE_WEIGHT -> form.affine(s, y, n, 1, 2, s, s);
            case AFFINE_EACH -> {
                var c = new float[FloatRows.padded(n)];
                form.affineEach(s, y, n, c, c, c);
            }
            case GRADIENT -> form.normGradient(s, s, n % 2 == 0 ? s : 0, y, n, 1, 2, 3, 4);
            case GRADIENT_EACH -> {
                var c = new float[FloatRows.padded(n)];
                form.normGradientEach(s, s, y, n, c, c, c, c);
            }
        }
    }

    @Override
    public double expSum(long x, long y, int n, float max) {
        return EXP_SUM.fast(n) ? VECTOR.expSum(x, y, n, max) : PLAIN.expSum(x, y, n, max);
    }

    @Override
    public double sumExp(long x, int n, float max) {
        return SUM_EXP.fast(n) ? VECTOR.sumExp(x, n, max) : PLAIN.sumExp(x, n, max);
    }

    @Override
    public void minusExp(long a, long g, long y, int n, float s) {
        if (MINUS_EXP.fast(n)) {
            VECTOR.minusExp(a, g, y, n, s);
        } else {
            PLAIN.minusExp(a, g, y, n, s);
        }
    }

    @Override
    public void timesDifference(long a, long g, long y, int n, float s) {
        if (DIFFERENCE.fast(n)) {
            VECTOR.timesDifference(a, g, y, n, s);
        } else {
            PLAIN.timesDifference(a, g, y, n, s);
        }
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, float offset) {
        if (AFFINE.fast(n)) {
            VECTOR.affine(x, y, n, shift, scale, offset);
        } else {
            PLAIN.affine(x, y, n, shift, scale, offset);
        }
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, long w, long b) {
        if (AFFINE_WEIGHT.fast(n)) {
            VECTOR.affine(x, y, n, shift, scale, w, b);
        } else {
            PLAIN.affine(x, y, n, shift, scale, w, b);
        }
    }

    @Override
    public void affineEach(long x, long y, int n, float[] shift, float[] scale, float[] offset) {
        if (AFFINE_EACH.fast(n)) {
            VECTOR.affineEach(x, y, n, shift, scale, offset);
        } else {
            PLAIN.affineEach(x, y, n, shift, scale, offset);
        }
    }

    @Override
    public void normGradient(
            long g, long x, long w, long y, int n, float c0, float mean, float c1, float k) {
        if (GRADIENT.fast(n)) {
            VECTOR.normGradient(g, x, w, y, n, c0, mean, c1, k);
        } else {
            PLAIN.normGradient(g, x, w, y, n, c0, mean, c1, k);
        }
    }

    @Override
    public void normGradientEach(
            long g, long x, long y, int n, float[] c0, float[] mean, float[] c1, float[] k) {
        if (GRADIENT_EACH.fast(n)) {
            VECTOR.normGradientEach(g, x, y, n, c0, mean, c1, k);
        } else {
            PLAIN.normGradientEach(g, x, y, n, c0, mean, c1, k);
        }
    }
}
