package dev.cresset.cpu.kernel;

import static dev.cresset.cpu.kernel.LoweringTerms.HALF;
import static dev.cresset.cpu.kernel.LoweringTerms.INFINITY;
import static dev.cresset.cpu.kernel.LoweringTerms.NAN;
import static dev.cresset.cpu.kernel.LoweringTerms.ONE;
import static dev.cresset.cpu.kernel.LoweringTerms.ZERO;
import static dev.cresset.cpu.kernel.LoweringTerms.clamp;
import static dev.cresset.cpu.kernel.LoweringTerms.copySign;
import static dev.cresset.cpu.kernel.LoweringTerms.fma;
import static dev.cresset.cpu.kernel.LoweringTerms.polynomial;
import static dev.cresset.cpu.kernel.LoweringTerms.power;
import static dev.cresset.cpu.kernel.LoweringTerms.where;
import static dev.cresset.expr.Expr.call;
import static dev.cresset.expr.Expr.of;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/**
 * The exponential and logarithmic functions as formulas over IEEE operations, for float32 and
 * float64 alike; see {@link LoweringPrecision} for the constants.
 *
 * <p>Each formula reduces its argument exactly (by fused multiply-adds with constants split into a
 * short leading part and a rest), evaluates a polynomial, and puts the scale back. All are within
 * about 2 units in the last place over the whole range, most within 1. Special values (infinities,
 * NaN, -0, subnormal numbers, overflow) come out as in C. Expressions used twice are one object,
 * which a {@link Program} computes once.
 */
final class LoweringExponential {
    static final LoweringExponential FLOAT = new LoweringExponential(LoweringPrecision.FLOAT);
    static final LoweringExponential DOUBLE = new LoweringExponential(LoweringPrecision.DOUBLE);

    /** (log((1 + s) / (1 - s)) / s - 2) / s^2 in s^2 for |s| up to 0.1716. */
    private static final double[] LOG_DOUBLE = {
        0.6666666666666666,
        0.4000000000000088,
        0.2857142857080323,
        0.2222222239180047,
        0.18181795630884753,
        0.15386240205813478,
        0.13268759668560612,
        0.13086767009948175
    };

