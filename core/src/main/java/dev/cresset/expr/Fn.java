package dev.cresset.expr;

/**
 * The primitive functions from which every pointwise operator is composed.
 *
 * <p>All functions work on one numeric type at a time (float32, float64 or 64-bit integers). Truth
 * values are the numbers 0 and 1 of that type, so that comparisons compose with arithmetic.
 */
public enum Fn {
    /** {@code -a}. */
    NEG(1),
    /** {@code |a|}. */
    ABS(1),
    /** Square root, correctly rounded. */
    SQRT(1),
    /** Largest integral value not above a. */
    FLOOR(1),
    /** Smallest integral value not below a. */
    CEIL(1),
    /** The nearest integral value, ties to even. */
    RINT(1),
    /** a without its fraction. */
    TRUNC(1),
    /** -1, 0 or 1 with the sign of a; NaN gives 0, as in PyTorch. */
    SIGN(1),
    /** e to the power a. */
    EXP(1),
    /** {@code exp(a) - 1}, accurate near 0. */
    EXPM1(1),
    /** 2 to the power a. */
    EXP2(1),
    /** Natural logarithm. */
    LOG(1),
    /** Base-2 logarithm. */
    LOG2(1),
    /** Base-10 logarithm. */
    LOG10(1),
    /** {@code log(1 + a)}, accurate near 0. */
    LOG1P(1),
    /** Sine. */
    SIN(1),
    /** Cosine. */
    COS(1),
    /** Tangent. */
    TAN(1),
    /** Inverse sine. */
    ASIN(1),
    /** Inverse cosine. */
    ACOS(1),
    /** Inverse tangent. */
    ATAN(1),
    /** Hyperbolic sine. */
    SINH(1),
    /** Hyperbolic cosine. */
    COSH(1),
    /** Hyperbolic tangent. */
    TANH(1),
    /** Inverse hyperbolic sine. */
    ASINH(1),
    /** Inverse hyperbolic cosine. */
    ACOSH(1),
    /** Inverse hyperbolic tangent. */
    ATANH(1),
    /** Gauss error function. */
    ERF(1),
    /** {@code 1 - erf(a)}, accurate for large a. */
    ERFC(1),
    /** Logistic function {@code 1 / (1 + exp(-a))}. */
    SIGMOID(1),
    /** The x with {@code erf(x) = a}. */
    ERFINV(1),
    /** Logarithm of {@code |gamma(a)|}. */
    LGAMMA(1),
    /** Logarithmic derivative of gamma. */
    DIGAMMA(1),
    /** Complex conjugate; a itself if real. */
    CONJ(1),
    /** The real part. */
    REAL(1),
    /** The imaginary part; 0 if real. */
    IMAG(1),
    /** The imaginary unit times a; only in gradients of functions of complex numbers. */
    TIMES_I(1),
    /** 1 where a is NaN, else 0. */
    ISNAN(1),
    /** Bitwise complement of an integer. */
    NOT(1),
    /**
     * The integer k for which {@code a / 2^k} lies in [sqrt(1/2), sqrt(2)), for a positive normal
     * a; for other a some number that means nothing.
     *
     * <p>The floating-point functions from here to {@link #COS_LARGE}, and {@link #SCALE}, exist
     * for the formulas to which a backend lowers the transcendental functions; operators do not use
     * them.
     */
    EXPONENT(1),
    /** {@code a / 2^EXPONENT(a)}, for a positive normal a; for other a it means nothing. */
    MANTISSA(1),
    /** Sine of a where {@code |a| > 10000}, else 0. */
    SIN_LARGE(1),
    /** Cosine of a where {@code |a| > 10000}, else 0. */
    COS_LARGE(1),

    /** {@code a + b}. */
    ADD(2),
    /** {@code a - b}. */
    SUB(2),
    /** {@code a * b}. */
    MUL(2),
    /** Quotient; integers truncate toward zero. */
    DIV(2),
    /** The smaller; NaN if either is NaN. */
    MIN(2),
    /** The larger; NaN if either is NaN. */
    MAX(2),
    /** a to the power b; integer powers wrap. */
    POW(2),
    /** Angle of the point (b, a). */
    ATAN2(2),
    /** Remainder with the sign of the dividend (C's fmod). */
    FMOD(2),
    /** Quotient rounded toward negative infinity (Python's {@code //}). */
    FLOOR_DIV(2),
    /** Remainder with the sign of the divisor (Python's {@code %}). */
    REMAINDER(2),
    /** The a-th derivative of the digamma function at b. */
    POLYGAMMA(2),
    /** The number of this arithmetic that follows a in the direction of b. */
    NEXT_AFTER(2),
    /** Greatest common divisor of integers, not negative. */
    GCD(2),
    /** Least common multiple of integers, not negative. */
    LCM(2),
    /** 1 where a = b, else 0. */
    EQ(2),
    /** 1 where a differs from b (also for NaN), else 0. */
    NE(2),
    /** 1 where a is below b, else 0. */
    LT(2),
    /** 1 where a is below or equal to b, else 0. */
    LE(2),
    /** Bitwise and of integers. */
    AND(2),
    /** Bitwise or of integers. */
    OR(2),
    /** Bitwise exclusive or of integers. */
    XOR(2),
    /** Integer a shifted left by b bits. */
    SHL(2),
    /** Integer a shifted right arithmetically by b bits. */
    SHR(2),
    /** {@code |a|} with the sign bit of b; floating point only. */
    COPY_SIGN(2),
    /**
     * {@code a * 2^k} for an integral k given as {@code b = k + R}, where R is 1.5 * 2^23 in
     * float32 and 1.5 * 2^52 in float64: a sum with R is rounded to an integer, which this function
     * adds to the exponent of a. If a or the result is not a normal number, it means nothing.
     */
    SCALE(2),

    /** b where a is not 0, else c. */
    WHERE(3),
    /** {@code a * b + c} with one rounding in floating point. */
    FMA(3);

    private final int arity;

    Fn(int arity) {
        this.arity = arity;
    }

    /** The number of arguments. */
    public int arity() {
        return arity;
    }
}
