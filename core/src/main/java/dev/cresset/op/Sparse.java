package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.CONTRACT;
import static dev.cresset.op.Primitive.Family.GATHER;

import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.util.Arrays;

/**
 * The computations of sparse tensors on what they are made of: the values, and for each its
 * position among the slices of the dense tensor as one number ({@code flat}).
 *
 * <p>The rows are named after PyTorch's graph nodes, for they are what remains of an operation on
 * sparse tensors in the graph. Their gradients are with respect to the values.
 */
public final class Sparse {
    /** The slices of a dense tensor at positions of its first dimensions. */
    public static final Primitive TO_SPARSE = picking("_to_sparse", "ToSparseBackward1");

    /** {@link #TO_SPARSE} at positions that another sparse tensor has. */
    public static final Primitive MASK = picking("_sparse_mask", "SparseMaskBackward0");

    /** Slices added up at their positions in a dense tensor of zeros. */
    public static final Primitive TO_DENSE =
            Primitive.of(
                            GATHER,
                            "_sparse_to_dense(Tensor values, Tensor flat, int[] size) -> Tensor",
                            a ->
                                    spread(ValueOps.detach(a.value(0)), a.value(1), a.longs(2))
                                            .array())
                    .anyNumbers()
                    .gradient(
                            b -> {
                                int sparse = b.resultLayout(0).dim() - b.layout(0).dim() + 1;
                                return grads(at(b.grad(), b.value(1), sparse));
                            },
                            1)
                    .named("ToDenseBackward0");

    /** Values of the same position added up; {@code groups} says for each where it goes. */
    public static final Primitive COALESCE = grouping("_sparse_coalesce", "CoalesceBackward0");

    /** {@link #COALESCE} as the last step of a sum. */
    public static final Primitive ADD = grouping("_sparse_add", "AddBackward0");

    /** {@link #COALESCE} as the last step of a difference. */
    public static final Primitive SUB = grouping("_sparse_sub", "SubBackward0");

    /** A sparse matrix, given by values, rows and columns, times a dense one. */
    public static final Primitive MM =
            Primitive.of(
                            CONTRACT,
                            "_sparse_mm(Tensor values, Tensor rows, Tensor columns, int n, Tensor"
                                    + " mat2) -> Tensor",
                            a -> {
                                var dense = ValueOps.detach(a.value(4));
                                var column = ValueOps.unsqueeze(ValueOps.detach(a.value(0)), 1);
                                var sources = ValueOps.indexSelect(dense, 0, a.value(2));
                                var terms = ValueOps.mul(sources, column);
                                long width = a.layout(4).size(1);
                                var zeros = ValueOps.zeros(dense, a.integer(3), width);
                                return ValueOps.indexAdd(zeros, 0, a.value(1), terms).array();
                            })
                    .analytic()
                    .gradient(Sparse::productGradient, 0, 1, 2, 4)
                    .named("MmBackward0");

    private static final View TAKEN = alias("SparseCooTensorWithDimsAndTensorsBackward0");
    private static final View SHOWN = alias("ValuesBackward0");
    private static final View T = alias("TBackward0");
    private static final View TRANSPOSED = alias("TransposeBackward0");

    private Sparse() {}

    /** Values as part of a new sparse tensor. */
    public static Value taken(Value values) {
        return TAKEN.value(values);
    }

    /** The values of a sparse tensor as a tensor of their own. */
    public static Value shown(Value values) {
        return SHOWN.value(values);
    }

    /** The values of a transposed matrix. */
    public static Value ofT(Value values) {
        return T.value(values);
    }

    /** The values where two dimensions have changed places. */
    public static Value transposed(Value values) {
        return TRANSPOSED.value(values);
    }

    private static View alias(String node) {
        return new View("_sparse_alias(Tensor values) -> Tensor", (self, a) -> self, b -> b.grad())
                .named(node);
    }

    private static Primitive picking(String name, String node) {
        return Primitive.of(
                        GATHER,
                        name + "(Tensor self, Tensor flat, int sparse_dim) -> Tensor",
                        a -> {
                            var dense = ValueOps.detach(a.value(0));
                            return at(dense, a.value(1), (int) a.integer(2)).array();
                        })
                .anyNumbers()
                .gradient(b -> grads(spread(b.grad(), b.value(1), b.layout(0).sizes())), 1)
                .named(node);
    }

    private static Primitive grouping(String name, String node) {
        return Primitive.of(
                        GATHER,
                        name + "(Tensor values, Tensor groups, int count) -> Tensor",
                        a -> {
                            var sizes = a.layout(0).sizes();
                            sizes[0] = a.integer(2);
                            return spread(ValueOps.detach(a.value(0)), a.value(1), sizes).array();
                        })
                .anyNumbers()
                .gradient(b -> grads(ValueOps.indexSelect(b.grad(), 0, b.value(1))), 1)
                .named(node);
    }

    private static Object[] productGradient(Backward b) {
        var rows = b.value(1);
        var columns = b.value(2);
        var atRows = ValueOps.indexSelect(b.grad(), 0, rows);
        Value values = null;
        Value dense = null;
        if (b.needs(0)) {
            var sources = ValueOps.indexSelect(b.value(4), 0, columns);
            values = ValueOps.sum(ValueOps.mul(atRows, sources), false, 1);
        }
        if (b.needs(4)) {
            var terms = ValueOps.mul(atRows, ValueOps.unsqueeze(b.value(0), 1));
            var zeros = ValueOps.zeros(b.grad(), b.layout(4).sizes());
            dense = ValueOps.indexAdd(zeros, 0, columns, terms);
        }
        return grads(values, null, null, null, dense);
    }

    private static Value at(Value dense, Value flat, int sparseDim) {
        return ValueOps.indexSelect(
                ValueOps.reshape(dense, slices(dense.layout().sizes(), sparseDim)), 0, flat);
    }

    private static Value spread(Value values, Value flat, long[] sizes) {
        int sparseDim = sizes.length - values.layout().dim() + 1;
        var zeros = ValueOps.zeros(values, slices(sizes, sparseDim));
        var sum =
                values.dtype() == DType.BOOL
                        ? any(zeros, flat, values)
                        : ValueOps.indexAdd(zeros, 0, flat, values);
        return ValueOps.reshape(sum, sizes);
    }

    private static Value any(Value zeros, Value flat, Value values) {
        var counts = ValueOps.to(zeros, DType.INT64);
        var added = ValueOps.indexAdd(counts, 0, flat, ValueOps.to(values, DType.INT64));
        return ValueOps.to(added, DType.BOOL);
    }

    /** Sizes with the first dimensions, those of positions, as one. */
    private static long[] slices(long[] sizes, int sparseDim) {
        var result = new long[sizes.length - sparseDim + 1];
        System.arraycopy(sizes, sparseDim, result, 1, result.length - 1);
        result[0] = Layout.contiguous(Arrays.copyOf(sizes, sparseDim)).numel();
        return result;
    }
}