    /** (log(1 + f) - f + f^2 / 2) / f^3 for 1 + f from sqrt(1/2) to sqrt(2). */
    private static final double[] LOG_FLOAT = {
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

    private final LoweringPrecision p;

    private LoweringExponential(LoweringPrecision p) {
        this.p = p;
    }

    // Exponential functions

    /** x = k log(2) + r with integral k, given as k + round, and |r| up to log(2) / 2. */
    private record Reduced(Expr raised, Expr r) {}

    private Reduced reduced(Expr x) {
        Expr raised = fma(x, p.log2E().head(), of(p.round()));
        Expr k = raised.sub(p.round());
        return new Reduced(raised, fma(k, -p.ln2().rest(), fma(k, -p.ln2().head(), x)));
    }

    private Expr exp(Reduced x) {
        return polynomial(p.exp(), x.r);
    }

    private Expr expm1(Reduced x) {
        return fma(x.r.square(), polynomial(p.expm1(), x.r), x.r);
    }

    /**
     * a 2^k with one rounding, for k with the sign of {@code sign} and not far beyond the range of
     * exponents: a power that is nearer to 1, and then the rest.
     */
    private Expr scale(Expr a, Expr raised, Expr sign) {
        Expr negative = sign.lt(0);
        Expr up = of(Math.scalb(1.0, p.half()));
        Expr down = of(Math.scalb(1.0, -p.half()));
        Expr power = call(Fn.SCALE, where(negative, up, down), raised);
        return a.mul(power).mul(where(negative, down, up));
    }

    Expr exp(Expr x) {
        return expBelowOverflow(x.min(of(p.expHigh())));
    }

    Expr expBelowOverflow(Expr x) {
        Expr bounded = x.max(of(p.expLow()));
        var reduced = reduced(bounded);
        return scale(exp(reduced), reduced.raised, bounded);
    }

    /** exp(x) / 2 of a positive x, which overflows only where sinh and cosh do. */
    private Expr halfExp(Expr x) {
        var reduced = reduced(x.min(of(p.expHigh() + 1)));
        Expr power = power(Math.scalb(1.0, -p.half()), reduced.raised);
        return exp(reduced).mul(power).mul(Math.scalb(1.0, p.half() - 1));
    }

    Expr exp2(Expr x) {
        double limit = 2 * p.half() + p.digits();
        return exp2(clamp(x, -limit, limit), ZERO);
    }

    /** 2^(x + rest) for a small rest. */
    Expr exp2(Expr x, Expr rest) {
        Expr raised = x.add(p.round());
        Expr r = x.sub(raised.sub(p.round())).add(rest);
        return scale(fma(r, polynomial(p.exp2(), r), ONE), raised, x);
    }

    Expr expm1(Expr x) {
        var reduced = reduced(clamp(x, p.expm1Low(), p.expHigh()));
        Expr power = power(0.5, reduced.raised);
        Expr half = fma(power, expm1(reduced), power.sub(HALF));
        return copySign(half.add(half), x);
    }

    /**
     * exp(x) / (1 + exp(x)) with both sides times a number that keeps exp(x) normal; 0 where
     * exp(-x) overflows, as in PyTorch, which computes 1 / (1 + exp(-x)).
     */
    Expr sigmoid(Expr x) {
        double one = Math.scalb(1.0, p.digits() + 6);
        var reduced = reduced(clamp(x, p.expLow(), 0.6 * p.expHigh()));
        Expr upper = exp(reduced).mul(power(one, reduced.raised));
        return where(x.lt(-p.logMax()), of(0), upper.div(upper.add(one)));
    }

    /** expm1(2x) / (expm1(2x) + 2). */
    Expr tanh(Expr x) {
        Expr size = x.abs().min(of(p.tanhHigh()));
        var reduced = reduced(size.add(size));
        Expr power = power(1, reduced.raised);
        Expr t = fma(power, expm1(reduced), power.sub(1));
        return copySign(t.div(t.add(2)), x);
    }

    Expr sinh(Expr x) {
        Expr square = x.square();
        Expr small = fma(x.mul(square), polynomial(p.sinh(), square), x);
        Expr half = halfExp(x.abs());
        Expr large = copySign(half.sub(of(0.25).div(half)), x);
        return where(x.abs().lt(1), small, large);
    }

    Expr cosh(Expr x) {
        Expr half = halfExp(x.abs());
        return half.add(of(0.25).div(half));
    }

    // Logarithms

    /** 2^e (1 + f) = x with 1 + f from sqrt(1/2) to sqrt(2), for positive x, also subnormal. */
    record Split(Expr e, Expr f) {}

    Split split(Expr x) {
        Expr small = x.lt(p.normal());
        Expr normal = where(small, x.mul(Math.scalb(1.0, p.digits())), x);
        Expr e = fma(small, -p.digits(), call(Fn.EXPONENT, normal));
        return new Split(e, call(Fn.MANTISSA, normal).sub(1));
    }

    /** log(1 + f) - f. */
    private Expr logRest(Expr f) {
        Expr square = f.square();
        if (p == LoweringPrecision.FLOAT) {
            return fma(square, -0.5, square.mul(f).mul(polynomial(LOG_FLOAT, f)));
        }
        Expr half = square.mul(0.5);
        Expr s = f.div(f.add(2));
        Expr z = s.square();
        return fma(s, fma(z, polynomial(LOG_DOUBLE, z), half), half.neg());
    }

    /** y, the logarithm of a positive finite x, completed for all other x. */
    private static Expr logEnds(Expr x, Expr y) {
        Expr other = where(x.eq(0), INFINITY.neg(), NAN);
        return where(ZERO.lt(x), where(x.lt(INFINITY), y, x), other);
    }

    Expr log(Expr x) {
        var split = split(x);
        return logEnds(x, logSum(split.e, split.f, logRest(split.f)));
    }

    /** e log(2) + f + rest. */
    private Expr logSum(Expr e, Expr f, Expr rest) {
        return fma(e, p.ln2().head(), f.add(fma(e, p.ln2().rest(), rest)));
    }

    Expr log2(Expr x) {
        var split = split(x);
        Expr rest = logRest(split.f).mul(p.log2E().head());
        Expr low = fma(split.f, p.log2E().rest(), rest);
        return logEnds(x, split.e.add(fma(split.f, p.log2E().head(), low)));
    }

    Expr log10(Expr x) {
        var split = split(x);
        Expr rest = logRest(split.f).mul(p.log10E().head());
        Expr low = fma(split.f, p.log10E().rest(), rest);
        Expr all = fma(split.f, p.log10E().head(), fma(split.e, p.log102().rest(), low));
        return logEnds(x, fma(split.e, p.log102().head(), all));
    }

    /** log(1 + x), with what 1 + x loses by rounding put back into the mantissa. */
    Expr log1p(Expr x) {
        Expr u = x.add(1);
        Expr lost = where(x.lt(1), x.sub(u.sub(1)), u.sub(x).rsub(1));
        Expr e = call(Fn.EXPONENT, u);
        Expr unit = power(1, e.min(of(1.5 * p.half())).rsub(p.round()));
        Expr f = fma(lost, unit, call(Fn.MANTISSA, u).sub(1));
        return copySign(logEnds(u, logSum(e, f, logRest(f))), x);
    }

    /** Beyond this size the square of a number is all of its square plus 1. */
    private Expr isLarge(Expr size) {
        return of(Math.scalb(1.0, p.digits() + 16)).lt(size);
    }

    Expr asinh(Expr x) {
        Expr size = x.abs();
        Expr large = isLarge(size);
        Expr square = size.square();
        Expr more = square.div(square.add(1).sqrt().add(1));
        Expr y = log1p(where(large, size, size.add(more)));
        return copySign(fma(large, Math.log(2), y), x);
    }

    Expr acosh(Expr x) {
        Expr large = isLarge(x);
        Expr t = x.sub(1);
        Expr y = log1p(where(large, x, t.add(t.mul(t.add(2)).sqrt())));
        return where(x.lt(1), NAN, fma(large, Math.log(2), y));
    }

    Expr atanh(Expr x) {
        Expr size = x.abs();
        Expr y = log1p(size.add(size).div(size.rsub(1)));
        return copySign(y.mul(0.5), x);
    }
}
