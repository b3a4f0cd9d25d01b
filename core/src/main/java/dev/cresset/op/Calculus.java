package dev.cresset.op;

import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.narrow;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Differences, slopes and areas of sampled functions. */
public final class Calculus {
    /** Differences of neighbours along a dimension, n times over. */
    public static final Composite DIFF =
            new Composite(
                    "diff(Tensor self, int n=1, int dim=-1, Tensor? prepend=None, Tensor?"
                            + " append=None) -> Tensor",
                    a -> {
                        long n = a.integer(1);
                        Check.that(
                                a.layout(0).dim() >= 1,
                                "diff expects input to be at least one-dimensional");
                        Check.that(n >= 0, "order must be non-negative but got %s", n);
                        int d = a.dim(2);
                        var parts = new ArrayList<Value>();
                        if (!a.none(3)) {
                            parts.add(a.value(3));
                        }
                        parts.add(a.value(0));
                        if (!a.none(4)) {
                            parts.add(a.value(4));
                        }
                        for (var part : parts) {
                            Check.that(
                                    part.layout().dim() == a.layout(0).dim(),
                                    "diff expects prepend or append to be the same dimension as"
                                            + " input");
                        }
                        if (n == 0) {
                            return ValueOps.clone(a.value(0));
                        }
                        var x = parts.size() == 1 ? parts.getFirst() : ValueOps.cat(parts, d);
                        for (long k = 0; k < n; k++) {
                            x = difference(x, d);
                        }
                        return x;
                    });

    /** The area under a curve by the trapezoidal rule, over points at equal distances. */
    public static final Composite TRAPEZOID = area("trapezoid", true);

    /** The area under a curve by the trapezoidal rule, over points x. */
    public static final Composite TRAPEZOID_AT = areaAt("trapezoid", true);

    /** {@link #TRAPEZOID} under its older name. */
    public static final Composite TRAPZ_AT = areaAt("trapz", true);

    /** {@link #TRAPEZOID} under its older name. */
    public static final Composite TRAPZ =
            new Composite(
                    "trapz(Tensor y, *, float dx=1, int dim=-1) -> Tensor",
                    a -> TRAPEZOID.call(a.all()));

    /** Running areas by the trapezoidal rule, over points at equal distances. */
    public static final Composite CUMULATIVE_TRAPEZOID = area("cumulative_trapezoid", false);

    /** Running areas by the trapezoidal rule, over points x. */
    public static final Composite CUMULATIVE_TRAPEZOID_AT = areaAt("cumulative_trapezoid", false);

    /** Slopes by central differences along dimensions; one tensor per dimension. */
    public static final Composite GRADIENT =
            new Composite(
                    "gradient(Tensor self, *, Any? spacing=None, int[]? dim=None, int"
                            + " edge_order=1) -> Tensor[]",
                    Calculus::slopes);

    private Calculus() {}

    private static Value difference(Value x, int d) {
        long n = x.layout().size(d);
        if (n == 0) {
            return x;
        }
        var later = narrow(x, d, 1, n - 1);
        var before = narrow(x, d, 0, n - 1);
        return x.dtype() == DType.BOOL
                ? Comparisons.LOGICAL_XOR.value(later, before)
                : sub(later, before);
    }

    private static Composite area(String name, boolean total) {
        return new Composite(
                name + "(Tensor y, *, Scalar dx=1, int dim=-1) -> Tensor",
                a -> {
                    int d = a.dim(2);
                    double dx = a.number(1);
                    var y = a.value(0);
                    if (total && y.layout().size(d) == 0) {
                        return empty(y, d);
                    }
                    var pairs = pairs(y, d);
                    return total
                            ? mul(ValueOps.sum(pairs, false, d), dx / 2)
                            : mul(Aggregates.CUMSUM.value(pairs, (long) d, null), dx / 2);
                });
    }

    private static Composite areaAt(String name, boolean total) {
        return new Composite(
                name + "(Tensor y, Tensor x, *, int dim=-1) -> Tensor",
                a -> {
                    int d = a.dim(2);
                    var y = a.value(0);
                    if (total && y.layout().size(d) == 0) {
                        return empty(y, d);
                    }
                    var x = a.value(1);
                    int dims = y.layout().dim();
                    int own = x.layout().dim();
                    int along;
                    if (own == 1) {
                        Check.that(
                                x.layout().size(0) == y.layout().size(d),
                                "%s: There must be one `x` value for each sample point",
                                name);
                        var sizes = new long[dims];
                        Arrays.fill(sizes, 1);
                        sizes[d] = x.layout().size(0);
                        x = ValueOps.reshape(x, sizes);
                        along = d;
                    } else {
                        var sizes = new long[Math.max(dims, own)];
                        Arrays.fill(sizes, 1);
                        for (int k = 0; k < own; k++) {
                            sizes[sizes.length - own + k] = x.layout().size(k);
                        }
                        x = ValueOps.reshape(x, sizes);
                        along = d + sizes.length - dims;
                    }
                    var steps = difference(x, along);
                    var products = mul(steps, pairs(y, d));
                    return total
                            ? div(ValueOps.sum(products, false, along), 2.0)
                            : div(Aggregates.CUMSUM.value(products, (long) along, null), 2.0);
                });
    }

    /** Sums of neighbours. */
    private static Value pairs(Value y, int d) {
        long n = y.layout().size(d);
        return n == 0 ? y : add(narrow(y, d, 1, n - 1), narrow(y, d, 0, n - 1));
    }

    private static Value empty(Value y, int d) {
        var sizes = y.layout().sizes();
        var rest = new long[sizes.length - 1];
        for (int k = 0; k < rest.length; k++) {
            rest[k] = sizes[k < d ? k : k + 1];
        }
        return ValueOps.zeros(y, rest);
    }

