package dev.cresset.cpu.kernel;

import static dev.cresset.cpu.kernel.LoweringTerms.NAN;
import static dev.cresset.cpu.kernel.LoweringTerms.ONE;
import static dev.cresset.cpu.kernel.LoweringTerms.ZERO;
import static dev.cresset.cpu.kernel.LoweringTerms.copySign;
import static dev.cresset.cpu.kernel.LoweringTerms.fma;
import static dev.cresset.cpu.kernel.LoweringTerms.polynomial;
import static dev.cresset.cpu.kernel.LoweringTerms.where;
import static dev.cresset.expr.Expr.call;
import static dev.cresset.expr.Expr.of;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;

/** The circular functions of float32 and their inverses; see {@link LoweringExponential}. */
final class LoweringTrigonometry {
    private static final double HALF_PI = 0x1.921fb6p0;
    private static final double HALF_PI_REST = -0x1.777a5cp-25;

    /** pi / 2 in four parts; products of the first two with up to 13 bits are exact. */
    private static final double[] HALF_PI_PARTS = {
        0x1.92p0, 0x1.fb4p-12, 0x1.4442d2p-24, -0x1.ee59dap-50
    };

    /** (sin(r) / r - 1) / r^2 in r^2 for |r| up to pi / 4. */
    private static final double[] SIN = {
        -0x1.555556p-3, 0x1.111174p-7, -0x1.a05964p-13, 0x1.7c356cp-19
    };

    /** (cos(r) - 1 + r^2 / 2) / r^4 in r^2 for |r| up to pi / 4. */
    private static final double[] COS = {
        0x1.555556p-5, -0x1.6c175ep-10, 0x1.a071bep-16, -0x1.361852p-22
    };

    /** (asin(x) / x - 1) / x^2 in x^2 for |x| up to 1/2. */
    private static final double[] ASIN = {
        0x1.55554cp-3, 0x1.3338acp-4, 0x1.6ca75p-5, 0x1.04d368p-5, 0x1.d51272p-7, 0x1.34cf34p-5
    };

    /** (atan(x) / x - 1) / x^2 in x^2 for |x| up to 1. */
    private static final double[] ATAN = {
        -0x1.55553ep-2,
        0x1.9991e6p-3,
        -0x1.2420b8p-3,
        0x1.c08f98p-4,
        -0x1.581646p-4,
        0x1.da62b8p-5,
        -0x1.fe04e6p-6,
        0x1.64cbe4p-7,
        -0x1.d4aad8p-10
    };

    private LoweringTrigonometry() {}

    /** The nearest integer to a * factor, for results below 2^22 in size. */
    private static Expr nearest(Expr a, double factor) {
        Expr round = of(Scalar.ROUND);
        return fma(a, factor, round).sub(round);
    }

    /** The integer k / 2 or, for an odd k, (k - 1) / 2. */
    private static Expr halve(Expr k) {
        return fma(k, 0.5, of(-0.25)).add(Scalar.ROUND).sub(Scalar.ROUND);
    }

    /**
     * x = k pi / 2 + r with integral k and |r| up to pi / 4, for |x| up to {@link Scalar#LARGE}.
     */
    private record Reduced(Expr k, Expr r) {
        static Reduced of(Expr x) {
            Expr k = nearest(x, 2 / Math.PI);
            Expr r = x;
            for (double part : HALF_PI_PARTS) {
                r = fma(k, -part, r);
            }
            return new Reduced(k, r);
        }

        Expr sin() {
            Expr square = r.square();
            return fma(r.mul(square), polynomial(SIN, square), r);
        }

        Expr cos() {
            Expr square = r.square();
            Expr more = fma(square.square(), polynomial(COS, square), square.mul(-0.5));
            return more.add(1);
        }

