package dev.cresset.expr;

/**
 * The float64 functions that {@link StrictMath} lacks, to within a few units in the last place.
 *
 * <p>Everything here is built on IEEE operations and {@link StrictMath}, so results are the same on
 * every machine and in every state of the JIT compiler.
 */
public final class Functions {
    private static final double LN_2 = StrictMath.log(2);
    private static final double TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

    /** Where the power series of erf ends and its complement begins. */
    private static final double SERIES_END = 0.75;

    /** The middle of the map x = MIDDLE (1 + t) / (1 - t) from [-1, 1] to [0, inf). */
    private static final double MIDDLE = 3.75;

    /** Chebyshev series in t of (1 + 2x) exp(x^2) erfc(x). */
    private static final double[] ERFC = {
        1.1775789345674017,
        -0.004590054580646478,
        -0.08424913336651792,
        0.05920993999819189,
        -0.026658668435305753,
        0.009074997670705265,
        -0.002413163540417608,
        0.0004907758365258086,
        -6.916973302501207e-05,
        4.13902798607301e-06,
        7.74038306619849e-07,
        -2.1886401049234397e-07,
        1.076499946567091e-08,
        4.521959811218287e-09,
        -7.754400208831351e-10,
        -6.318088340886684e-11,
        2.86879501093067e-11,
        1.9455868545777347e-13,
        -9.65469674843344e-13,
        3.25254814814874e-14,
        3.3478119482868056e-14,
        -1.864562880419313e-15,
        -1.2507950530688648e-15,
        7.418235256624028e-17,
        5.0681489047960956e-17,
        -2.2370566594361613e-18
    };

    /** Logarithm of the largest double. */
    private static final double LARGEST_POWER = 709.782712893384;

    private Functions() {}

    /**
     * Logistic function {@code 1 / (1 + exp(-a))}, accurate on both sides, and 0 where the power
     * overflows.
     */
    public static double sigmoid(double a) {
        if (a < -LARGEST_POWER) {
            return 0;
        }
        double power = StrictMath.exp(-Math.abs(a));
        return (a < 0 ? power : 1) / (1 + power);
    }

    /** 2 to the power a. */
    public static double exp2(double a) {
        return StrictMath.pow(2, a);
    }

    /** Base-2 logarithm, exact for powers of two. */
    public static double log2(double a) {
        if (!(a > 0 && a < Double.POSITIVE_INFINITY)) {
            return StrictMath.log(a);
        }
        int exponent = Math.getExponent(a);
        if (exponent < Double.MIN_EXPONENT) {
            return log2(a * 0x1p54) - 54;
        }
        double mantissa = Math.scalb(a, -exponent);
        if (mantissa > 1.5) {
            mantissa /= 2;
            exponent++;
        }
        return exponent + StrictMath.log(mantissa) / LN_2;
    }

    /** Inverse hyperbolic sine. */
    public static double asinh(double a) {
        double x = Math.abs(a);
        double y =
                x > 0x1p28
                        ? StrictMath.log(x) + LN_2
                        : StrictMath.log1p(x + x * x / (Math.sqrt(x * x + 1) + 1));
        return Math.copySign(y, a);
    }

    /** Inverse hyperbolic cosine; NaN below 1. */
    public static double acosh(double a) {
        if (a < 1) {
            return Double.NaN;
        }
        double t = a - 1;
        return a > 0x1p28 ? StrictMath.log(a) + LN_2 : StrictMath.log1p(t + Math.sqrt(t * (t + 2)));
    }

    /** Inverse hyperbolic tangent; infinite at -1 and 1, NaN beyond. */
    public static double atanh(double a) {
        double x = Math.abs(a);
        return Math.copySign(0.5 * StrictMath.log1p(2 * x / (1 - x)), a);
    }

    /** Gauss error function {@code 2/sqrt(pi) * integral of exp(-t^2) from 0 to a}. */
    public static double erf(double a) {
        double x = Math.abs(a);
        return Math.copySign(x < SERIES_END ? erfSeries(x) : 1 - erfcPositive(x), a);
    }

    /** {@code 1 - erf(a)} with full relative accuracy down to the smallest numbers. */
    public static double erfc(double a) {
        if (Math.abs(a) < SERIES_END) {
            return a < 0.5 ? 1 - erfSeries(a) : erfcPositive(a);
        }
        return a > 0 ? erfcPositive(a) : 2 - erfcPositive(-a);
    }

    private static double erfSeries(double a) {
        double square = a * a;
        double power = a;
        double sum = 0;
        for (int n = 1; n <= 17; n++) {
            power *= -square / n;
            sum += power / (2 * n + 1);
        }
        return TWO_OVER_SQRT_PI * (a + sum);
    }

    private static double erfcPositive(double x) {
        if (x > 28) {
            return 0;
        }
        double t = (x - MIDDLE) / (x + MIDDLE);
        double next = 0;
        double b = 0;
        for (int k = ERFC.length - 1; k > 0; k--) {
            double previous = b;
            b = 2 * t * b - next + ERFC[k];
            next = previous;
        }
        double scaled = t * b - next + ERFC[0];
        double square = x * x;
        double lost = Math.fma(x, x, -square);
        return scaled / (1 + 2 * x) * (StrictMath.exp(-square) * (1 - lost));
    }

    /**
     * a to the power b as in C and PyTorch: 1 to any power is 1, even to NaN, and -1 to an infinite
     * power is 1.
     */
    public static double pow(double a, double b) {
        return a == 1 || (a == -1 && Double.isInfinite(b)) ? 1 : StrictMath.pow(a, b);
    }

    /** Quotient rounded toward negative infinity, exact where the quotient is an integer. */
    public static double floorDiv(double a, double b) {
        if (b == 0) {
            return a / b;
        }
        double mod = a % b;
        double quotient = (a - mod) / b;
        if (mod != 0 && (b < 0) != (mod < 0)) {
            quotient -= 1;
        }
        if (quotient == 0) {
            return Math.copySign(0, a / b);
        }
        double down = Math.floor(quotient);
        return quotient - down > 0.5 ? down + 1 : down;
    }

    /** Remainder with the sign of b. */
    public static double remainder(double a, double b) {
        double mod = a % b;
        return mod != 0 && (b < 0) != (mod < 0) ? mod + b : mod;
    }
}
