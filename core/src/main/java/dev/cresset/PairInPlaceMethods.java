package dev.cresset;

import static dev.cresset.Calls.inPlace;

import dev.cresset.op.Arithmetic;
import dev.cresset.op.Comparisons;
import dev.cresset.op.Elementary;
import dev.cresset.op.PairFunctions;

import java.util.Locale;

/** Functions of two elements and comparisons, in place: the tensor changes and is returned. */
sealed interface PairInPlaceMethods permits Tensor {
    /** {@link Tensor#hypot(Tensor)} in place. */
    default Tensor hypot_(Tensor other) {
        return inPlace(PairFunctions.HYPOT, this, other);
    }

    /** {@link Tensor#nextafter(Tensor)} in place. */
    default Tensor nextafter_(Tensor other) {
        return inPlace(PairFunctions.NEXTAFTER, this, other);
    }

    /** {@link Tensor#ldexp(Tensor)} in place. */
    default Tensor ldexp_(Tensor other) {
        return inPlace(PairFunctions.LDEXP, this, other);
    }

    /** {@link Tensor#gcd(Tensor)} in place. */
    default Tensor gcd_(Tensor other) {
        return inPlace(PairFunctions.GCD, this, other);
    }

    /** {@link Tensor#lcm(Tensor)} in place. */
    default Tensor lcm_(Tensor other) {
        return inPlace(PairFunctions.LCM, this, other);
    }

    /** {@link Tensor#atan2(Tensor)} in place. */
    default Tensor atan2_(Tensor other) {
        return inPlace(Elementary.ATAN2, this, other);
    }

    /** {@link Tensor#logicalAnd(Tensor)} in place. */
    default Tensor logicalAnd_(Tensor other) {
        return inPlace(Comparisons.LOGICAL_AND, this, other);
    }

    /** {@link Tensor#logicalOr(Tensor)} in place. */
    default Tensor logicalOr_(Tensor other) {
        return inPlace(Comparisons.LOGICAL_OR, this, other);
    }

    /** {@link Tensor#logicalXor(Tensor)} in place. */
    default Tensor logicalXor_(Tensor other) {
        return inPlace(Comparisons.LOGICAL_XOR, this, other);
    }

    /** {@link Tensor#heaviside(Tensor)} in place. */
    default Tensor heaviside_(Tensor values) {
        return inPlace(PairFunctions.HEAVISIDE, this, values);
    }

    /** {@link Tensor#copysign(Tensor)} in place. */
    default Tensor copysign_(Tensor other) {
        return inPlace(PairFunctions.COPYSIGN, this, other);
    }

    /** {@link Tensor#copysign(Number)} in place. */
    default Tensor copysign_(Number other) {
        return inPlace(PairFunctions.COPYSIGN, this, other);
    }

    /** {@link Tensor#xlogy(Tensor)} in place. */
    default Tensor xlogy_(Tensor other) {
        return inPlace(PairFunctions.XLOGY, this, other);
    }

    /** {@link Tensor#xlogy(Number)} in place. */
    default Tensor xlogy_(Number other) {
        return inPlace(PairFunctions.XLOGY, this, other);
    }

    /** {@link Tensor#floatPower(Tensor)} in place. */
    default Tensor floatPower_(Tensor other) {
        return inPlace(PairFunctions.FLOAT_POWER, this, other);
    }

    /** {@link Tensor#floatPower(Number)} in place. */
    default Tensor floatPower_(Number other) {
        return inPlace(PairFunctions.FLOAT_POWER, this, other);
    }

    /** {@link Tensor#trueDivide(Tensor)} in place. */
    default Tensor trueDivide_(Tensor other) {
        return inPlace(PairFunctions.TRUE_DIVIDE, this, other);
    }

    /** {@link Tensor#trueDivide(Number)} in place. */
    default Tensor trueDivide_(Number other) {
        return inPlace(PairFunctions.TRUE_DIVIDE, this, other);
    }

