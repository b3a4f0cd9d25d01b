package dev.cresset;

/** PyTorch's other names of methods. */
sealed interface AliasMethods permits Tensor {
    /** {@link Tensor#abs()}. */
    default Tensor absolute() {
        return ((Tensor) this).abs();
    }

    /** {@link Tensor#acos()}. */
    default Tensor arccos() {
        return ((Tensor) this).acos();
    }

    /** {@link Tensor#acosh()}. */
    default Tensor arccosh() {
        return ((Tensor) this).acosh();
    }

    /** {@link Tensor#asin()}. */
    default Tensor arcsin() {
        return ((Tensor) this).asin();
    }

    /** {@link Tensor#asinh()}. */
    default Tensor arcsinh() {
        return ((Tensor) this).asinh();
    }

    /** {@link Tensor#atan()}. */
    default Tensor arctan() {
        return ((Tensor) this).atan();
    }

    /** {@link Tensor#atanh()}. */
    default Tensor arctanh() {
        return ((Tensor) this).atanh();
    }

    /** {@link Tensor#trunc()}. */
    default Tensor fix() {
        return ((Tensor) this).trunc();
    }

    /** {@link Tensor#neg()}. */
    default Tensor negative() {
        return ((Tensor) this).neg();
    }

    /** {@link Tensor#atan2(Tensor)}. */
    default Tensor arctan2(Tensor other) {
        return ((Tensor) this).atan2(other);
    }

    /** {@link Tensor#div(Tensor)}. */
    default Tensor divide(Tensor other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#div(Number)}. */
    default Tensor divide(Number other) {
        return ((Tensor) this).div(other);
    }

    /** {@link Tensor#gt(Tensor)}. */
    default Tensor greater(Tensor other) {
        return ((Tensor) this).gt(other);
    }

    /** {@link Tensor#gt(Number)}. */
    default Tensor greater(Number other) {
        return ((Tensor) this).gt(other);
    }

    /** {@link Tensor#ge(Tensor)}. */
    default Tensor greaterEqual(Tensor other) {
        return ((Tensor) this).ge(other);
    }

    /** {@link Tensor#ge(Number)}. */
    default Tensor greaterEqual(Number other) {
        return ((Tensor) this).ge(other);
    }

    /** {@link Tensor#lt(Tensor)}. */
    default Tensor less(Tensor other) {
        return ((Tensor) this).lt(other);
    }

    /** {@link Tensor#lt(Number)}. */
    default Tensor less(Number other) {
        return ((Tensor) this).lt(other);
    }

    /** {@link Tensor#le(Tensor)}. */
    default Tensor lessEqual(Tensor other) {
        return ((Tensor) this).le(other);
    }

    /** {@link Tensor#le(Number)}. */
    default Tensor lessEqual(Number other) {
        return ((Tensor) this).le(other);
    }

    /** {@link Tensor#mul(Tensor)}. */
    default Tensor multiply(Tensor other) {
        return ((Tensor) this).mul(other);
    }

    /** {@link Tensor#mul(Number)}. */
    default Tensor multiply(Number other) {
        return ((Tensor) this).mul(other);
    }

    /** {@link Tensor#ne(Tensor)}. */
    default Tensor notEqual(Tensor other) {
        return ((Tensor) this).ne(other);
    }

    /** {@link Tensor#ne(Number)}. */
    default Tensor notEqual(Number other) {
        return ((Tensor) this).ne(other);
    }

    /** {@link Tensor#sub(Tensor)}. */
    default Tensor subtract(Tensor other) {
        return ((Tensor) this).sub(other);
    }

    /** {@link Tensor#sub(Number)}. */
    default Tensor subtract(Number other) {
        return ((Tensor) this).sub(other);
    }

    /** {@link Tensor#sub(Tensor, Number)}. */
    default Tensor subtract(Tensor other, Number alpha) {
        return ((Tensor) this).sub(other, alpha);
    }

    /** {@link Tensor#div(Tensor, Rounding)}. */
    default Tensor divide(Tensor other, Rounding rounding) {
        return ((Tensor) this).div(other, rounding);
    }

    /** {@link Tensor#clamp(Tensor, Tensor)}. */
    default Tensor clip(Tensor min, Tensor max) {
        return ((Tensor) this).clamp(min, max);
    }

    /** {@link Tensor#div(Number, Rounding)}. */
    default Tensor divide(Number other, Rounding rounding) {
        return ((Tensor) this).div(other, rounding);
    }

    /** {@link Tensor#clamp(Number, Number)}. */
    default Tensor clip(Number min, Number max) {
        return ((Tensor) this).clamp(min, max);
    }

    /** {@link Tensor#outer(Tensor)}. */
    default Tensor ger(Tensor other) {
        return ((Tensor) this).outer(other);
    }

    /** {@link Tensor#dim()}. */
    default int ndimension() {
        return ((Tensor) this).dim();
    }
}
