package dev.cresset.cpu.kernel;

import dev.cresset.expr.Fn;

/**
 * The array loops of integer programs, one for each primitive function.
 *
 * <p>Each loop is a method of its own, small enough for the JIT compiler to turn into vector code,
 * and shared by all formulas, so that it is compiled early and once.
 */
final class TileLongs {
    private TileLongs() {}

    /**
     * out = fn(a, b, c) for the first n elements; out is undefined behind them, up to {@link
     * Tile#SIZE}. Arguments beyond the arity may be anything.
     */
    static void apply(Fn fn, long[] a, long[] b, long[] c, long[] out, int n) {
        if (n <= Tile.FEW) {
            each(fn, a, b, c, out, n);
            return;
        }
        int m = Tile.loop(n);
        switch (fn) {
            case NEG -> neg(a, out, m);
            case ABS -> abs(a, out, m);
            case NOT -> not(a, out, m);
            case ADD -> add(a, b, out, m);
            case SUB -> sub(a, b, out, m);
            case MUL -> mul(a, b, out, m);
            case MIN -> min(a, b, out, m);
            case MAX -> max(a, b, out, m);
            case EQ -> eq(a, b, out, m);
            case NE -> ne(a, b, out, m);
            case LT -> lt(a, b, out, m);
            case LE -> le(a, b, out, m);
            case AND -> and(a, b, out, m);
            case OR -> or(a, b, out, m);
            case XOR -> xor(a, b, out, m);
            case SHL -> shl(a, b, out, m);
            case SHR -> shr(a, b, out, m);
            case WHERE -> where(a, b, c, out, m);
            default -> each(fn, a, b, c, out, n);
        }
    }

    /**
     * The same as {@link #apply} by one loop for all functions: better for a few elements, as it
     * keeps the other loops from being compiled for few iterations; and for functions so slow that
     * the choice in each iteration does not matter.
     */
    static void each(Fn fn, long[] a, long[] b, long[] c, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = one(fn, a[i], b[i], c[i]);
        }
    }

    private static long one(Fn fn, long a, long b, long c) {
        return switch (fn) {
            case NEG -> Scalar.neg(a);
            case ABS -> Scalar.abs(a);
            case NOT -> Scalar.not(a);
            case ADD -> Scalar.add(a, b);
            case SUB -> Scalar.sub(a, b);
            case MUL -> Scalar.mul(a, b);
            case DIV -> Scalar.div(a, b);
            case MIN -> Scalar.min(a, b);
            case MAX -> Scalar.max(a, b);
            case FMOD -> Scalar.fmod(a, b);
            case EQ -> Scalar.eq(a, b);
            case NE -> Scalar.ne(a, b);
            case LT -> Scalar.lt(a, b);
            case LE -> Scalar.le(a, b);
            case FLOOR_DIV -> Scalar.floorDiv(a, b);
            case REMAINDER -> Scalar.remainder(a, b);
            case POW -> Scalar.pow(a, b);
            case GCD -> Scalar.gcd(a, b);
            case LCM -> Scalar.lcm(a, b);
            case AND -> Scalar.and(a, b);
            case OR -> Scalar.or(a, b);
            case XOR -> Scalar.xor(a, b);
            case SHL -> Scalar.shl(a, b);
            case SHR -> Scalar.shr(a, b);
            case WHERE -> Scalar.where(a, b, c);
            default ->
                    throw new IllegalArgumentException(
                            fn + ": not a primitive function of LONG numbers");
        };
    }

    private static void neg(long[] a, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.neg(a[i]);
        }
    }

    private static void abs(long[] a, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.abs(a[i]);
        }
    }

    private static void not(long[] a, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.not(a[i]);
        }
    }

    private static void add(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.add(a[i], b[i]);
        }
    }

    private static void sub(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.sub(a[i], b[i]);
        }
    }

    private static void mul(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.mul(a[i], b[i]);
        }
    }

    private static void min(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.min(a[i], b[i]);
        }
    }

    private static void max(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.max(a[i], b[i]);
        }
    }

    private static void eq(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.eq(a[i], b[i]);
        }
    }

    private static void ne(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.ne(a[i], b[i]);
        }
    }

    private static void lt(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.lt(a[i], b[i]);
        }
    }

    private static void le(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.le(a[i], b[i]);
        }
    }

    private static void and(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.and(a[i], b[i]);
        }
    }

    private static void or(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.or(a[i], b[i]);
        }
    }

    private static void xor(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.xor(a[i], b[i]);
        }
    }

    private static void shl(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.shl(a[i], b[i]);
        }
    }

    private static void shr(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.shr(a[i], b[i]);
        }
    }

    private static void where(long[] a, long[] b, long[] c, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.where(a[i], b[i], c[i]);
        }
    }
}
