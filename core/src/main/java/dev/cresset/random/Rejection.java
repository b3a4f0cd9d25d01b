package dev.cresset.random;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;

/**
 * Samplers that draw until a candidate is accepted, so that every comparison must come out as in
 * PyTorch. Parameters arrive in a dtype; where PyTorch computes in that dtype, so does {@link
 * Cells#rounded}.
 */
final class Rejection {
    private static final double[] LOG_FACTORIAL = new double[128];

    static {
        for (int k = 2; k < LOG_FACTORIAL.length; k++) {
            LOG_FACTORIAL[k] = LOG_FACTORIAL[k - 1] + Math.log(k);
        }
    }

    /** What Stirling's formula leaves of log k! for k of 0 to 9. */
    private static final double[] STIRLING_REST = {
        0.0810614667953272,
        0.0413406959554092,
        0.0276779256849983,
        0.02079067210376509,
        0.0166446911898211,
        0.0138761288230707,
        0.0118967099458917,
        0.0104112652619720,
        0.00925546218271273,
        0.00833056343336287
    };

    private Rejection() {}

    /**
     * A Poisson number: products of uniforms below a rate of 10, from there on transformed
     * rejection (Hörmann 1993, "The transformed rejection method for generating Poisson random
     * variables", algorithm PTRS).
     */
    static double poisson(Generator g, double rate) {
        if (!(rate >= 0)) {
            throw new IllegalArgumentException(
                    "poisson: invalid Poisson rate, expected rate to be non-negative, got " + rate);
        }
        if (rate == 0) {
            return 0;
        }
        if (rate < 10) {
            double limit = Math.exp(-rate);
            double product = g.uniform53();
            long count = 0;
            while (product > limit) {
                count++;
                product *= g.uniform53();
            }
            return count;
        }
        double b = 0.931 + 2.53 * Math.sqrt(rate);
        double a = -0.059 + 0.02483 * b;
        double inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
        double vr = 0.9277 - 3.6224 / (b - 2);
        double logRate = Math.log(rate);
        while (true) {
            double u = g.uniform53() - 0.5;
            double v = g.uniform53();
            double us = 0.5 - Math.abs(u);
            long k = (long) Math.floor((2 * a / us + b) * u + rate + 0.43);
            if (us >= 0.07 && v <= vr) {
                return k;
            }
            if (k < 0 || (us < 0.013 && v > us)) {
                continue;
            }
            double left = Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (us * us) + b);
            if (left <= -rate + k * logRate - logFactorial(k)) {
                return k;
            }
        }
    }

    private static double logFactorial(long k) {
        if (k < LOG_FACTORIAL.length) {
            return LOG_FACTORIAL[(int) k];
        }
        double x = k + 1.0;
        double inverse = 1 / x;
        double square = inverse * inverse;
        double series = inverse * (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260)));
        return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
    }

    /**
     * A gamma number of scale 1 (Marsaglia and Tsang 2000, "A simple method for generating gamma
     * variables"); shapes below 1 are raised by one and the result scaled.
     */
    static double gamma(Generator g, DType dtype, double shape) {
        double scale = 1;
        double alpha = shape;
        if (alpha < 1) {
            if (alpha == 0) {
                return 0;
            }
            scale = Math.pow(1 - g.uniform53(), Cells.rounded(dtype, 1 / alpha));
            alpha = Cells.rounded(dtype, alpha + 1);
        }
        // The constants are float32 in PyTorch too.
        double d = Cells.rounded(dtype, alpha - 1f / 3f);
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x;
            double y;
            do {
                x = g.normal();
                y = 1 + c * x;
            } while (y <= 0);
            double v = y * y * y;
            double u = 1 - g.uniform53();
            double xx = x * x;
            if (u < 1 - 0.0331f * xx * xx || Math.log(u) < 0.5 * xx + d * (1 - v + Math.log(v))) {
                return scale * d * v;
            }
        }
    }

    /** The number of successes in {@code count} trials of probability {@code p}. */
    static double binomial(Generator g, DType dtype, double count, double p) {
        if (count <= 0 || p <= 0) {
            return 0;
        }
        if (p >= 1) {
            return count;
        }
        if (Double.isNaN(p)) {
            return p;
        }
        if (p > 0.5) {
            return count - successes(g, dtype, count, Cells.rounded(dtype, 1 - p));
        }
        return successes(g, dtype, count, p);
    }

    private static double successes(Generator g, DType dtype, double count, double p) {
        return Cells.rounded(dtype, count * p) >= 10
                ? transformedRejection(g, dtype, count, p)
                : geometricSums(g, dtype, count, p);
    }

    /** Counts geometric numbers until their sum exceeds the count. */
    private static double geometricSums(Generator g, DType dtype, double count, double p) {
        double scale = Cells.rounded(dtype, Math.log1p(-p));
        double sum = 0;
        double successes = 0;
        while (true) {
            sum += Math.ceil(Math.log(g.uniform53()) / scale);
            if (sum > count) {
                return successes;
            }
            successes++;
        }
    }

    /** Hörmann 1993, "The generation of binomial random variates", algorithm BTRS. */
    private static double transformedRejection(Generator g, DType dtype, double n, double p) {
        double q = Cells.rounded(dtype, 1 - p);
        double np = Cells.rounded(dtype, n * p);
        double deviation = Cells.rounded(dtype, Math.sqrt(Cells.rounded(dtype, np * q)));
        double b = 1.15 + 2.53 * deviation;
        double a = -0.0873 + 0.0248 * b + 0.01 * p;
        double c = np + 0.5;
        double vr = 0.92 - 4.2 / b;
        double r = Cells.rounded(dtype, p / q);
        double alpha = (2.83 + 5.1 / b) * deviation;
        double next = Cells.rounded(dtype, n + 1);
        double m = Math.floor(Cells.rounded(dtype, next * p));
        while (true) {
            double u = g.uniform53() - 0.5;
            double v = g.uniform53();
            double us = 0.5 - Math.abs(u);
            double k = Cells.rounded(dtype, Math.floor((2 * a / us + b) * u + c));
            if (k < 0 || k > n) {
                continue;
            }
            if (us >= 0.07 && v <= vr) {
                return k;
            }
            double left = Math.log(v * alpha / (a / (us * us) + b));
            double rest = Cells.rounded(dtype, Cells.rounded(dtype, n - k) + 1);
            double right =
                    (m + 0.5) * Math.log((m + 1) / (r * (n - m + 1)))
                            + next * Math.log((n - m + 1) / rest)
                            + (k + 0.5) * Math.log(r * rest / Cells.rounded(dtype, k + 1))
                            + stirlingRest(m)
                            + stirlingRest(n - m)
                            - stirlingRest(k)
                            - stirlingRest(n - k);
            if (left <= right) {
                return k;
            }
        }
    }

    private static double stirlingRest(double k) {
        if (k < STIRLING_REST.length) {
            return STIRLING_REST[(int) k];
        }
        double square = (k + 1) * (k + 1);
        return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1);
    }
}
