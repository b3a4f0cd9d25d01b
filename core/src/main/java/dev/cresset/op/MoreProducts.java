package dev.cresset.op;

import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.mm;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Products of vectors, matrices and tensors that are made of others. */
public final class MoreProducts {
    private static final String SCALED = ", *, Scalar beta=1, Scalar alpha=1) -> Tensor";

    /** {@code beta * self + alpha * mat @ vec}. */
    public static final Composite ADDMV =
            new Composite(
                    "addmv(Tensor self, Tensor mat, Tensor vec" + SCALED,
                    a -> {
                        Check.that(
                                a.layout(1).dim() == 2 && a.layout(2).dim() == 1,
                                "vector + matrix @ vector expected, got %s, %s, %s",
                                a.layout(0).dim(),
                                a.layout(1).dim(),
                                a.layout(2).dim());
                        Check.that(
                                a.layout(1).size(1) == a.layout(2).size(0),
                                "size mismatch, got input (%s), mat (%sx%s), vec (%s)",
                                a.layout(0).dim() == 0 ? 1 : a.layout(0).size(0),
                                a.layout(1).size(0),
                                a.layout(1).size(1),
                                a.layout(2).size(0));
                        return plus(a, Products.MV.value(a.value(1), a.value(2)));
                    });

    /** {@code beta * self + alpha * outer(vec1, vec2)}. */
    public static final Composite ADDR =
            new Composite(
                    "addr(Tensor self, Tensor vec1, Tensor vec2" + SCALED,
                    a -> {
                        Check.that(
                                a.layout(1).dim() == 1 && a.layout(2).dim() == 1,
                                "addr: Expected 1-D argument vec1 and vec2, but got %s-D and %s-D",
                                a.layout(1).dim(),
                                a.layout(2).dim());
                        var outer = Products.OUTER.value(a.value(1), a.value(2));
                        var type = Promotion.of(a.value(0), outer);
                        for (int k = 3; k <= 4; k++) {
                            Check.that(
                                    type.isDifferentiable()
                                            || !Scalars.typeOf(a.all()[k]).isDifferentiable(),
                                    "addr: For integral input tensors, argument %s must not be a"
                                            + " floating point number.",
                                    k == 3 ? "beta" : "alpha");
                        }
                        if (type != DType.BOOL) {
                            return plus(a, outer);
                        }
                        boolean withSelf = Scalars.toDouble(a.all()[3]) != 0;
                        boolean withOuter = Scalars.toDouble(a.all()[4]) != 0;
                        var none = ValueOps.zerosLike(outer);
                        return Comparisons.LOGICAL_OR.call(
                                withSelf ? a.value(0) : none, withOuter ? outer : none);
                    });

    /** {@code beta * self + alpha * sum of batch1[i] @ batch2[i]}. */
    public static final Composite ADDBMM =
            new Composite(
                    "addbmm(Tensor self, Tensor batch1, Tensor batch2" + SCALED,
                    a -> {
                        Check.that(
                                a.layout(1).dim() == 3 && a.layout(2).dim() == 3,
                                "batch1 must be a 3D tensor and batch2 must be a 3D tensor");
                        var x = a.layout(1);
                        var y = a.layout(2);
                        Check.that(
                                x.size(0) == y.size(0) && x.size(2) == y.size(1),
                                "addbmm: batch1 and batch2 must have same number of batches and"
                                        + " fitting sizes, got %s and %s",
                                x,
                                y);
                        long inner = x.size(0) * x.size(2);
                        var left =
                                ValueOps.reshape(
                                        ValueOps.permute(a.value(1), 1, 0, 2), x.size(1), inner);
                        var right = ValueOps.reshape(a.value(2), inner, y.size(2));
                        return plus(a, mm(left, right));
                    });

