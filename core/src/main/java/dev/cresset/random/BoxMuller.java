package dev.cresset.random;

/**
 * Normal numbers for fills of 16 and more elements: groups of 16 words, of which word j and word
 * j+8 make results j and j+8 by the transform of Box and Muller (1958), {@code radius = sqrt(-2 log
 * u1)}, {@code theta = 2 pi u2}, results {@code radius cos(theta)} and {@code radius sin(theta)}.
 *
 * <p>Note [Same bits as PyTorch]: PyTorch computes the float32 logarithm, sine and cosine with the
 * single-precision polynomials of the Cephes library (Moshier) and lets its compiler fuse products
 * into sums. Here the same polynomials are evaluated in the same order with the same fused steps,
 * so that the results are equal in every bit. Each {@code fma} below is therefore part of the
 * definition and must not be regrouped.
 *
 * <p>Note [Loops for the compiler]: every step is one loop over the pairs of a block, without
 * branches, of at most some forty operations, and with all floats in one array and all ints in
 * another, at constant distances. Such a loop the compiler unrolls, sees to be free of dependencies
 * and turns into vector code; larger or more branching ones it does not. The Vector API would make
 * this twice as fast, but its first thousand numbers take 0.2 s, because it is slow until compiled,
 * and most programs never draw enough to get that back.
 */
final class BoxMuller {
    /** Elements that are made together. */
    static final int GROUP = 16;

    /** Elements of a block, the most that one call takes. */
    static final int BLOCK = 1024;

    static final float SCALE_24 = 0x1p-24f;
    static final int MASK_24 = 0xffffff;

    private static final int PAIRS = BLOCK / 2;
    private static final int ONE = 1 << 24;

    private static final int SQRT_HALF = (int) (0.707106781186547524f * ONE);
    private static final float LOG_P0 = 7.0376836292E-2f;
    private static final float LOG_P1 = -1.1514610310E-1f;
    private static final float LOG_P2 = 1.1676998740E-1f;
    private static final float LOG_P3 = -1.2420140846E-1f;
    private static final float LOG_P4 = 1.4249322787E-1f;
    private static final float LOG_P5 = -1.6668057665E-1f;
    private static final float LOG_P6 = 2.0000714765E-1f;
    private static final float LOG_P7 = -2.4999993993E-1f;
    private static final float LOG_P8 = 3.3333331174E-1f;
    private static final float LOG_Q1 = -2.12194440e-4f;
    private static final float LOG_Q2 = 0.693359375f;

    private static final float TWO_PI = (float) (2 * Math.PI);
    private static final float FOUR_OVER_PI = 1.27323954473516f;
    private static final float DP1 = -0.78515625f;
    private static final float DP2 = -2.4187564849853515625e-4f;
    private static final float DP3 = -3.77489497744594108e-8f;
    private static final float SIN_P0 = -1.9515295891E-4f;
    private static final float SIN_P1 = 8.3321608736E-3f;
    private static final float SIN_P2 = -1.6666654611E-1f;
    private static final float COS_P0 = 2.443315711809948E-005f;
    private static final float COS_P1 = -1.388731625493765E-003f;
    private static final float COS_P2 = 4.166664568298827E-002f;

    private final float mean;
    private final float std;

    /** Fractions and exponents of the first numbers, and the second words. */
    private final int[] ints = new int[3 * PAIRS];

    /** Radii, angles or sines, two rows of factors, cosines; the results are the first two rows. */
    private final float[] floats = new float[5 * PAIRS];

    BoxMuller(float mean, float std) {
        this.mean = mean;
        this.std = std;
    }

    /** Turns {@code n} words, a multiple of 16 and at most a block, into float32 normals. */
    void fill(int[] words, float[] out, int n) {
        split(words, ints, n);
        int pairs = n / 2;
        radii(ints, floats, pairs);
        angles(ints, floats, pairs);
        polynomials(floats, pairs);
        results(floats, pairs, mean, std);
        join(floats, out, n);
    }

