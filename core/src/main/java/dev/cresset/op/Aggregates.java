package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.SCAN;
import static dev.cresset.op.Primitive.Family.SORT;
import static dev.cresset.op.Reduce.Rule.BOOL;
import static dev.cresset.op.Reduce.Rule.COUNT;
import static dev.cresset.op.Reduce.Rule.FLOAT;
import static dev.cresset.op.Reduce.Rule.SAME;
import static dev.cresset.op.Reduce.restore;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.eq;
import static dev.cresset.op.ValueOps.expand;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.pow;
import static dev.cresset.spi.ReductionFormula.Combine.ADD;
import static dev.cresset.spi.ReductionFormula.Combine.MAX;
import static dev.cresset.spi.ReductionFormula.Combine.MIN;
import static dev.cresset.spi.ReductionFormula.Combine.MUL;

import dev.cresset.expr.Expr;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Reductions;
import dev.cresset.spi.Rows;

/** Reductions and scans. */
public final class Aggregates {
    private static final Expr X = Expr.in(0);
    private static final Expr N = Expr.param(0);

    private static final String DIMS = "(Tensor self, int[]? dim=None, bool keepdim=False";
    private static final String TYPED = DIMS + ", *, ScalarType? dtype=None) -> Tensor";

    /** Sum. */
    public static final Reduce SUM =
            new Reduce(
                    "sum" + TYPED,
                    ADD,
                    X,
                    X,
                    Reduce.Rule.SUM,
                    b -> expand(restore(b.grad(), b), b.layout(0).sizes()),
                    false,
                    false);

    /** Arithmetic mean. */
    public static final Reduce MEAN =
            new Reduce(
                    "mean" + TYPED,
                    ADD,
                    X,
                    X.div(N),
                    FLOAT,
                    b ->
                            div(
                                    expand(restore(b.grad(), b), b.layout(0).sizes()),
                                    (double) Reduce.count(b)),
                    false,
                    false);

    /** Product. */
    public static final Reduce PROD =
            new Reduce(
                    "prod" + TYPED,
                    MUL,
                    X,
                    X,
                    Reduce.Rule.SUM,
                    Aggregates::prodGradient,
                    true,
                    true);

    /** Largest. */
    public static final Reduce AMAX =
            new Reduce(
                    "amax(Tensor self, int[] dim=[], bool keepdim=False, *, ScalarType? dtype=None)"
                            + " -> Tensor",
                    MAX,
                    X,
                    X,
                    SAME,
                    Aggregates::extremeGradient,
                    true,
                    true);

    /** Smallest. */
    public static final Reduce AMIN =
            new Reduce(
                    "amin(Tensor self, int[] dim=[], bool keepdim=False, *, ScalarType? dtype=None)"
                            + " -> Tensor",
                    MIN,
                    X,
                    X,
                    SAME,
                    Aggregates::extremeGradient,
                    true,
                    true);

    /** True if no element is zero. */
    public static final Reduce ALL =
            new Reduce("all" + TYPED, MIN, X.ne(0), X, BOOL, null, false, false);

    /** True if some element is not zero. */
    public static final Reduce ANY =
            new Reduce("any" + TYPED, MAX, X.ne(0), X, BOOL, null, false, false);

    /** Number of elements that are not zero. */
    public static final Reduce COUNT_NONZERO =
            new Reduce("count_nonzero" + TYPED, ADD, X.ne(0), X, COUNT, null, false, false);

    /** {@code (sum |x|^p)^(1/p)}; the exponent is the number after dtype. */
    public static final Reduce NORM_P =
            new Reduce(
                    "norm_p(Tensor self, int[]? dim, bool keepdim, ScalarType? dtype, Scalar p) ->"
                            + " Tensor",
                    ADD,
                    X.abs().pow(Expr.param(1)),
                    X.pow(Expr.of(1).div(Expr.param(1))),
                    FLOAT,
                    Aggregates::normGradient,
                    true,
                    true);

