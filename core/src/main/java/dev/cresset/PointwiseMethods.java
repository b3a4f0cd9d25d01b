package dev.cresset;

import static dev.cresset.Calls.call;

import dev.cresset.op.Activations;
import dev.cresset.op.Arithmetic;
import dev.cresset.op.Comparisons;
import dev.cresset.op.Elementary;
import dev.cresset.op.Masks;
import dev.cresset.op.Powers;

/**
 * Methods that compute each element by itself. Operands broadcast; a {@link Number} or Boolean may
 * stand for the second operand. See PyTorch's functions of the same names.
 */
sealed interface PointwiseMethods permits Tensor {
    /** {@code this + other}. */
    default Tensor add(Tensor other) {
        return call(Arithmetic.PLUS, this, other);
    }

    /** {@code this + other}. */
    default Tensor add(Number other) {
        return call(Arithmetic.PLUS, this, other);
    }

    /** {@code this + alpha * other}. */
    default Tensor add(Tensor other, Number alpha) {
        return call(Arithmetic.ADD, this, other, alpha);
    }

    /** {@code this - other}. */
    default Tensor sub(Tensor other) {
        return call(Arithmetic.MINUS, this, other);
    }

    /** {@code this - other}. */
    default Tensor sub(Number other) {
        return call(Arithmetic.MINUS, this, other);
    }

    /** {@code this - alpha * other}. */
    default Tensor sub(Tensor other, Number alpha) {
        return call(Arithmetic.SUB, this, other, alpha);
    }

    /** {@code other - this}. */
    default Tensor rsub(Number other) {
        return call(Arithmetic.RSUB, this, other, 1L);
    }

    /** {@code this * other}. */
    default Tensor mul(Tensor other) {
        return call(Arithmetic.MUL, this, other);
    }

    /** {@code this * other}. */
    default Tensor mul(Number other) {
        return call(Arithmetic.MUL, this, other);
    }

    /** {@code this / other}; integers give floating point. */
    default Tensor div(Tensor other) {
        return call(Arithmetic.DIV, this, other);
    }

    /** {@code this / other}; integers give floating point. */
    default Tensor div(Number other) {
        return call(Arithmetic.DIV, this, other);
    }

    /** {@code this / other} rounded. */
    default Tensor div(Tensor other, Rounding rounding) {
        return call(Arithmetic.DIV_MODE, this, other, rounding.name().toLowerCase());
    }

    /** {@code this / other} rounded. */
    default Tensor div(Number other, Rounding rounding) {
        return call(Arithmetic.DIV_MODE, this, other, rounding.name().toLowerCase());
    }

    /** {@code other / this}. */
    default Tensor rdiv(Number other) {
        return call(Arithmetic.DIV, other, this);
    }

    /** {@code floor(this / other)}. */
    default Tensor floorDivide(Tensor other) {
        return call(Arithmetic.FLOOR_DIVIDE, this, other);
    }

    /** {@code floor(this / other)}. */
    default Tensor floorDivide(Number other) {
        return call(Arithmetic.FLOOR_DIVIDE, this, other);
    }

    /** Remainder with the sign of the divisor. */
    default Tensor remainder(Tensor other) {
        return call(Arithmetic.REMAINDER, this, other);
    }

    /** Remainder with the sign of the divisor. */
    default Tensor remainder(Number other) {
        return call(Arithmetic.REMAINDER, this, other);
    }

    /** Remainder with the sign of the dividend. */
    default Tensor fmod(Tensor other) {
        return call(Arithmetic.FMOD, this, other);
    }

    /** Remainder with the sign of the dividend. */
    default Tensor fmod(Number other) {
        return call(Arithmetic.FMOD, this, other);
    }

    /** This to the power of exponent. */
    default Tensor pow(Tensor exponent) {
        return call(Arithmetic.POW, this, exponent);
    }

    /** This to the power of exponent. */
    default Tensor pow(Number exponent) {
        return call(Powers.of(this, exponent), this, exponent);
    }

