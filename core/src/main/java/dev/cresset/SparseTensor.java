package dev.cresset;

import dev.cresset.op.Check;
import dev.cresset.op.OpException;
import dev.cresset.op.Sparse;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.text.TensorText;

import java.util.Arrays;
import java.util.List;

/**
 * A tensor of which only some elements are kept, each with its coordinates; the others are zero.
 * PyTorch's sparse tensor of layout {@code torch.sparse_coo}.
 *
 * <p>The indices are an int64 matrix {@code [sparseDim, nnz]}, a column for each element; the
 * values are {@code [nnz, dense sizes…]}: where the last dimensions are dense, an element is a
 * slice. A position may occur several times and stands for the sum then, until {@link #coalesce}
 * adds them up and sorts.
 *
 * <p>Sparse tensors are a class of their own because most operations on tensors have no sparse
 * form; what can be done is here, anything else by {@link #toDense} or on the {@link #values}:
 *
 * {@snippet :
 * var s = Torch.tensor(new double[][] {{1, 0}, {0, 4}}).toSparse();
 * var product = s.mm(Torch.ones(2, 3));
 * var root = s.withValues(s.values().sqrt());
 * }
 *
 * <p>Gradients flow through the values. The indices of a sparse tensor never change.
 */
public final class SparseTensor {
    private final Tensor indices;
    private final Tensor values;
    private final Size size;
    private final boolean coalesced;

    /** Which position each value has, as one number; computed when first asked for. */
    private Tensor flat;

    SparseTensor(Tensor indices, Tensor values, Size size, boolean coalesced) {
        this.indices = indices;
        this.values = values;
        this.size = size;
        this.coalesced = coalesced || values.size(0) < 2;
    }

    /** A sparse tensor of checked parts; null as size means the smallest that fits. */
    static SparseTensor of(Tensor indices, Tensor values, Size size) {
        check(
                indices.dim() == 2,
                "indices must be sparse_dim x nnz, but got: %s",
                Arrays.toString(indices.shape().toArray()));
        long nnz = indices.size(1);
        check(
                values.dim() > 0 && values.size(0) == nnz,
                "indices and values must have same nnz, but got nnz from indices: %s, nnz from"
                        + " values: %s",
                nnz,
                values.dim() == 0 ? 1 : values.size(0));
        // A copy of our own: later changes of what was given could point outside.
        var own = indices.detach().to(DType.INT64).clone();
        var chosen = size == null ? fitting(own, values) : size;
        checkSizes(own, values, chosen);
        return new SparseTensor(own, (Tensor) Sparse.taken(values), chosen, false);
    }

    /** A sparse tensor of parts that are known to fit. */
    static SparseTensor checked(Tensor indices, Tensor values, Size size) {
        return new SparseTensor(indices, (Tensor) Sparse.taken(values), size, false);
    }

    private static Size fitting(Tensor indices, Tensor values) {
        var sizes = new long[(int) indices.size(0) + values.dim() - 1];
        for (int d = 0; d < indices.size(0); d++) {
            sizes[d] = indices.size(1) == 0 ? 0 : indices.get(d).max().itemLong() + 1;
        }
        for (int d = 1; d < values.dim(); d++) {
            sizes[(int) indices.size(0) + d - 1] = values.size(d);
        }
        return new Size(sizes);
    }

    private static void checkSizes(Tensor indices, Tensor values, Size size) {
        int sparseDim = (int) indices.size(0);
        int denseDim = values.dim() - 1;
        check(
                size.dim() == sparseDim + denseDim,
                "'len(size) == sparse_dim + dense_dim' is not satisfied: len(size) = %s,"
                        + " sparse_dim = %s, dense_dim = %s",
                size.dim(),
                sparseDim,
                denseDim);
        checkPositions(indices, size);
        try {
            Arrays.stream(size.toArray()).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            throw new OpException("sparse_coo_tensor: numel: integer multiplication overflow", e);
        }
        Check.sizes("sparse_coo_tensor", size.toArray());
        var expected = values.shape().toArray();
        System.arraycopy(size.toArray(), sparseDim, expected, 1, denseDim);
        check(
                new Size(expected).equals(values.shape()),
                "values has incorrect size, expected %s, got %s",
                Arrays.toString(expected),
                Arrays.toString(values.shape().toArray()));
    }

    private static void checkPositions(Tensor indices, Size size) {
        for (int d = 0; d < indices.size(0) && indices.size(1) > 0; d++) {
            long least = indices.get(d).min().itemLong();
            check(least >= 0, "found negative index %s for dim %s", least, d);
            long most = indices.get(d).max().itemLong();
            check(
                    most < size.get(d),
                    "size is inconsistent with indices: for dim %s, size is %s but found index %s",
                    d,
                    size.get(d),
                    most);
        }
    }