    /** {@link Products#DOT} with the conjugate of the first vector. */
    public static final Composite VDOT =
            new Composite(
                    "vdot(Tensor self, Tensor other) -> Tensor",
                    a -> {
                        Check.that(
                                a.layout(0).dim() == 1 && a.layout(1).dim() == 1,
                                "1D tensors expected, but got %sD and %sD tensors",
                                a.layout(0).dim(),
                                a.layout(1).dim());
                        Check.that(
                                a.dtypeOf(0) == a.dtypeOf(1),
                                "dot : expected both vectors to have same dtype, but found %s and"
                                        + " %s",
                                a.dtypeOf(0).scalarName(),
                                a.dtypeOf(1).scalarName());
                        Check.that(
                                a.layout(0).numel() == a.layout(1).numel(),
                                "inconsistent tensor size, expected tensor [%s] and src [%s] to"
                                        + " have the same number of elements, but got %s and %s"
                                        + " elements respectively",
                                a.layout(0).numel(),
                                a.layout(1).numel(),
                                a.layout(0).numel(),
                                a.layout(1).numel());
                        return Products.DOT.call(ValueOps.conj(a.value(0)), a.value(1));
                    });

    /** Products along the last dimensions of both, for all their other indices. */
    public static final Composite INNER =
            new Composite(
                    "inner(Tensor self, Tensor other) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var y = a.value(1);
                        int dx = x.layout().dim();
                        int dy = y.layout().dim();
                        if (dx == 0 || dy == 0) {
                            return mul(x, y);
                        }
                        Check.that(
                                x.layout().size(dx - 1) == y.layout().size(dy - 1),
                                "inner() the last dimension must match on both input tensors but"
                                        + " got shapes %s and %s",
                                x,
                                y);
                        return tensordot(x, y, new long[] {-1}, new long[] {-1});
                    });

    /** Product over pairs of dimensions. */
    public static final Composite TENSORDOT =
            new Composite(
                    "tensordot(Tensor self, Tensor other, int[] dims_self, int[] dims_other) ->"
                            + " Tensor",
                    a -> tensordot(a.value(0), a.value(1), a.longs(2), a.longs(3)));

    /** Product over the last dimensions of one tensor and the first of the other, or over pairs. */
    public static final Composite TENSORDOT_PAIRS =
            new Composite(
                    "tensordot(Tensor a, Tensor b, Any dims=2) -> Tensor",
                    a ->
                            switch (a.all()[2]) {
                                case Number n -> {
                                    int count = n.intValue();
                                    int dims = a.layout(0).dim();
                                    Check.that(
                                            count >= 0,
                                            "tensordot expects dims >= 0, but got dims=%s",
                                            n);
                                    Check.that(
                                            count <= Math.min(dims, a.layout(1).dim()),
                                            "tensordot expects dims < ndim_a or ndim_b, but got"
                                                    + " dims=%s",
                                            n);
                                    var last = new long[count];
                                    var first = new long[count];
                                    Arrays.setAll(last, k -> dims - count + k);
                                    Arrays.setAll(first, k -> k);
                                    yield tensordot(a.value(0), a.value(1), last, first);
                                }
                                case List<?> pair ->
                                        tensordot(
                                                a.value(0),
                                                a.value(1),
                                                dims(pair.get(0)),
                                                dims(pair.get(1)));
                                case Value v -> {
                                    var all = NewArray.longs(v.array());
                                    int half = all.length / 2;
                                    yield v.layout().dim() == 0
                                            ? MoreProducts.TENSORDOT_PAIRS.call(
                                                    a.value(0), a.value(1), all[0])
                                            : tensordot(
                                                    a.value(0),
                                                    a.value(1),
                                                    Arrays.copyOf(all, half),
                                                    Arrays.copyOfRange(all, half, all.length));
                                }
                                case null, default ->
                                        throw Check.error(
                                                "tensordot: dims must be a number or two lists, got"
                                                        + " %s",
                                                a.all()[2]);
                            });

    /** Kronecker product: each element of self times the whole of other. */
    public static final Composite KRON =
            new Composite(
                    "kron(Tensor self, Tensor other) -> Tensor",
                    a -> {
                        int n = Math.max(a.layout(0).dim(), a.layout(1).dim());
                        var left = new long[2 * n];
                        var right = new long[2 * n];
                        var sizes = new long[n];
                        for (int d = 0; d < n; d++) {
                            long x = sizeFromEnd(a.value(0), n - d);
                            long y = sizeFromEnd(a.value(1), n - d);
                            left[2 * d] = x;
                            left[2 * d + 1] = 1;
                            right[2 * d] = 1;
                            right[2 * d + 1] = y;
                            sizes[d] = x * y;
                        }
                        return ValueOps.reshape(
                                mul(
                                        ValueOps.reshape(a.value(0), left),
                                        ValueOps.reshape(a.value(1), right)),
                                sizes);
                    });

    /** The vector product along a dimension of size 3. */
    public static final Composite CROSS =
            new Composite(
                    "cross(Tensor self, Tensor other, int? dim=None) -> Tensor",
                    a -> {
                        Check.that(
                                a.layout(0).dim() == a.layout(1).dim(),
                                "linalg.cross: inputs must have the same number of dimensions.");
                        int d = -1;
                        for (int k = 0; k < a.layout(0).dim() && a.none(2) && d < 0; k++) {
                            d = a.layout(0).size(k) == 3 ? k : -1;
                        }
                        Check.that(d >= 0 || !a.none(2), "no dimension of size 3 in input");
                        d = a.none(2) ? d : a.dim(2);
                        Check.that(
                                a.layout(0).size(d) == 3 && a.layout(1).size(d) == 3,
                                "linalg.cross: inputs dimension %s must have length 3. Got %s and"
                                        + " %s",
                                d,
                                a.layout(0).size(d),
                                a.layout(1).size(d));
                        var x = a.value(0);
                        var y = a.value(1);
                        var sizes = Check.broadcast(x.layout().sizes(), y.layout().sizes());
                        x = ValueOps.expand(x, sizes);
                        y = ValueOps.expand(y, sizes);
                        var next = x.tape().wrap(NewArray.of(1, 2, 0));
                        var last = x.tape().wrap(NewArray.of(2, 0, 1));
                        return sub(
                                mul(
                                        ValueOps.indexSelect(x, d, next),
                                        ValueOps.indexSelect(y, d, last)),
                                mul(
                                        ValueOps.indexSelect(x, d, last),
                                        ValueOps.indexSelect(y, d, next)));
                    });

    /** The product of several matrices, in the order that needs least work. */
    public static final Composite CHAIN_MATMUL =
            new Composite(
                    "chain_matmul(Tensor[] matrices) -> Tensor",
                    a -> {
                        var all = a.values(0);
                        Check.that(!all.isEmpty(), "chain_matmul: Expected one or more matrices");
                        for (var m : all) {
                            Check.that(
                                    m.layout().dim() == 2,
                                    "chain_matmul: Tensor dimension is %s, expected 2 instead.",
                                    m.layout().dim());
                        }
                        return all.size() == 1 ? all.getFirst() : chain(all);
                    });

    /** Sums of products by Einstein's convention. */
    public static final Composite EINSUM =
            new Composite(
                    "einsum(str equation, Tensor[] operands) -> Tensor",
                    a -> Einsum.of(a.text(0), a.values(1)));

    private MoreProducts() {}

    private static Value plus(Args a, Value product) {
        boolean floating = Promotion.of(a.value(0), product).isDifferentiable();
        Object beta = floating ? a.all()[3] : (Object) Scalars.toLong(a.all()[3]);
        Object alpha = floating ? a.all()[4] : (Object) Scalars.toLong(a.all()[4]);
        var scaled = Scalars.isOne(alpha) ? product : mul(product, alpha);
        if (Scalars.isZero(beta)) {
            return scaled;
        }
        var self = Scalars.isOne(beta) ? a.value(0) : mul(a.value(0), beta);
        var sum = add(self, scaled);
        Check.that(
                sum.layout().sameSizes(product.layout()),
                "The expanded size of the tensor must match the existing size: input of sizes %s"
                        + " cannot be added to a product of sizes %s",
                a.layout(0),
                product);
        return sum;
    }

    private static long[] dims(Object list) {
        return switch (list) {
            case long[] known -> known;
            case Number n -> new long[] {n.longValue()};
            case List<?> l -> l.stream().mapToLong(o -> ((Number) o).longValue()).toArray();
            case null, default ->
                    throw Check.error("tensordot: expects lists of dimensions, got %s", list);
        };
    }

    private static long sizeFromEnd(Value x, int k) {
        int d = x.layout().dim() - k;
        return d < 0 ? 1 : x.layout().size(d);
    }

    private static Value tensordot(Value x, Value y, long[] xDims, long[] yDims) {
        Check.that(xDims.length == yDims.length, "both dimension lists should have same length");
        Check.that(x.dtype() == y.dtype(), "both inputs should have same dtype");
        int dx = x.layout().dim();
        int dy = y.layout().dim();
        var xInner = xDims.length == 0 ? new boolean[dx] : Check.dims("tensordot", xDims, dx);
        var yInner = yDims.length == 0 ? new boolean[dy] : Check.dims("tensordot", yDims, dy);
        long inner = 1;
        for (int k = 0; k < xDims.length; k++) {
            long a = x.layout().size(Check.dim(xDims[k], dx));
            long b = y.layout().size(Check.dim(yDims[k], dy));
            Check.that(
                    a == b || a == 1 || b == 1,
                    "contracted dimensions need to match, but first has size %s in dim %s and second"
                            + " has size %s in dim %s",
                    a,
                    xDims[k],
                    b,
                    yDims[k]);
            if (a == 1 && b != 1) {
                y = Aggregates.SUM.value(y, new long[] {yDims[k]}, true, y.dtype());
            } else if (b == 1 && a != 1) {
                x = Aggregates.SUM.value(x, new long[] {xDims[k]}, true, x.dtype());
            }
            inner *= Math.min(a, b) == 1 ? 1 : a;
        }
        var sizes = new ArrayList<Long>();
        long rows = 1;
        long columns = 1;
        var xOrder = new ArrayList<Integer>();
        var yOrder = new ArrayList<Integer>();
        for (int d = 0; d < dx; d++) {
            if (!xInner[d]) {
                xOrder.add(d);
                sizes.add(x.layout().size(d));
                rows *= x.layout().size(d);
            }
        }
        for (long d : xDims) {
            xOrder.add(Check.dim(d, dx));
        }
        for (long d : yDims) {
            yOrder.add(Check.dim(d, dy));
        }
        for (int d = 0; d < dy; d++) {
            if (!yInner[d]) {
                yOrder.add(d);
                sizes.add(y.layout().size(d));
                columns *= y.layout().size(d);
            }
        }
        var left = ValueOps.reshape(ValueOps.permute(x, longs(xOrder)), rows, inner);
        var right = ValueOps.reshape(ValueOps.permute(y, longs(yOrder)), inner, columns);
        return ValueOps.reshape(
                mm(left, right), sizes.stream().mapToLong(Long::longValue).toArray());
    }

    private static long[] longs(List<Integer> list) {
        return list.stream().mapToLong(Integer::longValue).toArray();
    }

    private static Value chain(List<Value> all) {
        int n = all.size();
        var cost = new double[n][n];
        var split = new int[n][n];
        for (int length = 2; length <= n; length++) {
            for (int i = 0; i + length <= n; i++) {
                int j = i + length - 1;
                cost[i][j] = Double.POSITIVE_INFINITY;
                for (int k = i; k < j; k++) {
                    double work =
                            cost[i][k]
                                    + cost[k + 1][j]
                                    + (double) all.get(i).layout().size(0)
                                            * all.get(k).layout().size(1)
                                            * all.get(j).layout().size(1);
                    if (work < cost[i][j]) {
                        cost[i][j] = work;
                        split[i][j] = k;
                    }
                }
            }
        }
        return product(all, split, 0, n - 1);
    }

    private static Value product(List<Value> all, int[][] split, int i, int j) {
        return i == j
                ? all.get(i)
                : mm(product(all, split, i, split[i][j]), product(all, split, split[i][j] + 1, j));
    }
}