    /** A number to the power of this: {@code 2 ** this}. */
    default Tensor rpow(Number base) {
        return call(Arithmetic.POW, base, this);
    }

    /** {@code this * this}. */
    default Tensor square() {
        return call(Arithmetic.SQUARE, this);
    }

    /** {@code -this}. */
    default Tensor neg() {
        return call(Arithmetic.NEG, this);
    }

    /** Absolute value. */
    default Tensor abs() {
        return call(Arithmetic.ABS, this);
    }

    /** Sign: -1, 0 or 1. */
    default Tensor sign() {
        return call(Arithmetic.SIGN, this);
    }

    /** {@code 1 / this}. */
    default Tensor reciprocal() {
        return call(Arithmetic.RECIPROCAL, this);
    }

    /** The larger of two; NaN wins. */
    default Tensor maximum(Tensor other) {
        return call(Arithmetic.MAXIMUM, this, other);
    }

    /** The smaller of two; NaN wins. */
    default Tensor minimum(Tensor other) {
        return call(Arithmetic.MINIMUM, this, other);
    }

    /** Into [min, max]. */
    default Tensor clamp(Number min, Number max) {
        return call(Arithmetic.CLAMP_OPTIONAL, this, min, max);
    }

    /** Into [min, max]. */
    default Tensor clamp(Tensor min, Tensor max) {
        return call(Arithmetic.CLAMP_OPTIONAL, this, min, max);
    }

    /** At least min. */
    default Tensor clampMin(Number min) {
        return call(Arithmetic.CLAMP_MIN, this, min);
    }

    /** At most max. */
    default Tensor clampMax(Number max) {
        return call(Arithmetic.CLAMP_MAX, this, max);
    }

    /** This where the condition holds, else other. */
    default Tensor where(Tensor condition, Tensor other) {
        return call(Arithmetic.WHERE, condition, this, other);
    }

    /** This where the condition holds, else other. */
    default Tensor where(Tensor condition, Number other) {
        return call(Arithmetic.WHERE, condition, this, other);
    }

    /** {@code this + weight * (end - this)}. */
    default Tensor lerp(Tensor end, Number weight) {
        return call(Arithmetic.LERP, this, end, weight);
    }

    /** {@code this + weight * (end - this)}. */
    default Tensor lerp(Tensor end, Tensor weight) {
        return call(Arithmetic.LERP, this, end, weight);
    }

    /** {@code this + value * a * b}. */
    default Tensor addcmul(Tensor a, Tensor b, Number value) {
        return call(Arithmetic.ADDCMUL, this, a, b, value);
    }

    /** {@code this + value * a / b}. */
    default Tensor addcdiv(Tensor a, Tensor b, Number value) {
        return call(Arithmetic.ADDCDIV, this, a, b, value);
    }

    /** Bitwise and. */
    default Tensor bitwiseAnd(Tensor other) {
        return call(Arithmetic.BITWISE_AND, this, other);
    }

    /** Bitwise or. */
    default Tensor bitwiseOr(Tensor other) {
        return call(Arithmetic.BITWISE_OR, this, other);
    }

    /** Bitwise exclusive or. */
    default Tensor bitwiseXor(Tensor other) {
        return call(Arithmetic.BITWISE_XOR, this, other);
    }

    /** Bitwise complement; logical not for bool. */
    default Tensor bitwiseNot() {
        return call(Arithmetic.BITWISE_NOT, this);
    }

    /** Element equality. */
    default Tensor eq(Tensor other) {
        return call(Comparisons.EQ, this, other);
    }

    /** Element equality. */
    default Tensor eq(Number other) {
        return call(Comparisons.EQ, this, other);
    }

    /** Element inequality. */
    default Tensor ne(Tensor other) {
        return call(Comparisons.NE, this, other);
    }

    /** Element inequality. */
    default Tensor ne(Number other) {
        return call(Comparisons.NE, this, other);
    }

