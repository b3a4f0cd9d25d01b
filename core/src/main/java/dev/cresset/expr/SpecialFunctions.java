package dev.cresset.expr;

/**
 * The gamma function's family and the inverse error function in float64, to within some units in
 * the last place.
 *
 * <p>Built on IEEE operations and {@link StrictMath} only, so results are the same everywhere.
 */
public final class SpecialFunctions {
    private static final double HALF_LOG_TWO_PI = 0.9189385332046727;

    /** B(2k) / (2k (2k - 1)), the terms of Stirling's series. */
    private static final double[] STIRLING = {
        1.0 / 12,
        -1.0 / 360,
        1.0 / 1260,
        -1.0 / 1680,
        1.0 / 1188,
        -691.0 / 360360,
        1.0 / 156,
        -3617.0 / 122400,
        43867.0 / 244188
    };

    /** The even Bernoulli numbers B(2), B(4), .... */
    private static final double[] BERNOULLI = {
        1.0 / 6,
        -1.0 / 30,
        1.0 / 42,
        -1.0 / 30,
        5.0 / 66,
        -691.0 / 2730,
        7.0 / 6,
        -3617.0 / 510,
        43867.0 / 798,
        -174611.0 / 330
    };

    /** Taylor coefficients of log gamma(1 + x): zeta(k) / k for k from 2, signs alternating. */
    private static final int ZETA_TERMS = 40;

    private static final double[] ZETA_MINUS_1 = zetaMinusOne();
    private static final double EULER = 0.5772156649015329;

    /** Arguments above this suffice for the asymptotic series. */
    private static final double ASYMPTOTIC = 14;

    private SpecialFunctions() {}

    private static double[] zetaMinusOne() {
        var values = new double[ZETA_TERMS];
        for (int k = 2; k < ZETA_TERMS; k++) {
            // The sum over n from 2, by Euler and Maclaurin from n = 12 on.
            values[k] = hurwitz(k, 2);
        }
        return values;
    }

    /** The logarithm of |gamma(a)|. */
    public static double lgamma(double a) {
        if (Double.isNaN(a)) {
            return a;
        }
        if (Double.isInfinite(a)) {
            return Double.POSITIVE_INFINITY;
        }
        if (a <= 0) {
            if (a == Math.floor(a)) {
                return Double.POSITIVE_INFINITY;
            }
            if (a > -0.25) {
                return lgamma(1 + a) - StrictMath.log(-a);
            }
            double sine = Math.abs(sinPi(a));
            return StrictMath.log(Math.PI / (sine * -a)) - lgamma(-a);
        }
        if (a < 0.5) {
            return nearOne(a) - StrictMath.log(a);
        }
        if (a < 1.5) {
            return nearOne(a - 1);
        }
        if (a < 2.5) {
            return nearOne(a - 2) + StrictMath.log1p(a - 2);
        }
        double x = a;
        double product = 1;
        while (x < ASYMPTOTIC) {
            product *= x;
            x += 1;
        }
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = 0;
        for (int k = STIRLING.length - 1; k >= 0; k--) {
            series = series * square + STIRLING[k];
        }
        double value = (x - 0.5) * StrictMath.log(x) - x + HALF_LOG_TWO_PI + series * inverse;
        return product == 1 ? value : value - StrictMath.log(product);
    }

    /** log gamma(1 + x) for |x| up to 1/2, accurate near the zeros at 0 and 1. */
    private static double nearOne(double x) {
        // log gamma(1 + x) = x (1 - EULER) - log1p(x) + sum over k of (zeta(k) - 1) (-x)^k / k.
        double sum = 0;
        for (int k = ZETA_TERMS - 1; k >= 2; k--) {
            sum = sum * -x + ZETA_MINUS_1[k] / k;
        }
        return x * (1 - EULER) - StrictMath.log1p(x) + sum * x * x;
    }

    private static double sinPi(double a) {
        double rest = a - 2 * Math.floor(a / 2);
        return rest > 1 ? -StrictMath.sin(Math.PI * (rest - 1)) : StrictMath.sin(Math.PI * rest);
    }

