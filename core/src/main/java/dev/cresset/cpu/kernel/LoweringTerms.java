package dev.cresset.cpu.kernel;

import static dev.cresset.expr.Expr.call;
import static dev.cresset.expr.Expr.of;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/** Terms of which lowered formulas are made. */
final class LoweringTerms {
    static final Expr ZERO = of(0);
    static final Expr ONE = of(1);
    static final Expr HALF = of(0.5);
    static final Expr INFINITY = of(Double.POSITIVE_INFINITY);
    static final Expr NAN = of(Double.NaN);

    private LoweringTerms() {}

    /** {@code a * b + c} with one rounding. */
    static Expr fma(Expr a, Expr b, Expr c) {
        return call(Fn.FMA, a, b, c);
    }

    /** {@code a * b + c} with one rounding. */
    static Expr fma(Expr a, double b, Expr c) {
        return fma(a, of(b), c);
    }

    /** b where the condition is not 0, else c. */
    static Expr where(Expr condition, Expr b, Expr c) {
        return call(Fn.WHERE, condition, b, c);
    }

    /** |a| with the sign of another number. */
    static Expr copySign(Expr a, Expr sign) {
        return call(Fn.COPY_SIGN, a, sign);
    }

    /** a between two bounds; NaN stays NaN. */
    static Expr clamp(Expr a, double low, double high) {
        return a.max(of(low)).min(of(high));
    }

    /** Horner's rule, coefficients in rising order. */
    static Expr polynomial(double[] coefficients, Expr x) {
        Expr y = of(coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) {
            y = fma(y, x, of(coefficients[i]));
        }
        return y;
    }

    /** A number of the formula times 2^k, for k as {@link Fn#SCALE} takes it. */
    static Expr power(double a, Expr raised) {
        return call(Fn.SCALE, of(a), raised);
    }
}