    /** Less than. */
    default Tensor lt(Tensor other) {
        return call(Comparisons.LT, this, other);
    }

    /** Less than. */
    default Tensor lt(Number other) {
        return call(Comparisons.LT, this, other);
    }

    /** Less or equal. */
    default Tensor le(Tensor other) {
        return call(Comparisons.LE, this, other);
    }

    /** Less or equal. */
    default Tensor le(Number other) {
        return call(Comparisons.LE, this, other);
    }

    /** Greater than. */
    default Tensor gt(Tensor other) {
        return call(Comparisons.GT, this, other);
    }

    /** Greater than. */
    default Tensor gt(Number other) {
        return call(Comparisons.GT, this, other);
    }

    /** Greater or equal. */
    default Tensor ge(Tensor other) {
        return call(Comparisons.GE, this, other);
    }

    /** Greater or equal. */
    default Tensor ge(Number other) {
        return call(Comparisons.GE, this, other);
    }

    /** Both not zero. */
    default Tensor logicalAnd(Tensor other) {
        return call(Comparisons.LOGICAL_AND, this, other);
    }

    /** At least one not zero. */
    default Tensor logicalOr(Tensor other) {
        return call(Comparisons.LOGICAL_OR, this, other);
    }

    /** Exactly one not zero. */
    default Tensor logicalXor(Tensor other) {
        return call(Comparisons.LOGICAL_XOR, this, other);
    }

    /** Zero. */
    default Tensor logicalNot() {
        return call(Comparisons.LOGICAL_NOT, this);
    }

    /** Not a number. */
    default Tensor isnan() {
        return call(Comparisons.ISNAN, this);
    }

    /** Infinite. */
    default Tensor isinf() {
        return call(Comparisons.ISINF, this);
    }

    /** Neither infinite nor NaN. */
    default Tensor isfinite() {
        return call(Comparisons.ISFINITE, this);
    }

    /** Close within {@code 1e-8 + 1e-5 * |other|}. */
    default Tensor isclose(Tensor other) {
        return call(Comparisons.ISCLOSE, this, other, 1e-5, 1e-8, false);
    }

    /** {@code e^this}. */
    default Tensor exp() {
        return call(Elementary.EXP, this);
    }

    /** {@code e^this - 1}. */
    default Tensor expm1() {
        return call(Elementary.EXPM1, this);
    }

    /** {@code 2^this}. */
    default Tensor exp2() {
        return call(Elementary.EXP2, this);
    }

    /** Natural logarithm. */
    default Tensor log() {
        return call(Elementary.LOG, this);
    }

    /** Base-2 logarithm. */
    default Tensor log2() {
        return call(Elementary.LOG2, this);
    }

    /** Base-10 logarithm. */
    default Tensor log10() {
        return call(Elementary.LOG10, this);
    }

    /** {@code log(1 + this)}. */
    default Tensor log1p() {
        return call(Elementary.LOG1P, this);
    }

    /** Square root. */
    default Tensor sqrt() {
        return call(Elementary.SQRT, this);
    }

    /** {@code 1 / sqrt(this)}. */
    default Tensor rsqrt() {
        return call(Elementary.RSQRT, this);
    }

    /** Sine. */
    default Tensor sin() {
        return call(Elementary.SIN, this);
    }

    /** Cosine. */
    default Tensor cos() {
        return call(Elementary.COS, this);
    }

    /** Tangent. */
    default Tensor tan() {
        return call(Elementary.TAN, this);
    }

    /** Inverse sine. */
    default Tensor asin() {
        return call(Elementary.ASIN, this);
    }

    /** Inverse cosine. */
    default Tensor acos() {
        return call(Elementary.ACOS, this);
    }

    /** Inverse tangent. */
    default Tensor atan() {
        return call(Elementary.ATAN, this);
    }

    /** Angle of the point (other, this). */
    default Tensor atan2(Tensor other) {
        return call(Elementary.ATAN2, this, other);
    }