    /**
     * Brings first and second words apart. A first word k stands for u1 = 1 - k / 2^24, which is
     * written as fraction times power of two, the fraction in [1/2, 1) and times 2^24.
     */
    private static void split(int[] words, int[] ints, int n) {
        for (int group = 0, i = 0; group < n; group += GROUP, i += 8) {
            for (int j = 0; j < 8; j++) {
                int numerator = ONE - (words[group + j] & MASK_24);
                int zeros = Integer.numberOfLeadingZeros(numerator);
                ints[i + j] = numerator << zeros >>> 8;
                ints[i + j + PAIRS] = 8 - zeros;
                ints[i + j + 2 * PAIRS] = words[group + j + 8];
            }
        }
    }

    /** The square roots of minus twice the logarithm. */
    private static void radii(int[] ints, float[] floats, int pairs) {
        for (int i = 0; i < pairs; i++) {
            // Fractions below sqrt(1/2) are doubled, so that x is the distance from 1.
            int fraction = ints[i];
            int low = (fraction - SQRT_HALF) >> 31;
            float e = ints[i + PAIRS] + low;
            float x = (fraction + (fraction & low) - ONE) * SCALE_24;
            float z = x * x;
            float y = Math.fma(LOG_P0, x, LOG_P1);
            y = Math.fma(y, x, LOG_P2);
            y = Math.fma(y, x, LOG_P3);
            y = Math.fma(y, x, LOG_P4);
            y = Math.fma(y, x, LOG_P5);
            y = Math.fma(y, x, LOG_P6);
            y = Math.fma(y, x, LOG_P7);
            y = Math.fma(y, x, LOG_P8);
            y = Math.fma(y * x, z, e * LOG_Q1) - z * 0.5f;
            floats[i] = (float) Math.sqrt(-2 * Math.fma(e, LOG_Q2, x + y));
        }
    }

    /**
     * The angles: theta = octant * pi/4 + x with an even octant. The sine of theta is then the sine
     * or the cosine of x, plus or minus, and likewise the cosine. The choice is written as factors
     * of 1, 0 and -1, because it is exact and has no branch: {@code sin(theta) = straight sin(x) +
     * crossed cos(x)} and {@code cos(theta) = straight cos(x) - crossed sin(x)}.
     */
    private static void angles(int[] ints, float[] floats, int pairs) {
        for (int i = 0; i < pairs; i++) {
            float theta = TWO_PI * ((ints[i + 2 * PAIRS] & MASK_24) * SCALE_24);
            int octant = ((int) (theta * FOUR_OVER_PI) + 1) & ~1;
            float y = octant;
            float x = Math.fma(y, DP2, Math.fma(y, DP1, theta));
            floats[i + PAIRS] = Math.fma(y, DP3, x);
            int quarter = octant >> 1;
            int sign = 1 - (quarter & 2);
            int odd = -(quarter & 1);
            floats[i + 2 * PAIRS] = sign & ~odd;
            floats[i + 3 * PAIRS] = sign & odd;
        }
    }

    /** Cosine and sine of the angles within the octant. */
    private static void polynomials(float[] floats, int pairs) {
        for (int i = 0; i < pairs; i++) {
            float x = floats[i + PAIRS];
            float z = x * x;
            float c = Math.fma(Math.fma(COS_P0, z, COS_P1), z, COS_P2) * z;
            float s = Math.fma(Math.fma(SIN_P0, z, SIN_P1), z, SIN_P2) * z;
            floats[i + PAIRS] = Math.fma(s, x, x);
            floats[i + 4 * PAIRS] = Math.fma(c, z, z * -0.5f) + 1;
        }
    }

    /** Radius, sine and cosine come together. */
    private static void results(float[] floats, int pairs, float mean, float std) {
        for (int i = 0; i < pairs; i++) {
            float radius = floats[i];
            float s = floats[i + PAIRS];
            float c = floats[i + 4 * PAIRS];
            float straight = floats[i + 2 * PAIRS];
            float crossed = floats[i + 3 * PAIRS];
            float cos = Math.fma(c, straight, -(s * crossed));
            float sin = Math.fma(s, straight, c * crossed);
            floats[i] = Math.fma(radius * cos, std, mean);
            floats[i + PAIRS] = Math.fma(radius * sin, std, mean);
        }
    }

    private static void join(float[] floats, float[] out, int n) {
        for (int group = 0, i = 0; group < n; group += GROUP, i += 8) {
            System.arraycopy(floats, i, out, group, 8);
            System.arraycopy(floats, i + PAIRS, out, group + 8, 8);
        }
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
