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

    /** out = fn(a, b, c) for the first n elements; arguments beyond the arity are not read. */
    static void apply(Fn fn, double[] a, double[] b, double[] c, double[] out, int n) {
        switch (fn) {
            case NEG -> neg(a, out, n);
            case ABS -> abs(a, out, n);
            case SQRT -> sqrt(a, out, n);
            case POWER_OF_TWO -> powerOfTwo(a, out, n);
            case EXPONENT -> exponent(a, out, n);
            case MANTISSA -> mantissa(a, out, n);
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
            default -> call(fn, a, out, n);
        }
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

    private static void powerOfTwo(double[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.powerOfTwo(a[i]);
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

    private static void fmod(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.fmod(a[i], b[i]);
        }
    }

    private static void copySign(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.copySign(a[i], b[i]);
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

    private static void pow(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.pow(a[i], b[i]);
        }
    }

    private static void atan2(double[] a, double[] b, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = Scalar.atan2(a[i], b[i]);
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

    private static void call(Fn fn, double[] a, double[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = call(fn, a[i]);
        }
    }

    private static double call(Fn fn, double a) {
        return switch (fn) {
            case EXP -> Scalar.exp(a);
            case EXPM1 -> Scalar.expm1(a);
            case EXP2 -> Scalar.exp2(a);
            case LOG -> Scalar.log(a);
            case LOG2 -> Scalar.log2(a);
            case LOG10 -> Scalar.log10(a);
            case LOG1P -> Scalar.log1p(a);
            case SIN -> Scalar.sin(a);
            case COS -> Scalar.cos(a);
            case TAN -> Scalar.tan(a);
            case ASIN -> Scalar.asin(a);
            case ACOS -> Scalar.acos(a);
            case ATAN -> Scalar.atan(a);
            case SINH -> Scalar.sinh(a);
            case COSH -> Scalar.cosh(a);
            case TANH -> Scalar.tanh(a);
            case ASINH -> Scalar.asinh(a);
            case ACOSH -> Scalar.acosh(a);
            case ATANH -> Scalar.atanh(a);
            case ERF -> Scalar.erf(a);
            case ERFC -> Scalar.erfc(a);
            case SIGMOID -> Scalar.sigmoid(a);
            default ->
                    throw new IllegalArgumentException(
                            fn + ": not a primitive function of DOUBLE numbers");
        };
    }

    static void call(Fn fn, float[] a, float[] out, int n) {
        for (int i = 0; i < n; i++) {
            out[i] = (float) call(fn, (double) a[i]);
        }
    }
}
