package dev.cresset.cpu.kernel;

import static dev.cresset.expr.Expr.call;
import static dev.cresset.expr.Expr.of;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/**
 * The exponential and logarithmic functions of float32 as formulas over IEEE operations.
 *
 * <p>Each formula reduces its argument exactly (by fused multiply-adds with constants split into a
 * short leading part and a rest), evaluates a polynomial that was fitted to the function over the
 * reduced interval (minimax in relative error, coefficients rounded to float32 one after the other
 * and the rest refitted), and puts the scale back. All are within 2 units in the last place over
 * the whole range, most within 1. Special values (infinities, NaN, -0, subnormal numbers, overflow)
 * come out as in C. Expressions used twice are one object, which a {@link Program} computes once.
 */
final class LoweringFloat {
    static final Expr ZERO = of(0);
    static final Expr ONE = of(1);
    static final Expr HALF = of(0.5);
    static final Expr INFINITY = of(Double.POSITIVE_INFINITY);
    static final Expr NAN = of(Double.NaN);

    private static final double LOG2_E = 0x1.715476p0;
    private static final double LOG2_E_REST = 0x1.4ae0cp-26;
    private static final double LN_2 = 0x1.62e4p-1;
    private static final double LN_2_REST = 0x1.7f7d1cp-20;
    private static final double LOG10_E = 0x1.bcb7b2p-2;
    private static final double LOG10_E_REST = -0x1.5b235ep-27;
    private static final double LOG10_2 = 0x1.344p-2;
    private static final double LOG10_2_REST = 0x1.3509f8p-18;

    /** (exp(r) - 1 - r) / r^2 for |r| up to log(2) / 2. */
    private static final double[] EXPM1 = {
        0x1.0p-1, 0x1.555554p-3, 0x1.5554f8p-5, 0x1.1112dap-7, 0x1.6d3a3ap-10, 0x1.9e6ef4p-13
    };

    /** exp(r) for |r| up to log(2) / 2. */
    private static final double[] EXP = {
        1, 1, 0x1.0p-1, 0x1.555492p-3, 0x1.5554cp-5, 0x1.123992p-7, 0x1.6d7a5cp-10
    };

    /** (2^r - 1) / r for |r| up to 1/2. */
    private static final double[] EXP2 = {
        0x1.62e43p-1,
        0x1.ebfbep-3,
        0x1.c6b074p-5,
        0x1.3b2a5ep-7,
        0x1.5d9ccep-10,
        0x1.440c7ep-13,
        0x1.ec5c3p-17
    };

    /** (log(1 + f) - f + f^2 / 2) / f^3 for 1 + f from sqrt(1/2) to sqrt(2). */
    private static final double[] LOG = {
        0x1.555548p-2,
        -0x1.000006p-2,
        0x1.99a476p-3,
        -0x1.555c46p-3,
        0x1.233ba8p-3,
        -0x1.fc2886p-4,
        0x1.e6bf3ap-4,
        -0x1.de02bcp-4,
        0x1.14760cp-4
    };

    /** erf(x) / x - 1 in x^2 for |x| up to 1. */
    private static final double[] ERF_SMALL = {
        0x1.06eba8p-3,
        -0x1.81273ep-2,
        0x1.ce2ce6p-4,
        -0x1.b7f71ap-6,
        0x1.53f226p-8,
        -0x1.a35188p-11,
        0x1.4772d2p-14
    };

    /** log2(1 - erf(x)) for x from 1 to 4, where erf is 1. */
    private static final double[] ERF_LARGE = {
        -0x1.0250ep-11,
        -0x1.a0448ep0,
        -0x1.d75f34p-1,
        -0x1.30a4cap-3,
        0x1.02187ap-5,
        -0x1.16b33ap-8,
        0x1.19f55ap-12
    };

    /** 2^r for |r| up to 1/2 as far as it matters to erf. */
    private static final double[] ERF_POWER = {
        0x1.000002p0, 0x1.62e432p-1, 0x1.ebf862p-3, 0x1.c6adbep-5, 0x1.3d378p-7, 0x1.5fb03cp-10
    };

    /** (1 + 2x) exp(x^2) erfc(x) in (x - 4) / (x + 4) for x from 1/2 to 10.3. */
    private static final double[] ERFC = {
        0x1.3ba592p0, -0x1.1df1aep-3, 0x1.f7dacap-7, 0x1.16eb9cp-4, -0x1.9da8f8p-4,
        0x1.801d8cp-4, -0x1.1088e2p-4, 0x1.2db022p-5, -0x1.08348ap-6, 0x1.73d286p-8
    };

