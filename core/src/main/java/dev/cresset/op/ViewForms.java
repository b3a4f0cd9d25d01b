package dev.cresset.op;

import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Shape changes that are other ops with fixed arguments, under the names PyTorch gives them. */
public final class ViewForms {
    /** Two dimensions exchanged. */
    public static final View SWAPAXES =
            Shapes.exchanged("swapaxes(Tensor self, int axis0, int axis1) -> Tensor")
                    .named("TransposeBackward0");

    /** Two dimensions exchanged. */
    public static final View SWAPDIMS =
            Shapes.exchanged("swapdims(Tensor self, int dim0, int dim1) -> Tensor")
                    .named("TransposeBackward0");

    /** All dimensions in reverse order. */
    public static final Composite REVERSED =
            new Composite(
                    "T(Tensor self) -> Tensor",
                    a -> {
                        int n = a.layout(0).dim();
                        var order = new long[n];
                        Arrays.setAll(order, d -> n - 1 - d);
                        return Shapes.PERMUTE.call(a.value(0), order);
                    });

    /** The last two dimensions exchanged. */
    public static final Composite MATRIX_TRANSPOSE = matrixTranspose("mT", "tensor.mT");

    /** The last two dimensions exchanged, and conjugated if complex. */
    public static final Composite MATRIX_ADJOINT = matrixTranspose("mH", "tensor.mH");

    /** The last two dimensions exchanged, and conjugated if complex. */
    public static final Composite ADJOINT = matrixTranspose("adjoint", "tensor.adjoint()");

    /** The transpose of a matrix, conjugated if complex. */
    public static final Composite HERMITIAN =
            new Composite(
                    "H(Tensor self) -> Tensor",
                    a -> {
                        int n = a.layout(0).dim();
                        Check.that(
                                n == 0 || n == 2,
                                "tensor.H is only supported on matrices (2-D tensors). Got %s-D"
                                        + " tensor.%s",
                                n,
                                n > 2 ? " For batches of matrices, consider using tensor.mH" : "");
                        return ValueOps.conj(
                                Shapes.TRANSPOSE.value(a.value(0), 0L, n == 0 ? 0L : 1L));
                    });

    /** {@link Shapes#MOVEDIM} under NumPy's name. */
    public static final Composite MOVEAXIS =
            new Composite(
                    "moveaxis(Tensor self, int[] source, int[] destination) -> Tensor",
                    a -> Shapes.MOVEDIM.call(a.all()));

    /** A vector of all elements: a view where possible. */
    public static final Composite RAVEL =
            new Composite(
                    "ravel(Tensor self) -> Tensor",
                    a ->
                            Shapes.VIEW.call(
                                    ValueOps.contiguous(a.value(0)),
                                    new long[] {a.layout(0).numel()}));

    /** The sizes of another tensor over the same memory. */
    public static final Composite VIEW_AS =
            new Composite(
                    "view_as(Tensor self, Tensor other) -> Tensor",
                    a -> Shapes.VIEW.call(a.value(0), a.layout(1).sizes()));

    /** The sizes of another tensor, by a view where possible. */
    public static final Composite RESHAPE_AS =
            new Composite(
                    "reshape_as(Tensor self, Tensor other) -> Tensor",
                    a -> Shapes.RESHAPE.call(a.value(0), a.layout(1).sizes()));

    /** Stretched to the sizes of another tensor. */
    public static final Composite EXPAND_AS =
            new Composite(
                    "expand_as(Tensor self, Tensor other) -> Tensor",
                    a -> Shapes.EXPAND.call(a.value(0), a.layout(1).sizes(), false));

    /** The dtype of another tensor. */
    public static final Composite TYPE_AS =
            new Composite(
                    "type_as(Tensor self, Tensor other) -> Tensor",
                    a -> ValueOps.to(a.value(0), a.dtypeOf(1)));

