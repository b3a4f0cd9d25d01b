package dev.cresset;

import static dev.cresset.Calls.call;

import dev.cresset.op.MoreProducts;
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

    /** {@code this + matrix @ vector}. */
    default Tensor addmv(Tensor matrix, Tensor vector) {
        return call(MoreProducts.ADDMV, this, matrix, vector, 1L, 1L);
    }

    /** {@code beta * this + alpha * matrix @ vector}. */
    default Tensor addmv(Tensor matrix, Tensor vector, Number beta, Number alpha) {
        return call(MoreProducts.ADDMV, this, matrix, vector, beta, alpha);
    }

    /** {@code this + outer(vec1, vec2)}. */
    default Tensor addr(Tensor vec1, Tensor vec2) {
        return call(MoreProducts.ADDR, this, vec1, vec2, 1L, 1L);
    }

    /** {@code beta * this + alpha * outer(vec1, vec2)}. */
    default Tensor addr(Tensor vec1, Tensor vec2, Number beta, Number alpha) {
        return call(MoreProducts.ADDR, this, vec1, vec2, beta, alpha);
    }

    /** {@code this + sum_i batch1[i] @ batch2[i]}. */
    default Tensor addbmm(Tensor batch1, Tensor batch2) {
        return call(MoreProducts.ADDBMM, this, batch1, batch2, 1L, 1L);
    }

    /** {@code beta * this + alpha * sum_i batch1[i] @ batch2[i]}. */
    default Tensor addbmm(Tensor batch1, Tensor batch2, Number beta, Number alpha) {
        return call(MoreProducts.ADDBMM, this, batch1, batch2, beta, alpha);
    }

    /** {@code beta * this + alpha * a @ b} for batches. */
    default Tensor baddbmm(Tensor a, Tensor b, Number beta, Number alpha) {
        return call(Products.BADDBMM, this, a, b, beta, alpha);
    }

    /** Product of two vectors. */
    default Tensor vdot(Tensor other) {
        return call(MoreProducts.VDOT, this, other);
    }

    /** Products along the last dimensions of both, for all their other indices. */
    default Tensor inner(Tensor other) {
        return call(MoreProducts.INNER, this, other);
    }

    /** Kronecker product: each element times the whole of other. */
    default Tensor kron(Tensor other) {
        return call(MoreProducts.KRON, this, other);
    }

    /** The vector product along the first dimension of size 3. */
    default Tensor cross(Tensor other) {
        return call(MoreProducts.CROSS, this, other, null);
    }

    /** The vector product along a dimension of size 3. */
    default Tensor cross(Tensor other, long dim) {
        return call(MoreProducts.CROSS, this, other, dim);
    }
}
