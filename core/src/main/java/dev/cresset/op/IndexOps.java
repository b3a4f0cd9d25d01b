package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing.Scatter;
import dev.cresset.spi.Memory;

import java.util.List;

/** Picking and placing elements by positions: the forms beside gather, scatter and index_select. */
public final class IndexOps {
    /** Elements at indices along a dimension; index and self broadcast in the other dimensions. */
    public static final Composite TAKE_ALONG_DIM =
            new Composite(
                    "take_along_dim(Tensor self, Tensor indices, int? dim=None) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        var index = a.value(1);
                        Check.that(
                                index.dtype() == DType.INT64,
                                "torch.take_along_dim(): dtype of indices should be Long but got"
                                        + " %s",
                                index.dtype().scalarName());
                        if (a.none(2)) {
                            var flat = Shapes.VIEW.value(x, new long[] {-1});
                            var places = Shapes.VIEW.value(index, new long[] {-1});
                            return ValueOps.gather(flat, 0, fromFront(flat, places, 0));
                        }
                        Check.that(
                                x.layout().dim() == index.layout().dim(),
                                "torch.take_along_dim(): input and indices should have the same"
                                        + " number of dimensions, but got %s dimensions for input,"
                                        + " and %s dimensions for indices",
                                x.layout().dim(),
                                index.layout().dim());
                        int d = a.dim(2);
                        return ValueOps.gather(
                                stretched(x, index, d), d, fromFront(x, stretched(index, x, d), d));
                    });

    /** Elements at row-major positions, which may count from the end. */
    public static final Composite TAKE =
            new Composite(
                    "take(Tensor self, Tensor index) -> Tensor",
                    a -> {
                        var index = positions("take", a.value(1), a.layout(0).numel());
                        var flat = ValueOps.reshape(a.value(0), a.layout(0).numel());
                        return ValueOps.reshape(
                                ValueOps.indexSelect(flat, 0, index), a.layout(1).sizes());
                    });

    /** {@code self} with the elements at row-major positions replaced or increased. */
    public static final Composite PUT =
            new Composite(
                    "put(Tensor self, Tensor index, Tensor source, bool accumulate=False) ->"
                            + " Tensor",
                    a -> {
                        Check.that(
                                a.layout(1).numel() == a.layout(2).numel(),
                                "put_(): Expected source and index to have the same number of"
                                        + " elements, but got source.numel() = %s, index.numel() ="
                                        + " %s",
                                a.layout(2).numel(),
                                a.layout(1).numel());
                        Check.that(
                                a.dtypeOf(0) == a.dtypeOf(2),
                                "put_(): self and source expected to have the same dtype, but got"
                                        + " self.dtype = %s and source.dtype = %s",
                                a.dtypeOf(0).scalarName(),
                                a.dtypeOf(2).scalarName());
                        var index = positions("put_", a.value(1), a.layout(0).numel());
                        var flat = ValueOps.reshape(a.value(0), a.layout(0).numel());
                        var source = ValueOps.reshape(a.value(2), a.layout(2).numel());
                        var put =
                                a.flag(3)
                                        ? ValueOps.indexAdd(flat, 0, index, source)
                                        : Moves.INDEX_COPY.value(flat, 0L, index, source);
                        return ValueOps.reshape(put, a.layout(0).sizes());
                    });

    private static final Primitive INDEX_FILL_ROW =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "index_fill(Tensor self, int dim, Tensor index, Tensor value) ->"
                                    + " Tensor",
                            a -> {
                                var sizes = a.layout(0).sizes();
                                if (sizes.length > 0) {
                                    sizes[a.dim(1)] = a.layout(2).numel();
                                }
                                var value = a.array(3);
                                var source =
                                        Elementwise.plain(value.with(value.layout().expand(sizes)));
                                return Moves.selectScatter("index_fill", Scatter.SET, a, source);
                            })
                    .byParts()
                    .gradient(
                            b -> {
                                long d = b.args().integer(1);
                                var index = b.value(2);
                                return Backward.grads(
                                        IndexOps.INDEX_FILL.value(b.grad(), d, index, 0L),
                                        null,
                                        null,
                                        b.needs(3)
                                                ? ValueOps.sum(
                                                        ValueOps.indexSelect(
                                                                b.grad(), d, different(index)))
                                                : null);
                            },
                            2);

    /** {@code self} with slices of a dimension filled with a number or a 0-d tensor. */
    public static final Composite INDEX_FILL =
            new Composite(
                    "index_fill(Tensor self, int dim, Tensor index, Operand value) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        int d = a.dim(1);
                        Check.that(
                                a.dtypeOf(2) == DType.INT64,
                                "index_fill_(): Expected dtype int64 for index.");
                        Check.that(a.layout(2).dim() <= 1, "Index has to be a vector/scalar");
                        long size = x.layout().dim() == 0 ? 1 : x.layout().size(d);
                        var index = wrapped("index_fill_", a.value(2), size, d);
                        return INDEX_FILL_ROW.call(x, (long) d, index, filling(x, a.all()[3]));
                    });

    /** Coordinates of the elements that are not zero, one row each. */
    public static final Composite ARGWHERE =
            new Composite("argwhere(Tensor self) -> Tensor", a -> Masks.NONZERO.call(a.value(0)));

    /** The coordinates of the elements where a condition holds, one vector per dimension. */
    public static final Composite WHERE_INDICES =
            new Composite(
                    "where(Tensor condition) -> Tensor[]",
                    a -> Masks.NONZERO_FORM.call(a.value(0), true));

    /** A number of rows of {@link Masks#NONZERO}, cut off or filled up. */
    public static final Composite NONZERO_STATIC =
            new Composite(
                    "nonzero_static(Tensor self, *, int size, int fill_value=-1) -> Tensor",
                    a -> {
                        long size = a.integer(1);
                        Check.that(
                                size >= 0,
                                "nonzero_static: 'size' must be an non-negative integer");
                        var rows = Masks.NONZERO.value(a.value(0));
                        long have = rows.layout().size(0);
                        if (have >= size) {
                            return ValueOps.clone(ValueOps.narrow(rows, 0, 0, size));
                        }
                        var rest =
                                Creations.filled(
                                        DType.INT64, a.integer(2), size - have, a.layout(0).dim());
                        return ValueOps.cat(List.of(rows, rows.tape().wrap(rest)), 0);
                    });

    /** Coordinates of row-major positions in a tensor of given sizes, one tensor per dimension. */
    public static final Composite UNRAVEL_INDEX =
            new Composite(
                    "unravel_index(Tensor indices, int[] shape) -> Tensor[]",
                    a -> {
                        Check.that(
                                a.dtypeOf(0).isIntegral(),
                                "expected 'indices' to be integer dtype, but got %s",
                                a.dtypeOf(0));
                        var shape = a.longs(1);
                        var coordinates = new Value[shape.length];
                        var rest = ValueOps.to(a.value(0), DType.INT64);
                        for (int d = shape.length - 1; d >= 0; d--) {
                            coordinates[d] = Arithmetic.REMAINDER.value(rest, shape[d]);
                            rest = Arithmetic.FLOOR_DIVIDE.value(rest, shape[d]);
                        }
                        return List.of(coordinates);
                    });

    /** Each slice of a dimension repeated, all as often or each by its own count. */
    public static final Composite REPEAT_INTERLEAVE =
            new Composite(
                    "repeat_interleave(Tensor self, int repeats, int? dim=None, *, int?"
                            + " output_size=None) -> Tensor",
                    a -> repeated(a.value(0), new long[] {a.integer(1)}, a.all()[2], a.all()[3]));

    /** Each slice of a dimension repeated by its own count. */
    public static final Composite REPEAT_INTERLEAVE_COUNTS =
            new Composite(
                    "repeat_interleave(Tensor self, Tensor repeats, int? dim=None, *, int?"
                            + " output_size=None) -> Tensor",
                    a -> repeated(a.value(0), counts(a.value(1)), a.all()[2], a.all()[3]));

    /** Each position of a vector of counts as often as its count says. */
    public static final Composite REPEAT_INTERLEAVE_POSITIONS =
            new Composite(
                    "repeat_interleave(Tensor repeats, *, int? output_size=None) -> Tensor",
                    a -> {
                        var counts = counts(a.value(0));
                        var tape = a.value(0).tape();
                        var all = spread(counts, counts.length, a.all()[1]);
                        return ValueOps.to(tape.wrap(all), a.dtypeOf(0));
                    });

    private IndexOps() {}

    /** Indices along a dimension with negative ones counted from the end. */
    private static Value fromFront(Value x, Value index, int d) {
        long size = x.layout().dim() == 0 ? 1 : x.layout().size(d);
        return ValueOps.where(Comparisons.LT.value(index, 0L), ValueOps.add(index, size), index);
    }

    /** Stretched to the sizes of another tensor in all dimensions but one. */
    private static Value stretched(Value x, Value other, int d) {
        var sizes = Check.broadcast(without(x, d), without(other, d));
        if (x.layout().dim() > 0) {
            sizes[d] = x.layout().size(d);
        }
        return ValueOps.expand(x, sizes);
    }

    private static long[] without(Value x, int d) {
        var sizes = x.layout().sizes();
        if (sizes.length > 0) {
            sizes[d] = 1;
        }
        return sizes;
    }

    /** A vector of row-major positions, none of them negative. */
    private static Value positions(String op, Value index, long count) {
        Check.that(
                index.dtype() == DType.INT64,
                "%s(): Expected a long tensor for index, but got %s",
                op,
                index.dtype().scalarName());
        var dense = Copies.copyTo(index.array(), DType.INT64);
        for (long i = 0, at = dense.address(); i < dense.numel(); i++, at += 8) {
            long value = Memory.getLong(at);
            if (value < -count || value >= count) {
                throw new OpIndexException(
                        op
                                + ": out of range: tried to access index "
                                + value
                                + " on a tensor of "
                                + count
                                + " elements.");
            }
            Memory.setLong(at, value < 0 ? value + count : value);
        }
        return index.tape().wrap(flat(dense));
    }

    private static Value different(Value index) {
        return (Value) Uniques.UNIQUE.call(index, true, false, false, null);
    }

    /** A vector of indices along a dimension, none of them negative. */
    private static Value wrapped(String op, Value index, long size, int d) {
        var dense = Copies.copyTo(index.array(), DType.INT64);
        for (long i = 0, at = dense.address(); i < dense.numel(); i++, at += 8) {
            Memory.setLong(at, Check.index(op, Memory.getLong(at), size, d));
        }
        return index.tape().wrap(flat(dense));
    }

    private static Array flat(Array dense) {
        return dense.with(dev.cresset.spi.Layout.contiguous(dense.numel()));
    }

    private static Value filling(Value x, Object value) {
        if (value instanceof Value v) {
            Check.that(
                    v.layout().dim() == 0,
                    "index_fill_ only supports a 0-dimensional value tensor, but got tensor with %s"
                            + " dimension(s).",
                    v.layout().dim());
            return ValueOps.to(v, x.dtype());
        }
        return x.tape().wrap(Creations.filled("index_fill", x.dtype(), value));
    }

    private static long[] counts(Value repeats) {
        Check.that(
                repeats.dtype() == DType.INT64 || repeats.dtype() == DType.INT32,
                "repeats has to be Long or Int tensor");
        Check.that(repeats.layout().dim() <= 1, "repeats must be 0-dim or 1-dim tensor");
        return NewArray.longs(repeats.array());
    }

    private static Value repeated(Value x, long[] counts, Object dim, Object total) {
        var self = dim == null ? ValueOps.reshape(x, x.layout().numel()) : x;
        if (self.layout().dim() == 0) {
            self = ValueOps.reshape(self, 1);
        }
        int d = Check.dim(dim == null ? 0 : (Long) dim, self.layout().dim());
        long size = self.layout().size(d);
        Check.that(
                counts.length == 1 || counts.length == size,
                "repeats must have the same size as input along dim, but got repeats.size(0) = %s"
                        + " and input.size(%s) = %s",
                counts.length,
                d,
                size);
        return ValueOps.indexSelect(self, d, x.tape().wrap(spread(counts, size, total)));
    }

    private static Array spread(long[] counts, long size, Object total) {
        long sum = 0;
        for (long i = 0; i < size; i++) {
            long count = counts[counts.length == 1 ? 0 : (int) i];
            Check.that(count >= 0, "repeats can not be negative");
            sum += count;
        }
        Check.that(
                total == null || (Long) total == sum,
                "repeat_interleave: allocated size does not match required size: output_size %s, sum"
                        + " of repeats %s",
                total,
                sum);
        var index = NewArray.empty(DType.INT64, sum);
        long at = index.address();
        for (long i = 0; i < size; i++) {
            for (long k = counts[counts.length == 1 ? 0 : (int) i]; k > 0; k--, at += 8) {
                Memory.setLong(at, i);
            }
        }
        return index;
    }
}
