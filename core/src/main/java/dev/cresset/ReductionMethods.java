package dev.cresset;

import static dev.cresset.Calls.call;
import static dev.cresset.Calls.pair;

import dev.cresset.op.Aggregates;
import dev.cresset.op.Orders;
import dev.cresset.op.Softmaxes;
import dev.cresset.op.Statistics;
import dev.cresset.spi.DType;

/** Methods that combine or order the elements of dimensions. Negative dimensions count back. */
sealed interface ReductionMethods permits Tensor {
    /** Sum over dimensions, none meaning all. */
    default Tensor sum(long... dims) {
        return call(Aggregates.SUM, this, dims, false, null);
    }

    /** Sum over a dimension that stays. */
    default Tensor sum(long dim, KeepDim keep) {
        return call(Aggregates.SUM, this, new long[] {dim}, true, null);
    }

    /** Sum over dimensions that stay. */
    default Tensor sum(long[] dims, KeepDim keep) {
        return call(Aggregates.SUM, this, dims, true, null);
    }

    /** Mean over dimensions, none meaning all. */
    default Tensor mean(long... dims) {
        return call(Aggregates.MEAN, this, dims, false, null);
    }

    /** Mean over a dimension that stays. */
    default Tensor mean(long dim, KeepDim keep) {
        return call(Aggregates.MEAN, this, new long[] {dim}, true, null);
    }

    /** Mean over dimensions that stay. */
    default Tensor mean(long[] dims, KeepDim keep) {
        return call(Aggregates.MEAN, this, dims, true, null);
    }

    /** Product of all elements. */
    default Tensor prod() {
        return call(Aggregates.PROD, this, null, false, null);
    }

    /** Product over a dimension. */
    default Tensor prod(long dim) {
        return call(Aggregates.PROD, this, new long[] {dim}, false, null);
    }

    /** Product over a dimension that stays. */
    default Tensor prod(long dim, KeepDim keep) {
        return call(Aggregates.PROD, this, new long[] {dim}, true, null);
    }

    /** Largest element of all. */
    default Tensor max() {
        return call(Statistics.MAX, this);
    }

    /** Largest element along a dimension, with its index. */
    default ValuesIndices max(long dim) {
        return pair(Aggregates.MAX_DIM, this, dim, false);
    }

    /** Largest element along a dimension that stays, with its index. */
    default ValuesIndices max(long dim, KeepDim keep) {
        return pair(Aggregates.MAX_DIM, this, dim, true);
    }

    /** Smallest element of all. */
    default Tensor min() {
        return call(Statistics.MIN, this);
    }

    /** Smallest element along a dimension, with its index. */
    default ValuesIndices min(long dim) {
        return pair(Aggregates.MIN_DIM, this, dim, false);
    }

    /** Smallest element along a dimension that stays, with its index. */
    default ValuesIndices min(long dim, KeepDim keep) {
        return pair(Aggregates.MIN_DIM, this, dim, true);
    }

    /** Largest element over dimensions; ties share the gradient. */
    default Tensor amax(long... dims) {
        return call(Aggregates.AMAX, this, dims, false, null);
    }

    /** Smallest element over dimensions; ties share the gradient. */
    default Tensor amin(long... dims) {
        return call(Aggregates.AMIN, this, dims, false, null);
    }

    /** Position of the largest element in row-major order. */
    default Tensor argmax() {
        return call(Aggregates.ARGMAX, this, null, false);
    }

    /** Position of the largest element along a dimension. */
    default Tensor argmax(long dim) {
        return call(Aggregates.ARGMAX, this, dim, false);
    }

    /** Position of the largest element along a dimension that stays. */
    default Tensor argmax(long dim, KeepDim keep) {
        return call(Aggregates.ARGMAX, this, dim, true);
    }

    /** Position of the smallest element in row-major order. */
    default Tensor argmin() {
        return call(Aggregates.ARGMIN, this, null, false);
    }

    /** Position of the smallest element along a dimension. */
    default Tensor argmin(long dim) {
        return call(Aggregates.ARGMIN, this, dim, false);
    }

    /** True if no element is zero. */
    default Tensor all(long... dims) {
        return call(Aggregates.ALL, this, dims, false, null);
    }

    /** True if some element is not zero. */
    default Tensor any(long... dims) {
        return call(Aggregates.ANY, this, dims, false, null);
    }

    /** Number of elements that are not zero. */
    default Tensor countNonzero(long... dims) {
        return call(Aggregates.COUNT_NONZERO, this, dims, false, null);
    }

    /** Euclidean norm of all elements. */
    default Tensor norm() {
        return call(Statistics.NORM, this, 2.0, null, false, null);
    }

    /** p-norm over dimensions, none meaning all. */
    default Tensor norm(double p, long... dims) {
        return call(Statistics.NORM, this, p, dims, false, null);
    }

    /** Variance with Bessel's correction over dimensions, none meaning all. */
    default Tensor var(long... dims) {
        return call(Statistics.VAR, this, dims, 1L, false);
    }

    /** Variance over a dimension with another correction, e.g. 0. */
    default Tensor var(long[] dims, long correction) {
        return call(Statistics.VAR, this, dims, correction, false);
    }

    /** Standard deviation with Bessel's correction over dimensions, none meaning all. */
    default Tensor std(long... dims) {
        return call(Statistics.STD, this, dims, 1L, false);
    }

