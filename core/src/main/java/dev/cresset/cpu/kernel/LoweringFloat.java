package dev.cresset.cpu.kernel;

import static dev.cresset.cpu.kernel.LoweringTerms.INFINITY;
import static dev.cresset.cpu.kernel.LoweringTerms.NAN;
import static dev.cresset.cpu.kernel.LoweringTerms.ONE;
import static dev.cresset.cpu.kernel.LoweringTerms.ZERO;
import static dev.cresset.cpu.kernel.LoweringTerms.clamp;
import static dev.cresset.cpu.kernel.LoweringTerms.copySign;
import static dev.cresset.cpu.kernel.LoweringTerms.fma;
import static dev.cresset.cpu.kernel.LoweringTerms.polynomial;
import static dev.cresset.cpu.kernel.LoweringTerms.where;
import static dev.cresset.expr.Expr.call;
import static dev.cresset.expr.Expr.of;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/**
 * The error function and the power of float32 as formulas over IEEE operations; see {@link
 * LoweringExponential}.
 */
final class LoweringFloat {
    private static final LoweringExponential FLOAT = LoweringExponential.FLOAT;

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

    // Error function

    /** x + x P(x^2) for small x, else 1 - 2^L(x); the comparison sends NaN to the former. */
    static Expr erf(Expr x) {
        Expr small = fma(x, polynomial(ERF_SMALL, x.square()), x);
        Expr size = x.abs().min(of(4));
        Expr exponent = polynomial(ERF_LARGE, size);
        Expr raised = exponent.add(Scalar.ROUND);
        Expr r = exponent.sub(raised.sub(Scalar.ROUND));
        Expr rest = call(Fn.SCALE, polynomial(ERF_POWER, r), raised);
        return where(ONE.lt(size), copySign(rest.rsub(1), x), small);
    }

    static Expr erfc(Expr x) {
        Expr size = x.abs().min(of(11));
        Expr square = size.square();
        Expr lost = fma(size, size, square.neg());
        Expr gauss = FLOAT.expBelowOverflow(square.neg());
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
        Expr power = FLOAT.exp2(clamp(exponent.high, -160, 160), where(inRange, rest, ZERO));
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
        var split = FLOAT.split(x);
        Expr f = split.f();
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
        return Twin.sum(split.e(), mantissa.high).plus(mantissa.low);
    }

    /** The nearest integer of any number. */
    private static Expr rint(Expr a) {
        Expr size = a.abs();
        Expr limit = of(0x1p23);
        return where(size.lt(limit), copySign(size.add(limit).sub(limit), a), a);
    }
}