    /** {@link Tensor#bitwiseLeftShift(Tensor)} in place. */
    default Tensor bitwiseLeftShift_(Tensor other) {
        return inPlace(PairFunctions.BITWISE_LEFT_SHIFT, this, other);
    }

    /** {@link Tensor#bitwiseLeftShift(Number)} in place. */
    default Tensor bitwiseLeftShift_(Number other) {
        return inPlace(PairFunctions.BITWISE_LEFT_SHIFT, this, other);
    }

    /** {@link Tensor#bitwiseRightShift(Tensor)} in place. */
    default Tensor bitwiseRightShift_(Tensor other) {
        return inPlace(PairFunctions.BITWISE_RIGHT_SHIFT, this, other);
    }

    /** {@link Tensor#bitwiseRightShift(Number)} in place. */
    default Tensor bitwiseRightShift_(Number other) {
        return inPlace(PairFunctions.BITWISE_RIGHT_SHIFT, this, other);
    }

    /** {@link Tensor#eq(Tensor)} in place. */
    default Tensor eq_(Tensor other) {
        return inPlace(Comparisons.EQ, this, other);
    }

    /** {@link Tensor#eq(Number)} in place. */
    default Tensor eq_(Number other) {
        return inPlace(Comparisons.EQ, this, other);
    }

    /** {@link Tensor#ne(Tensor)} in place. */
    default Tensor ne_(Tensor other) {
        return inPlace(Comparisons.NE, this, other);
    }

    /** {@link Tensor#ne(Number)} in place. */
    default Tensor ne_(Number other) {
        return inPlace(Comparisons.NE, this, other);
    }

    /** {@link Tensor#lt(Tensor)} in place. */
    default Tensor lt_(Tensor other) {
        return inPlace(Comparisons.LT, this, other);
    }

    /** {@link Tensor#lt(Number)} in place. */
    default Tensor lt_(Number other) {
        return inPlace(Comparisons.LT, this, other);
    }

    /** {@link Tensor#le(Tensor)} in place. */
    default Tensor le_(Tensor other) {
        return inPlace(Comparisons.LE, this, other);
    }

    /** {@link Tensor#le(Number)} in place. */
    default Tensor le_(Number other) {
        return inPlace(Comparisons.LE, this, other);
    }

    /** {@link Tensor#gt(Tensor)} in place. */
    default Tensor gt_(Tensor other) {
        return inPlace(Comparisons.GT, this, other);
    }

    /** {@link Tensor#gt(Number)} in place. */
    default Tensor gt_(Number other) {
        return inPlace(Comparisons.GT, this, other);
    }

    /** {@link Tensor#ge(Tensor)} in place. */
    default Tensor ge_(Tensor other) {
        return inPlace(Comparisons.GE, this, other);
    }

    /** {@link Tensor#ge(Number)} in place. */
    default Tensor ge_(Number other) {
        return inPlace(Comparisons.GE, this, other);
    }

    /** {@link Tensor#floorDivide(Tensor)} in place. */
    default Tensor floorDivide_(Tensor other) {
        return inPlace(Arithmetic.FLOOR_DIVIDE, this, other);
    }

    /** {@link Tensor#floorDivide(Number)} in place. */
    default Tensor floorDivide_(Number other) {
        return inPlace(Arithmetic.FLOOR_DIVIDE, this, other);
    }

    /** {@link Tensor#remainder(Tensor)} in place. */
    default Tensor remainder_(Tensor other) {
        return inPlace(Arithmetic.REMAINDER, this, other);
    }

    /** {@link Tensor#remainder(Number)} in place. */
    default Tensor remainder_(Number other) {
        return inPlace(Arithmetic.REMAINDER, this, other);
    }

    /** {@link Tensor#fmod(Tensor)} in place. */
    default Tensor fmod_(Tensor other) {
        return inPlace(Arithmetic.FMOD, this, other);
    }