    /** Summed over the dimensions along which {@code size} broadcasts to the sizes of self. */
    public static final Composite SUM_TO_SIZE =
            new Composite(
                    "sum_to_size(Tensor self, int[] size) -> Tensor",
                    a -> {
                        var sizes = a.longs(1);
                        Check.that(
                                isExpandable(sizes, a.layout(0)),
                                "size {%s} is not expandable to size {%s}.",
                                sizes,
                                a.layout(0));
                        if (sizes.length == 0) {
                            return ValueOps.sum(a.value(0));
                        }
                        var sum = ValueOps.sumTo(a.value(0), sizes);
                        return sum == a.value(0) ? Shapes.VIEW.call(sum, sizes) : sum;
                    });

    /** Pieces whose sizes differ by one at most. */
    public static final Composite TENSOR_SPLIT =
            new Composite(
                    "tensor_split(Tensor self, int sections, int dim=0) -> Tensor[]",
                    a -> sections(a.value(0), a.integer(1), splitDim(a)));

    /** Pieces between indices. */
    public static final Composite TENSOR_SPLIT_INDICES =
            new Composite(
                    "tensor_split(Tensor self, int[] indices, int dim=0) -> Tensor[]",
                    a -> between(a.value(0), a.longs(1), splitDim(a)));

    /**
     * {@link #TENSOR_SPLIT} or its form with indices, by the number of dimensions of the tensor.
     */
    public static final Composite TENSOR_SPLIT_TENSOR =
            new Composite(
                    "tensor_split(Tensor self, Tensor tensor_indices_or_sections, int dim=0) ->"
                            + " Tensor[]",
                    a -> {
                        Check.that(
                                a.dtypeOf(1) == DType.INT64,
                                "tensor_split expected tensor_indices_or_sections to have dtype of"
                                        + " long, but got %s",
                                a.dtypeOf(1).scalarName());
                        int dims = a.layout(1).dim();
                        Check.that(
                                dims <= 1,
                                "tensor_split expected tensor_indices_or_sections to be a"
                                        + " zero-dimensional or one-dimensional tensor, but got a"
                                        + " tensor with %s dims",
                                dims);
                        var numbers = NewArray.longs(a.array(1));
                        return dims == 0
                                ? sections(a.value(0), numbers[0], splitDim(a))
                                : between(a.value(0), numbers, splitDim(a));
                    });

    /** Equal pieces from left to right. */
    public static final Composite HSPLIT = splitter("hsplit", -1);

    /** Pieces between indices from left to right. */
    public static final Composite HSPLIT_INDICES = indexSplitter("hsplit", -1);

    /** Equal pieces of the first dimension. */
    public static final Composite VSPLIT = splitter("vsplit", 0);

    /** Pieces of the first dimension between indices. */
    public static final Composite VSPLIT_INDICES = indexSplitter("vsplit", 0);

    /** Equal pieces of the third dimension. */
    public static final Composite DSPLIT = splitter("dsplit", 2);

    /** Pieces of the third dimension between indices. */
    public static final Composite DSPLIT_INDICES = indexSplitter("dsplit", 2);

    /** {@link Shapes#CHUNK}; PyTorch does not check changes of its results. */
    public static final Composite UNSAFE_CHUNK =
            new Composite(
                    "unsafe_chunk(Tensor self, int chunks, int dim=0) -> Tensor[]",
                    a -> Shapes.CHUNK.call(a.all()));

    /** {@link Shapes#SPLIT}; PyTorch does not check changes of its results. */
    public static final Composite UNSAFE_SPLIT =
            new Composite(
                    "unsafe_split(Tensor self, int split_size, int dim=0) -> Tensor[]",
                    a -> Shapes.SPLIT.call(a.all()));

    /** {@link Shapes#SPLIT_SIZES}; PyTorch does not check changes of its results. */
    public static final Composite UNSAFE_SPLIT_SIZES =
            new Composite(
                    "unsafe_split_with_sizes(Tensor self, int[] split_sizes, int dim=0) ->"
                            + " Tensor[]",
                    a -> Shapes.SPLIT_SIZES.call(a.all()));