    /** The logarithmic derivative of gamma; -inf at 0 (inf at -0) and NaN at negative integers. */
    public static double digamma(double a) {
        if (a == 0) {
            return Math.copySign(Double.POSITIVE_INFINITY, -a);
        }
        if (a < 0) {
            if (a == Math.floor(a)) {
                return Double.NaN;
            }
            double rest = a - Math.floor(a);
            return digamma(1 - a) - Math.PI / StrictMath.tan(Math.PI * rest);
        }
        if (a == Double.POSITIVE_INFINITY) {
            return a;
        }
        double x = a;
        double sum = 0;
        while (x < ASYMPTOTIC) {
            sum += 1 / x;
            x += 1;
        }
        double square = 1 / (x * x);
        double series = 0;
        for (int k = BERNOULLI.length - 1; k >= 0; k--) {
            series = series * square + BERNOULLI[k] / (2 * k + 2);
        }
        return StrictMath.log(x) - 0.5 / x - series * square - sum;
    }

    /**
     * The n-th derivative of {@link #digamma}: {@code (-1)^(n+1) n! zeta(n + 1, a)}.
     *
     * @param n the order, a whole number not below 0
     */
    public static double polygamma(double n, double a) {
        if (n == 0) {
            return digamma(a);
        }
        if (n == 1 && a < 0.5) {
            double sine = sinPi(a);
            return Math.PI * Math.PI / (sine * sine) - polygamma(1, 1 - a);
        }
        double factorial = StrictMath.exp(lgamma(n + 1));
        factorial = n < 20 ? Math.rint(factorial) : factorial;
        return (n % 2 == 0 ? -1 : 1) * factorial * hurwitz(n + 1, a);
    }

    /** The Hurwitz zeta function: the sum of {@code (q + k)^-s} over k from 0, for s above 1. */
    public static double hurwitz(double s, double q) {
        if (s == 1) {
            return Double.POSITIVE_INFINITY;
        }
        if (!(s > 1) || Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q <= 0 && q == Math.floor(q)) {
            return Double.POSITIVE_INFINITY;
        }
        if (q < 0 && s != Math.floor(s)) {
            return Double.NaN;
        }
        if (q == Double.POSITIVE_INFINITY) {
            return 0;
        }
        double x = q;
        double sum = 0;
        while (x < ASYMPTOTIC) {
            sum += StrictMath.pow(x, -s);
            x += 1;
        }
        double power = StrictMath.pow(x, -s);
        double tail = power * x / (s - 1) + power / 2;
        double factor = s * power / x;
        for (int k = 0; k < BERNOULLI.length; k++) {
            double order = 2 * k + 2;
            tail += BERNOULLI[k] * factor / factorial(2 * k + 2);
            factor *= (s + order - 1) * (s + order) / (x * x);
        }
        return sum + tail;
    }

    private static double factorial(int n) {
        double product = 1;
        for (int k = 2; k <= n; k++) {
            product *= k;
        }
        return product;
    }

    /** The x with {@code erf(x) = a}; infinite at -1 and 1, NaN beyond. */
    public static double erfinv(double a) {
        double size = Math.abs(a);
        if (!(size < 1)) {
            return size == 1 ? Math.copySign(Double.POSITIVE_INFINITY, a) : Double.NaN;
        }
        if (size == 0) {
            return a;
        }
        double rest = 1 - size;
        // A first guess from the tail of the normal distribution, then Halley's steps.
        double x;
        if (size < 0.7) {
            x = size * (0.8862269254527580 + size * size * 0.232013666534655);
        } else {
            double t = Math.sqrt(-2 * StrictMath.log(rest / 2));
            double top = 2.515517 + t * (0.802853 + t * 0.010328);
            double bottom = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
            x = (t - top / bottom) / Math.sqrt(2);
        }
        for (int step = 0; step < 3; step++) {
            double error = size < 0.5 ? Functions.erf(x) - size : rest - Functions.erfc(x);
            double slope = 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x);
            double newton = error / slope;
            x -= newton / (1 + x * newton);
        }
        return Math.copySign(x, a);
    }

    /** The greatest common divisor, not negative. */
    public static long gcd(long a, long b) {
        long x = Math.abs(a);
        long y = Math.abs(b);
        while (x != 0) {
            long rest = y % x;
            y = x;
            x = rest;
        }
        return y;
    }

    /** The least common multiple, not negative; 0 if either is 0. */
    public static long lcm(long a, long b) {
        long divisor = gcd(a, b);
        return divisor == 0 ? 0 : Math.abs(a / divisor * b);
    }
}
