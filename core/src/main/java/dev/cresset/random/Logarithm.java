package dev.cresset.random;

/**
 * {@code log(1 - u)} for the u of {@link Generator#uniform53()}.
 *
 * <p>PyTorch calls {@code log1p(-u)} of the C library: the reduction of 1 - u to {@code 2^k (1 +
 * f)} with 1 + f between sqrt(1/2) and sqrt(2), and a polynomial in {@code s = f / (2 + f)} from
 * Sun's fdlibm, its terms summed in pairs and fused as the compiler of the library does it. There
 * are more accurate logarithms, but they differ in the last bit seven times in a hundred, and
 * {@link Math#log1p}, the same polynomial summed otherwise, does so once in a thousand; with the
 * same steps as here streams and saved states agree. As 1 - u is exact, the term that corrects the
 * rounding of this sum is left out.
 */
final class Logarithm {
    private static final double LN2_HIGH = 6.93147180369123816490e-01;
    private static final double LN2_LOW = 1.90821492927058770002e-10;
    private static final double P1 = 6.666666666666735130e-01;
    private static final double P2 = 3.999999999940941908e-01;
    private static final double P3 = 2.857142874366239149e-01;
    private static final double P4 = 2.222219843214978396e-01;
    private static final double P5 = 1.818357216161805012e-01;
    private static final double P6 = 1.531383769920937332e-01;
    private static final double P7 = 1.479819860511658591e-01;

    /** Up to here 1 - u needs no reduction. */
    private static final double DIRECT = Double.longBitsToDouble(0x3fd2bec4_00000000L);

    /** The upper bits of the fraction of sqrt(2). */
    private static final long SQRT_2 = 0x6a09e_00000000L;

    private static final long FRACTION = 0xfffff_ffffffffL;

    private Logarithm() {}

    /** The logarithm of 1 - u, for a multiple u of 2^-53 in [0, 1). */
    static double ofComplement(double u) {
        if (u < 0x1p-29) {
            return u < 0x1p-54 ? -u : Math.fma(u * u, -0.5, -u);
        }
        int k = 0;
        double f = -u;
        if (u >= DIRECT) {
            long bits = Double.doubleToRawLongBits(1 - u);
            long fraction = bits & FRACTION;
            k = (int) (bits >>> 52) - 1023;
            if (fraction < SQRT_2) {
                f = Double.longBitsToDouble(fraction | 0x3ff00000_00000000L) - 1;
            } else {
                k++;
                f = Double.longBitsToDouble(fraction | 0x3fe00000_00000000L) - 1;
            }
        }
        double s = f / (2 + f);
        double z = s * s;
        double z2 = z * z;
        double z4 = z2 * z2;
        double r = Math.fma(z, P1, z2 * Math.fma(z, P3, P2));
        r = Math.fma(z4, Math.fma(z, P5, P4), r);
        r = Math.fma(z4 * z2, Math.fma(z, P7, P6), r);
        double half = 0.5 * f * f;
        double t = s * (half + r);
        if (k == 0) {
            return f - (half - t);
        }
        return Math.fma(k, LN2_HIGH, f - (half - (k * LN2_LOW + t)));
    }
}