    /** Pieces of given sizes. */
    public static final Composite SPLIT_WITH_SIZES =
            new Composite(
                    "split_with_sizes(Tensor self, int[] split_sizes, int dim=0) -> Tensor[]",
                    a -> Shapes.SPLIT_SIZES.call(a.all()));

    /** The order of columns reversed. */
    public static final Composite FLIPLR =
            new Composite(
                    "fliplr(Tensor self) -> Tensor",
                    a -> {
                        Check.that(a.layout(0).dim() >= 2, "fliplr: Input must be >= 2-d.");
                        return Joins.FLIP.call(a.value(0), new long[] {1});
                    });

    /** The order of rows reversed. */
    public static final Composite FLIPUD =
            new Composite(
                    "flipud(Tensor self) -> Tensor",
                    a -> {
                        Check.that(a.layout(0).dim() >= 1, "flipud: Input must be >= 1-d.");
                        return Joins.FLIP.call(a.value(0), new long[] {0});
                    });

    /** Turned k times by 90 degrees from the first toward the second dimension. */
    public static final Composite ROT90 =
            new Composite(
                    "rot90(Tensor self, int k=1, int[] dims=[0,1]) -> Tensor",
                    a -> rotated(a.value(0), a.integer(1), a.longs(2)));

    /** One dimension split into several. */
    public static final Composite UNFLATTEN =
            new Composite(
                    "unflatten(Tensor self, int dim, int[] sizes) -> Tensor",
                    a -> {
                        var x = a.layout(0);
                        int d = a.dim(1);
                        var inner = a.longs(2);
                        ViewForms.checkUnflatten(x, d, inner);
                        var sizes = new long[x.dim() - 1 + inner.length];
                        for (int k = 0; k < sizes.length; k++) {
                            sizes[k] =
                                    k < d
                                            ? x.size(k)
                                            : k < d + inner.length
                                                    ? inner[k - d]
                                                    : x.size(k - inner.length + 1);
                        }
                        return Shapes.RESHAPE.call(a.value(0), sizes);
                    });

    /** Repeated along each dimension; missing counts in front are 1. */
    public static final Composite TILE =
            new Composite(
                    "tile(Tensor self, int[] dims) -> Tensor",
                    a -> {
                        var times = a.longs(1);
                        int missing = Math.max(0, a.layout(0).dim() - times.length);
                        var all = new long[missing + times.length];
                        Arrays.fill(all, 1);
                        System.arraycopy(times, 0, all, missing, times.length);
                        return Joins.REPEAT.call(a.value(0), all);
                    });

    // Forms that copy what the op of the shorter name views.

    /** A copy. */
    public static final Composite ALIAS_COPY =
            new Composite(
                    "alias_copy(Tensor self) -> Tensor", a -> Copying.CONTIGUOUS.call(a.value(0)));

    /** A copy. */
    public static final Composite DETACH_COPY =
            new Composite(
                    "detach_copy(Tensor self) -> Tensor",
                    a -> a.value(0).tape().wrap(Copies.copyTo(a.array(0), a.dtypeOf(0))));

    /** A copy under another layout. */
    public static final Composite AS_STRIDED_COPY =
            copied(
                    "as_strided_copy(Tensor self, int[] size, int[] stride, int?"
                            + " storage_offset=None) -> Tensor",
                    Conversions.AS_STRIDED);

    /** A copy under other sizes. */
    public static final Composite VIEW_COPY =
            copied("view_copy(Tensor self, int[] size) -> Tensor", Shapes.RESHAPE);

    /** A stretched copy. */
    public static final Composite EXPAND_COPY =
            copied(
                    "expand_copy(Tensor self, int[] size, *, bool implicit=False) -> Tensor",
                    Shapes.EXPAND);

    /** A copy with dimensions reordered. */
    public static final Composite PERMUTE_COPY =
            copied("permute_copy(Tensor self, int[] dims) -> Tensor", Shapes.PERMUTE);

    /** A copy with two dimensions exchanged. */
    public static final Composite TRANSPOSE_COPY =
            copied("transpose_copy(Tensor self, int dim0, int dim1) -> Tensor", Shapes.TRANSPOSE);

