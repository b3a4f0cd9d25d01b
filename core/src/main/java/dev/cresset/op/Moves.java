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

/** Moving elements by index. */
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
                                var result = NewArray.beside(x, x.dtype(), sizes);
                                if (result.numel() > 0 && !Meta.is(x)) {
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
                    .byParts()
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            ValueOps.indexAdd(
                                                    ValueOps.zeros(b.grad(), b.layout(0).sizes()),
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
                                if (!a.dtypeOf(0).isComplex()) {
                                    return addScaled(a, a.all()[4]);
                                }
                                var all = a.all().clone();
                                all[3] = scaled(a.value(3), all[4]);
                                return ComplexForward.byParts(
                                        part -> addScaled(part, 1L), all, new int[0]);
                            })
                    .analytic()
                    .anywhere()
                    .gradient(
                            b -> {
                                var g = b.grad();
                                Value source = null;
                                if (b.needs(3)) {
                                    source =
                                            ValueOps.indexSelect(
                                                    g, b.args().integer(1), b.value(2));
                                    source = ValueOps.reshape(source, b.layout(3).sizes());
                                    source = scaled(source, b.args().all()[4]);
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
                    .byParts()
                    .gradient(
                            b -> {
                                long d = b.args().integer(1);
                                var g = b.grad();
                                return grads(
                                        Moves.INDEX_COPY.value(
                                                g,
                                                d,
                                                b.value(2),
                                                ValueOps.zeros(g, b.layout(3).sizes())),
                                        null,
                                        null,
                                        b.needs(3) ? ValueOps.indexSelect(g, d, b.value(2)) : null);
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
                                var result = NewArray.beside(x, x.dtype(), a.layout(2).sizes());
                                if (result.numel() > 0 && !Meta.is(x)) {
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
                    .byParts()
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            ValueOps.scatterAdd(
                                                    ValueOps.zeros(b.grad(), b.layout(0).sizes()),
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
                    .byParts()
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
                    .byParts(3)
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
                    .byParts()
                    .anywhere()
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

    private Moves() {}

    private static Array addScaled(Args a, Object alpha) {
        return selectScatter("index_add", Scatter.ADD, a, scaled(a.value(3), alpha));
    }

    private static Value scaled(Value v, Object factor) {
        return Scalars.isOne(factor) ? v : ValueOps.mul(v, factor);
    }

    private static Indexing indexing() {
        return Backends.cpu().indexing();
    }

    private static Layout one() {
        return Layout.contiguous(1);
    }

    private static long[] atLeastOne(Layout layout) {
        return layout.dim() == 0 ? new long[] {1} : layout.sizes();
    }

    private static Array number(DType dtype, Object number, Layout sizes) {
        var scalar = Creations.filled("scatter", dtype, number);
        return scalar.with(scalar.layout().expand(sizes.sizes()));
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

    /** Row-major int64 indices in [0, size); negative ones are refused. */
    static Array indices(String op, Array index, long size, int d) {
        Check.that(
                index.dtype() == DType.INT64 || index.dtype() == DType.INT32 || index.numel() == 0,
                "%s(): Expected dtype int32 or int64 for index, got %s",
                op,
                index.dtype());
        var dense = Copies.dense(index, DType.INT64);
        if (Meta.is(dense)) {
            return dense;
        }
        long outside = indexing().firstOutside(dense.address(), dense.numel(), size);
        if (outside >= 0) {
            throw new OpIndexException(
                    op
                            + ": index "
                            + Memory.getLong(dense.address() + outside * Long.BYTES)
                            + " is out of bounds for dimension "
                            + d
                            + " with size "
                            + size
                            + " (index out of range in self)");
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

    static Array selectScatter(String op, Scatter how, Args a, Value sourceValue) {
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
        Check.that(
                source.layout().dim() == a.layout(0).dim()
                        || (layout.dim() == 1 && source.layout().dim() <= 1),
                "%s: source tensor shape must match self tensor shape, excluding the specified"
                        + " dimension. Got self.shape = %s source.shape = %s",
                op,
                a.layout(0),
                source.layout());
        for (int k = 0; k < layout.dim() && source.layout().dim() == layout.dim(); k++) {
            Check.that(
                    k == d || source.layout().size(k) == layout.size(k),
                    "%s: source %s does not fit self %s outside of dimension %s",
                    op,
                    source.layout(),
                    layout,
                    d);
        }
        if (source.numel() > 0 && !Meta.is(result)) {
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

    static Array scatter(String op, Scatter how, Args a, Array source) {
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
        if (Meta.is(result)) {
            return result;
        }
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
        var picked = ValueOps.gather(b.grad(), d, b.value(2));
        var sizes = b.layout(3).sizes();
        if (picked.layout().hasSizes(sizes)) {
            return picked;
        }
        var target = Layout.contiguous(sizes);
        return ValueOps.asStridedScatter(
                ValueOps.zeros(picked, sizes),
                picked,
                picked.layout().sizes(),
                target.strides(),
                0);
    }
}
