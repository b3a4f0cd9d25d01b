package dev.cresset;

/** PyTorch's other names of methods that change the tensor. */
sealed interface AliasInPlaceMethods permits Tensor {
    /** {@link Tensor#abs_()}. */
    default Tensor absolute_() {
        return ((Tensor) this).abs_();
    }

    /** {@link Tensor#acos_()}. */
    default Tensor arccos_() {
        return ((Tensor) this).acos_();
    }

    /** {@link Tensor#acosh_()}. */
    default Tensor arccosh_() {
        return ((Tensor) this).acosh_();
    }

    /** {@link Tensor#asin_()}. */
    default Tensor arcsin_() {
        return ((Tensor) this).asin_();
    }

    /** {@link Tensor#asinh_()}. */
    default Tensor arcsinh_() {
        return ((Tensor) this).asinh_();
    }

    /** {@link Tensor#atan_()}. */
    default Tensor arctan_() {
        return ((Tensor) this).atan_();
    }

    /** {@link Tensor#atanh_()}. */
    default Tensor arctanh_() {
        return ((Tensor) this).atanh_();
    }

    /** {@link Tensor#trunc_()}. */
    default Tensor fix_() {
        return ((Tensor) this).trunc_();
    }

    /** {@link Tensor#neg_()}. */
    default Tensor negative_() {
        return ((Tensor) this).neg_();
    }

    /** {@link Tensor#atan2_(Tensor)}. */
    default Tensor arctan2_(Tensor other) {
        return ((Tensor) this).atan2_(other);
    }

    /** {@link Tensor#div_(Tensor)}. */
    default Tensor divide_(Tensor other) {
        return ((Tensor) this).div_(other);
    }

    /** {@link Tensor#div_(Number)}. */
    default Tensor divide_(Number other) {
        return ((Tensor) this).div_(other);
    }

    /** {@link Tensor#gt_(Tensor)}. */
    default Tensor greater_(Tensor other) {
        return ((Tensor) this).gt_(other);
    }

    /** {@link Tensor#gt_(Number)}. */
    default Tensor greater_(Number other) {
        return ((Tensor) this).gt_(other);
    }

    /** {@link Tensor#ge_(Tensor)}. */
    default Tensor greaterEqual_(Tensor other) {
        return ((Tensor) this).ge_(other);
    }

    /** {@link Tensor#ge_(Number)}. */
    default Tensor greaterEqual_(Number other) {
        return ((Tensor) this).ge_(other);
    }

    /** {@link Tensor#lt_(Tensor)}. */
    default Tensor less_(Tensor other) {
        return ((Tensor) this).lt_(other);
    }

    /** {@link Tensor#lt_(Number)}. */
    default Tensor less_(Number other) {
        return ((Tensor) this).lt_(other);
    }

    /** {@link Tensor#le_(Tensor)}. */
    default Tensor lessEqual_(Tensor other) {
        return ((Tensor) this).le_(other);
    }

    /** {@link Tensor#le_(Number)}. */
    default Tensor lessEqual_(Number other) {
        return ((Tensor) this).le_(other);
    }

    /** {@link Tensor#mul_(Tensor)}. */
    default Tensor multiply_(Tensor other) {
        return ((Tensor) this).mul_(other);
    }

    /** {@link Tensor#mul_(Number)}. */
    default Tensor multiply_(Number other) {
        return ((Tensor) this).mul_(other);
    }

    /** {@link Tensor#ne_(Tensor)}. */
    default Tensor notEqual_(Tensor other) {
        return ((Tensor) this).ne_(other);
    }

    /** {@link Tensor#ne_(Number)}. */
    default Tensor notEqual_(Number other) {
        return ((Tensor) this).ne_(other);
    }

    /** {@link Tensor#sub_(Tensor)}. */
    default Tensor subtract_(Tensor other) {
        return ((Tensor) this).sub_(other);
    }

    /** {@link Tensor#sub_(Number)}. */
    default Tensor subtract_(Number other) {
        return ((Tensor) this).sub_(other);
    }

    /** {@link Tensor#sub_(Tensor, Number)}. */
    default Tensor subtract_(Tensor other, Number alpha) {
        return ((Tensor) this).sub_(other, alpha);
    }

    /** {@link Tensor#div_(Tensor, Rounding)}. */
    default Tensor divide_(Tensor other, Rounding rounding) {
        return ((Tensor) this).div_(other, rounding);
    }

    /** {@link Tensor#clamp_(Tensor, Tensor)}. */
    default Tensor clip_(Tensor min, Tensor max) {
        return ((Tensor) this).clamp_(min, max);
    }

    /** {@link Tensor#div_(Number, Rounding)}. */
    default Tensor divide_(Number other, Rounding rounding) {
        return ((Tensor) this).div_(other, rounding);
    }

    /** {@link Tensor#clamp_(Number, Number)}. */
    default Tensor clip_(Number min, Number max) {
        return ((Tensor) this).clamp_(min, max);
    }
}