    private LoweringFloat() {}

    static Expr fma(Expr a, Expr b, Expr c) {
        return call(Fn.FMA, a, b, c);
    }

    static Expr fma(Expr a, double b, Expr c) {
        return fma(a, of(b), c);
    }

    static Expr where(Expr condition, Expr b, Expr c) {
        return call(Fn.WHERE, condition, b, c);
    }

    static Expr copySign(Expr a, Expr sign) {
        return call(Fn.COPY_SIGN, a, sign);
    }

    /** Horner's rule, coefficients in rising order. */
    static Expr polynomial(double[] coefficients, Expr x) {
        Expr y = of(coefficients[coefficients.length - 1]);
        for (int i = coefficients.length - 2; i >= 0; i--) {
            y = fma(y, x, of(coefficients[i]));
        }
        return y;
    }

    /** The nearest integer to a * factor, for results below 2^22 in size. */
    static Expr nearest(Expr a, double factor) {
        return raised(a, factor).sub(Scalar.ROUND);
    }

    /** The same plus {@link Scalar#ROUND}: an integer as SCALE takes it. */
    private static Expr raised(Expr a, double factor) {
        Expr round = of(Scalar.ROUND);
        return factor == 1 ? a.add(round) : fma(a, factor, round);
    }

    /** The integer k / 2 or, for an odd k, (k - 1) / 2. */
    static Expr halve(Expr k) {
        return nearest(fma(k, 0.5, of(-0.25)), 1);
    }

    /** A number of the formula times 2^k for k + ROUND, both being normal numbers. */
    private static Expr power(double a, Expr raised) {
        return call(Fn.SCALE, of(a), raised);
    }

    /**
     * a 2^k with one rounding, for k from -190 to 190 with the sign of {@code sign}: a power that
     * is nearer to 1 by 2^64, and then these.
     */
    private static Expr scale(Expr a, Expr raised, Expr sign) {
        Expr negative = sign.lt(0);
        Expr up = of(0x1p64);
        Expr down = of(0x1p-64);
        Expr power = call(Fn.SCALE, where(negative, up, down), raised);
        return a.mul(power).mul(where(negative, down, up));
    }

    private static Expr clamp(Expr a, double low, double high) {
        return a.max(of(low)).min(of(high));
    }

    // Exponential functions

    /** x = k log(2) + r with integral k, given as k + ROUND, and |r| up to log(2) / 2. */
    private record Reduced(Expr raised, Expr r) {
        static Reduced of(Expr x) {
            Expr raised = LoweringFloat.raised(x, LOG2_E);
            Expr k = raised.sub(Scalar.ROUND);
            return new Reduced(raised, fma(k, -LN_2_REST, fma(k, -LN_2, x)));
        }

        /** exp(r). */
        Expr exp() {
            return polynomial(EXP, r);
        }

        /** exp(r) - 1. */
        Expr expm1() {
            return fma(r.square(), polynomial(EXPM1, r), r);
        }
    }

    static Expr exp(Expr x) {
        return expNotAbove89(x.min(of(89)));
    }

    private static Expr expNotAbove89(Expr x) {
        Expr bounded = x.max(of(-104));
        var reduced = Reduced.of(bounded);
        return scale(reduced.exp(), reduced.raised, bounded);
    }

    /** exp(x) / 2 of a positive x, which overflows only where sinh and cosh do. */
    private static Expr halfExp(Expr x) {
        var reduced = Reduced.of(x.min(of(90)));
        return reduced.exp().mul(power(0x1p-64, reduced.raised)).mul(0x1p63);
    }

    static Expr exp2(Expr x) {
        return exp2(clamp(x, -151, 129), ZERO);
    }

    /** 2^(x + rest) for a small rest. */
    private static Expr exp2(Expr x, Expr rest) {
        Expr raised = raised(x, 1);
        Expr r = x.sub(raised.sub(Scalar.ROUND)).add(rest);
        return scale(fma(r, polynomial(EXP2, r), ONE), raised, x);
    }

    static Expr expm1(Expr x) {
        var reduced = Reduced.of(clamp(x, -25, 89));
        Expr power = power(0.5, reduced.raised);
        Expr half = fma(power, reduced.expm1(), power.sub(0.5));
        return copySign(half.add(half), x);
    }

    /** exp(x) / (1 + exp(x)) with both sides times 2^30, which no exponential here leaves. */
    static Expr sigmoid(Expr x) {
        var reduced = Reduced.of(clamp(x, -104, 60));
        Expr upper = reduced.exp().mul(power(0x1p30, reduced.raised));
        return upper.div(upper.add(0x1p30));
    }

