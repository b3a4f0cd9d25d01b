package dev.cresset.op;

import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.expr.Expr;
import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.List;

/** Statistics of numbers that may be missing, several at once, distances and covariances. */
public final class MoreStatistics {
    private static final String DIMS = "(Tensor self, int[]? dim=None, bool keepdim=False";

    private static final String DIMS_WITH_CORRECTION =
            "(Tensor self, int[]? dim=None, *, Scalar? correction=1, bool keepdim=False)";
    private static final String DIMS_WITH_FLAG =
            "(Tensor self, int[]? dim, bool unbiased=True, bool keepdim=False)";
    private static final Expr A = Expr.in(0);

    /** The square root with gradient 0 at 0. */
    private static final Pointwise ROOT =
            Pointwise.of(
                    "sqrt(Tensor self) -> Tensor",
                    1,
                    Pointwise.Rule.FLOAT,
                    A.sqrt(),
                    (x, y, g) -> new Expr[] {Expr.where(y.eq(0), Expr.of(0), g.div(y.mul(2)))});

    /** Sum of the elements that are not NaN. */
    public static final Composite NANSUM =
            new Composite(
                    "nansum" + DIMS + ", *, ScalarType? dtype=None) -> Tensor",
                    a -> {
                        var x = a.none(3) ? a.value(0) : ValueOps.to(a.value(0), a.dtype(3, null));
                        var present =
                                x.dtype().isFloatingPoint()
                                        ? ValueOps.where(Comparisons.ISNAN.value(x), 0L, x)
                                        : x;
                        return Aggregates.SUM.call(present, a.longs(1), a.flag(2), a.all()[3]);
                    });

