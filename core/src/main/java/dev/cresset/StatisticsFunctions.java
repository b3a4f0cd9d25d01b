package dev.cresset;

import dev.cresset.op.Calculus;
import dev.cresset.op.MoreStatistics;
import dev.cresset.op.Sampling;
import dev.cresset.op.Uniques;

import java.util.List;

/**
 * Statistics, places in an order, numeric calculus, and random numbers with parameters in tensors.
 */
abstract sealed class StatisticsFunctions extends CombiningFunctions permits Torch {
    /** Variance with Bessel's correction, and mean, over dimensions, none meaning all. */
    public static VarMean varMean(Tensor input, long... dims) {
        return VarMean.of(MoreStatistics.VAR_MEAN.values(input, dims, 1L, false));
    }

    /** Variance with another correction, and mean, over dimensions. */
    public static VarMean varMean(Tensor input, long[] dims, long correction) {
        return VarMean.of(MoreStatistics.VAR_MEAN.values(input, dims, correction, false));
    }

    /** Standard deviation with Bessel's correction, and mean, over dimensions, none meaning all. */
    public static StdMean stdMean(Tensor input, long... dims) {
        return StdMean.of(MoreStatistics.STD_MEAN.values(input, dims, 1L, false));
    }

    /** Standard deviation with another correction, and mean, over dimensions. */
    public static StdMean stdMean(Tensor input, long[] dims, long correction) {
        return StdMean.of(MoreStatistics.STD_MEAN.values(input, dims, correction, false));
    }

    /** Euclidean distances between the rows of two batches of matrices. */
    public static Tensor cdist(Tensor x1, Tensor x2) {
        return Calls.call(MoreStatistics.CDIST, x1, x2, 2.0, null);
    }

    /** p-norm distances between the rows of two batches of matrices. */
    public static Tensor cdist(Tensor x1, Tensor x2, double p) {
        return Calls.call(MoreStatistics.CDIST, x1, x2, p, null);
    }

    /**
     * The area under a curve by the trapezoidal rule, over points at distance 1 along the last
     * dimension.
     */
    public static Tensor trapezoid(Tensor y) {
        return Calls.call(Calculus.TRAPEZOID, y, 1.0, -1L);
    }

    /**
     * The area under a curve by the trapezoidal rule, over points at distance dx along a dimension.
     */
    public static Tensor trapezoid(Tensor y, double dx, long dim) {
        return Calls.call(Calculus.TRAPEZOID, y, dx, dim);
    }

    /** The area under a curve by the trapezoidal rule, over points x along the last dimension. */
    public static Tensor trapezoid(Tensor y, Tensor x) {
        return Calls.call(Calculus.TRAPEZOID_AT, y, x, -1L);
    }

    /** The area under a curve by the trapezoidal rule, over points x along a dimension. */
    public static Tensor trapezoid(Tensor y, Tensor x, long dim) {
        return Calls.call(Calculus.TRAPEZOID_AT, y, x, dim);
    }

    /**
     * {@code trapezoid} under its older name: the area under a curve, over points at distance 1
     * along the last dimension.
     */
    public static Tensor trapz(Tensor y) {
        return Calls.call(Calculus.TRAPZ, y, 1.0, -1L);
    }

    /**
     * {@code trapezoid} under its older name: the area under a curve, over points at distance dx
     * along a dimension.
     */
    public static Tensor trapz(Tensor y, double dx, long dim) {
        return Calls.call(Calculus.TRAPZ, y, dx, dim);
    }

    /**
     * {@code trapezoid} under its older name: the area under a curve, over points x along the last
     * dimension.
     */
    public static Tensor trapz(Tensor y, Tensor x) {
        return Calls.call(Calculus.TRAPZ_AT, y, x, -1L);
    }

    /**
     * {@code trapezoid} under its older name: the area under a curve, over points x along a
     * dimension.
     */
    public static Tensor trapz(Tensor y, Tensor x, long dim) {
        return Calls.call(Calculus.TRAPZ_AT, y, x, dim);
    }

    /**
     * Running areas under a curve by the trapezoidal rule, over points at distance 1 along the last
     * dimension.
     */
    public static Tensor cumulativeTrapezoid(Tensor y) {
        return Calls.call(Calculus.CUMULATIVE_TRAPEZOID, y, 1.0, -1L);
    }

    /**
     * Running areas under a curve by the trapezoidal rule, over points at distance dx along a
     * dimension.
     */
    public static Tensor cumulativeTrapezoid(Tensor y, double dx, long dim) {
        return Calls.call(Calculus.CUMULATIVE_TRAPEZOID, y, dx, dim);
    }