    /** A transposed copy. */
    public static final Composite T_COPY = copied("t_copy(Tensor self) -> Tensor", Shapes.T);

    /** A copy with a dimension of size 1 inserted. */
    public static final Composite UNSQUEEZE_COPY =
            copied("unsqueeze_copy(Tensor self, int dim) -> Tensor", Shapes.UNSQUEEZE);

    /** A copy without dimensions of size 1. */
    public static final Composite SQUEEZE_COPY =
            copied("squeeze_copy(Tensor self, int[]? dim=None) -> Tensor", Shapes.SQUEEZE);

    /** A copy of one index of a dimension. */
    public static final Composite SELECT_COPY =
            copied("select_copy(Tensor self, int dim, int index) -> Tensor", Shapes.SELECT);

    /** A copy of a range. */
    public static final Composite SLICE_COPY =
            copied(
                    "slice_copy(Tensor self, int dim=0, int? start=None, int? end=None, int"
                            + " step=1) -> Tensor",
                    Shapes.SLICE);

    /** A copy of a range given by its length. */
    public static final Composite NARROW_COPY =
            copied(
                    "narrow_copy(Tensor self, int dim, int start, int length) -> Tensor",
                    Shapes.NARROW);

    /** A copy of a diagonal. */
    public static final Composite DIAGONAL_COPY =
            copied(
                    "diagonal_copy(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor",
                    Shapes.DIAGONAL);

    /** A copy of windows. */
    public static final Composite UNFOLD_COPY =
            copied(
                    "unfold_copy(Tensor self, int dimension, int size, int step) -> Tensor",
                    Shapes.UNFOLD);

    /** Copies of the slices of a dimension. */
    public static final Composite UNBIND_COPY =
            copied("unbind_copy(Tensor self, int dim=0) -> Tensor[]", Shapes.UNBIND);

    /** Copies of pieces of equal size. */
    public static final Composite SPLIT_COPY =
            copied("split_copy(Tensor self, int split_size, int dim=0) -> Tensor[]", Shapes.SPLIT);

    /** Copies of pieces of given sizes. */
    public static final Composite SPLIT_WITH_SIZES_COPY =
            copied(
                    "split_with_sizes_copy(Tensor self, int[] split_sizes, int dim=0) ->"
                            + " Tensor[]",
                    Shapes.SPLIT_SIZES);

    private ViewForms() {}

    private static Composite matrixTranspose(String name, String shown) {
        return new Composite(
                name + "(Tensor self) -> Tensor",
                a -> {
                    int n = a.layout(0).dim();
                    boolean adjoint = !name.equals("mT");
                    if (adjoint && n == 0) {
                        return ValueOps.conj(Shapes.TRANSPOSE.value(a.value(0), 0L, 0L));
                    }
                    Check.that(
                            n >= 2,
                            "%s is only supported on matrices or batches of matrices. Got %s-D"
                                    + " tensor.",
                            shown,
                            n);
                    var transposed = ValueOps.mt(a.value(0));
                    return adjoint ? ValueOps.conj(transposed) : transposed;
                });
    }

    private static Composite copied(String schema, Op view) {
        return new Composite(
                schema,
                a ->
                        switch (view.call(a.all())) {
                            case Value v -> Copying.CONTIGUOUS.call(v);
                            case List<?> list ->
                                    list.stream().map(v -> Copying.CONTIGUOUS.value(v)).toList();
                            case Object other -> other;
                        });
    }

    private static boolean isExpandable(long[] sizes, Layout to) {
        int extra = to.dim() - sizes.length;
        for (int d = 0; d < sizes.length; d++) {
            if (extra < 0 || (sizes[d] != 1 && sizes[d] != to.size(d + extra))) {
                return false;
            }
        }
        return extra >= 0;
    }

    private static int splitDim(Args a) {
        Check.that(
                a.layout(0).dim() > 0,
                "tensor_split expected at least a 1-dimensional tensor, but got a tensor with 0"
                        + " dims");
        return a.dim(2);
    }