    static Expr tanh(Expr x) {
        Expr size = x.abs().min(of(10));
        var reduced = Reduced.of(size.add(size));
        Expr power = power(1, reduced.raised);
        Expr t = fma(power, reduced.expm1(), power.sub(1));
        return copySign(t.div(t.add(2)), x);
    }

    static Expr sinh(Expr x) {
        double[] series = {0x1.555556p-3, 0x1.1110ep-7, 0x1.a022bcp-13, 0x1.756c1ep-19};
        Expr square = x.square();
        Expr small = fma(x.mul(square), polynomial(series, square), x);
        Expr half = halfExp(x.abs());
        Expr large = copySign(half.sub(of(0.25).div(half)), x);
        return where(x.abs().lt(1), small, large);
    }

    static Expr cosh(Expr x) {
        Expr half = halfExp(x.abs());
        return half.add(of(0.25).div(half));
    }

    // Logarithms

    /** 2^e (1 + f) = x with 1 + f from sqrt(1/2) to sqrt(2), for positive x, also subnormal. */
    private record Split(Expr e, Expr f) {
        static Split of(Expr x) {
            Expr small = x.lt(0x1p-126);
            Expr normal = where(small, x.mul(0x1p24), x);
            return new Split(
                    fma(small, -24, call(Fn.EXPONENT, normal)), call(Fn.MANTISSA, normal).sub(1));
        }

        /** log(1 + f) - f. */
        Expr rest() {
            return logRest(f);
        }
    }

    private static Expr logRest(Expr f) {
        Expr square = f.square();
        return fma(square, -0.5, square.mul(f).mul(polynomial(LOG, f)));
    }

    /** y, the logarithm of a positive finite x, completed for all other x. */
    private static Expr logEnds(Expr x, Expr y) {
        Expr other = where(x.eq(0), INFINITY.neg(), NAN);
        return where(ZERO.lt(x), where(x.lt(INFINITY), y, x), other);
    }

    static Expr log(Expr x) {
        var split = Split.of(x);
        return logEnds(x, logSum(split.e, split.f, split.rest()));
    }

    /** e log(2) + f + rest. */
    private static Expr logSum(Expr e, Expr f, Expr rest) {
        return fma(e, LN_2, f.add(fma(e, LN_2_REST, rest)));
    }

    static Expr log2(Expr x) {
        var split = Split.of(x);
        Expr low = fma(split.f, LOG2_E_REST, split.rest().mul(LOG2_E));
        return logEnds(x, split.e.add(fma(split.f, LOG2_E, low)));
    }

    static Expr log10(Expr x) {
        var split = Split.of(x);
        Expr low = fma(split.f, LOG10_E_REST, split.rest().mul(LOG10_E));
        Expr rest = fma(split.e, LOG10_2_REST, low);
        return logEnds(x, fma(split.e, LOG10_2, fma(split.f, LOG10_E, rest)));
    }

    /** log(1 + x), with what 1 + x loses by rounding put back into the mantissa. */
    static Expr log1p(Expr x) {
        Expr u = x.add(1);
        Expr lost = where(x.lt(1), x.sub(u.sub(1)), u.sub(x).rsub(1));
        Expr e = call(Fn.EXPONENT, u);
        Expr unit = power(1, e.min(of(100)).rsub(Scalar.ROUND));
        Expr f = fma(lost, unit, call(Fn.MANTISSA, u).sub(1));
        return copySign(logEnds(u, logSum(e, f, logRest(f))), x);
    }

    static Expr asinh(Expr x) {
        Expr size = x.abs();
        Expr large = of(0x1p40).lt(size);
        Expr square = size.square();
        Expr more = square.div(square.add(1).sqrt().add(1));
        Expr y = log1p(where(large, size, size.add(more)));
        return copySign(fma(large, Math.log(2), y), x);
    }

    static Expr acosh(Expr x) {
        Expr large = of(0x1p40).lt(x);
        Expr t = x.sub(1);
        Expr y = log1p(where(large, x, t.add(t.mul(t.add(2)).sqrt())));
        return where(x.lt(1), NAN, fma(large, Math.log(2), y));
    }

    static Expr atanh(Expr x) {
        Expr size = x.abs();
        Expr y = log1p(size.add(size).div(size.rsub(1)));
        return copySign(y.mul(0.5), x);
    }

    // Error function

