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

    /** out = fn(a, b, c) for the first n elements; arguments beyond the arity are not read. */
    static void apply(Fn fn, long[] a, long[] b, long[] c, long[] out, int n) {
        switch (fn) {
            case NEG -> neg(a, out, n);
            case ABS -> abs(a, out, n);
            case NOT -> not(a, out, n);
            case ADD -> add(a, b, out, n);
            case SUB -> sub(a, b, out, n);
            case MUL -> mul(a, b, out, n);
            case DIV -> div(a, b, out, n);
            case MIN -> min(a, b, out, n);
            case MAX -> max(a, b, out, n);
            case FMOD -> fmod(a, b, out, n);
            case EQ -> eq(a, b, out, n);
            case NE -> ne(a, b, out, n);
            case LT -> lt(a, b, out, n);
            case LE -> le(a, b, out, n);
            case FLOOR_DIV -> floorDiv(a, b, out, n);
            case REMAINDER -> remainder(a, b, out, n);
            case POW -> pow(a, b, out, n);
            case AND -> and(a, b, out, n);
            case OR -> or(a, b, out, n);
            case XOR -> xor(a, b, out, n);
            case SHL -> shl(a, b, out, n);
            case SHR -> shr(a, b, out, n);
            case WHERE -> where(a, b, c, out, n);
            default -> throw new IllegalArgumentException(fn + ": not a primitive function of LONG numbers");
        }
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

    private static void div(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.div(a[i], b[i]);
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

    private static void fmod(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.fmod(a[i], b[i]);
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

    private static void floorDiv(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.floorDiv(a[i], b[i]);
        }
    }

    private static void remainder(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.remainder(a[i], b[i]);
        }
    }

    private static void pow(long[] a, long[] b, long[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.pow(a[i], b[i]);
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
