package dev.cresset;

import static dev.cresset.Calls.call;

import dev.cresset.op.Products;

/** Products of vectors and matrices. */
sealed interface ProductMethods permits Tensor {
    /** The general product; batches broadcast. */
    default Tensor matmul(Tensor other) {
        return call(Products.MATMUL, this, other);
    }

    /** Product of two matrices. */
    default Tensor mm(Tensor other) {
        return call(Products.MM, this, other);
    }

    /** Products of two batches of matrices. */
    default Tensor bmm(Tensor other) {
        return call(Products.BMM, this, other);
    }

    /** Product of this matrix and a vector. */
    default Tensor mv(Tensor vector) {
        return call(Products.MV, this, vector);
    }

    /** Product of two vectors. */
    default Tensor dot(Tensor other) {
        return call(Products.DOT, this, other);
    }

    /** All products of elements of two vectors. */
    default Tensor outer(Tensor other) {
        return call(Products.OUTER, this, other);
    }

    /** {@code this + a @ b}. */
    default Tensor addmm(Tensor a, Tensor b) {
        return call(Products.ADDMM, this, a, b, 1L, 1L);
    }

    /** {@code beta * this + alpha * a @ b}. */
    default Tensor addmm(Tensor a, Tensor b, Number beta, Number alpha) {
        return call(Products.ADDMM, this, a, b, beta, alpha);
    }

    /** {@code this + a @ b} for batches. */
    default Tensor baddbmm(Tensor a, Tensor b) {
        return call(Products.BADDBMM, this, a, b, 1L, 1L);
    }
}
