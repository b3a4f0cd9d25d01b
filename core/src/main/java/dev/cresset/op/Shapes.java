package dev.cresset.op;

import dev.cresset.spi.Layout;

import java.util.ArrayList;
import java.util.List;

/** Views, and shape changes that copy only where they must. */
public final class Shapes {
    /** Another shape of the same memory; -1 stands for the size that fits. */
    public static final View VIEW =
            new View(
                    "view(Tensor self, int[] size) -> Tensor",
                    (x, a) -> x.viewOrNull(infer("view", a.longs(1), x)),
                    b -> ValueOps.reshape(b.grad(), b.layout(0).sizes()));

    /** A view where possible, else a copy. */
    public static final Composite RESHAPE =
            new Composite(
                    "reshape(Tensor self, int[] shape) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var sizes = infer("reshape", a.longs(1), x.layout());
                        if (!x.hidden() && x.layout().hasSizes(sizes)) {
                            return VIEW.call(x, sizes);
                        }
                        if (x.array().layout().viewOrNull(sizes) != null) {
                            return VIEW.call(x, sizes);
                        }
                        return Shapes.UNSAFE_VIEW.call(Copying.CONTIGUOUS.value(x), sizes);
                    });

    /** The view of a fresh copy, under the name PyTorch's graph shows for it. */
    static final View UNSAFE_VIEW =
            new View(
                    "_unsafe_view(Tensor self, int[] size) -> Tensor",
                    (x, a) -> x.viewOrNull(a.longs(1)),
                    b -> ValueOps.reshape(b.grad(), b.layout(0).sizes()));

    /** Two dimensions exchanged. */
    public static final View TRANSPOSE =
            exchanged("transpose(Tensor self, int dim0, int dim1) -> Tensor");

    /** The transpose of a matrix; vectors stay. */
    public static final View T =
            new View(
                    "t(Tensor self) -> Tensor",
                    (x, a) -> {
                        Check.that(
                                x.dim() <= 2,
                                "t() expects a tensor with <= 2 dimensions, but self is %sD;"
                                        + " use transpose",
                                x.dim());
                        return x.dim() == 2 ? x.transpose(0, 1) : x;
                    },
                    b -> Shapes.T.value(b.grad()));

    /** Dimensions reordered. */
    public static final View PERMUTE =
            new View(
                    "permute(Tensor self, int[] dims) -> Tensor",
                    (x, a) -> x.permute(order(a.longs(1), x.dim())),
                    b -> {
                        var order = order(b.args().longs(1), b.layout(0).dim());
                        var inverse = new long[order.length];
                        for (int d = 0; d < order.length; d++) {
                            inverse[order[d]] = d;
                        }
                        return ValueOps.permute(b.grad(), inverse);
                    });

    /** Dimensions of size 1 stretched with stride 0; -1 keeps a size. */
    public static final View EXPAND =
            new View(
                    "expand(Tensor self, int[] size, *, bool implicit=False) -> Tensor",
                    (x, a) -> x.expand(expanded(x, a.longs(1))),
                    b -> ValueOps.sumTo(b.grad(), b.layout(0).sizes()));

    /** A dimension of size 1 inserted. */
    public static final View UNSQUEEZE =
            new View(
                    "unsqueeze(Tensor self, int dim) -> Tensor",
                    (x, a) -> x.unsqueeze(Check.dim(a.integer(1), x.dim() + 1)),
                    b -> {
                        int d = Check.dim(b.args().integer(1), b.layout(0).dim() + 1);
                        return ValueOps.squeeze(b.grad(), d);
                    });

    /** Dimensions of size 1 dropped: the named ones, or all. */
    public static final View SQUEEZE =
            new View(
                    "squeeze(Tensor self, int[]? dim=None) -> Tensor",
                    (x, a) -> {
                        var chosen = new boolean[x.dim()];
                        if (a.longs(1) == null) {
                            java.util.Arrays.fill(chosen, true);
                        } else {
                            for (long d : a.longs(1)) {
                                int k = Check.dim(d, x.dim());
                                if (x.dim() > 0) {
                                    chosen[k] = true;
                                }
                            }
                        }
                        for (int d = chosen.length - 1; d >= 0; d--) {
                            x = chosen[d] && x.size(d) == 1 ? x.squeeze(d) : x;
                        }
                        return x;
                    },
                    b -> ValueOps.reshape(b.grad(), b.layout(0).sizes()));

    /** One index of a dimension, which disappears. */
    public static final View SELECT =
            new View(
                    "select(Tensor self, int dim, int index) -> Tensor",
                    (x, a) -> {
                        if (x.dim() == 0) {
                            throw new OpIndexException(
                                    "select: select() cannot be applied to a 0-dim tensor."
                                            + " (invalid index of a 0-dim tensor. Use"
                                            + " `tensor.item()`)");
                        }
                        int d = a.dim(1);
                        return x.select(d, Check.index("select", a.integer(2), x.size(d), d));
                    },
                    b -> {
                        var sizes = b.layout(0).sizes();
                        int d = Check.dim(b.args().integer(1), sizes.length);
                        long i = b.args().integer(2);
                        i = i < 0 ? i + sizes[d] : i;
                        return Shapes.SLICE_SCATTER.value(
                                ValueOps.zeros(b.grad(), sizes),
                                ValueOps.unsqueeze(b.grad(), d),
                                (long) d,
                                i,
                                i + 1,
                                1L);
                    });

    /** Every step-th index of a range of a dimension. */
    public static final View SLICE =
            new View(
                    "slice(Tensor self, int dim=0, int? start=None, int? end=None, int step=1) ->"
                            + " Tensor",
                    (x, a) -> {
                        Check.that(x.dim() > 0, "slice: cannot be applied to a 0-dim tensor.");
                        int d = a.dim(1);
                        var range = Range.of(a, x.size(d));
                        return x.slice(d, range.start, range.length, range.step);
                    },
                    b -> {
                        var a = b.args();
                        return Shapes.SLICE_SCATTER.value(
                                ValueOps.zeros(b.grad(), b.layout(0).sizes()),
                                b.grad(),
                                a.all()[1],
                                a.all()[2],
                                a.all()[3],
                                a.all()[4]);
                    });

    /** A copy of self in which a slice is replaced. */
    public static final Primitive SLICE_SCATTER =
            Primitive.of(
                            Primitive.Family.COPY,
                            "slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None,"
                                    + " int? end=None, int step=1) -> Tensor",
                            a -> {
                                var result = Copies.copyTo(a.array(0), a.dtypeOf(0));
                                int d = a.dim(2);
                                var r = Range.of(shift(a), result.layout().size(d));
                                var part = result.layout().slice(d, r.start, r.length, r.step);
                                Copies.copy(a.array(1), result.with(part));
                                return result;
                            })
                    .anyNumbers()
                    .anywhere()
                    .gradient(
                            b -> {
                                var a = b.args().all();
                                var zeros = ValueOps.zeros(b.grad(), b.layout(1).sizes());
                                return Backward.grads(
                                        Shapes.SLICE_SCATTER.value(
                                                b.grad(), zeros, a[2], a[3], a[4], a[5]),
                                        SLICE.value(b.grad(), a[2], a[3], a[4], a[5]));
                            });

    /** A range of a dimension by its length. */
    public static final Composite NARROW =
            new Composite(
                    "narrow(Tensor self, int dim, int start, int length) -> Tensor",
                    a -> {
                        Check.that(
                                a.layout(0).dim() > 0,
                                "narrow() cannot be applied to a 0-dim tensor.");
                        int d = a.dim(1);
                        long size = a.layout(0).size(d);
                        long start = a.integer(2) < 0 ? a.integer(2) + size : a.integer(2);
                        Check.that(a.integer(3) >= 0, "narrow(): length must be non-negative.");
                        if (a.integer(2) < -size || a.integer(2) > size) {
                            throw new OpIndexException(
                                    "narrow: start out of range (expected to be in range of ["
                                            + -size
                                            + ", "
                                            + size
                                            + "], but got "
                                            + a.integer(2)
                                            + ")");
                        }
                        Check.that(
                                start >= 0 && a.integer(3) >= 0 && start + a.integer(3) <= size,
                                "narrow: start (%s) + length (%s) exceeds dimension size (%s).",
                                start,
                                a.integer(3),
                                size);
                        return SLICE.call(a.value(0), (long) d, start, start + a.integer(3), 1L);
                    });

    /** A diagonal of two dimensions, which becomes the last dimension. */
    public static final View DIAGONAL =
            new View(
                    "diagonal(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor",
                    (x, a) -> diagonal(x, a.integer(1), a.dim(2), a.dim(3)),
                    b -> {
                        var sizes = b.layout(0).sizes();
                        var a = b.args();
                        var part =
                                diagonal(
                                        Layout.contiguous(sizes),
                                        a.integer(1),
                                        Check.dim(a.integer(2), sizes.length),
                                        Check.dim(a.integer(3), sizes.length));
                        return ValueOps.asStridedScatter(
                                ValueOps.zeros(b.grad(), sizes),
                                b.grad(),
                                part.sizes(),
                                part.strides(),
                                part.offset());
                    });

    /** Windows of a dimension, which become a new last dimension. */
    public static final View UNFOLD =
            new View(
                    "unfold(Tensor self, int dimension, int size, int step) -> Tensor",
                    (x, a) -> {
                        int d = a.dim(1);
                        long size = a.integer(2);
                        long step = a.integer(3);
                        long whole = x.dim() == 0 ? 1 : x.size(d);
                        Check.that(
                                size >= 0 && size <= whole && step > 0,
                                "unfold: maximum size for tensor at dimension %s is %s but size is"
                                        + " %s (step %s)",
                                d,
                                whole,
                                size,
                                step);
                        if (x.dim() == 0) {
                            return x.insert(0, size, 1);
                        }
                        var windows = x.slice(d, 0, (whole - size) / step + 1, step);
                        return windows.insert(x.dim(), size, x.stride(d));
                    },
                    b -> {
                        var base = Layout.contiguous(b.layout(0).sizes());
                        int d = Check.dim(b.args().integer(1), base.dim());
                        long step = b.args().integer(3);
                        var sum = ValueOps.zeros(b.grad(), base.sizes());
                        long size = b.args().integer(2);
                        long count =
                                b.resultLayout(0).dim() == base.dim()
                                        ? 1
                                        : b.resultLayout(0).size(d);
                        Value total = sum;
                        for (long k = 0; k < size; k++) {
                            var part = ValueOps.select(b.grad(), -1, k);
                            var placed =
                                    base.dim() == 0
                                            ? part
                                            : SLICE_SCATTER.value(
                                                    sum,
                                                    part,
                                                    (long) d,
                                                    k,
                                                    k + (count - 1) * step + 1,
                                                    step);
                            total = ValueOps.add(total, placed);
                        }
                        return total;
                    });

    /** Dimensions start to end merged into one. */
    public static final Composite FLATTEN =
            new Composite(
                    "flatten(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor",
                    a -> {
                        var x = a.layout(0);
                        int from = a.dim(1);
                        int to = a.dim(2);
                        Check.that(
                                from <= to,
                                "flatten() has invalid args: start_dim cannot come after end_dim");
                        if (x.dim() == 0) {
                            return RESHAPE.call(a.value(0), new long[] {1});
                        }
                        if (from == to) {
                            return a.value(0);
                        }
                        var sizes = new long[x.dim() - (to - from)];
                        long merged = 1;
                        for (int d = from; d <= to; d++) {
                            merged *= x.size(d);
                        }
                        for (int d = 0; d < sizes.length; d++) {
                            sizes[d] =
                                    d < from
                                            ? x.size(d)
                                            : d == from ? merged : x.size(d + to - from);
                        }
                        return RESHAPE.call(a.value(0), sizes);
                    });

    /** Pieces of equal size, the last one smaller. */
    public static final Composite SPLIT =
            new Composite(
                    "split(Tensor self, int split_size, int dim=0) -> Tensor[]",
                    a -> {
                        int d = a.dim(2);
                        long size = a.integer(1);
                        long whole = sizeToSplit("split", a, d);
                        Check.that(
                                size > 0 || (size == 0 && whole == 0),
                                "split: split_size must be positive (split expects split_size be"
                                        + " non-negative), got %s",
                                size);
                        var parts = new ArrayList<Value>();
                        for (long at = 0; at < whole || parts.isEmpty(); at += Math.max(size, 1)) {
                            parts.add(
                                    SLICE.value(
                                            a.value(0),
                                            (long) d,
                                            at,
                                            Math.min(whole, at + size),
                                            1L));
                        }
                        return parts;
                    });

    /** Pieces of given sizes. */
    public static final Composite SPLIT_SIZES =
            new Composite(
                    "split(Tensor self, int[] split_sizes, int dim=0) -> Tensor[]",
                    a -> {
                        int d = a.dim(2);
                        long whole = sizeToSplit("split", a, d);
                        long sum = 0;
                        for (long size : a.longs(1)) {
                            Check.that(
                                    size >= 0,
                                    "split_with_sizes expects split_sizes have only non-negative"
                                            + " entries, but got split_sizes=%s",
                                    a.longs(1));
                            sum += size;
                        }
                        Check.that(
                                sum == whole,
                                "split_with_sizes expects split_sizes to sum exactly to %s (input"
                                        + " tensor's size at dimension %s), but got split_sizes=%s",
                                whole,
                                d,
                                a.longs(1));
                        var parts = new ArrayList<Value>();
                        long at = 0;
                        for (long size : a.longs(1)) {
                            parts.add(ValueOps.narrow(a.value(0), d, at, size));
                            at += size;
                        }
                        return parts;
                    });

    /** At most {@code chunks} pieces of equal size. */
    public static final Composite CHUNK =
            new Composite(
                    "chunk(Tensor self, int chunks, int dim=0) -> Tensor[]",
                    a -> {
                        int d = a.dim(2);
                        long n = a.integer(1);
                        Check.that(
                                n > 0, "chunk expects `chunks` to be greater than 0, got: %s", n);
                        long whole = sizeToSplit("chunk", a, d);
                        long size = (whole + n - 1) / n;
                        if (size == 0) {
                            var sizes = new long[(int) n];
                            return SPLIT_SIZES.call(a.value(0), sizes, (long) d);
                        }
                        return SPLIT.call(a.value(0), size, (long) d);
                    });

    /** The slices of a dimension without it. */
    public static final Composite UNBIND =
            new Composite(
                    "unbind(Tensor self, int dim=0) -> Tensor[]",
                    a -> {
                        int d = a.dim(1);
                        var parts = new ArrayList<Value>();
                        for (long i = 0; i < sizeToSplit("unbind", a, d); i++) {
                            parts.add(ValueOps.select(a.value(0), d, i));
                        }
                        return List.copyOf(parts);
                    });

    /** Dimensions moved to other places, the rest keeping their order. */
    public static final Composite MOVEDIM =
            new Composite(
                    "movedim(Tensor self, int[] source, int[] destination) -> Tensor",
                    a -> {
                        int n = a.layout(0).dim();
                        var from = a.longs(1);
                        var to = a.longs(2);
                        Check.that(
                                from.length == to.length,
                                "movedim: Invalid source or destination dims: source (%s) should"
                                        + " contain the same number of dims as destination (%s)",
                                from,
                                to);
                        Check.dims("movedim: source", from, n);
                        Check.dims("movedim: destination", to, n);
                        var order = new long[n];
                        java.util.Arrays.fill(order, -1);
                        var taken = new boolean[n];
                        for (int k = 0; k < from.length; k++) {
                            order[Check.dim(to[k], n)] = Check.dim(from[k], n);
                            taken[Check.dim(from[k], n)] = true;
                        }
                        int next = 0;
                        for (int d = 0; d < n; d++) {
                            if (order[d] < 0) {
                                while (taken[next]) {
                                    next++;
                                }
                                order[d] = next++;
                            }
                        }
                        return PERMUTE.call(a.value(0), order);
                    });

    /** Stretched to sizes by broadcasting. */
    public static final Composite BROADCAST_TO =
            new Composite(
                    "broadcast_to(Tensor self, int[] size) -> Tensor",
                    a -> EXPAND.call(a.value(0), a.longs(1), false));

    private Shapes() {}

    /** A view with two dimensions exchanged, under any name. */
    static View exchanged(String schema) {
        return new View(
                schema,
                (x, a) -> {
                    int d0 = a.dim(1);
                    int d1 = a.dim(2);
                    return x.dim() == 0 ? x : x.transpose(d0, d1);
                },
                b -> ValueOps.transpose(b.grad(), b.args().integer(1), b.args().integer(2)));
    }

    /** The layout of diagonal k of two dimensions, as the last dimension. */
    static Layout diagonal(Layout x, long k, int d1, int d2) {
        Check.that(
                d1 != d2 && x.dim() > 0, "diagonal dimensions cannot be identical %s, %s", d1, d2);
        long rows = x.size(d1) + Math.min(k, 0);
        long cols = x.size(d2) - Math.max(k, 0);
        long length = Math.max(0, Math.min(rows, cols));
        long skip = k >= 0 ? k * x.stride(d2) : -k * x.stride(d1);
        var rest = x.select(Math.max(d1, d2), 0).select(Math.min(d1, d2), 0);
        return rest.insert(rest.dim(), length, x.stride(d1) + x.stride(d2))
                .withOffset(x.offset() + (length == 0 ? 0 : skip));
    }

    private static Args shift(Args a) {
        return new Args(a.all()[0], a.all()[2], a.all()[3], a.all()[4], a.all()[5]);
    }

    private static long sizeToSplit(String op, Args a, int d) {
        Check.that(a.layout(0).dim() > 0, "%s: %s expects at least a 1-dimensional tensor", op, op);
        return a.layout(0).size(d);
    }

    /** A slice clipped as Python does it. */
    record Range(long start, long length, long step) {
        static Range of(Args a, long size) {
            long step = a.integer(4);
            Check.that(step > 0, "slice step must be positive, got %s", step);
            long start = a.none(2) ? 0 : clip(a.integer(2), size);
            long end = a.none(3) ? size : clip(a.integer(3), size);
            long length = Math.max(0, (end - start + step - 1) / step);
            return new Range(end < start ? Math.min(start, size) : start, length, step);
        }

        private static long clip(long i, long size) {
            return Math.clamp(i < 0 ? i + size : i, 0, size);
        }
    }

    /** Resolves -1 and checks the element count. */
    static long[] infer(String op, long[] wanted, Layout x) {
        var sizes = wanted.clone();
        int open = -1;
        long known = 1;
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == -1) {
                Check.that(open < 0, "%s: only one dimension can be inferred", op);
                open = d;
            } else {
                Check.that(sizes[d] >= 0, "%s: invalid shape dimension %s", op, sizes[d]);
                known *= sizes[d];
            }
        }
        if (open >= 0) {
            Check.that(
                    known != 0,
                    "%s: cannot reshape tensor of 0 elements into shape %s because the unspecified"
                            + " dimension size -1 can be any value and is ambiguous",
                    op,
                    wanted);
            sizes[open] = x.numel() / known;
            known *= sizes[open];
        }
        Check.that(
                known == x.numel(),
                "%s: shape '%s' is invalid for input of size %s",
                op,
                Check.text(wanted),
                x.numel());
        return sizes;
    }

    private static int[] order(long[] dims, int n) {
        Check.that(
                dims.length == n,
                "permute(sparse_coo): number of dimensions in the tensor input does not match the"
                        + " length of the desired ordering of dimensions i.e. input.dim() = %s is"
                        + " not equal to len(dims) = %s",
                n,
                dims.length);
        var order = new int[n];
        var seen = new boolean[n];
        for (int k = 0; k < n; k++) {
            int d = Check.dim(dims[k], n);
            Check.that(!seen[d], "permute(): duplicate dims are not allowed.");
            seen[d] = true;
            order[k] = d;
        }
        return order;
    }

    private static long[] expanded(Layout x, long[] wanted) {
        Check.that(
                wanted.length >= x.dim(),
                "expand(torch.FloatTensor{%s}, size=%s): the number of sizes provided (%s) must be"
                        + " greater or equal to the number of dimensions in the tensor (%s)",
                Check.text(x.sizes()),
                Check.text(wanted),
                wanted.length,
                x.dim());
        var sizes = wanted.clone();
        int extra = wanted.length - x.dim();
        for (int d = 0; d < sizes.length; d++) {
            if (sizes[d] == -1) {
                Check.that(
                        d >= extra,
                        "expand: The expanded size of the tensor (-1) isn't allowed in a leading,"
                                + " non-existing dimension %s",
                        d);
                sizes[d] = x.size(d - extra);
            }
            boolean fits = d < extra || x.size(d - extra) == sizes[d] || x.size(d - extra) == 1;
            Check.that(
                    fits,
                    "expand: The expanded size of the tensor (%s) must match the existing size (%s)"
                            + " at non-singleton dimension %s.  Target sizes: %s.  Tensor sizes:"
                            + " %s",
                    sizes[d],
                    fits ? 0 : x.size(d - extra),
                    d,
                    Check.text(wanted),
                    Check.text(x.sizes()));
        }
        return sizes;
    }
}
