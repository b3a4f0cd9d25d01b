package dev.cresset;

import static dev.cresset.Calls.call;
import static dev.cresset.Calls.pair;

import dev.cresset.op.Aggregates;
import dev.cresset.op.Calculus;
import dev.cresset.op.Histograms;
import dev.cresset.op.MoreStatistics;
import dev.cresset.op.Orders;
import dev.cresset.op.Quantiles;
import dev.cresset.op.RandomOps;
import dev.cresset.op.Sampling;
import dev.cresset.op.Scans;
import dev.cresset.op.Uniques;
import dev.cresset.spi.DType;

/** Statistics by rank and by count, running extremes, covariances. */
sealed interface StatisticsMethods permits Tensor {
    /** Running maximum along a dimension with its index, the last one on ties. */
    default ValuesIndices cummax(long dim) {
        return pair(Scans.CUMMAX, this, dim);
    }

    /** Running minimum along a dimension with its index, the last one on ties. */
    default ValuesIndices cummin(long dim) {
        return pair(Scans.CUMMIN, this, dim);
    }

    /** Running product along a dimension. */
    default Tensor cumprod(long dim) {
        return call(Scans.CUMPROD, this, dim, null);
    }

    /** Running product along a dimension in another dtype. */
    default Tensor cumprod(long dim, DType dtype) {
        return call(Scans.CUMPROD, this, dim, dtype);
    }

    /** Running sum along a dimension in another dtype. */
    default Tensor cumsum(long dim, DType dtype) {
        return call(Aggregates.CUMSUM, this, dim, dtype);
    }

    /** Logarithm of the running sum of exponentials along a dimension. */
    default Tensor logcumsumexp(long dim) {
        return call(Scans.LOGCUMSUMEXP, this, dim);
    }

    /** Sum of the elements that are not NaN, over dimensions, none meaning all. */
    default Tensor nansum(long... dims) {
        return call(MoreStatistics.NANSUM, this, dims, false, null);
    }

    /** Sum of the elements that are not NaN, over a dimension that stays. */
    default Tensor nansum(long dim, KeepDim keep) {
        return call(MoreStatistics.NANSUM, this, new long[] {dim}, true, null);
    }

    /** Mean of the elements that are not NaN, over dimensions, none meaning all. */
    default Tensor nanmean(long... dims) {
        return call(MoreStatistics.NANMEAN, this, dims, false, null);
    }

    /** Mean of the elements that are not NaN, over a dimension that stays. */
    default Tensor nanmean(long dim, KeepDim keep) {
        return call(MoreStatistics.NANMEAN, this, new long[] {dim}, true, null);
    }

    /** The lower median of the elements that are not NaN. */
    default Tensor nanmedian() {
        return call(Quantiles.NANMEDIAN, this);
    }

    /** The lower median of the elements that are not NaN along a dimension, with its index. */
    default ValuesIndices nanmedian(long dim) {
        return pair(Quantiles.NANMEDIAN_DIM, this, dim, false);
    }

    /** {@link #nanmedian(long)} with the dimension kept. */
    default ValuesIndices nanmedian(long dim, KeepDim keep) {
        return pair(Quantiles.NANMEDIAN_DIM, this, dim, true);
    }

    /** The lower median along a dimension that stays, with its index. */
    default ValuesIndices median(long dim, KeepDim keep) {
        return pair(Orders.MEDIAN_DIM, this, dim, true);
    }

    /** The k-th smallest along a dimension that stays, counted from 1. */
    default ValuesIndices kthvalue(long k, long dim, KeepDim keep) {
        return pair(Orders.KTHVALUE, this, k, dim, true);
    }

    /**
     * The most frequent element along the last dimension, the smallest of several, with an index of
     * it.
     */
    default ValuesIndices mode() {
        return pair(Quantiles.MODE, this, -1L, false);
    }

    /**
     * The most frequent element along a dimension, the smallest of several, with an index of it.
     */
    default ValuesIndices mode(long dim) {
        return pair(Quantiles.MODE, this, dim, false);
    }

    /** {@link #mode(long)} with the dimension kept. */
    default ValuesIndices mode(long dim, KeepDim keep) {
        return pair(Quantiles.MODE, this, dim, true);
    }

    /** The element at a fraction q of the order of all. */
    default Tensor quantile(double q) {
        return call(Quantiles.QUANTILE_SCALAR, this, q, null, false, "linear");
    }

    /** The element at a fraction q of the order along a dimension. */
    default Tensor quantile(double q, long dim) {
        return call(Quantiles.QUANTILE_SCALAR, this, q, dim, false, "linear");
    }

