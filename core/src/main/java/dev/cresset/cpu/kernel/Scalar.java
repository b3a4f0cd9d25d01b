package dev.cresset.cpu.kernel;

import dev.cresset.expr.Fn;
import dev.cresset.expr.Functions;
import dev.cresset.expr.SpecialFunctions;

/**
 * The primitive functions of lowered programs on single numbers: what every step means, to the last
 * bit. The tile loops, the scalar tails of generated kernels and the calls for functions without a
 * vector form all come here; vector code must give the same bits.
 *
 * <p>The methods are named after their functions ({@link #name}) and overloaded by number type.
 * Nothing in here depends on the state of the JIT compiler: transcendental functions use {@link
 * StrictMath}, never the intrinsics of {@link Math} that differ between interpreter and compiler.
 */
public final class Scalar {
    /** Beyond this size sines and cosines take the slow path with exact range reduction. */
    public static final float LARGE = 10000;

    /** 1.5 * 2^23: adding it leaves the nearest integer in the low bits of a float32. */
    static final float ROUND = 0x1.8p23f;

    /** 1.5 * 2^52: the same for float64. */
    static final double ROUND_DOUBLE = 0x1.8p52;

    /** Bits of the float32 nearest to sqrt(1/2), where mantissas begin. */
    static final int SQRT_HALF = 0x3f3504f3;

    /** Bits of the float64 nearest to sqrt(1/2). */
    static final long SQRT_HALF_DOUBLE = 0x3fe6a09e667f3bcdL;

    private Scalar() {}

