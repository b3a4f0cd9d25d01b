package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.NORMALIZE;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.spi.DType;

import java.util.List;

/** Reductions made of other ops. */
public final class Statistics {
    /** Largest element of all; ties share the gradient. */
    public static final Composite MAX =
            new Composite(
                    "max(Tensor self) -> Tensor",
                    a -> Statistics.MAX_ALL.call(nonEmpty("max", a.value(0)), null, false, null));

    /** Smallest element of all; ties share the gradient. */
    public static final Composite MIN =
            new Composite(
                    "min(Tensor self) -> Tensor",
                    a -> Statistics.MIN_ALL.call(nonEmpty("min", a.value(0)), null, false, null));

    private static final Reduce MAX_ALL = Aggregates.AMAX;
    private static final Reduce MIN_ALL = Aggregates.AMIN;

    /** Largest of two tensors element by element. */
    public static final Composite MAX_OF =
            new Composite(
                    "max(Tensor self, Tensor other) -> Tensor",
                    a -> Arithmetic.MAXIMUM.call(a.value(0), a.value(1)));

    /** Smallest of two tensors element by element. */
    public static final Composite MIN_OF =
            new Composite(
                    "min(Tensor self, Tensor other) -> Tensor",
                    a -> Arithmetic.MINIMUM.call(a.value(0), a.value(1)));