        /** The sine of x moved on by a number of quarter turns. */
        Expr turned(int quarters) {
            Expr turns = k.add(quarters);
            Expr half = halve(turns);
            Expr odd = fma(half, -2, turns);
            Expr quarter = halve(half);
            Expr negative = fma(quarter, -2, half);
            return where(odd, cos(), sin()).mul(fma(negative, -2, ONE));
        }
    }

    private static Expr isLarge(Expr x) {
        return of(Scalar.LARGE).lt(x.abs());
    }

    static Expr sin(Expr x) {
        Expr usual = where(x.eq(0), x, Reduced.of(x).turned(0));
        return where(isLarge(x), call(Fn.SIN_LARGE, x), usual);
    }

    static Expr cos(Expr x) {
        return where(isLarge(x), call(Fn.COS_LARGE, x), Reduced.of(x).turned(1));
    }

    static Expr tan(Expr x) {
        var reduced = Reduced.of(x);
        Expr half = halve(reduced.k);
        Expr odd = fma(half, -2, reduced.k);
        Expr sin = reduced.sin();
        Expr cos = reduced.cos();
        Expr large = isLarge(x);
        Expr up = where(large, call(Fn.SIN_LARGE, x), where(odd, cos.neg(), sin));
        Expr down = where(large, call(Fn.COS_LARGE, x), where(odd, sin, cos));
        return where(x.eq(0), x, up.div(down));
    }

    /** asin(x) - x for |x| up to 1/2, given x and x^2. */
    private static Expr asinRest(Expr x, Expr square) {
        return x.mul(square).mul(polynomial(ASIN, square));
    }

    /** Beyond 1/2: pi / 2 - 2 asin(sqrt((1 - |x|) / 2)). */
    static Expr asin(Expr x) {
        Expr size = x.abs();
        Expr outer = LoweringTerms.HALF.lt(size);
        Expr half = size.rsub(1).mul(0.5);
        Expr root = where(outer, half.sqrt(), size);
        Expr rest = asinRest(root, where(outer, half, size.square()));
        Expr turned = fma(rest, -2, of(HALF_PI_REST)).add(fma(root, -2, of(HALF_PI)));
        return copySign(where(outer, turned, root.add(rest)), x);
    }

    static Expr acos(Expr x) {
        Expr size = x.abs();
        Expr outer = LoweringTerms.HALF.lt(size);
        Expr half = size.rsub(1).mul(0.5);
        Expr root = where(outer, half.sqrt(), x);
        Expr y = root.add(asinRest(root, where(outer, half, size.square())));
        Expr twice = y.add(y);
        Expr left = twice.rsub(2 * HALF_PI_REST).add(2 * HALF_PI);
        Expr inner = y.rsub(HALF_PI_REST).add(HALF_PI);
        return where(outer, where(x.lt(0), left, twice), inner);
    }

    /** atan(x) for x from 0 to 1. */
    private static Expr atanSmall(Expr x) {
        Expr square = x.square();
        return fma(x.mul(square), polynomial(ATAN, square), x);
    }

    static Expr atan(Expr x) {
        Expr size = x.abs();
        Expr steep = ONE.lt(size);
        Expr y = atanSmall(where(steep, size.reciprocal(), size));
        return copySign(where(steep, y.rsub(HALF_PI_REST).add(HALF_PI), y), x);
    }

    static Expr atan2(Expr y, Expr x) {
        Expr height = y.abs();
        Expr width = x.abs();
        Expr longer = height.max(width);
        Expr shorter = height.min(width);
        Expr ratio = where(shorter.eq(longer), where(longer.eq(0), ZERO, ONE), shorter.div(longer));
        Expr angle = atanSmall(ratio);
        Expr steep = width.lt(height);
        Expr first = where(steep, angle.rsub(HALF_PI_REST).add(HALF_PI), angle);
        Expr left = copySign(ONE, x).lt(0);
        Expr upper = where(left, first.rsub(2 * HALF_PI_REST).add(2 * HALF_PI), first);
        return where(x.ne(x).add(y.ne(y)), NAN, copySign(upper, y));
    }
}
