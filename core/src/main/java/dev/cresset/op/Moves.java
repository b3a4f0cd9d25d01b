package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.GATHER;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing;
import dev.cresset.spi.Indexing.Scatter;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Rows;

import java.util.ArrayList;
import java.util.List;

/** Moving elements by index, and joining tensors. */
public final class Moves {
    /** Slices of a dimension picked by a vector of indices. */
    public static final Primitive INDEX_SELECT =
            Primitive.of(
                            GATHER,
                            "index_select(Tensor self, int dim, Tensor index) -> Tensor",
                            a -> {
                                var x = a.dense(0);
                                int d = a.dim(1);
                                var layout = x.layout().dim() == 0 ? one() : x.layout();
                                Check.that(
                                        a.layout(2).dim() <= 1,
                                        "index_select(): Index is supposed to be a vector, but got"
                                                + " dim: %s",
                                        a.layout(2).dim());
                                var index = indices("index_select", a.array(2), layout.size(d), d);
                                var sizes = layout.sizes();
                                sizes[d] = index.numel();
                                var result = Arrays.empty(x.dtype(), sizes);
                                if (result.numel() > 0) {
                                    indexing()
                                            .select(
                                                    x.dtype(),
                                                    Rows.of(layout, d),
                                                    x.address(),
                                                    index.address(),
                                                    index.numel(),
                                                    result.address());
                                }
                                return a.layout(0).dim() == 0
                                        ? result.with(Layout.contiguous())
                                        : result;
                            })
                    .gradient(
                            b ->
                                    grads(
                                            Functional.indexAdd(
                                                    Functional.zeros(b.grad(), b.layout(0).sizes()),
                                                    b.args().integer(1),
                                                    b.value(2),
                                                    b.grad())),
                            2);

    /** {@code self} with {@code alpha * source} added at indices of a dimension. */
    public static final Primitive INDEX_ADD =
            Primitive.of(
                            GATHER,
                            "index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar"
                                    + " alpha=1) -> Tensor",
                            a -> {
                                var scaled =
                                        a.number(4) == 1
                                                ? a.value(3)
                                                : Functional.mul(a.value(3), a.all()[4]);
                                return selectScatter("index_add", Scatter.ADD, a, scaled);
                            })
                    .gradient(
                            b -> {
                                var g = b.grad();
                                Value source = null;
                                if (b.needs(3)) {
                                    source =
                                            Functional.indexSelect(
                                                    g, b.args().integer(1), b.value(2));
                                    source = Functional.reshape(source, b.layout(3).sizes());
                                    double alpha = b.args().number(4);
                                    source = alpha == 1 ? source : Functional.mul(source, alpha);
                                }
                                return grads(g, null, null, source);
                            },
                            2);

    /** {@code self} with slices of a dimension replaced. */
    public static final Primitive INDEX_COPY =
            Primitive.of(
                            GATHER,
                            "index_copy(Tensor self, int dim, Tensor index, Tensor source) ->"
                                    + " Tensor",
                            a -> selectScatter("index_copy", Scatter.SET, a, a.value(3)))
                    .gradient(
                            b -> {
                                long d = b.args().integer(1);
                                var g = b.grad();
                                return grads(
                                        Moves.INDEX_COPY.value(
                                                g,
                                                d,
                                                b.value(2),
                                                Functional.zeros(g, b.layout(3).sizes())),
                                        null,
                                        null,
                                        b.needs(3)
                                                ? Functional.indexSelect(g, d, b.value(2))
                                                : null);
                            },
                            2);