    /** {@code sqrt(sum x^2)}. */
    public static final Reduce NORM_2 =
            new Reduce(
                    "norm_2" + TYPED,
                    ADD,
                    X.mul(X),
                    X.sqrt(),
                    FLOAT,
                    b -> {
                        var g = restore(b.grad(), b);
                        var y = restore(b.result(0), b);
                        return ValueOps.where(eq(y, 0L), 0L, mul(div(b.value(0), y), g));
                    },
                    true,
                    true);

    /** {@code sum |x|}. */
    public static final Reduce NORM_1 =
            new Reduce(
                    "norm_1" + TYPED,
                    ADD,
                    X.abs(),
                    X,
                    FLOAT,
                    b -> mul(Arithmetic.SIGN.value(b.value(0)), restore(b.grad(), b)),
                    true,
                    false);

    /** {@code max |x|}. */
    public static final Reduce NORM_MAX =
            new Reduce(
                    "norm_max" + TYPED,
                    MAX,
                    X.abs(),
                    X,
                    FLOAT,
                    b -> absoluteExtremeGradient(b),
                    true,
                    true);

    /** {@code min |x|}. */
    public static final Reduce NORM_MIN =
            new Reduce(
                    "norm_min" + TYPED,
                    MIN,
                    X.abs(),
                    X,
                    FLOAT,
                    b -> absoluteExtremeGradient(b),
                    true,
                    true);

    /** Number of elements that are not zero, as a float. */
    public static final Reduce NORM_0 =
            new Reduce(
                    "norm_0" + TYPED,
                    ADD,
                    X.ne(0),
                    X,
                    FLOAT,
                    b -> mul(expand(restore(b.grad(), b), b.layout(0).sizes()), 0L),
                    false,
                    false);

    /** Index of the largest element along a dimension; the first on ties. */
    public static final Primitive ARGMAX = arg("argmax", Reductions.Extreme.MAX);

    /** Index of the smallest element along a dimension; the first on ties. */
    public static final Primitive ARGMIN = arg("argmin", Reductions.Extreme.MIN);

    /** Largest element along a dimension with its index. */
    public static final Primitive MAX_DIM = extreme("max", Reductions.Extreme.MAX);

    /** Smallest element along a dimension with its index. */
    public static final Primitive MIN_DIM = extreme("min", Reductions.Extreme.MIN);