    /** The element at a fraction q of the order, with options. */
    default Tensor quantile(double q, Quantile options) {
        return call(
                Quantiles.QUANTILE_SCALAR,
                this,
                q,
                options.dimOrNull(),
                options.keepsDim(),
                options.text());
    }

    /** The elements at several fractions of the order of all. */
    default Tensor quantile(Tensor q) {
        return call(Quantiles.QUANTILE, this, q, null, false, "linear");
    }

    /**
     * The elements at several fractions of the order along a dimension; the fractions come first.
     */
    default Tensor quantile(Tensor q, long dim) {
        return call(Quantiles.QUANTILE, this, q, dim, false, "linear");
    }

    /** The elements at several fractions of the order, with options. */
    default Tensor quantile(Tensor q, Quantile options) {
        return call(
                Quantiles.QUANTILE,
                this,
                q,
                options.dimOrNull(),
                options.keepsDim(),
                options.text());
    }

    /** The element that is not NaN at a fraction q of the order of all. */
    default Tensor nanquantile(double q) {
        return call(Quantiles.NANQUANTILE_SCALAR, this, q, null, false, "linear");
    }

    /** The element that is not NaN at a fraction q of the order along a dimension. */
    default Tensor nanquantile(double q, long dim) {
        return call(Quantiles.NANQUANTILE_SCALAR, this, q, dim, false, "linear");
    }

    /** The element that is not NaN at a fraction q of the order, with options. */
    default Tensor nanquantile(double q, Quantile options) {
        return call(
                Quantiles.NANQUANTILE_SCALAR,
                this,
                q,
                options.dimOrNull(),
                options.keepsDim(),
                options.text());
    }

    /** The elements that are not NaN at several fractions of the order of all. */
    default Tensor nanquantile(Tensor q) {
        return call(Quantiles.NANQUANTILE, this, q, null, false, "linear");
    }

    /**
     * The elements that are not NaN at several fractions of the order along a dimension; the
     * fractions come first.
     */
    default Tensor nanquantile(Tensor q, long dim) {
        return call(Quantiles.NANQUANTILE, this, q, dim, false, "linear");
    }

    /** The elements that are not NaN at several fractions of the order, with options. */
    default Tensor nanquantile(Tensor q, Quantile options) {
        return call(
                Quantiles.NANQUANTILE,
                this,
                q,
                options.dimOrNull(),
                options.keepsDim(),
                options.text());
    }

    /** Smallest and largest element. */
    default MinMax aminmax() {
        return MinMax.of(MoreStatistics.AMINMAX.values(this, null, false));
    }

    /** Smallest and largest element along a dimension. */
    default MinMax aminmax(long dim) {
        return MinMax.of(MoreStatistics.AMINMAX.values(this, dim, false));
    }

    /** Smallest and largest element along a dimension that stays. */
    default MinMax aminmax(long dim, KeepDim keep) {
        return MinMax.of(MoreStatistics.AMINMAX.values(this, dim, true));
    }

    /** Slices of a dimension scaled down so that their p-norms do not exceed a limit. */
    default Tensor renorm(double p, long dim, double maxnorm) {
        return call(MoreStatistics.RENORM, this, p, dim, maxnorm);
    }

    /** Euclidean norm of the difference. */
    default Tensor dist(Tensor other) {
        return call(MoreStatistics.DIST, this, other, 2L);
    }

    /** p-norm of the difference. */
    default Tensor dist(Tensor other, double p) {
        return call(MoreStatistics.DIST, this, other, p);
    }

    /** Covariance matrix of variables in rows, observations in columns. */
    default Tensor cov() {
        return call(MoreStatistics.COV, this, 1L, null, null);
    }

    /** Covariance matrix with another correction than 1 and weights. */
    default Tensor cov(Covariance options) {
        return call(
                MoreStatistics.COV,
                this,
                options.correction(),
                options.fweightsOrNull(),
                options.aweightsOrNull());
    }

    /** Correlation coefficients of variables in rows, observations in columns. */
    default Tensor corrcoef() {
        return call(MoreStatistics.CORRCOEF, this);
    }

    /** Differences of neighbours along the last dimension. */
    default Tensor diff() {
        return call(Calculus.DIFF, this, 1L, -1L, null, null);
    }

    /** Differences of neighbours along the last dimension, n times over. */
    default Tensor diff(long n) {
        return call(Calculus.DIFF, this, n, -1L, null, null);
    }

    /** Differences of neighbours along a dimension, n times over. */
    default Tensor diff(long n, long dim) {
        return call(Calculus.DIFF, this, n, dim, null, null);
    }

