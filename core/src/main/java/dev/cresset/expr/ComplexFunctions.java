package dev.cresset.expr;

import dev.cresset.expr.Complexify.Pair;

/**
 * Functions of complex numbers {@code a + ib} as formulas of their parts.
 *
 * <p>The inverse functions follow W. Kahan, "Branch cuts for complex elementary functions"; the
 * quotient follows R. Smith, Algorithm 116.
 */
final class ComplexFunctions {
    private static final Expr INFINITY = Expr.of(Double.POSITIVE_INFINITY);

    /** Beyond this, tanh differs from 1 by less than the precision of float64. */
    private static final double FLAT = 20;

    private ComplexFunctions() {}

    static Pair neg(Pair a) {
        return new Pair(a.re().neg(), a.isReal() ? null : a.im().neg());
    }

    static Pair add(Pair a, Pair b) {
        return new Pair(
                a.re().add(b.re()), a.isReal() ? b.im() : b.isReal() ? a.im() : a.im().add(b.im()));
    }

    static Pair sub(Pair a, Pair b) {
        return b.isReal() ? new Pair(a.re().sub(b.re()), a.im()) : add(a, neg(b));
    }

    static Pair mul(Pair a, Pair b) {
        if (b.isReal()) {
            return new Pair(a.re().mul(b.re()), a.isReal() ? null : a.im().mul(b.re()));
        }
        if (a.isReal()) {
            return new Pair(b.re().mul(a.re()), b.im().mul(a.re()));
        }
        return new Pair(
                a.re().mul(b.re()).sub(a.im().mul(b.im())),
                a.re().mul(b.im()).add(a.im().mul(b.re())));
    }

    static Pair scale(Pair a, double factor) {
        return mul(a, Pair.real(Expr.of(factor)));
    }

    /** Smith: both numbers are scaled by the larger part of the divisor, so nothing overflows. */
    static Pair div(Pair a, Pair b) {
        if (b.isReal()) {
            return new Pair(a.re().div(b.re()), a.isReal() ? null : a.im().div(b.re()));
        }
        Expr c = b.re();
        Expr d = b.im();
        Expr wide = d.abs().le(c.abs());
        Expr large = Expr.where(wide, c, d);
        Expr small = Expr.where(wide, d, c);
        Expr ratio = Expr.where(large.eq(0), small, small.div(large));
        Expr scale = large.add(small.mul(ratio));
        Expr x = a.re();
        if (a.isReal()) {
            Expr near = x.div(scale);
            Expr far = x.mul(ratio).div(scale);
            return new Pair(Expr.where(wide, near, far), Expr.where(wide, far, near).neg());
        }
        Expr y = a.im();
        Expr re = Expr.where(wide, x.add(y.mul(ratio)), x.mul(ratio).add(y));
        Expr im = Expr.where(wide, y.sub(x.mul(ratio)), y.mul(ratio).sub(x));
        return new Pair(re.div(scale), im.div(scale));
    }

    static Pair where(Expr condition, Pair a, Pair b) {
        return new Pair(
                Expr.where(condition, a.re(), b.re()),
                a.isReal() && b.isReal()
                        ? null
                        : Expr.where(condition, a.imaginary(), b.imaginary()));
    }

    /** {@code sqrt(a² + b²)} without overflow; infinite if a part is, even beside a NaN. */
    static Expr abs(Pair z) {
        Expr a = z.re().abs();
        Expr b = z.im().abs();
        Expr large = a.max(b);
        Expr ratio = a.min(b).div(large);
        Expr length = large.mul(ratio.square().add(1).sqrt());
        Expr infinite = a.eq(INFINITY).max(b.eq(INFINITY));
        return Expr.where(infinite, INFINITY, Expr.where(large.eq(0), Expr.of(0), length));
    }

    /** {@code z / |z|}, 0 at 0. */
    static Pair sign(Pair z) {
        Expr length = abs(z);
        Expr zero = length.eq(0);
        return new Pair(
                Expr.where(zero, Expr.of(0), z.re().div(length)),
                Expr.where(zero, Expr.of(0), z.im().div(length)));
    }