    private static Object slopes(Args a) {
        var x = a.value(0);
        int n = x.layout().dim();
        long edge = a.integer(3);
        Check.that(
                edge == 1 || edge == 2,
                "torch.gradient only supports edge_order=1 and edge_order=2.");
        var chosen = dims(a, n);
        var spacing = spacing(a.all()[1], chosen.length);
        for (int d : chosen) {
            Check.that(
                    x.layout().size(d) >= edge + 1,
                    "torch.gradient expected each dimension size to be at least edge_order+1");
        }
        if (!x.dtype().isFloatingPoint()) {
            x = ValueOps.to(x, Promotion.defaultDType());
        }
        var result = new ArrayList<Value>();
        for (int k = 0; k < chosen.length; k++) {
            result.add(
                    spacing.get(k) instanceof Value at
                            ? uneven(x, chosen[k], at, edge)
                            : even(x, chosen[k], Scalars.toDouble(spacing.get(k)), edge));
        }
        return result;
    }

    private static int[] dims(Args a, int n) {
        if (a.none(2)) {
            var all = new int[n];
            Arrays.setAll(all, k -> k);
            return all;
        }
        var given = a.longs(2);
        Check.dims("gradient", given, n);
        return Arrays.stream(given).mapToInt(d -> Check.dim(d, n)).toArray();
    }

    /** One step, or one tensor of coordinates, per dimension. */
    private static List<?> spacing(Object given, int count) {
        var all =
                switch (given) {
                    case null -> List.of(1.0);
                    case List<?> list -> list;
                    case Value v when v.layout().dim() == 0 -> List.of(Scalars.read(v.array()));
                    default -> List.of(given);
                };
        Check.that(
                all.size() == 1 || all.size() == count,
                "torch.gradient expected spacing to be unspecified, a scalar or a list of length %s,"
                        + " but got a list of length %s",
                count,
                all.size());
        return all.size() == count ? all : java.util.Collections.nCopies(count, all.getFirst());
    }

    private static Value even(Value x, int d, double step, long edge) {
        long n = x.layout().size(d);
        var inside = div(sub(narrow(x, d, 2, n - 2), narrow(x, d, 0, n - 2)), 2 * step);
        Value first;
        Value last;
        if (edge == 1) {
            first = div(sub(narrow(x, d, 1, 1), narrow(x, d, 0, 1)), step);
            last = div(sub(narrow(x, d, n - 1, 1), narrow(x, d, n - 2, 1)), step);
        } else {
            first = parabola(x, d, 0, 1, 2, -1.5 / step, 2 / step, -0.5 / step);
            last = parabola(x, d, n - 3, n - 2, n - 1, 0.5 / step, -2 / step, 1.5 / step);
        }
        return ValueOps.cat(List.of(first, inside, last), d);
    }

    private static Value parabola(
            Value x, int d, long i, long j, long k, Object a, Object b, Object c) {
        return add(
                add(mul(narrow(x, d, i, 1), a), mul(narrow(x, d, j, 1), b)),
                mul(narrow(x, d, k, 1), c));
    }

    private static Value uneven(Value x, int d, Value at, long edge) {
        long n = x.layout().size(d);
        Check.that(
                at.layout().dim() == 1 && at.layout().size(0) == n,
                "torch.gradient expected each element of spacing to have the same length as the"
                        + " dimension, but got %s for a dimension of size %s",
                at,
                n);
        var sizes = new long[x.layout().dim()];
        Arrays.fill(sizes, 1);
        sizes[d] = n;
        var places = ValueOps.to(ValueOps.reshape(at, sizes), x.dtype());
        var steps = difference(places, d);
        var h = narrow(steps, d, 0, n - 2);
        var k = narrow(steps, d, 1, n - 2);
        // Weights of the parabola through three neighbours.
        var both = add(h, k);
        var a = ValueOps.neg(div(k, mul(h, both)));
        var b = div(sub(k, h), mul(h, k));
        var c = div(h, mul(k, both));
        var inside =
                add(
                        add(mul(a, narrow(x, d, 0, n - 2)), mul(b, narrow(x, d, 1, n - 2))),
                        mul(c, narrow(x, d, 2, n - 2)));
        Value first;
        Value last;
        if (edge == 1) {
            first = div(sub(narrow(x, d, 1, 1), narrow(x, d, 0, 1)), narrow(steps, d, 0, 1));
            last =
                    div(
                            sub(narrow(x, d, n - 1, 1), narrow(x, d, n - 2, 1)),
                            narrow(steps, d, n - 2, 1));
        } else {
            first =
                    edge(
                            x,
                            d,
                            new long[] {0, 1, 2},
                            narrow(steps, d, 0, 1),
                            narrow(steps, d, 1, 1));
            last =
                    ValueOps.neg(
                            edge(
                                    x,
                                    d,
                                    new long[] {n - 1, n - 2, n - 3},
                                    narrow(steps, d, n - 2, 1),
                                    narrow(steps, d, n - 3, 1)));
        }
        return ValueOps.cat(List.of(first, inside, last), d);
    }

    /** The slope at the first of three points with distances h and k. */
    private static Value edge(Value x, int d, long[] at, Value h, Value k) {
        var both = add(h, k);
        var a = ValueOps.neg(div(add(add(h, h), k), mul(h, both)));
        var b = div(both, mul(h, k));
        var c = ValueOps.neg(div(h, mul(k, both)));
        return parabola(x, d, at[0], at[1], at[2], a, b, c);
    }
}
