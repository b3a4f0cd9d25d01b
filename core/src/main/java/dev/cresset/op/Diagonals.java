package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.COPY;
import static dev.cresset.op.Primitive.Family.CREATE;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;

/** Diagonals and triangles of matrices, and copies with a part replaced. */
public final class Diagonals {
    private static final String OPTIONS =
            ", *, ScalarType? dtype=None, Any? layout=None, Any? device=None, bool?"
                    + " pin_memory=None) -> Tensor";

    /** A vector as the diagonal of a matrix, or the diagonal of a matrix as a vector. */
    public static final Composite DIAG =
            new Composite(
                    "diag(Tensor self, int diagonal=0) -> Tensor",
                    a -> {
                        int n = a.layout(0).dim();
                        Check.that(
                                n == 1 || n == 2, "diag(): Supports 1D or 2D tensors. Got %sD", n);
                        return n == 1
                                ? embedded(a.value(0), a.integer(1), -2, -1)
                                : ViewForms.DIAGONAL_COPY.call(a.value(0), a.all()[1], 0L, 1L);
                    });

    /** The last dimension as a diagonal of two new dimensions, zeros elsewhere. */
    public static final Composite DIAG_EMBED =
            new Composite(
                    "diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor",
                    a -> embedded(a.value(0), a.integer(1), a.integer(2), a.integer(3)));

    /** All elements as the diagonal of a matrix. */
    public static final Composite DIAGFLAT =
            new Composite(
                    "diagflat(Tensor self, int offset=0) -> Tensor",
                    a ->
                            embedded(
                                    ValueOps.reshape(a.value(0), a.layout(0).numel()),
                                    a.integer(1),
                                    -2,
                                    -1));

    /** The sum of the main diagonal of a matrix. */
    public static final Composite TRACE =
            new Composite(
                    "trace(Tensor self) -> Tensor",
                    a -> {
                        Check.that(
                                a.layout(0).dim() == 2,
                                "trace: expected a matrix, but got tensor with dim %s",
                                a.layout(0).dim());
                        Check.that(
                                a.dtypeOf(0) != DType.BOOL,
                                "trace: \"trace\" not implemented for 'Bool'");
                        return ValueOps.sum(Shapes.DIAGONAL.value(a.value(0), 0L, 0L, 1L));
                    });

    /** The elements on and below a diagonal, zeros elsewhere. */
    public static final Primitive TRIL = triangle("tril");

    /** The elements on and above a diagonal, zeros elsewhere. */
    public static final Primitive TRIU = triangle("triu");

    /** Coordinates of the elements on and below a diagonal, in two rows. */
    public static final Primitive TRIL_INDICES = triangleIndices("tril");

    /** Coordinates of the elements on and above a diagonal, in two rows. */
    public static final Primitive TRIU_INDICES = triangleIndices("triu");

    /** A copy with a diagonal replaced. */
    public static final Composite DIAGONAL_SCATTER =
            new Composite(
                    "diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int"
                            + " dim2=1) -> Tensor",
                    a -> {
                        var x = Layout.contiguous(a.layout(0).sizes());
                        var part = Shapes.diagonal(x, a.integer(2), a.dim(3), a.dim(4));
                        checkSource(a.layout(1), part);
                        return ValueOps.asStridedScatter(
                                a.value(0),
                                a.value(1),
                                part.sizes(),
                                part.strides(),
                                part.offset());
                    });

    /** A copy with one index of a dimension replaced. */
    public static final Composite SELECT_SCATTER =
            new Composite(
                    "select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor",
                    a -> {
                        var x = a.layout(0);
                        int d = a.dim(2);
                        long at = Check.index("select_scatter", a.integer(3), x.size(d), d);
                        checkSource(a.layout(1), x.select(d, 0));
                        return Shapes.SLICE_SCATTER.call(
                                a.value(0),
                                ValueOps.unsqueeze(a.value(1), d),
                                (long) d,
                                at,
                                at + 1,
                                1L);
                    });

    /** {@code self} with its main diagonal replaced by a number; used in place. */
    public static final Primitive FILL_DIAGONAL =
            Primitive.of(
                            COPY,
                            "fill_diagonal_(Tensor self, Scalar fill_value, bool wrap=False) ->"
                                    + " Tensor",
                            a -> {
                                var result = Copies.copyTo(a.array(0), a.dtypeOf(0));
                                checkWrap(a.array(0), a.flag(2));
                                for (var part : filled(result.layout(), a.flag(2))) {
                                    Creations.fill("fill_diagonal_", result.with(part), a.all()[1]);
                                }
                                return result;
                            })
                    .anyNumbers()
                    .gradient(
                            b ->
                                    grads(
                                            Diagonals.FILL_DIAGONAL.callInPlace(
                                                    ValueOps.clone(b.grad()),
                                                    0L,
                                                    b.args().all()[2])));

    private Diagonals() {}

    private static void checkSource(Layout source, Layout part) {
        Check.that(
                source.sameSizes(part),
                "expected src to have a size equal to the slice of self. src size = %s, slice size ="
                        + " %s",
                source,
                part);
    }

    private static Value embedded(Value x, long offset, long first, long second) {
        Check.that(x.layout().dim() > 0, "diag_embed: expects at least a 1-dimensional tensor");
        int n = x.layout().dim() + 1;
        int d1 = Check.dim(first, n);
        int d2 = Check.dim(second, n);
        Check.that(d1 != d2, "diagonal dimensions cannot be identical %s, %s", first, second);
        long size = x.layout().size(n - 2) + Math.abs(offset);
        var sizes = new long[n];
        int next = 0;
        for (int d = 0; d < n; d++) {
            sizes[d] = d == d1 || d == d2 ? size : x.layout().size(next++);
        }
        var part = Shapes.diagonal(Layout.contiguous(sizes), offset, d1, d2);
        return ValueOps.asStridedScatter(
                ValueOps.zeros(x, sizes), x, part.sizes(), part.strides(), part.offset());
    }