    static Pair exp(Pair z) {
        Expr power = z.re().exp();
        // exp(inf + 0i) is real, though inf * sin(0) is not a number.
        return new Pair(
                Expr.where(z.im().eq(0), power, power.mul(cos(z.im()))),
                Expr.where(z.im().eq(0), z.im(), power.mul(sin(z.im()))));
    }

    /** {@code (e^a - 1) cos b - 2 sin²(b / 2) + i e^a sin b}. */
    static Pair expm1(Pair z) {
        Expr half = sin(z.im().mul(0.5));
        Expr re = Expr.call(Fn.EXPM1, z.re()).mul(cos(z.im())).sub(half.square().mul(2));
        return new Pair(re, exp(z).im());
    }

    static Pair log(Pair z) {
        return new Pair(abs(z).log(), angle(z));
    }

    /** {@code log(1 + z)}: near 0 by {@code log1p(a (2 + a) + b²) / 2}. */
    static Pair log1p(Pair z) {
        Expr a = z.re();
        var moved = new Pair(a.add(1), z.im());
        Expr square = a.mul(a.add(2)).add(z.im().square());
        Expr near = Expr.call(Fn.LOG1P, square).mul(0.5);
        Expr re = Expr.where(square.abs().lt(0.5), near, abs(moved).log());
        return new Pair(re, angle(moved));
    }

    private static Expr angle(Pair z) {
        return Expr.call(Fn.ATAN2, z.im(), z.re());
    }

    static Pair sqrt(Pair z) {
        Expr a = z.re();
        Expr b = z.im();
        Expr large = abs(z).mul(0.5).add(a.abs().mul(0.5)).sqrt();
        Expr small = Expr.where(large.eq(0), Expr.of(0), b.abs().div(large.mul(2)));
        Expr right = a.ge(0);
        return new Pair(
                Expr.where(right, large, small),
                Expr.call(Fn.COPY_SIGN, Expr.where(right, small, large), b));
    }

    /** {@code exp(w log z)}; {@code z^0 = 1}, and 0 to a power with positive real part is 0. */
    static Pair pow(Pair z, Pair w) {
        if (z.isReal() && w.isReal()) {
            return Pair.real(z.re().pow(w.re()));
        }
        if (w.re() instanceof Expr.Const(double exponent) && w.isReal()) {
            if (exponent == 1) {
                return z;
            }
            if (exponent == 2) {
                return mul(z, z);
            }
            if (exponent == -1) {
                return div(Pair.real(Expr.of(1)), z);
            }
            if (exponent == 0.5) {
                return sqrt(z);
            }
        }
        var base = new Pair(z.re(), z.imaginary());
        var exponent = new Pair(w.re(), w.imaginary());
        Expr zeroBase = isZero(base).mul(w.re().gt(0));
        Expr zeroExponent = isZero(exponent);
        var power = exp(mul(exponent, log(base)));
        return where(
                zeroExponent, Pair.real(Expr.of(1)), where(zeroBase, Pair.real(Expr.of(0)), power));
    }

    private static Expr isZero(Pair z) {
        return z.re().eq(0).mul(z.im().eq(0));
    }

    static Pair sin(Pair z) {
        return new Pair(sin(z.re()).mul(cosh(z.im())), cos(z.re()).mul(sinh(z.im())));
    }

    static Pair cos(Pair z) {
        return new Pair(cos(z.re()).mul(cosh(z.im())), sin(z.re()).mul(sinh(z.im())).neg());
    }

    static Pair sinh(Pair z) {
        return new Pair(sinh(z.re()).mul(cos(z.im())), cosh(z.re()).mul(sin(z.im())));
    }

    static Pair cosh(Pair z) {
        return new Pair(cosh(z.re()).mul(cos(z.im())), sinh(z.re()).mul(sin(z.im())));
    }