    /** Running sum. */
    public static final Primitive CUMSUM =
            Primitive.of(
                            SCAN,
                            "cumsum(Tensor self, int dim, *, ScalarType? dtype=None) -> Tensor",
                            a -> scan(Reductions.Scan.SUM, a))
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b -> {
                                long d = b.args().integer(1);
                                if (b.layout(0).numel() <= 1) {
                                    return grads(b.grad());
                                }
                                var flipped = ValueOps.flip(b.grad(), d);
                                return grads(
                                        ValueOps.flip(
                                                Aggregates.CUMSUM.value(flipped, d, null), d));
                            });

    private Aggregates() {}

    private static Value extremeGradient(Backward b) {
        var x = b.value(0);
        var y = restore(b.result(0), b);
        var g = restore(b.grad(), b);
        var mask = eq(x, y);
        var dims = b.args().longs(1);
        var count = ValueOps.sum(mask, true, dims == null ? new long[0] : dims);
        return mul(div(g, b.layout(0).dim() == 0 ? 1L : count), mask);
    }

    private static Value absoluteExtremeGradient(Backward b) {
        var x = b.value(0);
        var y = restore(b.result(0), b);
        var mask = eq(Arithmetic.ABS.value(x), y);
        var dims = b.args().longs(1);
        var count = ValueOps.sum(mask, true, dims == null ? new long[0] : dims);
        var share = div(restore(b.grad(), b), b.layout(0).dim() == 0 ? 1L : count);
        return mul(mul(Arithmetic.SIGN.value(x), mask), share);
    }

    private static Value normGradient(Backward b) {
        double p = b.args().number(4);
        var x = b.value(0);
        var y = restore(b.result(0), b);
        var g = restore(b.grad(), b);
        var magnitude = pow(Arithmetic.ABS.value(x), p - 1);
        var scale = ValueOps.where(eq(y, 0L), 0L, div(g, pow(y, p - 1)));
        var slope = mul(mul(Arithmetic.SIGN.value(x), magnitude), scale);
        return p < 1 ? ValueOps.where(eq(x, 0L), 0L, slope) : slope;
    }

    /**
     * d prod / dx_i is the product of the others: {@code y / x_i}, or where a zero is among them
     * the product of running products from both ends.
     */
    private static Value prodGradient(Backward b) {
        var x = b.value(0);
        var dims = b.args().longs(1);
        boolean all = dims == null || dims.length == 0;
        if (all) {
            long n = x.layout().numel();
            var flat = ValueOps.reshape(x, n);
            return mul(ValueOps.reshape(othersProduct(flat, 0), x.layout().sizes()), b.grad());
        }
        if (x.layout().dim() == 0) {
            return b.grad();
        }
        if (dims.length == 1) {
            int d = Check.dim(dims[0], x.layout().dim());
            return mul(othersProduct(x, d), restore(b.grad(), b));
        }
        return mul(
                othersProduct(x, Check.dims("prod", dims, x.layout().dim())), restore(b.grad(), b));
    }

    /** Over several dimensions: they are moved to the end and become one. */
    private static Value othersProduct(Value x, boolean[] chosen) {
        int n = chosen.length;
        var order = new long[n];
        var inverse = new long[n];
        int next = 0;
        for (boolean reduced : new boolean[] {false, true}) {
            for (int d = 0; d < n; d++) {
                if (chosen[d] == reduced) {
                    inverse[d] = next;
                    order[next++] = d;
                }
            }
        }
        var moved = ValueOps.permute(x, order);
        var sizes = moved.layout().sizes();
        long kept = 1;
        for (int d = 0; d < n; d++) {
            kept *= chosen[d] ? 1 : x.layout().size(d);
        }
        long length = kept == 0 ? 0 : x.layout().numel() / kept;
        var rows = othersProduct(ValueOps.reshape(moved, kept, length), 1);
        return ValueOps.permute(ValueOps.reshape(rows, sizes), inverse);
    }

    private static Value othersProduct(Value x, int d) {
        long n = x.layout().size(d);
        if (n == 0) {
            return x;
        }
        var edge = x.layout().sizes();
        edge[d] = 1;
        var one = ValueOps.onesLike(ValueOps.zeros(x, edge));
        var before = java.util.List.of(one, ValueOps.narrow(x, d, 0, n - 1));
        var after = java.util.List.of(one, ValueOps.flip(ValueOps.narrow(x, d, 1, n - 1), d));
        var left = cumprodByParts(ValueOps.cat(before, d), d);
        var right = ValueOps.flip(cumprodByParts(ValueOps.cat(after, d), d), d);
        return mul(left, right);
    }

    /** Running product in differentiable steps that double in length. */
    private static Value cumprodByParts(Value x, int d) {
        long n = x.layout().size(d);
        for (long step = 1; step < n; step *= 2) {
            var head = ValueOps.narrow(x, d, 0, step);
            var tail =
                    mul(ValueOps.narrow(x, d, step, n - step), ValueOps.narrow(x, d, 0, n - step));
            x = ValueOps.cat(java.util.List.of(head, tail), d);
        }
        return x;
    }

    static Object scan(Reductions.Scan kind, Args a) {
        var self = a.array(0);
        int d = a.dim(1);
        var output = a.dtype(2, self.dtype().isDifferentiable() ? self.dtype() : DType.INT64);
        if (Meta.is(self)) {
            return Meta.empty(output, self.layout().sizes());
        }
        if (self.dtype().isComplex() || output.isComplex()) {
            return complexScan(kind, Copies.dense(self, output), a);
        }
        var dense = Copies.contiguous(self);
        var result = NewArray.empty(output, self.layout().sizes());
        if (result.numel() > 0) {
            Backends.cpu()
                    .reductions()
                    .scan(
                            kind,
                            self.dtype(),
                            output,
                            Rows.of(dense.layout(), d),
                            dense.address(),
                            result.address());
        }
        return result;
    }

    private static Object complexScan(Reductions.Scan kind, Array self, Args a) {
        if (!self.dtype().isComplex()) {
            return scan(kind, new Args(a.value(0).tape().wrap(self), a.all()[1], null));
        }
        if (kind == Reductions.Scan.PROD) {
            return ComplexScans.products(self, a.dim(1));
        }
        return ComplexForward.byParts(
                real -> scan(kind, real),
                new Object[] {a.value(0).tape().wrap(self), a.all()[1], null},
                new int[0]);
    }

    private static Primitive arg(String name, Reductions.Extreme kind) {
        return Primitive.of(
                        SORT,
                        name + "(Tensor self, int? dim=None, bool keepdim=False) -> Tensor",
                        a -> {
                            var self = Copies.contiguous(a.array(0));
                            boolean all = a.none(1);
                            int dims = self.layout().dim();
                            int d = all ? 0 : a.dim(1);
                            var rows =
                                    all ? new Rows(1, self.numel(), 1) : Rows.of(self.layout(), d);
                            Check.that(
                                    rows.length() > 0,
                                    "%s(): Expected reduction dim to be specified for input.numel() == 0."
                                            + " Specify the reduction dim with the 'dim' argument. (expected"
                                            + " reduction over a dimension of non-zero size, got %s)",
                                    name,
                                    self.layout());
                            var kept = self.layout().sizes();
                            for (int k = 0; k < dims; k++) {
                                kept[k] = all || k == d ? 1 : kept[k];
                            }
                            var result = NewArray.beside(self, DType.INT64, kept);
                            if (result.numel() > 0 && !Meta.is(self)) {
                                Backends.cpu()
                                        .reductions()
                                        .extreme(
                                                kind,
                                                self.dtype(),
                                                rows,
                                                self.address(),
                                                0,
                                                result.address());
                            }
                            if (a.flag(2)) {
                                return result;
                            }
                            return result.with(
                                    all
                                            ? Layout.contiguous()
                                            : dims == 0
                                                    ? result.layout()
                                                    : result.layout().squeeze(d));
                        })
                .anywhere();
    }

    private static Primitive extreme(String name, Reductions.Extreme kind) {
        return Primitive.of(
                        SORT,
                        name
                                + "(Tensor self, int dim, bool keepdim=False) -> (Tensor values,"
                                + " Tensor indices)",
                        a -> {
                            var self = Copies.contiguous(a.array(0));
                            int d = a.dim(1);
                            var rows = Rows.of(self.layout(), d);
                            var kept = self.layout().sizes();
                            if (kept.length > 0) {
                                Check.that(
                                        kept[d] > 0 || self.numel() > 0,
                                        "%s(): Expected reduction dim %s to have non-zero size.",
                                        name,
                                        d);
                                kept[d] = 1;
                            }
                            var values = NewArray.beside(self, self.dtype(), kept);
                            var indices = NewArray.beside(self, DType.INT64, kept);
                            if (values.numel() > 0 && !Meta.is(self)) {
                                Backends.cpu()
                                        .reductions()
                                        .extreme(
                                                kind,
                                                self.dtype(),
                                                rows,
                                                self.address(),
                                                values.address(),
                                                indices.address());
                            }
                            if (a.flag(2) || kept.length == 0) {
                                return new Array[] {values, indices};
                            }
                            return new Array[] {
                                values.with(values.layout().squeeze(d)),
                                indices.with(indices.layout().squeeze(d))
                            };
                        })
                .anywhere()
                .gradient(b -> grads(pickGradient(b, b.args().integer(1), b.args().flag(2))))
                .savingResult();
    }

    /** Sends gradients of picked values (result 0) back to the indices (result 1). */
    static Value pickGradient(Backward b, long d, boolean kept) {
        var zeros = ValueOps.zeros(b.grad(), b.layout(0).sizes());
        if (b.layout(0).dim() == 0) {
            return b.grad();
        }
        var g = kept ? b.grad() : ValueOps.unsqueeze(b.grad(), d);
        var index = kept ? b.result(1) : ValueOps.unsqueeze(b.result(1), d);
        return ValueOps.scatterAdd(zeros, d, index, g);
    }
}
