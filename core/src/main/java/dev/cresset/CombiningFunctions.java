package dev.cresset;

import dev.cresset.op.Arithmetic;
import dev.cresset.op.Diagonals;
import dev.cresset.op.IndexOps;
import dev.cresset.op.Joins;
import dev.cresset.op.MoreProducts;
import dev.cresset.op.NewTensors;
import dev.cresset.op.Op;
import dev.cresset.op.PairFunctions;
import dev.cresset.op.SpecialOps;
import dev.cresset.op.Stacks;
import dev.cresset.spi.Array;

import java.util.Arrays;
import java.util.List;

/** Functions that join, combine and choose among several tensors. */
abstract sealed class CombiningFunctions extends TypedTensors permits StatisticsFunctions {
    /**
     * A sparse tensor of the smallest sizes that its positions fit into.
     *
     * @param indices int64, {@code [sparse dimensions, n]}, a column for each value
     * @param values {@code [n, dense sizes…]}; gradients flow to them
     * @throws dev.cresset.op.OpException if the parts do not fit each other
     */
    public static SparseTensor sparseCooTensor(Tensor indices, Tensor values) {
        return SparseTensor.of(indices, values, null);
    }

    /**
     * A sparse tensor.
     *
     * @param indices int64, {@code [sparse dimensions, n]}, a column for each value; copied
     * @param values {@code [n, dense sizes…]}; gradients flow to them
     * @param size the sizes, those of sparse dimensions first
     * @throws dev.cresset.op.OpException if a position lies outside, or the parts do not fit each
     *     other
     */
    public static SparseTensor sparseCooTensor(Tensor indices, Tensor values, long... size) {
        return SparseTensor.of(indices, values, new Size(size));
    }

    /** Tensors side by side: along the second dimension, vectors along their only one. */
    public static Tensor hstack(List<Tensor> tensors) {
        return Calls.call(Stacks.HSTACK, tensors);
    }

    /** Tensors on top of each other: along the first dimension, vectors as rows. */
    public static Tensor vstack(List<Tensor> tensors) {
        return Calls.call(Stacks.VSTACK, tensors);
    }

    /** {@link #vstack}. */
    public static Tensor rowStack(List<Tensor> tensors) {
        return Calls.call(Stacks.ROW_STACK, tensors);
    }

    /** Tensors behind each other: along the third dimension. */
    public static Tensor dstack(List<Tensor> tensors) {
        return Calls.call(Stacks.DSTACK, tensors);
    }

    /** Tensors side by side, vectors as columns. */
    public static Tensor columnStack(List<Tensor> tensors) {
        return Calls.call(Stacks.COLUMN_STACK, tensors);
    }

    /** {@link Torch#cat(List)}. */
    public static Tensor concat(List<Tensor> tensors) {
        return Calls.call(Joins.CAT, tensors, 0L);
    }

    /** {@link Torch#cat(List, long)}. */
    public static Tensor concat(List<Tensor> tensors, long dim) {
        return Calls.call(Joins.CAT, tensors, dim);
    }

    /** {@link Torch#cat(List)}. */
    public static Tensor concatenate(List<Tensor> tensors) {
        return Calls.call(Joins.CAT, tensors, 0L);
    }

    /** {@link Torch#cat(List, long)}. */
    public static Tensor concatenate(List<Tensor> tensors, long dim) {
        return Calls.call(Joins.CAT, tensors, dim);
    }

    /** Matrices along the diagonal of a matrix of zeros. */
    public static Tensor blockDiag(Tensor... tensors) {
        return tensors.length == 0
                ? Torch.empty(1, 0)
                : Calls.call(Stacks.BLOCK_DIAG, List.of(tensors));
    }

    /** At least one dimension. */
    public static Tensor atleast1d(Tensor tensor) {
        return Calls.call(Stacks.ATLEAST_1D, tensor);
    }

    /** The same for several tensors. */
    public static List<Tensor> atleast1d(List<Tensor> tensors) {
        return Calls.list(Stacks.ATLEAST_1D_ALL, tensors);
    }

    /** At least two dimensions. */
    public static Tensor atleast2d(Tensor tensor) {
        return Calls.call(Stacks.ATLEAST_2D, tensor);
    }

    /** The same for several tensors. */
    public static List<Tensor> atleast2d(List<Tensor> tensors) {
        return Calls.list(Stacks.ATLEAST_2D_ALL, tensors);
    }

    /** At least three dimensions. */
    public static Tensor atleast3d(Tensor tensor) {
        return Calls.call(Stacks.ATLEAST_3D, tensor);
    }

    /** The same for several tensors. */
    public static List<Tensor> atleast3d(List<Tensor> tensors) {
        return Calls.list(Stacks.ATLEAST_3D_ALL, tensors);
    }

    /** All tensors stretched to common sizes; views. */
    public static List<Tensor> broadcastTensors(Tensor... tensors) {
        return Calls.list(Stacks.BROADCAST_TENSORS, List.of(tensors));
    }

    /** The common sizes to which tensors of given sizes broadcast. */
    public static Size broadcastShapes(long[]... shapes) {
        var sizes = (List<?>) Stacks.BROADCAST_SHAPES.call(List.of(shapes));
        return new Size(sizes.stream().mapToLong(size -> (Long) size).toArray());
    }