    private static void check(boolean valid, String format, Object... values) {
        Check.that(valid, "sparse_coo_tensor: " + format, values);
    }

    /** The elements of a dense tensor that are not zero; the last dimensions may stay dense. */
    static SparseTensor of(Tensor dense, long sparseDim) {
        int dim = dense.dim();
        Check.that(
                sparseDim >= 0 && sparseDim <= dim,
                "dense_to_sparse: sparse_dim argument must be in [0,%s] range, but %s is given",
                dim,
                sparseDim);
        Check.that(
                sparseDim > 0 || dim == 0,
                "dense_to_sparse: sparse_dim argument must be in >0 when self.dim()>0");
        var present = dense.detach().ne(0);
        for (int d = dim - 1; d >= sparseDim; d--) {
            present = present.any(d);
        }
        var indices = present.nonzero().t().contiguous();
        var result = new SparseTensor(indices, dense, dense.shape(), true);
        var values = Calls.call(Sparse.TO_SPARSE, dense, result.flat(), sparseDim);
        return new SparseTensor(indices, values, dense.shape(), true);
    }

    /** The positions of {@link #indices} as one number each, counted in row-major order. */
    Tensor flat() {
        if (flat == null) {
            var sum = Torch.zeros(DType.INT64, indices.size(1));
            for (int d = 0; d < sparseDim(); d++) {
                sum = sum.mul(size.get(d)).add(indices.get(d));
            }
            flat = sum;
        }
        return flat;
    }

    /**
     * A sparse tensor with the same positions and other values, of any dtype, coalesced if this one
     * is.
     *
     * @param newValues of the sizes of {@link #values}; gradients flow to them
     * @throws OpException if the sizes differ
     */
    public SparseTensor withValues(Tensor newValues) {
        Check.that(
                newValues.shape().equals(values.shape()),
                "withValues: values has incorrect size, expected %s, got %s",
                Arrays.toString(values.shape().toArray()),
                Arrays.toString(newValues.shape().toArray()));
        return with((Tensor) Sparse.taken(newValues));
    }

    /** The same positions with other values. */
    SparseTensor with(Tensor newValues) {
        var result = new SparseTensor(indices, newValues, size, coalesced);
        result.flat = flat;
        return result;
    }

    // ---- what it is

    /**
     * The coordinates of the values, {@code [sparseDim, nnz]}, int64.
     *
     * @throws OpException if the tensor is not coalesced
     */
    public Tensor indices() {
        checkCoalesced("indices");
        return indices;
    }

    /**
     * The values, {@code [nnz, dense sizes…]}, with their history.
     *
     * @throws OpException if the tensor is not coalesced
     */
    public Tensor values() {
        checkCoalesced("values");
        return (Tensor) Sparse.shown(values);
    }

    private void checkCoalesced(String what) {
        Check.that(
                coalesced,
                "%s: Cannot get %s on an uncoalesced tensor, please call .coalesce() first",
                what,
                what);
    }

    /** Number of values, those of equal positions counted apart: PyTorch's {@code _nnz()}. */
    public long nnz() {
        return values.size(0);
    }

    /** True if every position occurs once, in ascending order. */
    public boolean isCoalesced() {
        return coalesced;
    }

    /** Number of leading dimensions that the indices speak of. */
    public int sparseDim() {
        return (int) indices.size(0);
    }

    /** Number of trailing dimensions of which each value is a slice. */
    public int denseDim() {
        return values.dim() - 1;
    }

    /** The sizes. */
    public Size shape() {
        return size;
    }

    /** The sizes. */
    public Size size() {
        return size;
    }

    /** The size of a dimension; negative counts from the end. */
    public long size(long dim) {
        return size.get(Check.dim(dim, size.dim()));
    }

    /** Number of dimensions. */
    public int dim() {
        return size.dim();
    }

    /** Number of elements, zeros included. */
    public long numel() {
        return size.numel();
    }

    /** Element type. */
    public DType dtype() {
        return values.dtype();
    }

    /** Where the memory is. */
    public Device device() {
        return values.device();
    }

    /** {@link TensorLayout#SPARSE_COO}. */
    public TensorLayout tensorLayout() {
        return TensorLayout.SPARSE_COO;
    }

    /** True. */
    public boolean isSparse() {
        return true;
    }

    // ---- gradients