    /** Mean of the elements that are not NaN. */
    public static final Composite NANMEAN =
            new Composite(
                    "nanmean" + DIMS + ", *, ScalarType? dtype=None) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        Check.that(
                                x.dtype().isFloatingPoint(),
                                "nanmean(): expected input to have floating point or complex dtype"
                                        + " but got %s",
                                x.dtype().scalarName());
                        var present = Comparisons.EQ.value(x, x);
                        var count = Aggregates.SUM.value(present, a.longs(1), a.flag(2), null);
                        return div(NANSUM.value(a.all()), count);
                    });

    /** Smallest and largest element, over everything or along a dimension. */
    public static final Composite AMINMAX =
            new Composite(
                    "aminmax(Tensor self, *, int? dim=None, bool keepdim=False) -> (Tensor min,"
                            + " Tensor max)",
                    a -> {
                        var x = a.value(0);
                        int n = x.layout().dim();
                        if (a.none(1)) {
                            Check.that(
                                    x.layout().numel() > 0,
                                    "aminmax(): cannot compute aminmax over an empty dimension as"
                                            + " the operation has no identity.");
                            return both(x, new long[0], a.flag(2));
                        }
                        Check.that(n <= 64, "only tensors with up to 64 dims are supported");
                        int d = a.dim(1);
                        Check.that(
                                n == 0 || x.layout().size(d) > 0,
                                "aminmax: Expected reduction dim %s to have non-zero size.",
                                d);
                        return both(x, new long[] {d}, a.flag(2));
                    });

    /** Variance and mean. */
    public static final Composite VAR_MEAN = pair("var_mean", DIMS_WITH_CORRECTION, Statistics.VAR);

    /** {@link #VAR_MEAN} in the older form with a flag. */
    public static final Composite VAR_MEAN_UNBIASED =
            pair("var_mean", DIMS_WITH_FLAG, Statistics.VAR_UNBIASED);

    /** {@link #VAR_MEAN} over everything in the older form with a flag. */
    public static final Composite VAR_MEAN_ALL = pairOfAll("var_mean", Statistics.VAR_ALL);

    /** Standard deviation and mean. */
    public static final Composite STD_MEAN = pair("std_mean", DIMS_WITH_CORRECTION, Statistics.STD);

    /** {@link #STD_MEAN} in the older form with a flag. */
    public static final Composite STD_MEAN_UNBIASED =
            pair("std_mean", DIMS_WITH_FLAG, Statistics.STD_UNBIASED);

    /** {@link #STD_MEAN} over everything in the older form with a flag. */
    public static final Composite STD_MEAN_ALL = pairOfAll("std_mean", Statistics.STD_ALL);

    /** Slices of a dimension scaled down so that their p-norms do not exceed a limit. */
    public static final Composite RENORM =
            new Composite(
                    "renorm(Tensor self, Scalar p, int dim, Scalar maxnorm) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        int n = x.layout().dim();
                        Check.that(a.number(1) > 0, "renorm: non-positive-norm not supported");
                        Check.that(
                                n > 1,
                                "renorm: input needs at least 2 dimensions, got %s dimensions",
                                n);
                        Check.that(
                                a.number(3) >= 0,
                                "renorm: expected maxnorm to be >= 0 but got %s",
                                a.number(3));
                        int d = a.dim(2);
                        var others = new long[n - 1];
                        Arrays.setAll(others, k -> k < d ? k : k + 1);
                        var norm = Statistics.NORM.value(x, a.number(1), others, true, null);
                        var factor =
                                ValueOps.where(
                                        Comparisons.GT.value(norm, a.number(3)),
                                        mul(
                                                Arithmetic.RECIPROCAL.value(add(norm, 1e-7)),
                                                a.number(3)),
                                        1.0);
                        return mul(x, factor);
                    });

    /** The p-norm of the difference. */
    public static final Composite DIST =
            new Composite(
                    "dist(Tensor self, Tensor other, Scalar p=2) -> Tensor",
                    a ->
                            Statistics.NORM.call(
                                    sub(a.value(0), a.value(1)), a.number(2), null, false, null));

    /** p-norm distances between the rows of two batches of matrices. */
    public static final Composite CDIST =
            new Composite(
                    "cdist(Tensor x1, Tensor x2, float p=2.0, Any? compute_mode=None) -> Tensor",
                    MoreStatistics::distances);

    /** Covariance matrix of variables in rows, observations in columns. */
    public static final Composite COV =
            new Composite(
                    "cov(Tensor self, *, int correction=1, Tensor? fweights=None, Tensor?"
                            + " aweights=None) -> Tensor",
                    a ->
                            covariance(
                                    a.value(0),
                                    a.integer(1),
                                    (Value) a.all()[2],
                                    (Value) a.all()[3]));

    /** Correlation coefficients of variables in rows, within [-1, 1]. */
    public static final Composite CORRCOEF =
            new Composite(
                    "corrcoef(Tensor self) -> Tensor",
                    a -> {
                        Check.that(
                                a.layout(0).dim() <= 2,
                                "corrcoef(): expected input to have two or fewer dimensions but got"
                                        + " an input with %s dimensions",
                                a.layout(0).dim());
                        var c = covariance(a.value(0), 1, null, null);
                        if (c.layout().dim() == 0) {
                            return div(c, c);
                        }
                        boolean complex = c.dtype().isComplex();
                        var own = Shapes.DIAGONAL.value(c, 0L, 0L, 1L);
                        var deviation = Elementary.SQRT.value(complex ? ValueOps.re(own) : own);
                        var scaled =
                                div(
                                        div(c, ValueOps.unsqueeze(deviation, -1)),
                                        ValueOps.unsqueeze(deviation, 0));
                        return complex
                                ? ComplexOps.COMPLEX.call(
                                        Arithmetic.CLAMP.value(ValueOps.re(scaled), -1L, 1L),
                                        Arithmetic.CLAMP.value(ValueOps.im(scaled), -1L, 1L))
                                : Arithmetic.CLAMP.call(scaled, -1L, 1L);
                    });

    private MoreStatistics() {}

    private static List<Value> both(Value x, long[] dims, boolean keepdim) {
        return List.of(
                Aggregates.AMIN.value(x, dims, keepdim, null),
                Aggregates.AMAX.value(x, dims, keepdim, null));
    }

    private static Composite pair(String name, String parameters, Op spread) {
        return new Composite(
                name + parameters + " -> (Tensor, Tensor)",
                a -> List.of(spread.value(a.all()), mean(a.value(0), a.longs(1), a.flag(3))));
    }

    private static Composite pairOfAll(String name, Op spread) {
        return new Composite(
                name + "(Tensor self, bool unbiased) -> (Tensor, Tensor)",
                a -> List.of(spread.value(a.all()), mean(a.value(0), null, false)));
    }

    private static Value mean(Value x, long[] dims, boolean keepdim) {
        return Aggregates.MEAN.value(x, dims, keepdim, null);
    }

    private static Value distances(Args a) {
        var x = a.value(0);
        var y = a.value(1);
        double p = a.number(2);
        int dx = x.layout().dim();
        int dy = y.layout().dim();
        for (int i = 0; i < 2; i++) {
            Check.that(
                    a.dtypeOf(i).isFloatingPoint(),
                    "cdist only supports floating-point dtypes, X%s got: %s",
                    i + 1,
                    a.dtypeOf(i).scalarName());
            Check.that(
                    a.layout(i).dim() >= 2,
                    "cdist only supports at least 2D tensors, X%s got: %sD",
                    i + 1,
                    a.layout(i).dim());
        }
        Check.that(
                x.layout().size(dx - 1) == y.layout().size(dy - 1),
                "X1 and X2 must have the same number of columns. X1: %s X2: %s",
                x.layout().size(dx - 1),
                y.layout().size(dy - 1));
        Check.that(p >= 0, "cdist only supports non-negative p values");
        long rows = x.layout().size(dx - 2);
        long columns = y.layout().size(dy - 2);
        boolean large = rows > 25 || columns > 25;
        Object mode = a.all()[3];
        boolean products =
                p == 2
                        && switch (mode) {
                            case null -> large;
                            case String s when s.equals("use_mm_for_euclid_dist") -> true;
                            case String s when s.equals("donot_use_mm_for_euclid_dist") -> false;
                            case Number n -> n.longValue() == 1 || (n.longValue() == 0 && large);
                            case String s when s.equals("use_mm_for_euclid_dist_if_necessary") ->
                                    large;
                            default ->
                                    throw Check.error(
                                            "%s is not a valid value for compute_mode", mode);
                        };
        if (products && x.layout().numel() > 0 && y.layout().numel() > 0) {
            return euclidean(x, y);
        }
        var difference = sub(ValueOps.unsqueeze(x, -2), ValueOps.unsqueeze(y, -3));
        return Statistics.NORM.value(difference, p, new long[] {-1}, false, null);
    }

    /** {@code sqrt(|x|^2 + |y|^2 - 2 x y)} by one matrix product. */
    private static Value euclidean(Value x, Value y) {
        var xx = ValueOps.sum(mul(x, x), true, -1);
        var yy = ValueOps.mt(ValueOps.sum(mul(y, y), true, -1));
        var product = Products.MATMUL.value(x, ValueOps.mt(y));
        var square = add(add(xx, yy), mul(product, -2L));
        var kept = Arithmetic.CLAMP_MIN.value(square, 0L);
        return ROOT.value(kept);
    }

    private static Value covariance(Value self, long correction, Value fweights, Value aweights) {
        int n = self.layout().dim();
        Check.that(
                n <= 2,
                "cov(): expected input to have two or fewer dimensions but got an input with %s"
                        + " dimensions",
                n);
        Check.that(self.dtype() != DType.BOOL, "cov(): bool dtype is not supported for input");
        var x = n < 2 ? ValueOps.reshape(self, 1, self.layout().numel()) : self;
        long observations = x.layout().size(1);
        Value w = null;
        if (fweights != null) {
            checkWeights("fweights", fweights, observations, !fweights.dtype().isFloatingPoint());
            w = fweights;
        }
        if (aweights != null) {
            checkWeights("aweights", aweights, observations, aweights.dtype().isFloatingPoint());
            w = w == null ? aweights : mul(fweights, aweights);
        }
        Value total = w == null ? x.tape().wrap(NewArray.scalar(observations)) : ValueOps.sum(w);
        Check.that(
                w == null || Scalars.read(total.array()) != 0,
                "cov(): weights sum to zero, can't be normalized");
        var type = x.dtype().isDifferentiable() ? x.dtype().toReal() : Promotion.defaultDType();
        if (w != null && !w.dtype().isFloatingPoint()) {
            w = ValueOps.to(w, type);
        }
        var average = div(ValueOps.sum(w == null ? x : mul(x, w), true, 1), total);
        Value factor;
        if (w != null && aweights != null && correction != 0) {
            factor = sub(total, div(mul(ValueOps.sum(mul(w, aweights)), correction), total));
        } else {
            factor = sub(total, correction);
        }
        factor = Arithmetic.CLAMP_MIN.value(factor, 0L);
        var centred = sub(x, average);
        var weighted = w == null ? centred : mul(centred, w);
        var c = div(ValueOps.mm(centred, ValueOps.mt(ValueOps.conj(weighted))), factor);
        return Shapes.SQUEEZE.value(c, (Object) null);
    }

    private static void checkWeights(String name, Value weights, long observations, boolean fits) {
        Check.that(
                weights.layout().dim() <= 1,
                "cov(): expected %s to have one or fewer dimensions but got %s with %s dimensions",
                name,
                name,
                weights.layout().dim());
        Check.that(
                fits,
                "cov(): expected %s to have %s dtype but got %s with %s dtype",
                name,
                name.equals("fweights") ? "integral" : "floating point",
                name,
                weights.dtype().scalarName());
        Check.that(
                weights.layout().numel() == observations,
                "cov(): expected %s to have the same numel as there are observations in the input"
                        + " but got %s != %s",
                name,
                weights.layout().numel(),
                observations);
        if (observations > 0) {
            Check.that(
                    Scalars.read(Aggregates.AMIN.value(weights, new long[0], false, null).array())
                            >= 0,
                    "cov(): %s cannot be negative",
                    name);
        }
    }
}