    /**
     * With {@code t = tan b}, {@code s = sinh a}, {@code r = cosh a}: {@code ((1 + t²) r s + i t) /
     * (1 + (1 + t²) s²)}; where that would overflow, {@code ±1 + 4 i sin b cos b e^(-2|a|)}.
     */
    static Pair tanh(Pair z) {
        Expr a = z.re();
        Expr b = z.im();
        Expr t = Expr.call(Fn.TAN, b);
        Expr beta = t.square().add(1);
        Expr s = sinh(a);
        Expr divisor = beta.mul(s.square()).add(1);
        Expr flat = a.abs().gt(FLAT);
        Expr tail = sin(b).mul(cos(b)).mul(4).mul(a.abs().mul(-2).exp());
        return new Pair(
                Expr.where(flat, Expr.call(Fn.SIGN, a), beta.mul(cosh(a)).mul(s).div(divisor)),
                Expr.where(flat, tail, t.div(divisor)));
    }

    /** {@code -i tanh(iz)}. */
    static Pair tan(Pair z) {
        return overI(tanh(timesI(z)));
    }

    static Pair asin(Pair z) {
        var left = sqrt(new Pair(z.re().rsub(1), z.im().neg()));
        var right = sqrt(new Pair(z.re().add(1), z.im()));
        Expr re =
                Expr.call(
                        Fn.ATAN2, z.re(), left.re().mul(right.re()).sub(left.im().mul(right.im())));
        Expr im = Expr.call(Fn.ASINH, left.re().mul(right.im()).sub(left.im().mul(right.re())));
        return new Pair(re, im);
    }

    static Pair acos(Pair z) {
        var left = sqrt(new Pair(z.re().rsub(1), z.im().neg()));
        var right = sqrt(new Pair(z.re().add(1), z.im()));
        Expr re = Expr.call(Fn.ATAN2, left.re(), right.re()).mul(2);
        Expr im = Expr.call(Fn.ASINH, right.re().mul(left.im()).sub(right.im().mul(left.re())));
        return new Pair(re, im);
    }

    static Pair acosh(Pair z) {
        var left = sqrt(new Pair(z.re().sub(1), z.im()));
        var right = sqrt(new Pair(z.re().add(1), z.im()));
        Expr re = Expr.call(Fn.ASINH, left.re().mul(right.re()).add(left.im().mul(right.im())));
        Expr im = Expr.call(Fn.ATAN2, left.im(), right.re()).mul(2);
        return new Pair(re, im);
    }

    /** {@code -i asin(iz)}. */
    static Pair asinh(Pair z) {
        return overI(asin(timesI(z)));
    }

    /** {@code -i atanh(iz)}. */
    static Pair atan(Pair z) {
        return overI(atanh(timesI(z)));
    }

    /** {@code log((1 + z) / (1 - z)) / 2}, by the half plane where the quotient is above 1. */
    static Pair atanh(Pair z) {
        Expr a = z.re();
        Expr b = z.im();
        Expr distance = a.abs().rsub(1).square().add(b.square());
        Expr size = Expr.call(Fn.LOG1P, a.abs().mul(4).div(distance)).mul(0.25);
        Expr re = Expr.call(Fn.COPY_SIGN, size, a);
        Expr im = Expr.call(Fn.ATAN2, b.mul(2), a.rsub(1).mul(a.add(1)).sub(b.square())).mul(0.5);
        return new Pair(re, im);
    }

    /** {@code 1 / (1 + e^-z)} on the right, {@code e^z / (1 + e^z)} on the left. */
    static Pair sigmoid(Pair z) {
        Expr right = z.re().ge(0);
        var power = exp(where(right, neg(z), z));
        var one = Pair.real(Expr.of(1));
        return div(where(right, one, power), add(one, power));
    }

    private static Pair timesI(Pair z) {
        return new Pair(z.im().neg(), z.re());
    }

    private static Pair overI(Pair z) {
        return new Pair(z.im(), z.re().neg());
    }

    private static Expr sin(Expr x) {
        return Expr.call(Fn.SIN, x);
    }

    private static Expr cos(Expr x) {
        return Expr.call(Fn.COS, x);
    }

    private static Expr sinh(Expr x) {
        return Expr.call(Fn.SINH, x);
    }

    private static Expr cosh(Expr x) {
        return Expr.call(Fn.COSH, x);
    }
}
