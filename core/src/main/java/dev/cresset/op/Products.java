package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.CONTRACT;
import static dev.cresset.op.ValueOps.mm;
import static dev.cresset.op.ValueOps.mt;
import static dev.cresset.op.ValueOps.mul;

import dev.cresset.spi.Array;
import dev.cresset.spi.Contractions;
import dev.cresset.spi.Contractions.Gemm;
import dev.cresset.spi.Contractions.Transpose;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

/** Matrix products. */
public final class Products {
    /** Product of two matrices. */
    public static final Primitive MM =
            Primitive.of(
                            CONTRACT,
                            "mm(Tensor self, Tensor mat2) -> Tensor",
                            a -> {
                                checkMatrices("mm", a.value(0), a.value(1));
                                return product(a.array(0), a.array(1), null, 1L, 0L);
                            })
                    .analytic()
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            b.needs(0) ? mm(b.grad(), mt(b.value(1))) : null,
                                            b.needs(1)
                                                    ? rightGradient(
                                                            b.value(0), b.grad(), b.layout(1))
                                                    : null),
                            0,
                            1);

    /** Products of two batches of matrices. */
    public static final Primitive BMM =
            Primitive.of(
                            CONTRACT,
                            "bmm(Tensor self, Tensor mat2) -> Tensor",
                            a -> {
                                checkBatches("bmm", a.value(0), a.value(1));
                                return product(a.array(0), a.array(1), null, 1L, 0L);
                            })
                    .analytic()
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            b.needs(0)
                                                    ? ValueOps.bmm(b.grad(), mt(b.value(1)))
                                                    : null,
                                            b.needs(1)
                                                    ? ValueOps.bmm(mt(b.value(0)), b.grad())
                                                    : null),
                            0,
                            1);

    /** {@code beta * self + alpha * mat1 @ mat2}. */
    public static final Primitive ADDMM =
            Primitive.of(
                            CONTRACT,
                            "addmm(Tensor self, Tensor mat1, Tensor mat2, *, Scalar beta=1, Scalar"
                                    + " alpha=1) -> Tensor",
                            a -> {
                                checkMatrices("addmm", a.value(1), a.value(2));
                                return product(
                                        a.array(1), a.array(2), a.array(0), a.all()[4], a.all()[3]);
                            })
                    .analytic()
                    .anywhere()
                    .gradient(b -> addGradient(b, false), 1, 2);

    /** {@code beta * self + alpha * batch1 @ batch2}. */
    public static final Primitive BADDBMM =
            Primitive.of(
                            CONTRACT,
                            "baddbmm(Tensor self, Tensor batch1, Tensor batch2, *, Scalar beta=1,"
                                    + " Scalar alpha=1) -> Tensor",
                            a -> {
                                checkBatches("baddbmm", a.value(1), a.value(2));
                                return product(
                                        a.array(1), a.array(2), a.array(0), a.all()[4], a.all()[3]);
                            })
                    .analytic()
                    .anywhere()
                    .gradient(b -> addGradient(b, true), 1, 2);

    /** Product of two vectors. */
    public static final Primitive DOT =
            Primitive.of(
                            CONTRACT,
                            "dot(Tensor self, Tensor tensor) -> Tensor",
                            a -> {
                                Check.that(
                                        a.layout(0).dim() == 1 && a.layout(1).dim() == 1,
                                        "dot: 1D tensors expected, but got %sD and %sD tensors",
                                        a.layout(0).dim(),
                                        a.layout(1).dim());
                                Check.that(
                                        a.layout(0).numel() == a.layout(1).numel(),
                                        "dot: inconsistent tensor size, expected tensor %s and src"
                                                + " %s to have the same number of elements",
                                        a.layout(0),
                                        a.layout(1));
                                Check.sameDType("dot", a.dtypeOf(0), a.dtypeOf(1));
                                var row = a.array(0).with(a.array(0).layout().unsqueeze(0));
                                var column = a.array(1).with(a.array(1).layout().unsqueeze(1));
                                var result = product(row, column, null, 1L, 0L);
                                return result.with(Layout.contiguous());
                            })
                    .analytic()
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            b.needs(0) ? mul(b.value(1), b.grad()) : null,
                                            b.needs(1) ? mul(b.value(0), b.grad()) : null),
                            0,
                            1);

    /** Product of a matrix and a vector. */
    public static final Primitive MV =
            Primitive.of(
                            CONTRACT,
                            "mv(Tensor self, Tensor vec) -> Tensor",
                            a -> {
                                Check.that(
                                        a.layout(0).dim() == 2
                                                && a.layout(1).dim() == 1
                                                && a.layout(0).size(1) == a.layout(1).size(0),
                                        "mv: size mismatch, got input %s, vec %s",
                                        a.layout(0),
                                        a.layout(1));
                                Check.sameDType("mv", a.dtypeOf(0), a.dtypeOf(1));
                                var column = a.array(1).with(a.array(1).layout().unsqueeze(1));
                                var result = product(a.array(0), column, null, 1L, 0L);
                                return result.with(Layout.contiguous(a.layout(0).size(0)));
                            })
                    .analytic()
                    .anywhere()
                    .gradient(
                            b -> {
                                var g = b.grad();
                                return grads(
                                        b.needs(0)
                                                ? mul(
                                                        ValueOps.unsqueeze(g, 1),
                                                        ValueOps.unsqueeze(b.value(1), 0))
                                                : null,
                                        b.needs(1) ? Products.MV.value(mt(b.value(0)), g) : null);
                            },
                            0,
                            1);

    /** The general product: vectors, matrices and broadcast batches of them. */
    public static final Composite MATMUL =
            new Composite(
                    "matmul(Tensor self, Tensor other) -> Tensor",
                    a -> matmul(a.value(0), a.value(1)));

    /** {@code x @ weight.T + bias} over the last dimension. */
    public static final Composite LINEAR =
            new Composite(
                    "linear(Tensor input, Tensor weight, Tensor? bias=None) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var w = a.value(1);
                        int dims = x.layout().dim();
                        if (w.layout().dim() == 1) {
                            var y = matmul(x, w);
                            return a.none(2) ? y : ValueOps.add(y, a.value(2));
                        }
                        var wt = Shapes.T.value(w);
                        if (dims == 2) {
                            return a.none(2)
                                    ? MM.call(x, wt)
                                    : ADDMM.call(a.value(2), x, wt, 1L, 1L);
                        }
                        if (dims == 3 && !a.none(2) && x.layout().isContiguous()) {
                            var s = x.layout();
                            var flat = ValueOps.reshape(x, s.size(0) * s.size(1), s.size(2));
                            var y = ADDMM.value(a.value(2), flat, wt, 1L, 1L);
                            return ValueOps.view(y, s.size(0), s.size(1), w.layout().size(0));
                        }
                        var y = matmul(x, wt);
                        return a.none(2) ? y : ValueOps.add(y, a.value(2));
                    });

    /** All products of elements of two vectors. */
    public static final Composite OUTER =
            new Composite(
                    "outer(Tensor self, Tensor vec2) -> Tensor",
                    a -> {
                        Check.that(
                                a.layout(0).dim() == 1 && a.layout(1).dim() == 1,
                                "outer: Expected 1-D arguments, got %sD and %sD",
                                a.layout(0).dim(),
                                a.layout(1).dim());
                        return mul(
                                ValueOps.unsqueeze(a.value(0), 1),
                                ValueOps.unsqueeze(a.value(1), 0));
                    });

    private Products() {}

    private static Object[] addGradient(Backward b, boolean batched) {
        Object beta = b.args().all()[3];
        Object alpha = b.args().all()[4];
        Value left = null;
        Value right = null;
        if (b.needs(1)) {
            var wt = mt(b.value(2));
            left = scaled(batched ? ValueOps.bmm(b.grad(), wt) : mm(b.grad(), wt), alpha);
        }
        if (b.needs(2)) {
            var x = b.value(1);
            right =
                    scaled(
                            batched
                                    ? ValueOps.bmm(mt(x), b.grad())
                                    : rightGradient(x, b.grad(), b.layout(2)),
                            alpha);
        }
        return grads(b.needs(0) ? scaled(b.grad(), beta) : null, left, right);
    }

    /**
     * The gradient {@code x.T @ g} of the right factor, in the memory order of that factor: a
     * weight that came in transposed then gets its gradient row-major, without another copy.
     */
    private static Value rightGradient(Value x, Value g, Layout right) {
        boolean transposed = right.stride(0) == 1 && right.stride(1) != 1;
        return transposed ? mt(mm(mt(g), x)) : mm(mt(x), g);
    }

    private static Value scaled(Value v, Object factor) {
        return Scalars.isOne(factor) ? v : mul(v, factor);
    }

    private static Value matmul(Value a, Value b) {
        int da = a.layout().dim();
        int db = b.layout().dim();
        Check.that(
                da > 0 && db > 0,
                "matmul: both arguments to matmul need to be at least 1D, but they are %sD and %sD",
                da,
                db);
        if (da == 1 && db == 1) {
            return DOT.value(a, b);
        }
        if (da == 2 && db == 1) {
            return MV.value(a, b);
        }
        if (da == 1 && db == 2) {
            return ValueOps.squeeze(MM.value(ValueOps.unsqueeze(a, 0), b), 0);
        }
        if (da == 2 && db == 2) {
            return MM.value(a, b);
        }
        if (da >= 3 && db <= 2) {
            return folded(a, b);
        }
        var left = da == 1 ? ValueOps.unsqueeze(a, 0) : a;
        var right = db == 1 ? ValueOps.unsqueeze(b, 1) : b;
        var product = batched(left, right);
        if (da == 1) {
            return ValueOps.squeeze(product, -2);
        }
        return db == 1 ? ValueOps.squeeze(product, -1) : product;
    }

    /** A batch against one matrix or vector: one large product. */
    private static Value folded(Value a, Value b) {
        var s = a.layout();
        long inner = s.size(s.dim() - 1);
        var flat = ValueOps.reshape(a, inner == 0 ? s.numel() : s.numel() / inner, inner);
        if (inner == 0) {
            long rows = 1;
            for (int d = 0; d < s.dim() - 1; d++) {
                rows *= s.size(d);
            }
            flat = ValueOps.reshape(a, rows, 0);
        }
        boolean vector = b.layout().dim() == 1;
        var product = vector ? MV.value(flat, b) : MM.value(flat, b);
        var sizes = java.util.Arrays.copyOf(s.sizes(), vector ? s.dim() - 1 : s.dim());
        if (!vector) {
            sizes[sizes.length - 1] = b.layout().size(1);
        }
        return ValueOps.view(product, sizes);
    }

    private static Value batched(Value a, Value b) {
        var sa = a.layout().sizes();
        var sb = b.layout().sizes();
        var batch =
                Check.broadcast(
                        java.util.Arrays.copyOf(sa, sa.length - 2),
                        java.util.Arrays.copyOf(sb, sb.length - 2));
        long count = 1;
        for (long size : batch) {
            count *= size;
        }
        long m = sa[sa.length - 2];
        long k = sa[sa.length - 1];
        long n = sb[sb.length - 1];
        Check.that(
                k == sb[sb.length - 2],
                "matmul: Expected size for first two dimensions of batch2 tensor to be: [%s, %s]"
                        + " but got: [%s, %s]. inner sizes differ, %s x %s",
                count,
                k,
                count,
                sb[sb.length - 2],
                sa,
                sb);
        var left = ValueOps.reshape(expandBatch(a, batch, m, k), count, m, k);
        var right = ValueOps.reshape(expandBatch(b, batch, k, n), count, k, n);
        return ValueOps.view(BMM.value(left, right), joined(batch, m, n));
    }

    private static Value expandBatch(Value x, long[] batch, long rows, long columns) {
        return ValueOps.expand(x, joined(batch, rows, columns));
    }

    private static long[] joined(long[] batch, long rows, long columns) {
        var sizes = java.util.Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = rows;
        sizes[batch.length + 1] = columns;
        return sizes;
    }

    private static void checkMatrices(String op, Value a, Value b) {
        Check.that(
                a.layout().dim() == 2 && b.layout().dim() == 2,
                "%s: mat1 and mat2 must be a matrix (self must be a matrix), got %sD and %sD"
                        + " tensors; use matmul for other dimensions",
                op,
                a.layout().dim(),
                b.layout().dim());
        Check.that(
                a.layout().size(1) == b.layout().size(0),
                "%s: mat1 and mat2 shapes cannot be multiplied (%sx%s and %sx%s): inner sizes"
                        + " differ; did you mean the transpose t()?",
                op,
                a.layout().size(0),
                a.layout().size(1),
                b.layout().size(0),
                b.layout().size(1));
        Check.sameDType(op, a.dtype(), b.dtype());
    }

    private static void checkBatches(String op, Value a, Value b) {
        Check.that(
                a.layout().dim() == 3 && b.layout().dim() == 3,
                "%s: batch1 and batch2 must be a 3D tensor, got %sD and %sD",
                op,
                a.layout().dim(),
                b.layout().dim());
        Check.that(
                a.layout().size(0) == b.layout().size(0)
                        && a.layout().size(2) == b.layout().size(1),
                "%s: Expected size for first two dimensions of batch2 tensor to be: [%s, %s] but"
                        + " got: [%s, %s].",
                op,
                a.layout().size(0),
                a.layout().size(2),
                b.layout().size(0),
                b.layout().size(1));
        Check.sameDType(op, a.dtype(), b.dtype());
    }

    /** {@code alpha * a @ b + beta * addend} for matrices or batches of them. */
    static Array product(Array a, Array b, Array addend, Object alpha, Object beta) {
        if (Meta.among(new Object[] {a, b, addend})) {
            Meta.checkSame(
                    "matmul", addend == null ? new Array[] {a, b} : new Array[] {a, b, addend});
            return realProduct(a, b, addend, 1, 1);
        }
        if (a.dtype().isComplex()) {
            return ComplexForward.product(a, b, addend, alpha, beta);
        }
        return realProduct(a, b, addend, Scalars.toDouble(alpha), Scalars.toDouble(beta));
    }

    private static Array realProduct(Array a, Array b, Array addend, double alpha, double beta) {
        int dims = a.layout().dim();
        long batch = dims == 3 ? a.layout().size(0) : 1;
        long m = a.layout().size(dims - 2);
        long k = a.layout().size(dims - 1);
        long n = b.layout().size(dims - 1);
        var dtype = a.dtype();
        var sizes = dims == 3 ? new long[] {batch, m, n} : new long[] {m, n};
        var result = NewArray.beside(a, dtype, sizes);
        if (addend != null) {
            Check.that(
                    java.util.Arrays.equals(
                            Check.broadcast(addend.layout().sizes(), result.layout().sizes()),
                            result.layout().sizes()),
                    "addmm: The expanded size of the tensor must match: cannot expand %s to %s",
                    addend.layout(),
                    result.layout());
            Check.sameDType("addmm", addend.dtype(), dtype);
            if (beta != 0) {
                Copies.copy(addend, result);
            }
        } else {
            beta = 0;
        }
        if (result.numel() == 0 || Meta.is(result)) {
            return result;
        }
        var left = Operand.of(a, dims);
        var right = Operand.of(b, dims);
        var logical = dtype == DType.BOOL;
        Check.that(!logical, "mm: \"addmm_impl_cpu_\" not implemented for 'Bool'");
        Backends.cpu()
                .contractions()
                .multiply(
                        new Gemm(
                                dtype,
                                left.transpose,
                                right.transpose,
                                m,
                                n,
                                k,
                                alpha,
                                beta,
                                left.leading,
                                right.leading,
                                Math.max(n, 1),
                                batch,
                                batch == 1 ? 0 : left.step,
                                batch == 1 ? 0 : right.step,
                                m * n),
                        left.array.address(),
                        right.array.address(),
                        result.address());
        return result;
    }

    /** A matrix, or a batch, in a form that products read directly; copied only if it has to be. */
    private record Operand(Array array, Contractions.Transpose transpose, long leading, long step) {

        static Operand of(Array x, int dims) {
            var layout = x.layout();
            long rows = layout.size(dims - 2);
            long columns = layout.size(dims - 1);
            long rowStride = layout.stride(dims - 2);
            long columnStride = layout.stride(dims - 1);
            long step = dims == 3 ? layout.stride(0) : 0;
            if ((columnStride == 1 || columns == 1)
                    && (rowStride >= Math.max(columns, 1) || rows == 1)) {
                return new Operand(
                        x, Transpose.NO, rows == 1 ? Math.max(columns, 1) : rowStride, step);
            }
            if ((rowStride == 1 || rows == 1)
                    && (columnStride >= Math.max(rows, 1) || columns == 1)) {
                return new Operand(
                        x, Transpose.YES, columns == 1 ? Math.max(rows, 1) : columnStride, step);
            }
            var dense = Copies.contiguous(x);
            return new Operand(dense, Transpose.NO, Math.max(columns, 1), rows * columns);
        }
    }
}