    /** The method of a function, e.g. {@code copySign} for COPY_SIGN. */
    public static String name(Fn fn) {
        String[] words = fn.name().toLowerCase(java.util.Locale.ROOT).split("_");
        var name = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            name.append(Character.toUpperCase(words[i].charAt(0))).append(words[i].substring(1));
        }
        return name.toString();
    }

    // float32

    /** {@code -a}. */
    public static float neg(float a) {
        return -a;
    }

    /** {@code |a|}. */
    public static float abs(float a) {
        return Math.abs(a);
    }

    /** Square root. */
    public static float sqrt(float a) {
        return (float) Math.sqrt(a);
    }

    /** See {@link Fn#EXPONENT}. */
    public static float exponent(float a) {
        return (Float.floatToRawIntBits(a) - SQRT_HALF) >> 23;
    }

    /** See {@link Fn#MANTISSA}. */
    public static float mantissa(float a) {
        return Float.intBitsToFloat(
                ((Float.floatToRawIntBits(a) - SQRT_HALF) & 0x7fffff) + SQRT_HALF);
    }

    /** Sine where {@code |a| > LARGE}, else 0. */
    public static float sinLarge(float a) {
        return Math.abs(a) > LARGE ? (float) StrictMath.sin(a) : 0;
    }

    /** Cosine where {@code |a| > LARGE}, else 0. */
    public static float cosLarge(float a) {
        return Math.abs(a) > LARGE ? (float) StrictMath.cos(a) : 0;
    }

    /** {@code a + b}. */
    public static float add(float a, float b) {
        return a + b;
    }

    /** {@code a - b}. */
    public static float sub(float a, float b) {
        return a - b;
    }

    /** {@code a * b}. */
    public static float mul(float a, float b) {
        return a * b;
    }

    /** {@code a / b}. */
    public static float div(float a, float b) {
        return a / b;
    }

    /** The smaller; NaN wins, -0 is below 0. */
    public static float min(float a, float b) {
        return Math.min(a, b);
    }

    /** The larger; NaN wins, -0 is below 0. */
    public static float max(float a, float b) {
        return Math.max(a, b);
    }

    /** Exact remainder with the sign of a. */
    public static float fmod(float a, float b) {
        return a % b;
    }

    /** {@code |a|} with the sign bit of b. */
    public static float copySign(float a, float b) {
        return Float.intBitsToFloat(
                (Float.floatToRawIntBits(a) & 0x7fffffff)
                        | (Float.floatToRawIntBits(b) & 0x80000000));
    }

    /** See {@link Fn#SCALE}. */
    public static float scale(float a, float b) {
        return Float.intBitsToFloat(
                Float.floatToRawIntBits(a) + (Float.floatToRawIntBits(b) << 23));
    }

    /** 1 where a = b. */
    public static float eq(float a, float b) {
        return a == b ? 1 : 0;
    }

    /** 1 where a differs from b. */
    public static float ne(float a, float b) {
        return a != b ? 1 : 0;
    }

    /** 1 where a is below b. */
    public static float lt(float a, float b) {
        return a < b ? 1 : 0;
    }

    /** 1 where a is at most b. */
    public static float le(float a, float b) {
        return a <= b ? 1 : 0;
    }

    /** b where a is not 0, else c. */
    public static float where(float a, float b, float c) {
        return a != 0 ? b : c;
    }

    /** {@code a * b + c} rounded once. */
    public static float fma(float a, float b, float c) {
        return Math.fma(a, b, c);
    }

    /** The x with {@code erf(x) = a}. */
    public static float erfinv(float a) {
        return (float) SpecialFunctions.erfinv(a);
    }

    /** Logarithm of |gamma(a)|. */
    public static float lgamma(float a) {
        return (float) SpecialFunctions.lgamma(a);
    }

    /** Logarithmic derivative of gamma. */
    public static float digamma(float a) {
        return (float) SpecialFunctions.digamma(a);
    }

    /**
     * The a-th derivative of digamma at b. As PyTorch's, the first one loses the digits below 1/2
     * that a float32 multiple of pi lacks.
     */
    public static float polygamma(float a, float b) {
        if (a == 1 && b < 0.5f) {
            float sine = (float) StrictMath.sin((float) Math.PI * b);
            float square = (float) Math.PI * (float) Math.PI / (sine * sine);
            return square - (float) SpecialFunctions.polygamma(1, 1 - b);
        }
        return (float) SpecialFunctions.polygamma(a, b);
    }

    /** The neighbour of a in the direction of b. */
    public static float nextAfter(float a, float b) {
        return Float.isNaN(b) ? b : Math.nextAfter(a, b);
    }

    // float64

    /** {@code -a}. */
    public static double neg(double a) {
        return -a;
    }

    /** {@code |a|}. */
    public static double abs(double a) {
        return Math.abs(a);
    }

    /** Square root. */
    public static double sqrt(double a) {
        return Math.sqrt(a);
    }

    /** See {@link Fn#EXPONENT}. */
    public static double exponent(double a) {
        return (Double.doubleToRawLongBits(a) - SQRT_HALF_DOUBLE) >> 52;
    }

    /** See {@link Fn#MANTISSA}. */
    public static double mantissa(double a) {
        return Double.longBitsToDouble(
                ((Double.doubleToRawLongBits(a) - SQRT_HALF_DOUBLE) & 0xfffffffffffffL)
                        + SQRT_HALF_DOUBLE);
    }

    /** {@code a + b}. */
    public static double add(double a, double b) {
        return a + b;
    }

    /** {@code a - b}. */
    public static double sub(double a, double b) {
        return a - b;
    }

    /** {@code a * b}. */
    public static double mul(double a, double b) {
        return a * b;
    }

    /** {@code a / b}. */
    public static double div(double a, double b) {
        return a / b;
    }

    /** The smaller; NaN wins, -0 is below 0. */
    public static double min(double a, double b) {
        return Math.min(a, b);
    }

    /** The larger; NaN wins, -0 is below 0. */
    public static double max(double a, double b) {
        return Math.max(a, b);
    }

    /** Exact remainder with the sign of a. */
    public static double fmod(double a, double b) {
        return a % b;
    }

    /** {@code |a|} with the sign bit of b. */
    public static double copySign(double a, double b) {
        return Double.longBitsToDouble(
                (Double.doubleToRawLongBits(a) & Long.MAX_VALUE)
                        | (Double.doubleToRawLongBits(b) & Long.MIN_VALUE));
    }

    /** See {@link Fn#SCALE}. */
    public static double scale(double a, double b) {
        return Double.longBitsToDouble(
                Double.doubleToRawLongBits(a) + (Double.doubleToRawLongBits(b) << 52));
    }

    /** 1 where a = b. */
    public static double eq(double a, double b) {
        return a == b ? 1 : 0;
    }

    /** 1 where a differs from b. */
    public static double ne(double a, double b) {
        return a != b ? 1 : 0;
    }

    /** 1 where a is below b. */
    public static double lt(double a, double b) {
        return a < b ? 1 : 0;
    }

    /** 1 where a is at most b. */
    public static double le(double a, double b) {
        return a <= b ? 1 : 0;
    }

    /** b where a is not 0, else c. */
    public static double where(double a, double b, double c) {
        return a != 0 ? b : c;
    }

    /** {@code a * b + c} rounded once. */
    public static double fma(double a, double b, double c) {
        return Math.fma(a, b, c);
    }

    /** Sine. */
    public static double sin(double a) {
        return StrictMath.sin(a);
    }

    /** Cosine. */
    public static double cos(double a) {
        return StrictMath.cos(a);
    }

    /** Tangent. */
    public static double tan(double a) {
        return StrictMath.tan(a);
    }

    /** Inverse sine. */
    public static double asin(double a) {
        return StrictMath.asin(a);
    }

    /** Inverse cosine. */
    public static double acos(double a) {
        return StrictMath.acos(a);
    }

    /** Inverse tangent. */
    public static double atan(double a) {
        return StrictMath.atan(a);
    }

    /** Angle of the point (b, a). */
    public static double atan2(double a, double b) {
        return StrictMath.atan2(a, b);
    }

    /** Gauss error function. */
    public static double erf(double a) {
        return Functions.erf(a);
    }

    /** {@code 1 - erf(a)}. */
    public static double erfc(double a) {
        return Functions.erfc(a);
    }

    /** a to the power b. */
    public static double pow(double a, double b) {
        return Functions.pow(a, b);
    }

    /** The x with {@code erf(x) = a}. */
    public static double erfinv(double a) {
        return SpecialFunctions.erfinv(a);
    }

    /** Logarithm of |gamma(a)|. */
    public static double lgamma(double a) {
        return SpecialFunctions.lgamma(a);
    }

    /** Logarithmic derivative of gamma. */
    public static double digamma(double a) {
        return SpecialFunctions.digamma(a);
    }

    /** The a-th derivative of digamma at b. */
    public static double polygamma(double a, double b) {
        return SpecialFunctions.polygamma(a, b);
    }

    /** The neighbour of a in the direction of b. */
    public static double nextAfter(double a, double b) {
        return Math.nextAfter(a, b);
    }

    // 64-bit integers

    /** Greatest common divisor, not negative. */
    public static long gcd(long a, long b) {
        return SpecialFunctions.gcd(a, b);
    }

    /** Least common multiple, not negative. */
    public static long lcm(long a, long b) {
        return SpecialFunctions.lcm(a, b);
    }

    /** {@code -a}. */
    public static long neg(long a) {
        return -a;
    }

    /** {@code |a|}; the smallest integer gives itself. */
    public static long abs(long a) {
        return Math.abs(a);
    }

    /** Bitwise complement. */
    public static long not(long a) {
        return ~a;
    }

    /** {@code a + b}. */
    public static long add(long a, long b) {
        return a + b;
    }

    /** {@code a - b}. */
    public static long sub(long a, long b) {
        return a - b;
    }

    /** {@code a * b}. */
    public static long mul(long a, long b) {
        return a * b;
    }

    /** Quotient truncated toward zero; 0 for a zero divisor, which operators refuse before. */
    public static long div(long a, long b) {
        return b == 0 ? 0 : a / b;
    }

    /** The smaller. */
    public static long min(long a, long b) {
        return Math.min(a, b);
    }

    /** The larger. */
    public static long max(long a, long b) {
        return Math.max(a, b);
    }

    /** Remainder with the sign of a; 0 for a zero divisor, which operators refuse before. */
    public static long fmod(long a, long b) {
        return b == 0 ? 0 : a % b;
    }

    /** Quotient rounded down; 0 for a zero divisor, which operators refuse before. */
    public static long floorDiv(long a, long b) {
        return b == 0 ? 0 : Math.floorDiv(a, b);
    }

    /** Remainder with the sign of b; 0 for a zero divisor, which operators refuse before. */
    public static long remainder(long a, long b) {
        return b == 0 ? 0 : Math.floorMod(a, b);
    }

    /**
     * a to the power b by repeated squaring, wrapping; a negative power gives the truncated
     * quotient: 1 or -1 for those bases, else 0.
     */
    public static long pow(long a, long b) {
        if (b < 0) {
            return a == 1 ? 1 : a == -1 ? ((b & 1) == 0 ? 1 : -1) : 0;
        }
        long result = 1;
        long base = a;
        for (long rest = b; rest != 0; rest >>>= 1) {
            if ((rest & 1) != 0) {
                result *= base;
            }
            base *= base;
        }
        return result;
    }

    /** 1 where a = b. */
    public static long eq(long a, long b) {
        return a == b ? 1 : 0;
    }

    /** 1 where a differs from b. */
    public static long ne(long a, long b) {
        return a != b ? 1 : 0;
    }

    /** 1 where a is below b. */
    public static long lt(long a, long b) {
        return a < b ? 1 : 0;
    }

    /** 1 where a is at most b. */
    public static long le(long a, long b) {
        return a <= b ? 1 : 0;
    }

    /** Bitwise and. */
    public static long and(long a, long b) {
        return a & b;
    }

    /** Bitwise or. */
    public static long or(long a, long b) {
        return a | b;
    }

    /** Bitwise exclusive or. */
    public static long xor(long a, long b) {
        return a ^ b;
    }

    /** a shifted left by the low six bits of b. */
    public static long shl(long a, long b) {
        return a << b;
    }

    /** a shifted right arithmetically by the low six bits of b. */
    public static long shr(long a, long b) {
        return a >> b;
    }

    /** b where a is not 0, else c. */
    public static long where(long a, long b, long c) {
        return a != 0 ? b : c;
    }
}
