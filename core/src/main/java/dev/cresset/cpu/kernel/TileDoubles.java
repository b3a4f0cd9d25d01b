package dev.cresset.cpu.kernel;

import dev.cresset.expr.Fn;

/**
 * The array loops of float64 programs, one for each primitive function.
 *
 * <p>Each loop is a method of its own, small enough for the JIT compiler to turn into vector code,
 * and shared by all formulas, so that it is compiled early and once.
 */
final class TileDoubles {
    private TileDoubles() {}

    /**
     * out = fn(a, b, c) for the first n elements; out is undefined behind them, up to {@link
     * Tile#SIZE}. Arguments beyond the arity may be anything.
     */
    static void apply(Fn fn, double[] a, double[] b, double[] c, double[] out, int n) {
        if (n <= Tile.FEW) {
            each(fn, a, b, c, out, n);
            return;
        }
        int m = Tile.loop(n);
        switch (fn) {
            case NEG -> neg(a, out, m);
            case ABS -> abs(a, out, m);
            case SQRT -> sqrt(a, out, m);
            case EXPONENT -> exponent(a, out, m);
            case MANTISSA -> mantissa(a, out, m);
            case ADD -> add(a, b, out, m);
            case SUB -> sub(a, b, out, m);
            case MUL -> mul(a, b, out, m);
            case DIV -> div(a, b, out, m);
            case MIN -> min(a, b, out, m);
            case MAX -> max(a, b, out, m);
            case COPY_SIGN -> copySign(a, b, out, m);
            case SCALE -> scale(a, b, out, m);
            case EQ -> eq(a, b, out, m);
            case NE -> ne(a, b, out, m);
            case LT -> lt(a, b, out, m);
            case LE -> le(a, b, out, m);
            case WHERE -> where(a, b, c, out, m);
            case FMA -> fma(a, b, c, out, m);
            default -> each(fn, a, b, c, out, n);
        }
    }

    /**
     * The same as {@link #apply} by one loop for all functions: better for a few elements, as it
     * keeps the other loops from being compiled for few iterations; and for functions so slow that
     * the choice in each iteration does not matter.
     */
    static void each(Fn fn, double[] a, double[] b, double[] c, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = one(fn, a[i], b[i], c[i]);
        }
    }

    private static double one(Fn fn, double a, double b, double c) {
        return switch (fn) {
            case NEG -> Scalar.neg(a);
            case ABS -> Scalar.abs(a);
            case SQRT -> Scalar.sqrt(a);
            case EXPONENT -> Scalar.exponent(a);
            case MANTISSA -> Scalar.mantissa(a);
            case ADD -> Scalar.add(a, b);
            case SUB -> Scalar.sub(a, b);
            case MUL -> Scalar.mul(a, b);
            case DIV -> Scalar.div(a, b);
            case MIN -> Scalar.min(a, b);
            case MAX -> Scalar.max(a, b);
            case FMOD -> Scalar.fmod(a, b);
            case COPY_SIGN -> Scalar.copySign(a, b);
            case SCALE -> Scalar.scale(a, b);
            case EQ -> Scalar.eq(a, b);
            case NE -> Scalar.ne(a, b);
            case LT -> Scalar.lt(a, b);
            case LE -> Scalar.le(a, b);
            case POW -> Scalar.pow(a, b);
            case ATAN2 -> Scalar.atan2(a, b);
            case WHERE -> Scalar.where(a, b, c);
            case FMA -> Scalar.fma(a, b, c);
            case SIN -> Scalar.sin(a);
            case COS -> Scalar.cos(a);
            case TAN -> Scalar.tan(a);
            case ASIN -> Scalar.asin(a);
            case ACOS -> Scalar.acos(a);
            case ATAN -> Scalar.atan(a);
            case ERF -> Scalar.erf(a);
            case ERFC -> Scalar.erfc(a);
            case ERFINV -> Scalar.erfinv(a);
            case LGAMMA -> Scalar.lgamma(a);
            case DIGAMMA -> Scalar.digamma(a);
            case POLYGAMMA -> Scalar.polygamma(a, b);
            case NEXT_AFTER -> Scalar.nextAfter(a, b);
            default ->
                    throw new IllegalArgumentException(
                            fn + ": not a primitive function of DOUBLE numbers");
        };
    }

    private static void neg(double[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.neg(a[i]);
        }
    }

    private static void abs(double[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.abs(a[i]);
        }
    }

    private static void sqrt(double[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.sqrt(a[i]);
        }
    }

    private static void exponent(double[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.exponent(a[i]);
        }
    }

    private static void mantissa(double[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.mantissa(a[i]);
        }
    }

    private static void add(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.add(a[i], b[i]);
        }
    }

    private static void sub(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.sub(a[i], b[i]);
        }
    }

    private static void mul(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.mul(a[i], b[i]);
        }
    }

    private static void div(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.div(a[i], b[i]);
        }
    }

    private static void min(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.min(a[i], b[i]);
        }
    }

    private static void max(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.max(a[i], b[i]);
        }
    }

    private static void copySign(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.copySign(a[i], b[i]);
        }
    }

    private static void scale(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.scale(a[i], b[i]);
        }
    }

    private static void eq(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.eq(a[i], b[i]);
        }
    }

    private static void ne(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.ne(a[i], b[i]);
        }
    }

    private static void lt(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.lt(a[i], b[i]);
        }
    }

    private static void le(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.le(a[i], b[i]);
        }
    }

    private static void where(double[] a, double[] b, double[] c, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.where(a[i], b[i], c[i]);
        }
    }

    private static void fma(double[] a, double[] b, double[] c, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.fma(a[i], b[i], c[i]);
        }
    }
}