    /** Mean squared distance from the mean, with {@code n - correction} in the denominator. */
    public static final Primitive VAR =
            Primitive.of(
                            NORMALIZE,
                            "var(Tensor self, int[]? dim=None, *, Scalar? correction=1, bool"
                                    + " keepdim=False) -> Tensor",
                            a ->
                                    variance(
                                                    ValueOps.detach(a.value(0)),
                                                    a.longs(1),
                                                    correction(a, 2),
                                                    a.flag(3))
                                            .array())
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b ->
                                    varianceGradient(
                                            b,
                                            b.grad(),
                                            b.args().longs(1),
                                            correction(b.args(), 2),
                                            b.args().flag(3)),
                            0);

    /** {@link #VAR} in the older form with a flag. */
    public static final Primitive VAR_UNBIASED =
            Primitive.of(
                            NORMALIZE,
                            "var(Tensor self, int[]? dim, bool unbiased=True, bool keepdim=False) ->"
                                    + " Tensor",
                            a ->
                                    variance(
                                                    ValueOps.detach(a.value(0)),
                                                    a.longs(1),
                                                    a.flag(2) ? 1 : 0,
                                                    a.flag(3))
                                            .array())
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b ->
                                    varianceGradient(
                                            b,
                                            b.grad(),
                                            b.args().longs(1),
                                            b.args().flag(2) ? 1 : 0,
                                            b.args().flag(3)),
                            0);

    /** {@link #VAR} over everything in the older form with a flag. */
    public static final Primitive VAR_ALL =
            Primitive.of(
                            NORMALIZE,
                            "var(Tensor self, bool unbiased) -> Tensor",
                            a ->
                                    variance(
                                                    ValueOps.detach(a.value(0)),
                                                    null,
                                                    a.flag(1) ? 1 : 0,
                                                    false)
                                            .array())
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b ->
                                    varianceGradient(
                                            b, b.grad(), null, b.args().flag(1) ? 1 : 0, false),
                            0);

    /** Square root of {@link #VAR}. */
    public static final Primitive STD =
            Primitive.of(
                            NORMALIZE,
                            "std(Tensor self, int[]? dim=None, *, Scalar? correction=1, bool"
                                    + " keepdim=False) -> Tensor",
                            a ->
                                    deviation(
                                                    ValueOps.detach(a.value(0)),
                                                    a.longs(1),
                                                    correction(a, 2),
                                                    a.flag(3))
                                            .array())
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b ->
                                    deviationGradient(
                                            b,
                                            b.args().longs(1),
                                            correction(b.args(), 2),
                                            b.args().flag(3)),
                            0)
                    .savingResult();

    /** {@link #STD} in the older form with a flag. */
    public static final Primitive STD_UNBIASED =
            Primitive.of(
                            NORMALIZE,
                            "std(Tensor self, int[]? dim, bool unbiased=True, bool keepdim=False) ->"
                                    + " Tensor",
                            a ->
                                    deviation(
                                                    ValueOps.detach(a.value(0)),
                                                    a.longs(1),
                                                    a.flag(2) ? 1 : 0,
                                                    a.flag(3))
                                            .array())
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b ->
                                    deviationGradient(
                                            b,
                                            b.args().longs(1),
                                            b.args().flag(2) ? 1 : 0,
                                            b.args().flag(3)),
                            0)
                    .savingResult();

    /** {@link #STD} over everything in the older form with a flag. */
    public static final Primitive STD_ALL =
            Primitive.of(
                            NORMALIZE,
                            "std(Tensor self, bool unbiased) -> Tensor",
                            a ->
                                    deviation(
                                                    ValueOps.detach(a.value(0)),
                                                    null,
                                                    a.flag(1) ? 1 : 0,
                                                    false)
                                            .array())
                    .anyNumbers()
                    .anywhere()
                    .gradient(b -> deviationGradient(b, null, b.args().flag(1) ? 1 : 0, false), 0)
                    .savingResult();

    /**
     * {@code (sum |x|^p)^(1/p)}; infinite p gives the extremes, 0 counts; "nuc" sums the singular
     * values of a matrix.
     */
    public static final Composite NORM =
            new Composite(
                    "norm(Tensor self, Any? p=2, int[]? dim=None, bool keepdim=False,"
                            + " ScalarType? dtype=None) -> Tensor",
                    a -> norm(a));

    /** {@code log sum exp x}, safe for large x. */
    public static final Composite LOGSUMEXP =
            new Composite(
                    "logsumexp(Tensor self, int[] dim, bool keepdim=False) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        if (!x.dtype().isDifferentiable()) {
                            x = ValueOps.to(x, Promotion.defaultDType());
                        }
                        var dims = a.longs(1);
                        if (x.layout().numel() == 0) {
                            return Elementary.LOG.call(
                                    ValueOps.sum(ValueOps.exp(x), a.flag(2), dims));
                        }
                        var known = ValueOps.detach(x);
                        var real = x.dtype().isComplex() ? ValueOps.re(known) : known;
                        var peak = Aggregates.AMAX.value(real, dims, true, null);
                        var finite = ValueOps.where(Comparisons.ISFINITE.value(peak), peak, 0L);
                        var total = ValueOps.sum(ValueOps.exp(sub(x, finite)), a.flag(2), dims);
                        var shift =
                                a.flag(2)
                                        ? finite
                                        : ValueOps.reshape(finite, total.layout().sizes());
                        return ValueOps.add(Elementary.LOG.value(total), shift);
                    });

    private Statistics() {}

    private static Value nonEmpty(String op, Value x) {
        Check.that(
                x.layout().numel() > 0,
                "%s(): Expected reduction dim to be specified for input.numel() == 0. Specify the"
                        + " reduction dim with the 'dim' argument.",
                op);
        return x;
    }

    private static double correction(Args a, int i) {
        return a.none(i) ? 1 : a.number(i);
    }

    private static Value variance(Value x, long[] dims, double correction, boolean keepdim) {
        if (x.dtype().isComplex()) {
            return ValueOps.add(
                    variance(ValueOps.re(x), dims, correction, keepdim),
                    variance(ValueOps.im(x), dims, correction, keepdim));
        }
        Check.that(
                x.dtype().isFloatingPoint(),
                "std and var only support floating point and complex dtypes, got %s",
                x.dtype());
        var all = dims == null ? new long[0] : dims;
        var chosen = Check.dims("var", all, x.layout().dim());
        double count = 1;
        for (int d = 0; d < chosen.length; d++) {
            count *= chosen[d] ? x.layout().size(d) : 1;
        }
        var type = x.dtype();
        var wide = type.isReduced() ? ValueOps.to(x, DType.FLOAT32) : x;
        var distance = sub(wide, Aggregates.MEAN.value(wide, all, true, null));
        var sum = ValueOps.sum(mul(distance, distance), keepdim, all);
        return ValueOps.to(div(sum, Math.max(0, count - correction)), type);
    }

    /** {@code 2 / (count - correction) (x - mean) g}. */
    private static Object[] varianceGradient(
            Backward b, Value g, long[] dims, double correction, boolean keepdim) {
        var all = dims == null ? new long[0] : dims;
        var sizes = b.layout(0).sizes();
        var chosen = Check.dims("var", all, sizes.length);
        double count = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (chosen[d]) {
                count *= sizes[d];
                sizes[d] = 1;
            }
        }
        var x = b.value(0);
        var wide = x.dtype().isReduced() ? ValueOps.to(x, DType.FLOAT32) : x;
        var distance = sub(wide, Aggregates.MEAN.value(wide, all, true, null));
        var spread = keepdim ? g : ValueOps.view(g, sizes);
        return Backward.grads(mul(mul(distance, spread), 2 / Math.max(0, count - correction)));
    }

    /** That of the variance for {@code g / 2 std}; none where all elements are equal. */
    private static Object[] deviationGradient(
            Backward b, long[] dims, double correction, boolean keepdim) {
        var std = b.result(0);
        var g = div(b.grad(), mul(std, 2L));
        var zero = Comparisons.EQ.value(std, 0L);
        return varianceGradient(
                b, ValueOps.where(zero, mul(b.grad(), 0L), g), dims, correction, keepdim);
    }

    private static Value deviation(Value x, long[] dims, double correction, boolean keepdim) {
        return Elementary.SQRT.value(variance(x, dims, correction, keepdim));
    }

    /**
     * The real matrices {@code [[re, -im], [im, re]]}, which have every singular value of the
     * complex ones twice.
     */
    private static Value real(Value matrix, long[] dims) {
        int rank = matrix.layout().dim();
        boolean all = dims == null || dims.length == 0;
        long row = all ? rank - 2 : dims[0];
        long column = all ? rank - 1 : dims[1];
        var re = ValueOps.re(matrix);
        var im = ValueOps.im(matrix);
        var upper = ValueOps.cat(List.of(re, ValueOps.neg(im)), column);
        var lower = ValueOps.cat(List.of(im, re), column);
        return ValueOps.cat(List.of(upper, lower), row);
    }

    private static Value norm(Args a) {
        var x = a.value(0);
        var dims = a.longs(2);
        Object keep = a.all()[3];
        Object dtype = a.all()[4];
        if ("nuc".equals(a.all()[1])) {
            var matrix = dtype == null ? x : ValueOps.to(x, (DType) dtype);
            return matrix.dtype().isComplex()
                    ? div(NuclearNorm.of(real(matrix, dims), dims, a.flag(3)), 2L)
                    : NuclearNorm.of(matrix, dims, a.flag(3));
        }
        double p =
                switch (a.all()[1]) {
                    case null -> 2;
                    case String s when s.equals("fro") -> 2;
                    case Number n -> n.doubleValue();
                    default ->
                            throw Check.error(
                                    "norm: p must be a number, 'fro' or 'nuc', got %s", a.all()[1]);
                };
        if (x.dtype().isComplex()) {
            x = Arithmetic.ABS.value(dtype == null ? x : ValueOps.to(x, (DType) dtype));
            dtype = null;
        }
        Check.that(
                x.dtype().isFloatingPoint() || dtype != null,
                "norm: linalg.vector_norm: Expected a floating point or complex tensor as input."
                        + " Got %s",
                x.dtype().scalarName());
        if (p == 2) {
            return Aggregates.NORM_2.value(x, dims, keep, dtype);
        }
        if (p == 1) {
            return Aggregates.NORM_1.value(x, dims, keep, dtype);
        }
        if (p == 0) {
            return Aggregates.NORM_0.value(x, dims, keep, dtype);
        }
        if (p == Double.POSITIVE_INFINITY) {
            return Aggregates.NORM_MAX.value(x, dims, keep, dtype);
        }
        if (p == Double.NEGATIVE_INFINITY) {
            return Aggregates.NORM_MIN.value(x, dims, keep, dtype);
        }
        return Aggregates.NORM_P.value(x, dims, keep, dtype, p);
    }
}
