package dev.cresset.cpu.kernel;

import dev.cresset.expr.Fn;

/**
 * The array loops of float32 programs, one for each primitive function.
 *
 * <p>Each loop is a method of its own, small enough for the JIT compiler to turn into vector code,
 * and shared by all formulas, so that it is compiled early and once.
 */
final class TileFloats {
    private TileFloats() {}

    /** out = fn(a, b, c) for the first n elements; arguments beyond the arity are not read. */
    static void apply(Fn fn, float[] a, float[] b, float[] c, float[] out, int n) {
        switch (fn) {
            case NEG -> neg(a, out, n);
            case ABS -> abs(a, out, n);
            case SQRT -> sqrt(a, out, n);
            case POWER_OF_TWO -> powerOfTwo(a, out, n);
            case EXPONENT -> exponent(a, out, n);
            case MANTISSA -> mantissa(a, out, n);
            case SIN_LARGE -> sinLarge(a, out, n);
            case COS_LARGE -> cosLarge(a, out, n);
            case ADD -> add(a, b, out, n);
            case SUB -> sub(a, b, out, n);
            case MUL -> mul(a, b, out, n);
            case DIV -> div(a, b, out, n);
            case MIN -> min(a, b, out, n);
            case MAX -> max(a, b, out, n);
            case FMOD -> fmod(a, b, out, n);
            case COPY_SIGN -> copySign(a, b, out, n);
            case EQ -> eq(a, b, out, n);
            case NE -> ne(a, b, out, n);
            case LT -> lt(a, b, out, n);
            case LE -> le(a, b, out, n);
            case POW -> pow(a, b, out, n);
            case ATAN2 -> atan2(a, b, out, n);
            case WHERE -> where(a, b, c, out, n);
            case FMA -> fma(a, b, c, out, n);
            default -> TileDoubles.call(fn, a, out, n);
        }
    }

    private static void neg(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.neg(a[i]);
        }
    }

    private static void abs(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.abs(a[i]);
        }
    }

    private static void sqrt(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.sqrt(a[i]);
        }
    }

    private static void powerOfTwo(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.powerOfTwo(a[i]);
        }
    }

    private static void exponent(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.exponent(a[i]);
        }
    }

    private static void mantissa(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.mantissa(a[i]);
        }
    }

    private static void sinLarge(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.sinLarge(a[i]);
        }
    }

    private static void cosLarge(float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.cosLarge(a[i]);
        }
    }

    private static void add(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.add(a[i], b[i]);
        }
    }

    private static void sub(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.sub(a[i], b[i]);
        }
    }

    private static void mul(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.mul(a[i], b[i]);
        }
    }

    private static void div(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.div(a[i], b[i]);
        }
    }

    private static void min(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.min(a[i], b[i]);
        }
    }

    private static void max(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.max(a[i], b[i]);
        }
    }

    private static void fmod(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.fmod(a[i], b[i]);
        }
    }

    private static void copySign(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.copySign(a[i], b[i]);
        }
    }

    private static void eq(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.eq(a[i], b[i]);
        }
    }

    private static void ne(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.ne(a[i], b[i]);
        }
    }

    private static void lt(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.lt(a[i], b[i]);
        }
    }

    private static void le(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.le(a[i], b[i]);
        }
    }

    private static void pow(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.pow(a[i], b[i]);
        }
    }

    private static void atan2(float[] a, float[] b, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.atan2(a[i], b[i]);
        }
    }

    private static void where(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.where(a[i], b[i], c[i]);
        }
    }

    private static void fma(float[] a, float[] b, float[] c, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.fma(a[i], b[i], c[i]);
        }
    }
}