    /** Standard deviation over dimensions with another correction, e.g. 0. */
    default Tensor std(long[] dims, long correction) {
        return call(Statistics.STD, this, dims, correction, false);
    }

    /** The lower median of all elements. */
    default Tensor median() {
        return call(Orders.MEDIAN, this);
    }

    /** The lower median along a dimension, with its index. */
    default ValuesIndices median(long dim) {
        return pair(Orders.MEDIAN_DIM, this, dim, false);
    }

    /** {@code log sum exp} over dimensions. */
    default Tensor logsumexp(long... dims) {
        return call(Statistics.LOGSUMEXP, this, dims, false);
    }

    /** Running sum along a dimension. */
    default Tensor cumsum(long dim) {
        return call(Aggregates.CUMSUM, this, dim, null);
    }

    /** Softmax along a dimension. */
    default Tensor softmax(long dim) {
        return call(Softmaxes.SOFTMAX, this, dim, null);
    }

    /** Logarithm of softmax along a dimension. */
    default Tensor logSoftmax(long dim) {
        return call(Softmaxes.LOG_SOFTMAX, this, dim, null);
    }

    /** Sorted ascending along the last dimension. */
    default ValuesIndices sort() {
        return pair(Orders.SORT_DIM, this, -1L, false, true);
    }

    /** Sorted ascending along a dimension; always stable. */
    default ValuesIndices sort(long dim) {
        return pair(Orders.SORT_DIM, this, dim, false, true);
    }

    /** Sorted along a dimension; always stable. */
    default ValuesIndices sort(long dim, Order order) {
        return pair(Orders.SORT_DIM, this, dim, order == Order.DESCENDING, true);
    }

    /** Indices that sort the last dimension ascending. */
    default Tensor argsort() {
        return call(Orders.ARGSORT, this, -1L, false, true);
    }

    /** Indices that sort a dimension ascending; always stable. */
    default Tensor argsort(long dim) {
        return call(Orders.ARGSORT, this, dim, false, true);
    }

    /** Indices that sort a dimension; always stable. */
    default Tensor argsort(long dim, Order order) {
        return call(Orders.ARGSORT, this, dim, order == Order.DESCENDING, true);
    }

    /** The k largest along the last dimension, in order. */
    default ValuesIndices topk(long k) {
        return pair(Orders.TOPK, this, k, -1L, true, true);
    }

    /** The k largest along a dimension, in order. */
    default ValuesIndices topk(long k, long dim) {
        return pair(Orders.TOPK, this, k, dim, true, true);
    }

    /** The first k in an order along a dimension. */
    default ValuesIndices topk(long k, long dim, Order order) {
        return pair(Orders.TOPK, this, k, dim, order == Order.DESCENDING, true);
    }

    /** The k-th smallest along the last dimension, counted from 1. */
    default ValuesIndices kthvalue(long k) {
        return pair(Orders.KTHVALUE, this, k, -1L, false);
    }

    /** The k-th smallest along a dimension, counted from 1. */
    default ValuesIndices kthvalue(long k, long dim) {
        return pair(Orders.KTHVALUE, this, k, dim, false);
    }

    /** Largest element over a dimension that stays. */
    default Tensor amax(long dim, KeepDim keep) {
        return call(Aggregates.AMAX, this, new long[] {dim}, true, null);
    }

    /** Smallest element over a dimension that stays. */
    default Tensor amin(long dim, KeepDim keep) {
        return call(Aggregates.AMIN, this, new long[] {dim}, true, null);
    }

    /** True if no element is zero, over a dimension that stays. */
    default Tensor all(long dim, KeepDim keep) {
        return call(Aggregates.ALL, this, new long[] {dim}, true, null);
    }

    /** True if some element is not zero, over a dimension that stays. */
    default Tensor any(long dim, KeepDim keep) {
        return call(Aggregates.ANY, this, new long[] {dim}, true, null);
    }

    /** Position of the smallest element along a dimension that stays. */
    default Tensor argmin(long dim, KeepDim keep) {
        return call(Aggregates.ARGMIN, this, dim, true);
    }

    /** p-norm over a dimension that stays. */
    default Tensor norm(double p, long dim, KeepDim keep) {
        return call(Statistics.NORM, this, p, new long[] {dim}, true, null);
    }

    /** Variance with Bessel's correction over a dimension that stays. */
    default Tensor var(long dim, KeepDim keep) {
        return call(Statistics.VAR, this, new long[] {dim}, 1L, true);
    }

    /** Standard deviation with Bessel's correction over a dimension that stays. */
    default Tensor std(long dim, KeepDim keep) {
        return call(Statistics.STD, this, new long[] {dim}, 1L, true);
    }

    /** {@code log sum exp} over a dimension that stays. */
    default Tensor logsumexp(long dim, KeepDim keep) {
        return call(Statistics.LOGSUMEXP, this, new long[] {dim}, true);
    }

    /** Sum over dimensions in another dtype. */
    default Tensor sum(DType dtype, long... dims) {
        return call(Aggregates.SUM, this, dims, false, dtype);
    }

    /** Mean over dimensions in another dtype. */
    default Tensor mean(DType dtype, long... dims) {
        return call(Aggregates.MEAN, this, dims, false, dtype);
    }

    /** Element by element the larger of two. */
    default Tensor max(Tensor other) {
        return call(Statistics.MAX_OF, this, other);
    }

    /** Element by element the smaller of two. */
    default Tensor min(Tensor other) {
        return call(Statistics.MIN_OF, this, other);
    }
}
