package dev.cresset;

import static dev.cresset.Calls.inPlace;

import dev.cresset.op.Activations;
import dev.cresset.op.Aggregates;
import dev.cresset.op.Arithmetic;
import dev.cresset.op.Copying;
import dev.cresset.op.Elementary;
import dev.cresset.op.Masks;
import dev.cresset.op.Moves;
import dev.cresset.op.Powers;
import dev.cresset.op.Products;
import dev.cresset.op.RandomOps;
import dev.cresset.op.Shapes;
import dev.cresset.random.Generator;

/**
 * Methods that change this tensor and return it; the twins of the methods without the trailing
 * underscore. A leaf that requires gradients refuses them outside of {@code noGrad}.
 */
sealed interface InPlaceMethods permits Tensor {
    /** {@code this += other}. */
    default Tensor add_(Tensor other) {
        return inPlace(Arithmetic.PLUS, this, other);
    }

    /** {@code this += other}. */
    default Tensor add_(Number other) {
        return inPlace(Arithmetic.PLUS, this, other);
    }

    /** {@code this += alpha * other}. */
    default Tensor add_(Tensor other, Number alpha) {
        return inPlace(Arithmetic.ADD, this, other, alpha);
    }

    /** {@code this -= other}. */
    default Tensor sub_(Tensor other) {
        return inPlace(Arithmetic.MINUS, this, other);
    }

    /** {@code this -= other}. */
    default Tensor sub_(Number other) {
        return inPlace(Arithmetic.MINUS, this, other);
    }

    /** {@code this -= alpha * other}. */
    default Tensor sub_(Tensor other, Number alpha) {
        return inPlace(Arithmetic.SUB, this, other, alpha);
    }

    /** {@code this *= other}. */
    default Tensor mul_(Tensor other) {
        return inPlace(Arithmetic.MUL, this, other);
    }

    /** {@code this *= other}. */
    default Tensor mul_(Number other) {
        return inPlace(Arithmetic.MUL, this, other);
    }

    /** {@code this /= other}. */
    default Tensor div_(Tensor other) {
        return inPlace(Arithmetic.DIV, this, other);
    }

    /** {@code this /= other}. */
    default Tensor div_(Number other) {
        return inPlace(Arithmetic.DIV, this, other);
    }

    /** {@code this **= exponent}. */
    default Tensor pow_(Number exponent) {
        return inPlace(Powers.of(this, exponent), this, exponent);
    }

    /** {@code this = -this}. */
    default Tensor neg_() {
        return inPlace(Arithmetic.NEG, this);
    }

    /** {@code this = |this|}. */
    default Tensor abs_() {
        return inPlace(Arithmetic.ABS, this);
    }

    /** Into [min, max]. */
    default Tensor clamp_(Number min, Number max) {
        return inPlace(Arithmetic.CLAMP_OPTIONAL, this, min, max);
    }

    /** {@code this += weight * (end - this)}. */
    default Tensor lerp_(Tensor end, Number weight) {
        return inPlace(Arithmetic.LERP, this, end, weight);
    }

    /** {@code this += value * a * b}. */
    default Tensor addcmul_(Tensor a, Tensor b, Number value) {
        return inPlace(Arithmetic.ADDCMUL, this, a, b, value);
    }

    /** {@code this += value * a / b}. */
    default Tensor addcdiv_(Tensor a, Tensor b, Number value) {
        return inPlace(Arithmetic.ADDCDIV, this, a, b, value);
    }

    /** Exponential. */
    default Tensor exp_() {
        return inPlace(Elementary.EXP, this);
    }

    /** Natural logarithm. */
    default Tensor log_() {
        return inPlace(Elementary.LOG, this);
    }

    /** Square root. */
    default Tensor sqrt_() {
        return inPlace(Elementary.SQRT, this);
    }

    /** {@code 1 / sqrt(this)}. */
    default Tensor rsqrt_() {
        return inPlace(Elementary.RSQRT, this);
    }

    /** Sine. */
    default Tensor sin_() {
        return inPlace(Elementary.SIN, this);
    }

    /** Cosine. */
    default Tensor cos_() {
        return inPlace(Elementary.COS, this);
    }

    /** Hyperbolic tangent. */
    default Tensor tanh_() {
        return inPlace(Elementary.TANH, this);
    }

    /** Logistic function. */
    default Tensor sigmoid_() {
        return inPlace(Elementary.SIGMOID, this);
    }

    /** {@code max(this, 0)}. */
    default Tensor relu_() {
        return inPlace(Activations.RELU, this);
    }

    /** Largest integral value not above. */
    default Tensor floor_() {
        return inPlace(Elementary.FLOOR, this);
    }

    /** Smallest integral value not below. */
    default Tensor ceil_() {
        return inPlace(Elementary.CEIL, this);
    }

    /** Nearest integral value, ties to even. */
    default Tensor round_() {
        return inPlace(Elementary.ROUND, this, 0L);
    }