    private static Primitive triangle(String name) {
        boolean lower = name.equals("tril");
        return Primitive.of(
                        COPY,
                        name + "(Tensor self, int diagonal=0) -> Tensor",
                        a -> {
                            Check.that(
                                    a.layout(0).dim() >= 2,
                                    "%s: input tensor must have at least 2 dimensions",
                                    name);
                            return triangle(a.dense(0), a.integer(1), lower);
                        })
                .anyNumbers()
                .anywhere()
                .gradient(
                        b ->
                                grads(
                                        (lower ? Diagonals.TRIL : Diagonals.TRIU)
                                                .value(b.grad(), b.args().all()[1])));
    }

    private static Array triangle(Array x, long k, boolean lower) {
        var sizes = x.layout().sizes();
        long rows = sizes[sizes.length - 2];
        long columns = sizes[sizes.length - 1];
        long width = x.dtype().size();
        var result = NewArray.zerosBeside(x, x.dtype(), sizes);
        if (Meta.is(x)) {
            return result;
        }
        for (long row = 0; row < (columns == 0 ? 0 : x.numel() / columns); row++) {
            long edge = Math.clamp(row % rows + k + (lower ? 1 : 0), 0, columns);
            long from = row * columns + (lower ? 0 : edge);
            long length = lower ? edge : columns - edge;
            Memory.copy(
                    x.address() + from * width, result.address() + from * width, length * width);
        }
        return result;
    }

    private static Primitive triangleIndices(String name) {
        boolean lower = name.equals("tril");
        return Primitive.of(
                        CREATE,
                        name + "_indices(int row, int col, int offset=0" + OPTIONS,
                        a -> {
                            long rows = a.integer(0);
                            long columns = a.integer(1);
                            Check.that(rows >= 0, "row must be non-negative, got%s", rows);
                            Check.that(columns >= 0, "col must be non-negative, got%s", columns);
                            var device = Backends.supported(name, a.device(5, Device.cpu()));
                            var dtype = a.dtype(3, DType.INT64);
                            return Meta.is(device)
                                    ? Meta.empty(
                                            dtype, 2, count(rows, columns, a.integer(2), lower))
                                    : triangleIndices(rows, columns, a.integer(2), lower, dtype);
                        })
                .anywhere();
    }

    private static long count(long rows, long columns, long k, boolean lower) {
        long count = 0;
        for (long row = 0; row < rows; row++) {
            long edge = Math.clamp(row + k + (lower ? 1 : 0), 0, columns);
            count += lower ? edge : columns - edge;
        }
        return count;
    }

    private static Array triangleIndices(
            long rows, long columns, long k, boolean lower, DType dtype) {
        long count = count(rows, columns, k, lower);
        var result = NewArray.empty(DType.INT64, 2, count);
        long at = result.address();
        for (long row = 0; row < rows; row++) {
            long edge = Math.clamp(row + k + (lower ? 1 : 0), 0, columns);
            for (long c = lower ? 0 : edge; c < (lower ? edge : columns); c++, at += 8) {
                Memory.setLong(at, row);
                Memory.setLong(at + 8 * count, c);
            }
        }
        return Copies.dense(result, dtype);
    }

    /** PyTorch wraps by one stride, which must not lead out of the memory. */
    private static void checkWrap(Array x, boolean wrap) {
        var layout = x.layout();
        if (!wrap || layout.dim() != 2 || layout.size(0) <= layout.size(1) + 1) {
            return;
        }
        long columns = layout.size(1);
        long size = Math.ceilDiv(x.numel(), columns + 1) - columns;
        long stride = layout.stride(0) + layout.stride(1);
        long offset = layout.offset() + layout.stride(0) * (columns + 1);
        long needed = (offset + (size - 1) * stride + 1) * x.dtype().size();
        Check.that(
                needed <= x.storage().bytes(),
                "fill_diagonal_: setStorage: sizes [%s], strides [%s], storage offset %s, and"
                        + " itemsize %s requiring a storage size of %s are out of bounds for storage"
                        + " of size %s",
                size,
                stride,
                offset,
                x.dtype().size(),
                needed,
                x.storage().bytes());
    }

    /** The elements that fill_diagonal_ writes: one diagonal, or with wrap one per block. */
    private static Layout[] filled(Layout x, boolean wrap) {
        int n = x.dim();
        Check.that(n >= 2, "dimensions must larger than 1");
        for (int d = 1; d < n && n > 2; d++) {
            Check.that(x.size(d) == x.size(0), "all dimensions of input must be of equal length");
        }
        long stride = 0;
        long size = Long.MAX_VALUE;
        for (int d = 0; d < n; d++) {
            stride += x.stride(d);
            size = Math.min(size, x.size(d));
        }
        var main = Layout.of(new long[] {size}, new long[] {stride}, 0);
        if (!wrap || n != 2 || x.size(0) <= x.size(1) + 1) {
            return new Layout[] {main};
        }
        long columns = x.size(1);
        long period = columns + 1;
        var blocks = new Layout[Math.toIntExact(Math.ceilDiv(x.size(0), period))];
        for (int k = 0; k < blocks.length; k++) {
            long length = Math.min(columns, x.size(0) - k * period);
            blocks[k] =
                    Layout.of(new long[] {length}, new long[] {stride}, k * period * x.stride(0));
        }
        return blocks;
    }
}