    /** x + x P(x^2) for small x, else 1 - 2^L(x); the comparison sends NaN to the former. */
    static Expr erf(Expr x) {
        Expr small = fma(x, polynomial(ERF_SMALL, x.square()), x);
        Expr size = x.abs().min(of(4));
        Expr exponent = polynomial(ERF_LARGE, size);
        Expr raised = raised(exponent, 1);
        Expr r = exponent.sub(raised.sub(Scalar.ROUND));
        Expr rest = call(Fn.SCALE, polynomial(ERF_POWER, r), raised);
        return where(ONE.lt(size), copySign(rest.rsub(1), x), small);
    }

    static Expr erfc(Expr x) {
        Expr size = x.abs().min(of(11));
        Expr square = size.square();
        Expr lost = fma(size, size, square.neg());
        Expr gauss = expNotAbove89(square.neg());
        Expr exact = fma(gauss, lost.neg(), gauss);
        Expr t = size.sub(4).div(size.add(4));
        Expr tail = polynomial(ERFC, t).div(fma(size, 2, ONE)).mul(exact);
        Expr large = where(x.lt(0), tail.rsub(2), tail);
        return where(size.lt(0.5), erf(x).rsub(1), large);
    }

    // Powers

    /** A number as an unevaluated sum of two float32. */
    private record Twin(Expr high, Expr low) {
        static Twin product(Expr a, Expr b) {
            Expr high = a.mul(b);
            return new Twin(high, fma(a, b, high.neg()));
        }

        /** a + b where a is 0 or at least as large as b in size. */
        static Twin sum(Expr a, Expr b) {
            Expr high = a.add(b);
            return new Twin(high, a.sub(high).add(b));
        }

        Twin times(Twin b) {
            var p = product(high, b.high);
            return new Twin(p.high, fma(high, b.low, fma(low, b.high, p.low)));
        }

        Twin plus(Expr rest) {
            return new Twin(high, low.add(rest));
        }
    }

    /**
     * |x|^y as 2^(y log2 |x|), the logarithm as {@code 2/ln(2) (s + s^3/3 + s^5/5 + ...)} in s = f
     * / (2 + f) to 36 bits, so that the product with y up to 128 has room for 24 bits behind the
     * point; then sign and the special cases of C.
     */
    static Expr pow(Expr x, Expr y) {
        Expr size = x.abs();
        Expr usual = size.lt(INFINITY).mul(ZERO.lt(size));
        Twin log = log2Twin(size);
        Expr high = where(usual, log.high, where(size.eq(0), INFINITY.neg(), size));
        var exponent = Twin.product(high, y);
        Expr rest = where(usual, fma(log.low, y, exponent.low), ZERO);
        Expr inRange = exponent.high.abs().lt(160);
        Expr power = exp2(clamp(exponent.high, -160, 160), where(inRange, rest, ZERO));
        Expr integral = rint(y).eq(y);
        Expr halved = y.mul(0.5);
        Expr odd = rint(halved).ne(halved).mul(integral);
        Expr negative = copySign(ONE, x).lt(0);
        Expr signed = where(negative.mul(odd), power.neg(), power);
        Expr real = where(x.lt(0).mul(integral.rsub(1)).mul(size.lt(INFINITY)), NAN, signed);
        Expr base = where(size.eq(1).mul(y.abs().eq(INFINITY)), ONE, real);
        return where(x.eq(1).add(y.eq(0)), ONE, base);
    }

    private static Twin log2Twin(Expr x) {
        double[] series = {0x1.99999ap-3, 0x1.24924ap-3, 0x1.c71c72p-4, 0x1.745d18p-4};
        var split = Split.of(x);
        Expr f = split.f;
        Expr d = f.add(2);
        Expr lost = f.sub(d.sub(2));
        Expr s = f.div(d);
        Expr residue = fma(s.neg(), lost, fma(s.neg(), d, f));
        var quotient = new Twin(s, residue.div(d));
        var square = quotient.times(quotient);
        var third = Twin.sum(of(0x1.555556p-2), square.high.mul(polynomial(series, square.high)));
        Twin cubic = square.times(third.plus(of(-0x1.555556p-27)));
        Twin more = quotient.times(cubic);
        Twin sum = Twin.sum(quotient.high, more.high).plus(quotient.low.add(more.low));
        Twin mantissa = sum.times(new Twin(of(0x1.715476p1), of(0x1.4ae0cp-25)));
        return Twin.sum(split.e, mantissa.high).plus(mantissa.low);
    }

    /** The nearest integer of any number. */
    private static Expr rint(Expr a) {
        Expr size = a.abs();
        Expr limit = of(0x1p23);
        return where(size.lt(limit), copySign(size.add(limit).sub(limit), a), a);
    }
}
