package dev.cresset;

import static dev.cresset.Calls.call;

import dev.cresset.op.Comparisons;
import dev.cresset.op.PairFunctions;
import dev.cresset.op.SpecialOps;

/** Functions of elements beyond arithmetic and the elementary ones. */
sealed interface SpecialMethods permits Tensor {
    /** Logarithm of |gamma|. */
    default Tensor lgamma() {
        return call(SpecialOps.LGAMMA, this);
    }

    /** Logarithmic derivative of gamma. */
    default Tensor digamma() {
        return call(SpecialOps.DIGAMMA, this);
    }

    /** Inverse of the error function. */
    default Tensor erfinv() {
        return call(SpecialOps.ERFINV, this);
    }

    /** {@code sin(pi x) / (pi x)}, 1 at 0. */
    default Tensor sinc() {
        return call(SpecialOps.SINC, this);
    }

    /** Degrees to radians. */
    default Tensor deg2rad() {
        return call(SpecialOps.DEG2RAD, this);
    }

    /** Radians to degrees. */
    default Tensor rad2deg() {
        return call(SpecialOps.RAD2DEG, this);
    }

    /** True for negative numbers and for -0. */
    default Tensor signbit() {
        return call(SpecialOps.SIGNBIT, this);
    }

    /** This tensor itself; bool is refused. */
    default Tensor positive() {
        return call(SpecialOps.POSITIVE, this);
    }

    /** True where infinite and positive. */
    default Tensor isposinf() {
        return call(Comparisons.ISPOSINF, this);
    }

    /** True where infinite and negative. */
    default Tensor isneginf() {
        return call(Comparisons.ISNEGINF, this);
    }

    /** The n-th derivative of {@link #digamma}. */
    default Tensor polygamma(long n) {
        return call(SpecialOps.POLYGAMMA, n, this);
    }

    /** Logarithm of the multivariate gamma function of dimension p. */
    default Tensor mvlgamma(long p) {
        return call(SpecialOps.MVLGAMMA, this, p);
    }

    /** {@code log(x / (1 - x))}. */
    default Tensor logit() {
        return call(SpecialOps.LOGIT, this, (Object) null);
    }

    /** {@code log(x / (1 - x))} after clamping to [eps, 1 - eps]. */
    default Tensor logit(double eps) {
        return call(SpecialOps.LOGIT, this, eps);
    }

    /** NaN replaced by 0, infinities by the largest finite numbers. */
    default Tensor nanToNum() {
        return call(SpecialOps.NAN_TO_NUM, this, null, null, null);
    }

    /** NaN replaced by a number, infinities by the largest finite numbers. */
    default Tensor nanToNum(double nan) {
        return call(SpecialOps.NAN_TO_NUM, this, nan, null, null);
    }

    /** NaN and infinities replaced by numbers. */
    default Tensor nanToNum(double nan, double posinf, double neginf) {
        return call(SpecialOps.NAN_TO_NUM, this, nan, posinf, neginf);
    }

    /** Mantissa in [1/2, 1) and exponent: {@code this = mantissa * 2^exponent}. */
    default MantissaExponent frexp() {
        var both = SpecialOps.FREXP.values(this);
        return new MantissaExponent((Tensor) both.get(0), (Tensor) both.get(1));
    }

    /** {@code sqrt(this^2 + other^2)} without overflow on the way. */
    default Tensor hypot(Tensor other) {
        return call(PairFunctions.HYPOT, this, other);
    }

    /** {@code log(exp(this) + exp(other))}, safe for large numbers. */
    default Tensor logaddexp(Tensor other) {
        return call(PairFunctions.LOGADDEXP, this, other);
    }

    /** {@code log2(2^this + 2^other)}, safe for large numbers. */
    default Tensor logaddexp2(Tensor other) {
        return call(PairFunctions.LOGADDEXP2, this, other);
    }

    /** The larger of two; a number wins against NaN. */
    default Tensor fmax(Tensor other) {
        return call(PairFunctions.FMAX, this, other);
    }

    /** The smaller of two; a number wins against NaN. */
    default Tensor fmin(Tensor other) {
        return call(PairFunctions.FMIN, this, other);
    }

    /** The next number of the dtype in the direction of other. */
    default Tensor nextafter(Tensor other) {
        return call(PairFunctions.NEXTAFTER, this, other);
    }

    /** {@code this * 2^other}. */
    default Tensor ldexp(Tensor other) {
        return call(PairFunctions.LDEXP, this, other);
    }

    /** Greatest common divisor. */
    default Tensor gcd(Tensor other) {
        return call(PairFunctions.GCD, this, other);
    }

    /** Least common multiple. */
    default Tensor lcm(Tensor other) {
        return call(PairFunctions.LCM, this, other);
    }

    /** 0 below 0, 1 above, and {@code values} at 0. */
    default Tensor heaviside(Tensor values) {
        return call(PairFunctions.HEAVISIDE, this, values);
    }

    /** {@code |this|} with the sign of other. */
    default Tensor copysign(Tensor other) {
        return call(PairFunctions.COPYSIGN, this, other);
    }

    /** {@code |this|} with the sign of other. */
    default Tensor copysign(Number other) {
        return call(PairFunctions.COPYSIGN, this, other);
    }

    /** {@code this * log(other)}, 0 where this is 0. */
    default Tensor xlogy(Tensor other) {
        return call(PairFunctions.XLOGY, this, other);
    }

    /** {@code this * log(other)}, 0 where this is 0. */
    default Tensor xlogy(Number other) {
        return call(PairFunctions.XLOGY, this, other);
    }

    /** This to the power {@code other} in float64. */
    default Tensor floatPower(Tensor other) {
        return call(PairFunctions.FLOAT_POWER, this, other);
    }

    /** This to the power {@code other} in float64. */
    default Tensor floatPower(Number other) {
        return call(PairFunctions.FLOAT_POWER, this, other);
    }

    /** Quotient; integers give floating-point numbers. */
    default Tensor trueDivide(Tensor other) {
        return call(PairFunctions.TRUE_DIVIDE, this, other);
    }

    /** Quotient; integers give floating-point numbers. */
    default Tensor trueDivide(Number other) {
        return call(PairFunctions.TRUE_DIVIDE, this, other);
    }

    /** Bits shifted left. */
    default Tensor bitwiseLeftShift(Tensor other) {
        return call(PairFunctions.BITWISE_LEFT_SHIFT, this, other);
    }

    /** Bits shifted left. */
    default Tensor bitwiseLeftShift(Number other) {
        return call(PairFunctions.BITWISE_LEFT_SHIFT, this, other);
    }

    /** Bits shifted right, the sign coming after. */
    default Tensor bitwiseRightShift(Tensor other) {
        return call(PairFunctions.BITWISE_RIGHT_SHIFT, this, other);
    }

    /** Bits shifted right, the sign coming after. */
    default Tensor bitwiseRightShift(Number other) {
        return call(PairFunctions.BITWISE_RIGHT_SHIFT, this, other);
    }
}