    /** {@link Tensor#fmod(Number)} in place. */
    default Tensor fmod_(Number other) {
        return inPlace(Arithmetic.FMOD, this, other);
    }

    /** {@link Tensor#bitwiseAnd(Tensor)} in place. */
    default Tensor bitwiseAnd_(Tensor other) {
        return inPlace(Arithmetic.BITWISE_AND, this, other);
    }

    /** {@link Tensor#bitwiseAnd(Number)} in place. */
    default Tensor bitwiseAnd_(Number other) {
        return inPlace(Arithmetic.BITWISE_AND, this, other);
    }

    /** {@link Tensor#bitwiseOr(Tensor)} in place. */
    default Tensor bitwiseOr_(Tensor other) {
        return inPlace(Arithmetic.BITWISE_OR, this, other);
    }

    /** {@link Tensor#bitwiseOr(Number)} in place. */
    default Tensor bitwiseOr_(Number other) {
        return inPlace(Arithmetic.BITWISE_OR, this, other);
    }

    /** {@link Tensor#bitwiseXor(Tensor)} in place. */
    default Tensor bitwiseXor_(Tensor other) {
        return inPlace(Arithmetic.BITWISE_XOR, this, other);
    }

    /** {@link Tensor#bitwiseXor(Number)} in place. */
    default Tensor bitwiseXor_(Number other) {
        return inPlace(Arithmetic.BITWISE_XOR, this, other);
    }

    /** {@link Tensor#div(Tensor, Rounding)} in place. */
    default Tensor div_(Tensor other, Rounding rounding) {
        return inPlace(Arithmetic.DIV_MODE, this, other, rounding.name().toLowerCase(Locale.ROOT));
    }

    /** {@link Tensor#clampMin(Tensor)} in place. */
    default Tensor clampMin_(Tensor min) {
        return inPlace(Arithmetic.CLAMP_OPTIONAL, this, min, null);
    }

    /** {@link Tensor#clampMax(Tensor)} in place. */
    default Tensor clampMax_(Tensor max) {
        return inPlace(Arithmetic.CLAMP_OPTIONAL, this, null, max);
    }

    /** {@link Tensor#div(Number, Rounding)} in place. */
    default Tensor div_(Number other, Rounding rounding) {
        return inPlace(Arithmetic.DIV_MODE, this, other, rounding.name().toLowerCase(Locale.ROOT));
    }

    /** {@link Tensor#clampMin(Number)} in place. */
    default Tensor clampMin_(Number min) {
        return inPlace(Arithmetic.CLAMP_OPTIONAL, this, min, null);
    }

    /** {@link Tensor#clampMax(Number)} in place. */
    default Tensor clampMax_(Number max) {
        return inPlace(Arithmetic.CLAMP_OPTIONAL, this, null, max);
    }

    /** {@link Tensor#clamp(Tensor, Tensor)} in place. */
    default Tensor clamp_(Tensor min, Tensor max) {
        return inPlace(Arithmetic.CLAMP_OPTIONAL, this, min, max);
    }

    /** {@link Tensor#pow(Tensor)} in place. */
    default Tensor pow_(Tensor exponent) {
        return inPlace(Arithmetic.POW, this, exponent);
    }

    /** {@link Tensor#lerp(Tensor, Tensor)} in place. */
    default Tensor lerp_(Tensor end, Tensor weight) {
        return inPlace(Arithmetic.LERP, this, end, weight);
    }

    /** {@code this += a * b}. */
    default Tensor addcmul_(Tensor a, Tensor b) {
        return inPlace(Arithmetic.ADDCMUL, this, a, b, 1L);
    }

    /** {@code this += a / b}. */
    default Tensor addcdiv_(Tensor a, Tensor b) {
        return inPlace(Arithmetic.ADDCDIV, this, a, b, 1L);
    }
}
