package dev.cresset.random;

/**
 * Normal numbers for fills of 16 and more elements: groups of 16 words, of which word j and word j+8
 * make results j and j+8 by the transform of Box and Muller (1958).
 *
 * <p>Note [Same bits as PyTorch]: PyTorch computes the float32 logarithm, sine and cosine with the
 * single-precision polynomials of the Cephes library (Moshier) and lets its compiler fuse products
 * into sums. Here the same polynomials are evaluated in the same order with the same fused steps,
 * so that the results are equal in every bit, with or without the Vector API. Each {@code fma}
 * below is therefore part of the definition and must not be regrouped.
 */
final class BoxMuller {
    /** Elements that are made together. */
    static final int GROUP = 16;

    static final float SCALE_24 = 0x1p-24f;
    static final int MASK_24 = 0xffffff;

    static final float SQRT_HALF = 0.707106781186547524f;
    static final float LOG_P0 = 7.0376836292E-2f;
    static final float LOG_P1 = -1.1514610310E-1f;
    static final float LOG_P2 = 1.1676998740E-1f;
    static final float LOG_P3 = -1.2420140846E-1f;
    static final float LOG_P4 = 1.4249322787E-1f;
    static final float LOG_P5 = -1.6668057665E-1f;
    static final float LOG_P6 = 2.0000714765E-1f;
    static final float LOG_P7 = -2.4999993993E-1f;
    static final float LOG_P8 = 3.3333331174E-1f;
    static final float LOG_Q1 = -2.12194440e-4f;
    static final float LOG_Q2 = 0.693359375f;

    static final float TWO_PI = (float) (2 * Math.PI);
    static final float FOUR_OVER_PI = 1.27323954473516f;
    static final float DP1 = -0.78515625f;
    static final float DP2 = -2.4187564849853515625e-4f;
    static final float DP3 = -3.77489497744594108e-8f;
    static final float SIN_P0 = -1.9515295891E-4f;
    static final float SIN_P1 = 8.3321608736E-3f;
    static final float SIN_P2 = -1.6666654611E-1f;
    static final float COS_P0 = 2.443315711809948E-005f;
    static final float COS_P1 = -1.388731625493765E-003f;
    static final float COS_P2 = 4.166664568298827E-002f;

    private static final boolean VECTOR =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                    && VectorBoxMuller.fast();

    private BoxMuller() {}

    /** Turns {@code n} random words, a multiple of 16, into float32 normals. */
    static void fill(int[] words, float[] out, int n, float mean, float std) {
        if (VECTOR) {
            VectorBoxMuller.fill(words, out, n, mean, std);
        } else {
            scalar(words, out, n, mean, std);
        }
    }

    /** The definition, one element at a time. */
    static void scalar(int[] words, float[] out, int n, float mean, float std) {
        for (int group = 0; group < n; group += GROUP) {
            for (int j = group; j < group + 8; j++) {
                float u1 = 1 - (words[j] & MASK_24) * SCALE_24;
                float u2 = (words[j + 8] & MASK_24) * SCALE_24;
                float radius = (float) Math.sqrt(-2 * log(u1));
                // theta = 2 pi u2 = octant * pi/4 + x, octant even
                float theta = TWO_PI * u2;
                int octant = ((int) (theta * FOUR_OVER_PI) + 1) & ~1;
                float y = octant;
                float x = Math.fma(y, DP3, Math.fma(y, DP2, Math.fma(y, DP1, theta)));
                float z = x * x;
                float c = Math.fma(Math.fma(COS_P0, z, COS_P1), z, COS_P2);
                c = Math.fma(c * z, z, -(z * 0.5f)) + 1;
                float s = Math.fma(Math.fma(SIN_P0, z, SIN_P1), z, SIN_P2);
                s = Math.fma(s * z, x, x);
                boolean swap = (octant & 2) != 0;
                float sin = swap ? c : s;
                float cos = swap ? s : c;
                sin = (octant & 4) != 0 ? -sin : sin;
                cos = ((octant - 2) & 4) == 0 ? -cos : cos;
                out[j] = Math.fma(radius * cos, std, mean);
                out[j + 8] = Math.fma(radius * sin, std, mean);
            }
        }
    }

    /** The natural logarithm of a number in (0, 1]. */
    private static float log(float u) {
        int bits = Float.floatToRawIntBits(u);
        float x = Float.intBitsToFloat((bits & 0x807fffff) | 0x3f000000);
        float e = ((bits >>> 23) - 0x7f) + 1f;
        if (x < SQRT_HALF) {
            e -= 1;
            x = (x - 1) + x;
        } else {
            x -= 1;
        }
        float z = x * x;
        float y = Math.fma(LOG_P0, x, LOG_P1);
        y = Math.fma(y, x, LOG_P2);
        y = Math.fma(y, x, LOG_P3);
        y = Math.fma(y, x, LOG_P4);
        y = Math.fma(y, x, LOG_P5);
        y = Math.fma(y, x, LOG_P6);
        y = Math.fma(y, x, LOG_P7);
        y = Math.fma(y, x, LOG_P8);
        y = Math.fma(y * x, z, e * LOG_Q1);
        y -= z * 0.5f;
        return Math.fma(e, LOG_Q2, x + y);
    }

    /** Turns {@code n} uniform doubles, a multiple of 16, into float64 normals, in place. */
    static void fill(double[] data, int n, double mean, double std) {
        for (int group = 0; group < n; group += GROUP) {
            for (int j = group; j < group + 8; j++) {
                double radius = Math.sqrt(-2 * Math.log(1 - data[j]));
                double theta = 2 * Math.PI * data[j + 8];
                data[j] = Math.fma(radius * Math.cos(theta), std, mean);
                data[j + 8] = Math.fma(radius * Math.sin(theta), std, mean);
            }
        }
    }
}