    private static List<Value> sections(Value x, long count, int d) {
        Check.that(count > 0, "number of sections must be larger than 0, got %s", count);
        long size = x.layout().size(d);
        var parts = new ArrayList<Value>();
        long at = 0;
        for (long k = 0; k < count; k++) {
            long length = size / count + (k < size % count ? 1 : 0);
            parts.add(ValueOps.narrow(x, d, at, length));
            at += length;
        }
        return parts;
    }

    private static List<Value> between(Value x, long[] indices, int d) {
        var parts = new ArrayList<Value>();
        long start = 0;
        for (long end : indices) {
            parts.add(ValueOps.slice(x, d, start, end, 1));
            start = end;
        }
        parts.add(ValueOps.slice(x, d, start, x.layout().size(d), 1));
        return parts;
    }

    /** The dimension to split: -1 means the second, or the only one. */
    private static int horizontal(String name, Args a, int d) {
        int dims = a.layout(0).dim();
        int least = Math.max(d, 0) + (d > 0 ? 1 : d == 0 ? 2 : 1);
        Check.that(
                dims >= least,
                "torch.%s requires a tensor with at least %s dimension%s, but got a tensor with %s"
                        + " dimensions!",
                name,
                least,
                least == 1 ? "" : "s",
                dims);
        return d >= 0 ? d : dims == 1 ? 0 : 1;
    }

    private static Composite splitter(String name, int dim) {
        return new Composite(
                name + "(Tensor self, int sections) -> Tensor[]",
                a -> {
                    int d = horizontal(name, a, dim);
                    long size = a.layout(0).size(d);
                    long n = a.integer(1);
                    Check.that(
                            n != 0 && size % n == 0,
                            "torch.%s attempted to split along dimension %s, but the size of the"
                                    + " dimension %s is not divisible by the split_size %s!",
                            name,
                            d,
                            size,
                            n);
                    return sections(a.value(0), n, d);
                });
    }

    private static Composite indexSplitter(String name, int dim) {
        return new Composite(
                name + "(Tensor self, int[] indices) -> Tensor[]",
                a -> between(a.value(0), a.longs(1), horizontal(name, a, dim)));
    }

    private static Object rotated(Value x, long k, long[] dims) {
        int n = x.layout().dim();
        Check.that(
                dims.length == 2,
                "rot90: expected total rotation dims == 2, but got dims = %s",
                dims.length);
        Check.that(n >= 2, "rot90: expected total dims >= 2, but got total dims = %s", n);
        Check.that(
                dims[0] != dims[1] && Math.abs(dims[0] - dims[1]) != n,
                "rot90: expected rotation dims to be different, but got dim0 = %s and dim1 = %s",
                dims[0],
                dims[1]);
        for (int i = 0; i < 2; i++) {
            Check.that(
                    dims[i] < n && dims[i] >= -n,
                    "rot90: Rotation dim%s out of range, dim%s = %s",
                    i,
                    i,
                    dims[i]);
        }
        return switch (Math.floorMod(k, 4)) {
            case 1 -> ValueOps.transpose(ValueOps.flip(x, dims[1]), dims[0], dims[1]);
            case 2 -> ValueOps.flip(x, dims);
            case 3 -> ValueOps.transpose(ValueOps.flip(x, dims[0]), dims[0], dims[1]);
            default -> ValueOps.clone(x);
        };
    }

    /** Sizes that split dimension {@code d} must multiply up to its size. */
    static void checkUnflatten(Layout x, int d, long[] sizes) {
        Check.that(sizes.length > 0, "unflatten: sizes must be non-empty");
        long product = 1;
        long open = 0;
        for (long size : sizes) {
            open += size == -1 ? 1 : 0;
            product *= size == -1 ? 1 : size;
        }
        long size = d < x.dim() ? x.size(d) : 1;
        Check.that(
                open == 1 ? product != 0 && size % product == 0 : open > 1 || product == size,
                "unflatten: Provided sizes %s don't multiply up to the size of dim %s (%s) in the"
                        + " input tensor",
                sizes,
                d,
                size);
    }
}
