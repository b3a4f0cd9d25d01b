package dev.cresset;

import static dev.cresset.Calls.inPlace;

import dev.cresset.op.Arithmetic;
import dev.cresset.op.Comparisons;
import dev.cresset.op.Elementary;
import dev.cresset.op.SpecialOps;

/** Functions of one element, in place: the tensor changes and is returned. */
sealed interface ElementaryInPlaceMethods permits Tensor {
    /** {@link Tensor#acos()} in place. */
    default Tensor acos_() {
        return inPlace(Elementary.ACOS, this);
    }

    /** {@link Tensor#acosh()} in place. */
    default Tensor acosh_() {
        return inPlace(Elementary.ACOSH, this);
    }

    /** {@link Tensor#asin()} in place. */
    default Tensor asin_() {
        return inPlace(Elementary.ASIN, this);
    }

    /** {@link Tensor#asinh()} in place. */
    default Tensor asinh_() {
        return inPlace(Elementary.ASINH, this);
    }

    /** {@link Tensor#atan()} in place. */
    default Tensor atan_() {
        return inPlace(Elementary.ATAN, this);
    }

    /** {@link Tensor#atanh()} in place. */
    default Tensor atanh_() {
        return inPlace(Elementary.ATANH, this);
    }

    /** {@link Tensor#cosh()} in place. */
    default Tensor cosh_() {
        return inPlace(Elementary.COSH, this);
    }

    /** {@link Tensor#sinh()} in place. */
    default Tensor sinh_() {
        return inPlace(Elementary.SINH, this);
    }

    /** {@link Tensor#tan()} in place. */
    default Tensor tan_() {
        return inPlace(Elementary.TAN, this);
    }

    /** {@link Tensor#erf()} in place. */
    default Tensor erf_() {
        return inPlace(Elementary.ERF, this);
    }

    /** {@link Tensor#erfc()} in place. */
    default Tensor erfc_() {
        return inPlace(Elementary.ERFC, this);
    }

    /** {@link Tensor#exp2()} in place. */
    default Tensor exp2_() {
        return inPlace(Elementary.EXP2, this);
    }

    /** {@link Tensor#expm1()} in place. */
    default Tensor expm1_() {
        return inPlace(Elementary.EXPM1, this);
    }

    /** {@link Tensor#log10()} in place. */
    default Tensor log10_() {
        return inPlace(Elementary.LOG10, this);
    }

    /** {@link Tensor#log1p()} in place. */
    default Tensor log1p_() {
        return inPlace(Elementary.LOG1P, this);
    }

    /** {@link Tensor#log2()} in place. */
    default Tensor log2_() {
        return inPlace(Elementary.LOG2, this);
    }

    /** {@link Tensor#frac()} in place. */
    default Tensor frac_() {
        return inPlace(Elementary.FRAC, this);
    }

    /** {@link Tensor#reciprocal()} in place. */
    default Tensor reciprocal_() {
        return inPlace(Arithmetic.RECIPROCAL, this);
    }

    /** {@link Tensor#sign()} in place. */
    default Tensor sign_() {
        return inPlace(Arithmetic.SIGN, this);
    }

    /** {@link Tensor#square()} in place. */
    default Tensor square_() {
        return inPlace(Arithmetic.SQUARE, this);
    }

    /** {@link Tensor#bitwiseNot()} in place. */
    default Tensor bitwiseNot_() {
        return inPlace(Arithmetic.BITWISE_NOT, this);
    }

    /** {@link Tensor#logicalNot()} in place. */
    default Tensor logicalNot_() {
        return inPlace(Comparisons.LOGICAL_NOT, this);
    }

    /** {@link Tensor#lgamma()} in place. */
    default Tensor lgamma_() {
        return inPlace(SpecialOps.LGAMMA, this);
    }

    /** {@link Tensor#digamma()} in place. */
    default Tensor digamma_() {
        return inPlace(SpecialOps.DIGAMMA, this);
    }

    /** {@link Tensor#erfinv()} in place. */
    default Tensor erfinv_() {
        return inPlace(SpecialOps.ERFINV, this);
    }

    /** {@link Tensor#sinc()} in place. */
    default Tensor sinc_() {
        return inPlace(SpecialOps.SINC, this);
    }

    /** {@link Tensor#deg2rad()} in place. */
    default Tensor deg2rad_() {
        return inPlace(SpecialOps.DEG2RAD, this);
    }

    /** {@link Tensor#rad2deg()} in place. */
    default Tensor rad2deg_() {
        return inPlace(SpecialOps.RAD2DEG, this);
    }

    /** {@link Tensor#round(long)} in place. */
    default Tensor round_(long decimals) {
        return inPlace(Elementary.ROUND, this, decimals);
    }

    /** {@link Tensor#polygamma(long)} in place. */
    default Tensor polygamma_(long n) {
        return inPlace(SpecialOps.POLYGAMMA_IN_PLACE, this, n);
    }

    /** {@link Tensor#mvlgamma(long)} in place. */
    default Tensor mvlgamma_(long p) {
        return inPlace(SpecialOps.MVLGAMMA, this, p);
    }

    /** {@link Tensor#logit()} in place. */
    default Tensor logit_() {
        return inPlace(SpecialOps.LOGIT, this, (Object) null);
    }

    /** {@link Tensor#logit(double)} in place. */
    default Tensor logit_(double eps) {
        return inPlace(SpecialOps.LOGIT, this, eps);
    }

    /** {@link Tensor#nanToNum()} in place. */
    default Tensor nanToNum_() {
        return inPlace(SpecialOps.NAN_TO_NUM, this, null, null, null);
    }

    /** {@link Tensor#nanToNum(double)} in place. */
    default Tensor nanToNum_(double nan) {
        return inPlace(SpecialOps.NAN_TO_NUM, this, nan, null, null);
    }

    /** {@link Tensor#nanToNum(double, double, double)} in place. */
    default Tensor nanToNum_(double nan, double posinf, double neginf) {
        return inPlace(SpecialOps.NAN_TO_NUM, this, nan, posinf, neginf);
    }
}