    /** Elements picked along a dimension by an index of the result's sizes. */
    public static final Primitive GATHER_ALONG =
            Primitive.of(
                            GATHER,
                            "gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False)"
                                    + " -> Tensor",
                            a -> {
                                int d = a.dim(1);
                                var x = a.dense(0);
                                checkIndexType("gather", a.value(2));
                                checkIndexSizes("gather", x.layout(), a.layout(2), d, false);
                                var index =
                                        indices(
                                                "gather",
                                                a.array(2),
                                                x.layout().dim() == 0 ? 1 : x.layout().size(d),
                                                d);
                                var result = Arrays.empty(x.dtype(), a.layout(2).sizes());
                                if (result.numel() > 0) {
                                    indexing()
                                            .gather(
                                                    x.dtype(),
                                                    d,
                                                    atLeastOne(x.layout()),
                                                    x.address(),
                                                    atLeastOne(a.layout(2)),
                                                    index.address(),
                                                    result.address());
                                }
                                return result;
                            })
                    .gradient(
                            b ->
                                    grads(
                                            Functional.scatterAdd(
                                                    Functional.zeros(b.grad(), b.layout(0).sizes()),
                                                    b.args().integer(1),
                                                    b.value(2),
                                                    b.grad())),
                            2);

    /** Writes elements of src along a dimension at indices. */
    public static final Primitive SCATTER =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "scatter(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
                            a -> scatter("scatter", Scatter.SET, a, a.array(3)))
                    .gradient(
                            b -> {
                                long d = b.args().integer(1);
                                return grads(
                                        b.needs(0)
                                                ? Moves.SCATTER_VALUE.value(
                                                        b.grad(), d, b.value(2), 0L)
                                                : null,
                                        null,
                                        null,
                                        b.needs(3) ? sourceGradient(b, d) : null);
                            },
                            2);

    /** Writes a number along a dimension at indices. */
    public static final Primitive SCATTER_VALUE =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "scatter(Tensor self, int dim, Tensor index, Scalar value) -> Tensor",
                            a ->
                                    scatter(
                                            "scatter",
                                            Scatter.SET,
                                            a,
                                            number(a.dtypeOf(0), a.all()[3], a.layout(2))))
                    .gradient(
                            b ->
                                    grads(
                                            Moves.SCATTER_VALUE.value(
                                                    b.grad(), b.args().integer(1), b.value(2), 0L)),
                            2)
                    .named("ScatterBackward1");

    /** Adds elements of src along a dimension at indices. */
    public static final Primitive SCATTER_ADD =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "scatter_add(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
                            a -> scatter("scatter_add", Scatter.ADD, a, a.array(3)))
                    .gradient(
                            b ->
                                    grads(
                                            b.grad(),
                                            null,
                                            null,
                                            b.needs(3)
                                                    ? sourceGradient(b, b.args().integer(1))
                                                    : null),
                            2);

    private static final Primitive SCATTER_MULTIPLY =
            Primitive.of(
                    Primitive.Family.GATHER,
                    "scatter(Tensor self, int dim, Tensor index, Tensor src) -> Tensor",
                    a -> scatter("scatter", Scatter.MUL, a, a.array(3)));

    /** Scatter that adds to or multiplies what is there. */
    public static final Composite SCATTER_REDUCE =
            new Composite(
                    "scatter(Tensor self, int dim, Tensor index, Operand src, *, str reduce) ->"
                            + " Tensor",
                    a -> {
                        var self = a.value(0);
                        Object src = a.all()[3];
                        var values =
                                src instanceof Value v
                                        ? v
                                        : self.tape().wrap(number(self.dtype(), src, a.layout(2)));
                        return switch (a.text(4)) {
                            case "add" -> SCATTER_ADD.call(self, a.all()[1], a.value(2), values);
                            case "multiply" ->
                                    SCATTER_MULTIPLY.call(self, a.all()[1], a.value(2), values);
                            default ->
                                    throw Check.error(
                                            "scatter: reduce argument must be either add or"
                                                    + " multiply, got %s",
                                            a.text(4));
                        };
                    });

    /** Elements where the mask holds, as a vector. */
    public static final Primitive MASKED_SELECT =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "masked_select(Tensor self, Tensor mask) -> Tensor",
                            a -> {
                                checkMask("masked_select", a.value(1));
                                var sizes =
                                        Check.broadcast(a.layout(0).sizes(), a.layout(1).sizes());
                                var x = stretched(a.array(0), sizes);
                                var mask = stretched(a.array(1), sizes);
                                long count = indexing().countTrue(mask.address(), mask.numel());
                                var result = Arrays.empty(x.dtype(), count);
                                if (count > 0) {
                                    indexing()
                                            .maskedSelect(
                                                    x.dtype(),
                                                    x.numel(),
                                                    x.address(),
                                                    mask.address(),
                                                    result.address());
                                }
                                return result;
                            })
                    .gradient(
                            b -> {
                                var sizes =
                                        Check.broadcast(b.layout(0).sizes(), b.layout(1).sizes());
                                var zeros = Functional.zeros(b.grad(), sizes);
                                return grads(
                                        Moves.MASKED_SCATTER.value(zeros, b.value(1), b.grad()));
                            },
                            1);

    /** {@code self} with the elements where the mask holds replaced by those of source in order. */
    public static final Primitive MASKED_SCATTER =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "masked_scatter(Tensor self, Tensor mask, Tensor source) -> Tensor",
                            a -> {
                                checkMask("masked_scatter", a.value(1));
                                var result = Copies.copyTo(a.array(0), a.dtypeOf(0));
                                var mask = stretched(a.array(1), result.layout().sizes());
                                long count = indexing().countTrue(mask.address(), mask.numel());
                                Check.that(
                                        count <= a.layout(2).numel(),
                                        "masked_scatter: expected self and source to have same"
                                                + " dtypes and source to have at least %s elements,"
                                                + " got %s",
                                        count,
                                        a.layout(2).numel());
                                if (count > 0) {
                                    var positions = positions(mask, count);
                                    indexing()
                                            .selectScatter(
                                                    Scatter.SET,
                                                    result.dtype(),
                                                    new Rows(1, result.numel(), 1),
                                                    result.address(),
                                                    positions.address(),
                                                    count,
                                                    a.dense(2).address());
                                }
                                return result;
                            })
                    .gradient(
                            b -> {
                                var g = b.grad();
                                var zero = Functional.maskedZero(g, b.value(1));
                                Value source = null;
                                if (b.needs(2)) {
                                    var picked =
                                            Moves.MASKED_SELECT.value(
                                                    g,
                                                    Functional.expand(
                                                            b.value(1), g.layout().sizes()));
                                    long n = b.layout(2).numel();
                                    long have = picked.layout().numel();
                                    source =
                                            have == n
                                                    ? picked
                                                    : Functional.cat(
                                                            List.of(
                                                                    picked,
                                                                    Functional.zeros(g, n - have)),
                                                            0);
                                    source = Functional.reshape(source, b.layout(2).sizes());
                                }
                                return grads(zero, null, source);
                            },
                            1);

    /** {@code self} with the elements where the mask holds replaced by a number or 0-d tensor. */
    public static final Composite MASKED_FILL =
            new Composite(
                    "masked_fill(Tensor self, Tensor mask, Operand value) -> Tensor",
                    a -> {
                        checkMask("masked_fill", a.value(1));
                        Object value = a.all()[2];
                        if (value instanceof Value v) {
                            Check.that(
                                    v.layout().dim() == 0,
                                    "masked_fill: only supports a 0-dimensional value tensor, but"
                                            + " got tensor with %s dimension(s).",
                                    v.layout().dim());
                            value = Functional.to(v, a.dtypeOf(0));
                        } else {
                            value = fitting(value, a.dtypeOf(0));
                        }
                        return Moves.MASKED_FILL_ROW.call(a.value(0), a.value(1), value);
                    });

    /** The number as an element of a dtype: fractions are cut off, but it must be in range. */
    private static Object fitting(Object number, DType dtype) {
        if (dtype.isFloatingPoint()) {
            return number;
        }
        if (dtype == DType.BOOL) {
            return Scalars.toDouble(number) != 0;
        }
        long value = Scalars.toLong(number);
        int bits = 8 * dtype.size();
        long least = dtype == DType.UINT8 ? 0 : -1L << bits - 1;
        long most = dtype == DType.UINT8 ? 255 : ~(-1L << bits - 1);
        Check.that(
                value >= least && value <= most,
                "masked_fill: value cannot be converted to type %s without overflow: %s",
                dtype,
                number);
        return value;
    }

    private static final Pointwise MASKED_FILL_ROW =
            Pointwise.of(
                    "masked_fill(Tensor self, Tensor mask, Operand value) -> Tensor",
                    3,
                    Pointwise.Rule.PROMOTE,
                    dev.cresset.expr.Expr.where(
                            dev.cresset.expr.Expr.in(1),
                            dev.cresset.expr.Expr.in(2),
                            dev.cresset.expr.Expr.in(0)),
                    (x, y, g) ->
                            new dev.cresset.expr.Expr[] {
                                dev.cresset.expr.Expr.where(x[1], dev.cresset.expr.Expr.of(0), g),
                                null,
                                dev.cresset.expr.Expr.where(x[1], g, dev.cresset.expr.Expr.of(0))
                            });

    /** Coordinates of the elements that are not zero, one row each. */
    public static final Primitive NONZERO =
            Primitive.of(
                    Primitive.Family.GATHER,
                    "nonzero(Tensor self) -> Tensor",
                    a -> {
                        var mask = Copies.dense(a.array(0), DType.BOOL);
                        long count = indexing().countTrue(mask.address(), mask.numel());
                        var positions = positions(mask, count);
                        int dims = mask.layout().dim();
                        var result = Arrays.empty(DType.INT64, count, dims);
                        for (long i = 0; i < count; i++) {
                            long rest = Memory.getLong(positions.address() + 8 * i);
                            for (int d = dims - 1; d >= 0; d--) {
                                long size = mask.layout().size(d);
                                Memory.setLong(result.address() + 8 * (i * dims + d), rest % size);
                                rest /= size;
                            }
                        }
                        return result;
                    });

    /** Tensors joined along a dimension. */
    public static final Primitive CAT =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "cat(Tensor[] tensors, int dim=0) -> Tensor",
                            Moves::cat)
                    .gradient(
                            b -> {
                                int count = b.count(0);
                                var parts = new Object[count];
                                int dims = b.resultLayout(0).dim();
                                int d = Check.dim(b.args().integer(1), dims);
                                long at = 0;
                                for (int i = 0; i < count; i++) {
                                    var own = b.layout(0, i);
                                    if (own.dim() == dims) {
                                        parts[i] = Functional.narrow(b.grad(), d, at, own.size(d));
                                        at += own.size(d);
                                    } else {
                                        parts[i] = Functional.zeros(b.grad(), own.sizes());
                                    }
                                }
                                return grads((Object) parts);
                            });

    /** Tensors of equal sizes joined along a new dimension. */
    public static final Composite STACK =
            new Composite(
                    "stack(Tensor[] tensors, int dim=0) -> Tensor",
                    a -> {
                        var all = a.values(0);
                        Check.that(!all.isEmpty(), "stack expects a non-empty TensorList");
                        var first = all.getFirst().layout();
                        int d = Check.dim(a.integer(1), first.dim() + 1);
                        var raised = new ArrayList<Value>();
                        for (int i = 0; i < all.size(); i++) {
                            Check.that(
                                    all.get(i).layout().sameSizes(first),
                                    "stack expects each tensor to be equal size, but got %s at"
                                            + " entry 0 and %s at entry %s",
                                    first,
                                    all.get(i).layout(),
                                    i);
                            raised.add(Functional.unsqueeze(all.get(i), d));
                        }
                        return CAT.call(raised, (long) d);
                    });

    /** The order of dimensions reversed. */
    public static final Composite FLIP =
            new Composite(
                    "flip(Tensor self, int[] dims) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var chosen =
                                a.longs(1).length == 0
                                        ? new boolean[x.layout().dim()]
                                        : Check.dims("flip", a.longs(1), x.layout().dim());
                        for (int d = 0; d < chosen.length; d++) {
                            if (chosen[d]) {
                                long n = x.layout().size(d);
                                var index = new long[Math.toIntExact(n)];
                                for (int i = 0; i < n; i++) {
                                    index[i] = n - 1 - i;
                                }
                                x = Functional.indexSelect(x, d, x.tape().wrap(Arrays.of(index)));
                            }
                        }
                        return x == a.value(0) ? Functional.clone(x) : x;
                    });

    /** Elements shifted along dimensions, coming back at the other end. */
    public static final Composite ROLL =
            new Composite(
                    "roll(Tensor self, int[] shifts, int[] dims=[]) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var shifts = a.longs(1);
                        var dims = a.longs(2);
                        if (dims.length == 0) {
                            Check.that(
                                    shifts.length == 1,
                                    "roll: shifts and dimensions must align. shifts: %s, dims:0",
                                    shifts.length);
                            var flat = Functional.reshape(x, x.layout().numel());
                            return Functional.reshape(
                                    rolled(flat, shifts[0], 0), x.layout().sizes());
                        }
                        Check.that(
                                dims.length == shifts.length,
                                "roll: shifts and dimensions must align. shifts: %s, dims:%s",
                                shifts.length,
                                dims.length);
                        for (int k = 0; k < dims.length; k++) {
                            x = rolled(x, shifts[k], Check.dim(dims[k], x.layout().dim()));
                        }
                        return x;
                    });

    /** The tensor repeated along each dimension. */
    public static final Composite REPEAT =
            new Composite(
                    "repeat(Tensor self, int[] repeats) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var times = a.longs(1);
                        int extra = times.length - x.layout().dim();
                        Check.that(
                                extra >= 0,
                                "repeat: Number of dimensions of repeat dims can not be smaller"
                                        + " than number of dimensions of tensor: %s for %s",
                                Check.text(times),
                                x);
                        var own = new long[2 * times.length];
                        var wide = new long[2 * times.length];
                        var result = new long[times.length];
                        for (int d = 0; d < times.length; d++) {
                            Check.that(
                                    times[d] >= 0,
                                    "repeat: Trying to create tensor with negative dimension %s",
                                    times[d]);
                            long size = d < extra ? 1 : x.layout().size(d - extra);
                            own[2 * d] = 1;
                            own[2 * d + 1] = size;
                            wide[2 * d] = times[d];
                            wide[2 * d + 1] = size;
                            result[d] = times[d] * size;
                        }
                        var stretched = Functional.expand(Functional.reshape(x, own), wide);
                        return Functional.reshape(Functional.clone(stretched), result);
                    });

    private Moves() {}

    private static Indexing indexing() {
        return Backends.cpu().indexing();
    }

    private static Layout one() {
        return Layout.contiguous(1);
    }

    private static long[] atLeastOne(Layout layout) {
        return layout.dim() == 0 ? new long[] {1} : layout.sizes();
    }

    private static Value rolled(Value x, long shift, int d) {
        long n = x.layout().size(d);
        long split = n == 0 ? 0 : Math.floorMod(-shift, n);
        return split == 0
                ? Functional.clone(x)
                : Functional.cat(
                        List.of(
                                Functional.narrow(x, d, split, n - split),
                                Functional.narrow(x, d, 0, split)),
                        d);
    }

    private static Array number(DType dtype, Object number, Layout sizes) {
        var scalar = Arrays.empty(dtype);
        if (number instanceof Double || number instanceof Float) {
            Scalars.write(dtype, scalar.address(), Scalars.toDouble(number));
        } else {
            Scalars.writeLong(dtype, scalar.address(), Scalars.toLong(number));
        }
        return scalar.with(scalar.layout().expand(sizes.sizes()));
    }

    static Array positions(Array mask, long count) {
        var result = Arrays.empty(DType.INT64, count);
        indexing().positions(mask.numel(), mask.address(), result.address());
        return result;
    }

    private static Array stretched(Array x, long[] sizes) {
        return Copies.contiguous(x.with(x.layout().expand(sizes)));
    }

    private static void checkMask(String op, Value mask) {
        Check.that(
                mask.dtype() == DType.BOOL,
                "%s: expected BoolTensor for mask (%s: only supports boolean masks), but got mask"
                        + " with dtype %s",
                op,
                op,
                mask.dtype());
    }

    static void checkIndexType(String op, Value index) {
        Check.that(
                index.dtype() == DType.INT64
                        || index.layout().numel() == 0
                        || index.dtype() == DType.INT32,
                "%s(): Expected dtype int64 for index, got %s",
                op,
                index.dtype());
    }

    /** Row-major int64 indices in [0, size); negative ones are refused unless {@code op} wraps. */
    static Array indices(String op, Array index, long size, int d) {
        Check.that(
                index.dtype() == DType.INT64 || index.dtype() == DType.INT32 || index.numel() == 0,
                "%s(): Expected dtype int32 or int64 for index, got %s",
                op,
                index.dtype());
        var dense = Copies.dense(index, DType.INT64);
        for (long i = 0, at = dense.address(); i < dense.numel(); i++, at += 8) {
            long value = Memory.getLong(at);
            if (value < 0 || value >= size) {
                throw new OpIndexException(
                        op
                                + ": index "
                                + value
                                + " is out of bounds for dimension "
                                + d
                                + " with size "
                                + size
                                + " (index out of range in self)");
            }
        }
        return dense;
    }

    private static void checkIndexSizes(
            String op, Layout x, Layout index, int d, boolean everyDim) {
        if (index.numel() == 0) {
            return;
        }
        Check.that(
                Math.max(x.dim(), 1) == Math.max(index.dim(), 1),
                "%s(): Index tensor must have the same number of dimensions as input tensor (self"
                        + " tensor): %s and %s",
                op,
                index,
                x);
        for (int k = 0; k < x.dim() && k < index.dim(); k++) {
            Check.that(
                    (k == d && !everyDim) || index.size(k) <= x.size(k),
                    "%s: Size does not match at dimension %s expected index %s to be no larger than"
                            + " self %s apart from dimension %s",
                    op,
                    k,
                    index,
                    x,
                    d);
        }
    }

    private static Array selectScatter(String op, Scatter how, Args a, Value sourceValue) {
        int d = a.dim(1);
        var result = Copies.copyTo(a.array(0), a.dtypeOf(0));
        var layout = result.layout().dim() == 0 ? one() : result.layout();
        var index = indices(op, a.array(2), layout.size(d), d);
        Check.that(
                sourceValue.dtype() == result.dtype(),
                "%s_(): self (%s) and source (%s) must have the same scalar type",
                op,
                result.dtype().scalarName(),
                sourceValue.dtype().scalarName());
        var source = Copies.contiguous(sourceValue.array());
        long slices = source.layout().dim() == 0 ? 1 : source.layout().size(d);
        Check.that(
                slices == index.numel() && a.layout(2).dim() <= 1,
                "%s_(): Number of indices (%s) should be equal to number of source slices (%s)",
                op,
                index.numel(),
                slices);
        for (int k = 0; k < layout.dim() && source.layout().dim() == layout.dim(); k++) {
            Check.that(
                    k == d || source.layout().size(k) == layout.size(k),
                    "%s: source %s does not fit self %s outside of dimension %s",
                    op,
                    source.layout(),
                    layout,
                    d);
        }
        if (source.numel() > 0) {
            indexing()
                    .selectScatter(
                            how,
                            result.dtype(),
                            Rows.of(layout, d),
                            result.address(),
                            index.address(),
                            index.numel(),
                            source.address());
        }
        return result;
    }

    private static Array scatter(String op, Scatter how, Args a, Array source) {
        int d = a.dim(1);
        checkIndexType(op, a.value(2));
        checkIndexSizes(op, a.layout(0), a.layout(2), d, false);
        Check.that(
                source.dtype() == a.dtypeOf(0),
                "%s(): Expected self.dtype to be equal to src.dtype, got %s and %s",
                op,
                a.dtypeOf(0),
                source.dtype());
        var result = Copies.copyTo(a.array(0), a.dtypeOf(0));
        var indexLayout = a.layout(2);
        if (indexLayout.numel() == 0) {
            return result;
        }
        Check.that(
                Math.max(source.layout().dim(), 1) == Math.max(indexLayout.dim(), 1),
                "%s(): Index tensor must have the same number of dimensions as src tensor: %s"
                        + " and %s",
                op,
                indexLayout,
                source.layout());
        for (int k = 0; k < indexLayout.dim() && k < source.layout().dim(); k++) {
            Check.that(
                    indexLayout.size(k) <= source.layout().size(k),
                    "%s: Expected index %s to be no larger than src %s",
                    op,
                    indexLayout,
                    source.layout());
        }
        long limit = result.layout().dim() == 0 ? 1 : result.layout().size(d);
        var index = indices(op, a.array(2), limit, d);
        indexing()
                .scatter(
                        how,
                        result.dtype(),
                        d,
                        atLeastOne(result.layout()),
                        result.address(),
                        atLeastOne(indexLayout),
                        index.address(),
                        source.address(),
                        source.layout().dim() == 0 ? new long[] {1} : source.layout().strides());
        return result;
    }

    /** Gradient of scattered elements: gathered back, zero for elements that were not used. */
    private static Value sourceGradient(Backward b, long d) {
        var picked = Functional.gather(b.grad(), d, b.value(2));
        var sizes = b.layout(3).sizes();
        if (picked.layout().hasSizes(sizes)) {
            return picked;
        }
        var target = Layout.contiguous(sizes);
        return Functional.asStridedScatter(
                Functional.zeros(picked, sizes),
                picked,
                picked.layout().sizes(),
                target.strides(),
                0);
    }

    private static Array cat(Args a) {
        var all = a.values(0);
        Check.that(!all.isEmpty(), "torch.cat(): expected a non-empty list of Tensors");
        Layout shape = null;
        for (var v : all) {
            Check.that(
                    v.layout().dim() > 0,
                    "cat: zero-dimensional tensor (at position %s) cannot be concatenated",
                    all.indexOf(v));
            if (!isSkipped(v.layout())) {
                shape = shape == null ? v.layout() : shape;
            }
        }
        shape = shape == null ? all.getFirst().layout() : shape;
        int d = Check.dim(a.integer(1), shape.dim());
        var promotion = new Promotion();
        long total = 0;
        for (int i = 0; i < all.size(); i++) {
            var layout = all.get(i).layout();
            promotion.with(all.get(i));
            if (isSkipped(layout)) {
                continue;
            }
            Check.that(
                    layout.dim() == shape.dim(),
                    "cat: Tensors must have same number of dimensions: got %s and %s",
                    shape.dim(),
                    layout.dim());
            for (int k = 0; k < shape.dim(); k++) {
                Check.that(
                        k == d || layout.size(k) == shape.size(k),
                        "cat: Sizes of tensors must match except in dimension %s. Expected size %s"
                                + " but got size %s for tensor number %s in the list.",
                        d,
                        shape.size(k),
                        layout.size(k),
                        i);
            }
            total += layout.size(d);
        }
        var sizes = shape.sizes();
        sizes[d] = total;
        var result = Arrays.empty(promotion.result(), sizes);
        long at = 0;
        for (var v : all) {
            if (!isSkipped(v.layout())) {
                long length = v.layout().size(d);
                Copies.copy(v.array(), result.with(result.layout().slice(d, at, length, 1)));
                at += length;
            }
        }
        return result;
    }

    /** PyTorch lets empty vectors pass beside tensors of any shape. */
    private static boolean isSkipped(Layout layout) {
        return layout.dim() == 1 && layout.size(0) == 0;
    }
}