    /** Differences of neighbours along a dimension, n times over, of this between two tensors. */
    default Tensor diff(long n, long dim, Tensor prepend, Tensor append) {
        return call(Calculus.DIFF, this, n, dim, prepend, append);
    }

    /** Sorted ascending along the first dimension. */
    default Tensor msort() {
        return call(Quantiles.MSORT, this);
    }

    /** The different elements in order. */
    default Tensor unique() {
        return (Tensor) Uniques.UNIQUE.call(this, true, false, false, null);
    }

    /** The different slices of a dimension in order. */
    default Tensor unique(long dim) {
        return (Tensor) Uniques.UNIQUE.call(this, true, false, false, dim);
    }

    /** The different elements in order, and what the options ask for. */
    default UniqueElements unique(UniqueOption... options) {
        var set = UniqueElements.options(options);
        return UniqueElements.of(
                set, Uniques.UNIQUE.call(this, true, set.inverse(), set.counts(), null));
    }

    /** The different slices of a dimension in order, and what the options ask for. */
    default UniqueElements unique(long dim, UniqueOption... options) {
        var set = UniqueElements.options(options);
        return UniqueElements.of(
                set, Uniques.UNIQUE.call(this, true, set.inverse(), set.counts(), dim));
    }

    /** Each run of equal elements once. */
    default Tensor uniqueConsecutive() {
        return (Tensor) Uniques.UNIQUE_CONSECUTIVE.call(this, false, false, null);
    }

    /** Each run of equal slices of a dimension once. */
    default Tensor uniqueConsecutive(long dim) {
        return (Tensor) Uniques.UNIQUE_CONSECUTIVE.call(this, false, false, dim);
    }

    /** Each run of equal elements once, and what the options ask for. */
    default UniqueElements uniqueConsecutive(UniqueOption... options) {
        var set = UniqueElements.options(options);
        return UniqueElements.of(
                set, Uniques.UNIQUE_CONSECUTIVE.call(this, set.inverse(), set.counts(), null));
    }

    /** Each run of equal slices of a dimension once, and what the options ask for. */
    default UniqueElements uniqueConsecutive(long dim, UniqueOption... options) {
        var set = UniqueElements.options(options);
        return UniqueElements.of(
                set, Uniques.UNIQUE_CONSECUTIVE.call(this, set.inverse(), set.counts(), dim));
    }

    /** How often each number from 0 on is there. */
    default Tensor bincount() {
        return call(Uniques.BINCOUNT, this, null, 0L);
    }

    /** How often each number from 0 on is there, for at least {@code minlength} numbers. */
    default Tensor bincount(long minlength) {
        return call(Uniques.BINCOUNT, this, null, minlength);
    }

    /** The sum of the weights of each number from 0 on. */
    default Tensor bincount(Tensor weights) {
        return call(Uniques.BINCOUNT, this, weights, 0L);
    }

    /** The sum of the weights of each number from 0 on, for at least {@code minlength} numbers. */
    default Tensor bincount(Tensor weights, long minlength) {
        return call(Uniques.BINCOUNT, this, weights, minlength);
    }

    /** Numbers of elements in equal bins of the range of the elements. */
    default Tensor histc(long bins) {
        return call(Uniques.HISTC, this, bins, 0L, 0L);
    }

    /** Numbers of elements in equal bins of [min, max]. */
    default Tensor histc(long bins, double min, double max) {
        return call(Uniques.HISTC, this, bins, min, max);
    }

    /** A histogram of equal bins over the range of the elements. */
    default Histogram histogram(long bins) {
        return Histogram.of(Histograms.HISTOGRAM.values(this, bins, null, null, false));
    }

    /** A histogram of equal bins over [min, max]. */
    default Histogram histogram(long bins, double min, double max) {
        var range = new double[] {min, max};
        return Histogram.of(Histograms.HISTOGRAM.values(this, bins, range, null, false));
    }

    /** A histogram over given edges. */
    default Histogram histogram(Tensor bins) {
        return Histogram.of(Histograms.HISTOGRAM_EDGES.values(this, bins, null, false));
    }

    /** Indices drawn without replacement, with the probabilities that each row holds. */
    default Tensor multinomial(long samples) {
        return call(Sampling.MULTINOMIAL, this, samples, false, null);
    }

    /** Indices drawn with the probabilities that each row holds. */
    default Tensor multinomial(long samples, Replacement replacement) {
        return call(Sampling.MULTINOMIAL, this, samples, replacement == Replacement.WITH, null);
    }

    /** Ones with the probabilities that this holds, else zeros. */
    default Tensor bernoulli() {
        return call(RandomOps.BERNOULLI, this, (Object) null);
    }
}