    /** The coordinates of a grid, one tensor per vector, in the order of the vectors; views. */
    public static List<Tensor> meshgrid(Tensor... tensors) {
        return Calls.list(Stacks.MESHGRID, List.of(tensors), null);
    }

    /** The coordinates of a grid, one tensor per vector; views. */
    public static List<Tensor> meshgrid(List<Tensor> tensors, GridIndexing indexing) {
        return Calls.list(Stacks.MESHGRID, tensors, indexing.text());
    }

    /** All tuples with one element of each vector, as rows. */
    public static Tensor cartesianProd(Tensor... tensors) {
        return Calls.call(Stacks.CARTESIAN_PROD, List.of(tensors));
    }

    /** All pairs of elements of a vector in order, as rows. */
    public static Tensor combinations(Tensor vector) {
        return Calls.call(Stacks.COMBINATIONS, vector, 2L, false);
    }

    /** All choices of r elements of a vector in order, as rows. */
    public static Tensor combinations(Tensor vector, long r) {
        return Calls.call(Stacks.COMBINATIONS, vector, r, false);
    }

    /**
     * All choices of r elements of a vector in order, as rows; an element may be chosen again on
     * demand.
     */
    public static Tensor combinations(Tensor vector, long r, Replacement replacement) {
        return Calls.call(Stacks.COMBINATIONS, vector, r, replacement == Replacement.WITH);
    }

    /** Number where the condition holds, else number. */
    public static Tensor where(Tensor condition, Number a, Number b) {
        return Calls.call(Arithmetic.WHERE, condition, a, b);
    }

    /** Tensor where the condition holds, else number. */
    public static Tensor where(Tensor condition, Tensor a, Number b) {
        return Calls.call(Arithmetic.WHERE, condition, a, b);
    }

    /** Number where the condition holds, else tensor. */
    public static Tensor where(Tensor condition, Number a, Tensor b) {
        return Calls.call(Arithmetic.WHERE, condition, a, b);
    }

    /** Coordinates of the elements where the condition holds, one vector per dimension. */
    public static List<Tensor> where(Tensor condition) {
        return Calls.list(IndexOps.WHERE_INDICES, condition);
    }

    /** Sums of products by Einstein's convention, e.g. {@code einsum("bij,bjk->bik", a, b)}. */
    public static Tensor einsum(String equation, Tensor... operands) {
        return Calls.call(MoreProducts.EINSUM, equation, List.of(operands));
    }

    /** Product over the last dimensions of one tensor and the first of the other. */
    public static Tensor tensordot(Tensor a, Tensor b, long dims) {
        return Calls.call(MoreProducts.TENSORDOT_PAIRS, a, b, dims);
    }

    /** Product over pairs of dimensions. */
    public static Tensor tensordot(Tensor a, Tensor b, long[] dimsA, long[] dimsB) {
        return Calls.call(MoreProducts.TENSORDOT, a, b, dimsA, dimsB);
    }

    /** The product of several matrices, in the order that needs least work. */
    public static Tensor chainMatmul(Tensor... matrices) {
        return Calls.call(MoreProducts.CHAIN_MATMUL, List.of(matrices));
    }

    /** Coordinates of the elements on and below a diagonal of a matrix, in two rows. */
    public static Tensor trilIndices(long rows, long columns, long offset) {
        return created(Diagonals.TRIL_INDICES, rows, columns, offset);
    }

    /** Coordinates of the elements on and above a diagonal of a matrix, in two rows. */
    public static Tensor triuIndices(long rows, long columns, long offset) {
        return created(Diagonals.TRIU_INDICES, rows, columns, offset);
    }

    /** Each position of a vector of counts as often as its count says. */
    public static Tensor repeatInterleave(Tensor repeats) {
        return Calls.call(IndexOps.REPEAT_INTERLEAVE_POSITIONS, repeats, (Object) null);
    }

    /** Coordinates of row-major positions in a tensor of given sizes, one tensor per dimension. */
    public static List<Tensor> unravelIndex(Tensor indices, long... shape) {
        return Calls.list(IndexOps.UNRAVEL_INDEX, indices, shape);
    }

    /** The n-th derivative of {@link Tensor#digamma}. */
    public static Tensor polygamma(long n, Tensor input) {
        return Calls.call(SpecialOps.POLYGAMMA, n, input);
    }

    /** {@code base} to the power {@code exponent}. */
    public static Tensor pow(Number base, Tensor exponent) {
        return Calls.call(Arithmetic.POW, base, exponent);
    }

    /** {@code base} to the power {@code exponent} in float64. */
    public static Tensor floatPower(Number base, Tensor exponent) {
        return Calls.call(PairFunctions.FLOAT_POWER, base, exponent);
    }

    /** {@code a * log(b)}, 0 where a is 0. */
    public static Tensor xlogy(Number a, Tensor b) {
        return Calls.call(PairFunctions.XLOGY, a, b);
    }

    private static Tensor created(Op op, Object... leading) {
        int count = op.schema().parameters().size();
        return Tensor.of((Array) op.call(Arrays.copyOf(leading, count)));
    }

    /** A 0-d tensor of the default dtype. */
    public static Tensor scalarTensor(Number value) {
        return created(NewTensors.SCALAR_TENSOR, value);
    }

    /** Undefined content in sizes and strides. */
    public static Tensor emptyStrided(long[] sizes, long[] strides) {
        return created(NewTensors.EMPTY_STRIDED, sizes, strides);
    }
}