    /** Asks for gradients of this leaf. */
    public SparseTensor requiresGrad_() {
        values.requiresGrad_();
        return this;
    }

    /** True if gradients flow to the values. */
    public boolean requiresGrad() {
        return values.requiresGrad();
    }

    /** True if no recorded operation computed this tensor. */
    public boolean isLeaf() {
        return values.isLeaf();
    }

    /**
     * The accumulated gradient at the positions of this leaf, coalesced, or null if there is none.
     */
    public SparseTensor grad() {
        var gradient = values.grad();
        if (gradient == null || coalesced) {
            return gradient == null ? null : with(gradient);
        }
        var unique = flat().unique(UniqueOption.RETURN_INVERSE);
        // Values of one position are terms of one sum: all have its gradient, so any will do.
        var groups = unique.inverseIndices().orElseThrow();
        var one = Torch.zeros(DType.INT64, unique.output().size(0));
        one.indexCopy_(0, groups, Torch.arange(nnz()));
        return new SparseTensor(
                indices.indexSelect(1, one), gradient.indexSelect(0, one), size, true);
    }

    /** The same positions and values without history. */
    public SparseTensor detach() {
        return with(values.detach());
    }

    /** A copy that carries gradients back. */
    @Override
    public SparseTensor clone() {
        return with(values.clone());
    }

    // ---- other forms

    /** Every position once, in ascending order, with the sum of its values; itself if it is so. */
    public SparseTensor coalesce() {
        return coalesced ? this : grouped(Sparse.COALESCE);
    }

    private SparseTensor grouped(dev.cresset.op.Op sum) {
        var unique = flat().unique(UniqueOption.RETURN_INVERSE);
        var positions = unique.output();
        var summed =
                Calls.call(sum, values, unique.inverseIndices().orElseThrow(), positions.size(0));
        var rows = new Tensor[sparseDim()];
        var rest = positions;
        for (int d = rows.length - 1; d >= 0; d--) {
            // Without positions a size may be 0, by which nothing can be divided.
            rows[d] = rest.remainder(Math.max(1, size.get(d)));
            rest = rest.floorDivide(Math.max(1, size.get(d)));
        }
        var coordinates =
                rows.length == 0
                        ? Torch.zeros(DType.INT64, 0, positions.size(0))
                        : Torch.stack(List.of(rows));
        var result = new SparseTensor(coordinates, summed, size, true);
        result.flat = positions;
        return result;
    }

    /** All elements, zeros included. */
    public Tensor toDense() {
        return Calls.call(Sparse.TO_DENSE, values, flat(), size.toArray());
    }

    /** The same numbers in another dtype; itself if it has that dtype. */
    public SparseTensor to(DType dtype) {
        return dtype == dtype() ? this : with(values.to(dtype));
    }

    /** A matrix with rows and columns swapped; a vector itself. */
    public SparseTensor t() {
        Check.that(
                sparseDim() <= 2 && denseDim() == 0,
                "t: t() expects a tensor with <= 2 sparse and 0 dense dimensions, but got %s sparse"
                        + " and %s dense dimensions",
                sparseDim(),
                denseDim());
        return dim() < 2 ? this : swapped(0, 1, (Tensor) Sparse.ofT(values));
    }

    /** Two sparse dimensions swapped. */
    public SparseTensor transpose(long dim0, long dim1) {
        int a = Check.dim(dim0, dim());
        int b = Check.dim(dim1, dim());
        Check.that(
                a < sparseDim() && b < sparseDim(),
                "transpose: sparse transpose: transposed dimensions must be sparse Got sparse_dim:"
                        + " %s, d0: %s, d1: %s",
                sparseDim(),
                a,
                b);
        return a == b ? this : swapped(a, b, (Tensor) Sparse.transposed(values));
    }

    private SparseTensor swapped(int a, int b, Tensor sameValues) {
        var order = new long[sparseDim()];
        Arrays.setAll(order, d -> d == a ? b : d == b ? a : d);
        var sizes = size.toArray();
        sizes[a] = size.get(b);
        sizes[b] = size.get(a);
        var rows = indices.indexSelect(0, Torch.tensor(order));
        return new SparseTensor(rows, sameValues, new Size(sizes), false);
    }

    // ---- arithmetic

    /** {@code this + other}, of the same sizes. */
    public SparseTensor add(SparseTensor other) {
        return sum("add", Sparse.ADD, other, 1);
    }

    /** {@code this + alpha * other}, of the same sizes. */
    public SparseTensor add(SparseTensor other, Number alpha) {
        return sum("add", Sparse.ADD, other, alpha);
    }