    /** Without the fraction. */
    default Tensor trunc_() {
        return inPlace(Elementary.TRUNC, this);
    }

    /** One number everywhere. */
    default Tensor fill_(Number value) {
        return inPlace(Copying.FILL, this, value);
    }

    /** Sets every element to a 0-d tensor's, converted. */
    default Tensor fill_(Tensor value) {
        return inPlace(Copying.FILL, this, value);
    }

    /** Zero everywhere. */
    default Tensor zero_() {
        return inPlace(Copying.ZERO, this);
    }

    /** The content of another tensor, broadcast and converted. */
    default Tensor copy_(Tensor source) {
        return inPlace(Copying.COPY_FROM, this, source);
    }

    /** A number where the mask holds. */
    default Tensor maskedFill_(Tensor mask, Number value) {
        return inPlace(Masks.MASKED_FILL, this, mask, value);
    }

    /** Elements of src written along a dimension at indices. */
    default Tensor scatter_(long dim, Tensor index, Tensor src) {
        return inPlace(Moves.SCATTER, this, dim, index, src);
    }

    /** A number written along a dimension at indices. */
    default Tensor scatter_(long dim, Tensor index, Number value) {
        return inPlace(Moves.SCATTER_VALUE, this, dim, index, value);
    }

    /** Elements of src added along a dimension at indices. */
    default Tensor scatterAdd_(long dim, Tensor index, Tensor src) {
        return inPlace(Moves.SCATTER_ADD, this, dim, index, src);
    }

    /** Slices of source added at indices of a dimension. */
    default Tensor indexAdd_(long dim, Tensor index, Tensor source) {
        return inPlace(Moves.INDEX_ADD, this, dim, index, source, 1L);
    }

    /** Slices of a dimension replaced. */
    default Tensor indexCopy_(long dim, Tensor index, Tensor source) {
        return inPlace(Moves.INDEX_COPY, this, dim, index, source);
    }

    /** {@code this = beta * this + alpha * a @ b}. */
    default Tensor addmm_(Tensor a, Tensor b, Number beta, Number alpha) {
        return inPlace(Products.ADDMM, this, a, b, beta, alpha);
    }

    /** Running sum along a dimension. */
    default Tensor cumsum_(long dim) {
        return inPlace(Aggregates.CUMSUM, this, dim, null);
    }

    /** A dimension of size 1 inserted. */
    default Tensor unsqueeze_(long dim) {
        return inPlace(Shapes.UNSQUEEZE, this, dim);
    }

    /** Dimensions dropped where they have size 1. */
    default Tensor squeeze_(long... dims) {
        return inPlace(Shapes.SQUEEZE, this, dims.length == 0 ? null : dims);
    }

    /** Rows and columns exchanged. */
    default Tensor t_() {
        return inPlace(Shapes.T, this);
    }

    /** Two dimensions exchanged. */
    default Tensor transpose_(long dim0, long dim1) {
        return inPlace(Shapes.TRANSPOSE, this, dim0, dim1);
    }

    /** Uniform random numbers in [from, to). */
    default Tensor uniform_(double from, double to) {
        return inPlace(RandomOps.UNIFORM, this, from, to, null);
    }

    /** Uniform random numbers in [from, to) from a generator. */
    default Tensor uniform_(double from, double to, Generator generator) {
        return inPlace(RandomOps.UNIFORM, this, from, to, generator);
    }

    /** Normal random numbers. */
    default Tensor normal_(double mean, double std) {
        return inPlace(RandomOps.NORMAL, this, mean, std, null);
    }

    /** Normal random numbers from a generator. */
    default Tensor normal_(double mean, double std, Generator generator) {
        return inPlace(RandomOps.NORMAL, this, mean, std, generator);
    }

    /** Ones with probability p, else zeros. */
    default Tensor bernoulli_(double p) {
        return inPlace(RandomOps.BERNOULLI_P, this, p, null);
    }

    /** Ones with probability p. */
    default Tensor bernoulli_(double p, Generator generator) {
        return inPlace(RandomOps.BERNOULLI_P, this, p, generator);
    }

    /** Exponential random numbers. */
    default Tensor exponential_(double lambda) {
        return inPlace(RandomOps.EXPONENTIAL, this, lambda, null);
    }

    /** Exponential random numbers. */
    default Tensor exponential_(double lambda, Generator generator) {
        return inPlace(RandomOps.EXPONENTIAL, this, lambda, generator);
    }

    /** Random integers in [from, to). */
    default Tensor random_(long from, long to) {
        return inPlace(RandomOps.RANDOM_RANGE, this, from, to, null);
    }

    /** Random integers in [from, to). */
    default Tensor random_(long from, long to, Generator generator) {
        return inPlace(RandomOps.RANDOM_RANGE, this, from, to, generator);
    }

    /** Random integers over the range of the dtype. */
    default Tensor random_() {
        return inPlace(RandomOps.RANDOM_FULL, this, (Object) null);
    }
}