    /**
     * Running areas under a curve by the trapezoidal rule, over points x along the last dimension.
     */
    public static Tensor cumulativeTrapezoid(Tensor y, Tensor x) {
        return Calls.call(Calculus.CUMULATIVE_TRAPEZOID_AT, y, x, -1L);
    }

    /** Running areas under a curve by the trapezoidal rule, over points x along a dimension. */
    public static Tensor cumulativeTrapezoid(Tensor y, Tensor x, long dim) {
        return Calls.call(Calculus.CUMULATIVE_TRAPEZOID_AT, y, x, dim);
    }

    /** Slopes by central differences along all dimensions, over points at distance 1. */
    public static List<Tensor> gradient(Tensor input) {
        return Calls.list(Calculus.GRADIENT, input, null, null, 1L);
    }

    /**
     * Slopes by central differences along dimensions, none meaning all, over points at equal
     * distances.
     */
    public static List<Tensor> gradient(Tensor input, double spacing, long... dims) {
        return Calls.list(
                Calculus.GRADIENT, input, List.of(spacing), dims.length == 0 ? null : dims, 1L);
    }

    /**
     * Slopes by central differences along dimensions, none meaning all, over points with
     * coordinates per dimension.
     */
    public static List<Tensor> gradient(Tensor input, List<Tensor> coordinates, long... dims) {
        return Calls.list(
                Calculus.GRADIENT, input, coordinates, dims.length == 0 ? null : dims, 1L);
    }

    /** Where values belong in sorted rows, before equal elements. */
    public static Tensor searchsorted(Tensor sorted, Tensor values) {
        return Calls.call(Uniques.SEARCHSORTED, sorted, values, false, false, null, null);
    }

    /** Where values belong in sorted rows. */
    public static Tensor searchsorted(Tensor sorted, Tensor values, Boundary side) {
        return Calls.call(
                Uniques.SEARCHSORTED, sorted, values, false, side == Boundary.RIGHT, null, null);
    }

    /** Where values belong in rows that {@code sorter} sorts. */
    public static Tensor searchsorted(
            Tensor sequence, Tensor values, Boundary side, Tensor sorter) {
        return Calls.call(
                Uniques.SEARCHSORTED,
                sequence,
                values,
                false,
                side == Boundary.RIGHT,
                null,
                sorter);
    }

    /** Where a number belongs in a sorted vector, before equal elements. */
    public static Tensor searchsorted(Tensor sorted, Number value) {
        return Calls.call(Uniques.SEARCHSORTED, sorted, value, false, false, null, null);
    }

    /** Where values belong in sorted boundaries, before equal ones. */
    public static Tensor bucketize(Tensor values, Tensor boundaries) {
        return Calls.call(Uniques.BUCKETIZE, values, boundaries, false, false);
    }

    /** Where values belong in sorted boundaries. */
    public static Tensor bucketize(Tensor values, Tensor boundaries, Boundary side) {
        return Calls.call(Uniques.BUCKETIZE, values, boundaries, false, side == Boundary.RIGHT);
    }

    /** Whether each element is among the test elements. */
    public static Tensor isin(Tensor elements, Tensor testElements) {
        return Calls.call(Uniques.ISIN, elements, testElements, false, false);
    }

    /** Whether each element equals a number. */
    public static Tensor isin(Tensor elements, Number testElement) {
        return Calls.call(Uniques.ISIN, elements, testElement, false, false);
    }

    /** Normal random numbers with a mean and a standard deviation for each element. */
    public static Tensor normal(Tensor mean, Tensor std) {
        return Calls.call(Sampling.NORMAL_BOTH, mean, std, null);
    }

    /** Normal random numbers with a mean for each element. */
    public static Tensor normal(Tensor mean, double std) {
        return Calls.call(Sampling.NORMAL_MEANS, mean, std, null);
    }

    /** Normal random numbers with a standard deviation for each element. */
    public static Tensor normal(double mean, Tensor std) {
        return Calls.call(Sampling.NORMAL_DEVIATIONS, mean, std, null);
    }

    /** Normal random numbers with the same mean and standard deviation everywhere. */
    public static Tensor normal(double mean, double std, long... sizes) {
        return Torch.empty(sizes).normal_(mean, std);
    }

    /** Poisson random numbers with the rates that a tensor holds. */
    public static Tensor poisson(Tensor rates) {
        return Calls.call(Sampling.POISSON, rates, null);
    }

    /** Numbers of successes in {@code count} trials of probability {@code prob}. */
    public static Tensor binomial(Tensor count, Tensor prob) {
        return Calls.call(Sampling.BINOMIAL, count, prob, null);
    }
}