    /** {@code this - other}, of the same sizes. */
    public SparseTensor sub(SparseTensor other) {
        return sum("sub", Sparse.SUB, other, 1);
    }

    /** {@code this - alpha * other}, of the same sizes. */
    public SparseTensor sub(SparseTensor other, Number alpha) {
        return sum("sub", Sparse.SUB, other, alpha);
    }

    /** Where both have the same positions, value by value; else over the positions of both. */
    private SparseTensor sum(String op, dev.cresset.op.Op last, SparseTensor other, Number alpha) {
        boolean plus = last == Sparse.ADD;
        Check.that(
                size.equals(other.size),
                "%s: expected sizes of 'self' and 'other' to match, but %s != %s",
                op,
                Arrays.toString(size.toArray()),
                Arrays.toString(other.size.toArray()));
        Check.that(
                sparseDim() == other.sparseDim(),
                "%s: expected 'self' and 'other' to have same density, but 'self' has %s sparse"
                        + " dimensions while 'other' has %s sparse dimensions",
                op,
                sparseDim(),
                other.sparseDim());
        if (indices == other.indices || indices.equal(other.indices)) {
            return with(plus ? values.add(other.values, alpha) : values.sub(other.values, alpha));
        }
        // From zero, so that alpha is checked, and dtypes are promoted, as in any sum.
        var zero =
                Torch.zeros(DType.promote(dtype(), other.dtype()), other.values.shape().toArray());
        var term = plus ? zero.add(other.values, alpha) : zero.sub(other.values, alpha);
        var all =
                new SparseTensor(
                        Torch.cat(List.of(indices, other.indices), 1),
                        Torch.cat(List.of(values, term)),
                        size,
                        false);
        return all.grouped(last);
    }

    /** {@code target += alpha * this}. */
    Tensor addTo(Tensor target, Number alpha) {
        if (!target.isContiguous() || target.dtype() != dtype()) {
            return target.add_(toDense(), alpha);
        }
        var slices = values.shape().toArray();
        slices[0] = -1;
        if (target.numel() > 0) {
            target.view(slices).indexAdd_(0, flat(), values, alpha);
        }
        return target;
    }

    /** Every value times a number. */
    public SparseTensor mul(Number other) {
        return with(values.mul(other));
    }

    /** Every value divided by a number. */
    public SparseTensor div(Number other) {
        return with(values.div(other));
    }

    /** The negative of every value. */
    public SparseTensor neg() {
        return with(values.neg());
    }

    /** The sum of all elements, a 0-d tensor. */
    public Tensor sum() {
        return values.sum();
    }

    /**
     * This sparse matrix {@code [n, m]} times a dense one {@code [m, p]}, dense: PyTorch's {@code
     * torch.sparse.mm}. Takes time and memory for {@code nnz * p} numbers.
     */
    public Tensor mm(Tensor mat2) {
        Check.that(
                sparseDim() == 2 && denseDim() == 0 && mat2.dim() == 2,
                "mm: expects a sparse matrix, without dense dimensions, and a dense matrix, got"
                        + " sizes %s (%s sparse) and %s",
                size,
                sparseDim(),
                mat2.shape());
        Check.that(
                mat2.size(0) == size(1),
                "mm: addmm: Argument #3 (dense): Expected dim 0 size %s, got %s",
                size(1),
                mat2.size(0));
        Check.that(
                mat2.dtype() == dtype(),
                "mm: expected scalar type %s but found %s",
                dtype().scalarName(),
                mat2.dtype().scalarName());
        return Calls.call(Sparse.MM, values, indices.get(0), indices.get(1), size(0), mat2);
    }

    /** This sparse matrix {@code [n, m]} times a dense vector {@code [m]}, dense. */
    public Tensor mv(Tensor vector) {
        Check.that(
                dim() == 2 && vector.dim() == 1 && vector.size(0) == size(1),
                "mv: expected self.size(-1) == vec.size(-1), got a matrix %s and a vector %s",
                size,
                vector.shape());
        return mm(vector.unsqueeze(1)).squeeze(1);
    }

    /** {@link #mm} with a matrix, {@link #mv} with a vector. */
    public Tensor matmul(Tensor other) {
        return other.dim() == 1 ? mv(other) : mm(other);
    }

    /** PyTorch's printed form. */
    @Override
    public String toString() {
        var node = values.gradFn();
        return TensorText.ofSparse(
                indices.array(),
                values.detach().array(),
                size.toArray(),
                node == null ? null : node.name(),
                requiresGrad());
    }
}