    /** Hyperbolic sine. */
    default Tensor sinh() {
        return call(Elementary.SINH, this);
    }

    /** Hyperbolic cosine. */
    default Tensor cosh() {
        return call(Elementary.COSH, this);
    }

    /** Hyperbolic tangent. */
    default Tensor tanh() {
        return call(Elementary.TANH, this);
    }

    /** Inverse hyperbolic sine. */
    default Tensor asinh() {
        return call(Elementary.ASINH, this);
    }

    /** Inverse hyperbolic cosine. */
    default Tensor acosh() {
        return call(Elementary.ACOSH, this);
    }

    /** Inverse hyperbolic tangent. */
    default Tensor atanh() {
        return call(Elementary.ATANH, this);
    }

    /** Error function. */
    default Tensor erf() {
        return call(Elementary.ERF, this);
    }

    /** Complementary error function. */
    default Tensor erfc() {
        return call(Elementary.ERFC, this);
    }

    /** Logistic function. */
    default Tensor sigmoid() {
        return call(Elementary.SIGMOID, this);
    }

    /** Largest integral value not above. */
    default Tensor floor() {
        return call(Elementary.FLOOR, this);
    }

    /** Smallest integral value not below. */
    default Tensor ceil() {
        return call(Elementary.CEIL, this);
    }

    /** Nearest integral value, ties to even. */
    default Tensor round() {
        return call(Elementary.ROUND, this, 0L);
    }

    /** Nearest multiple of {@code 10^-decimals}, ties to even. */
    default Tensor round(long decimals) {
        return call(Elementary.ROUND, this, decimals);
    }

    /** Without the fraction. */
    default Tensor trunc() {
        return call(Elementary.TRUNC, this);
    }

    /** The fraction. */
    default Tensor frac() {
        return call(Elementary.FRAC, this);
    }

    /** {@code max(this, 0)}. */
    default Tensor relu() {
        return call(Activations.RELU, this);
    }

    /** Number where the mask holds. */
    default Tensor maskedFill(Tensor mask, Number value) {
        return call(Masks.MASKED_FILL, this, mask, value);
    }

    /** At least min, element by element. */
    default Tensor clampMin(Tensor min) {
        return call(Arithmetic.CLAMP_OPTIONAL, this, min, null);
    }

    /** At most max, element by element. */
    default Tensor clampMax(Tensor max) {
        return call(Arithmetic.CLAMP_OPTIONAL, this, null, max);
    }

    /** {@code this + a * b}. */
    default Tensor addcmul(Tensor a, Tensor b) {
        return call(Arithmetic.ADDCMUL, this, a, b, 1L);
    }

    /** {@code this + a / b}. */
    default Tensor addcdiv(Tensor a, Tensor b) {
        return call(Arithmetic.ADDCDIV, this, a, b, 1L);
    }

    /** Bitwise and. */
    default Tensor bitwiseAnd(Number other) {
        return call(Arithmetic.BITWISE_AND, this, other);
    }

    /** Bitwise or. */
    default Tensor bitwiseOr(Number other) {
        return call(Arithmetic.BITWISE_OR, this, other);
    }

    /** Bitwise exclusive or. */
    default Tensor bitwiseXor(Number other) {
        return call(Arithmetic.BITWISE_XOR, this, other);
    }

    /** A 0-d tensor where the mask holds. */
    default Tensor maskedFill(Tensor mask, Tensor value) {
        return call(Masks.MASKED_FILL, this, mask, value);
    }

    /** True where close within {@code atol + rtol * |other|}. */
    default Tensor isclose(Tensor other, double rtol, double atol) {
        return call(Comparisons.ISCLOSE, this, other, rtol, atol, false);
    }

    /** True where close within {@code atol + rtol * |other|}, or both NaN. */
    default Tensor isclose(Tensor other, double rtol, double atol, EqualNan equalNan) {
        return call(Comparisons.ISCLOSE, this, other, rtol, atol, true);
    }
}
