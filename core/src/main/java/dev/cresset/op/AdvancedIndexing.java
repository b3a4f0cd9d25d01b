package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.GATHER;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing.Scatter;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Rows;

import java.util.ArrayList;
import java.util.List;

/**
 * Indexing by integer tensors and masks.
 *
 * <p>A mask stands for the coordinates of its true elements. All index tensors broadcast to common
 * sizes B, and the indexed dimensions are replaced by B: in place if they are neighbours, else in
 * front. Everything but a mask of the sizes of self is reduced to one list of row-major positions
 * of slices.
 */
public final class AdvancedIndexing {
    /** Elements at indices; entries of the list may be null for whole dimensions. */
    static final Primitive INDEX_ROW =
            Primitive.of(
                            GATHER,
                            "index(Tensor self, Any indices) -> Tensor",
                            a -> {
                                var indices = list(a.all()[1]);
                                return isWholeMask(a.array(0), indices)
                                        ? Masks.select(a.array(0), indices.getFirst())
                                        : select(a.array(0), indices);
                            })
                    .byParts()
                    .gradient(
                            b ->
                                    grads(
                                            AdvancedIndexing.INDEX_PUT_ROW.value(
                                                    ValueOps.zeros(b.grad(), b.layout(0).sizes()),
                                                    b.args().all()[1],
                                                    b.grad(),
                                                    true)));

    /** {@code self} with elements at indices replaced by, or increased by, values. */
    static final Primitive INDEX_PUT_ROW =
            Primitive.of(
                            GATHER,
                            "index_put(Tensor self, Any indices, Tensor values, bool"
                                    + " accumulate=False) -> Tensor",
                            a -> put(a))
                    .byParts()
                    .gradient(
                            b -> {
                                Object indices = b.args().all()[1];
                                boolean accumulate = b.args().flag(3);
                                var g = b.grad();
                                Value self = g;
                                if (!accumulate) {
                                    self =
                                            AdvancedIndexing.INDEX_PUT_ROW.value(
                                                    g, indices, ValueOps.zeros(g), false);
                                }
                                Value values = null;
                                if (b.needs(2)) {
                                    values =
                                            ValueOps.sumTo(
                                                    AdvancedIndexing.INDEX_ROW.value(g, indices),
                                                    b.layout(2).sizes());
                                }
                                return grads(self, null, values);
                            });

    /** Elements at indices; entries of the list may be null for whole dimensions. */
    public static final Composite INDEX =
            new Composite(
                    "index(Tensor self, Any indices) -> Tensor",
                    a -> INDEX_ROW.call(a.value(0), new Indices(list(a.all()[1]))));

    /** {@code self} with elements at indices replaced by, or increased by, values. */
    public static final Composite INDEX_PUT =
            new Composite(
                    "index_put(Tensor self, Any indices, Tensor values, bool accumulate=False) ->"
                            + " Tensor",
                    a ->
                            INDEX_PUT_ROW.call(
                                    a.value(0),
                                    new Indices(list(a.all()[1])),
                                    a.value(2),
                                    a.all()[3]));

    private AdvancedIndexing() {}

    /** Indices as data, hidden from the graph: nothing flows to them. */
    record Indices(List<Array> arrays) {}

    private static List<Array> list(Object indices) {
        if (indices instanceof Indices known) {
            return known.arrays;
        }
        var arrays = new ArrayList<Array>();
        for (Object entry : (List<?>) indices) {
            arrays.add(entry == null ? null : ((Value) entry).array());
        }
        return arrays;
    }

    /** Whether the indices are one mask of the sizes of self: then no positions are needed. */
    private static boolean isWholeMask(Array self, List<Array> indices) {
        var first = indices.getFirst();
        return indices.size() == 1
                && first != null
                && first.dtype() == DType.BOOL
                && first.layout().dim() > 0
                && first.layout().hasSizes(self.layout().sizes());
    }

    private static Array select(Array self, List<Array> indices) {
        var where = Positions.of(self, indices);
        var x = Copies.contiguous(where.moved);
        var result = NewArray.empty(x.dtype(), where.result);
        if (result.numel() > 0) {
            Backends.cpu()
                    .indexing()
                    .select(
                            x.dtype(),
                            where.rows,
                            x.address(),
                            where.positions.address(),
                            where.positions.numel(),
                            result.address());
        }
        return result.with(result.layout().permute(where.back));
    }

    private static Array put(Args a) {
        var self = Copies.copyTo(a.array(0), a.dtypeOf(0));
        var values = a.value(2);
        Check.that(
                values.dtype() == self.dtype(),
                "index_put: Index put requires the source and destination dtypes match, got %s for"
                        + " the destination and %s for the source.",
                self.dtype(),
                values.dtype());
        var where = Positions.of(self, list(a.all()[1]));
        var x = Copies.contiguous(where.moved);
        var target = NewArray.empty(x.dtype(), where.result);
        var shown = target.layout().permute(where.back);
        Check.that(
                java.util.Arrays.equals(
                        Check.broadcast(values.layout().sizes(), shown.sizes()), shown.sizes()),
                "index_put: shape mismatch: value tensor of shape %s cannot be broadcast to"
                        + " indexing result of shape %s",
                values.layout(),
                shown);
        Copies.copy(values.array(), target.with(shown));
        if (target.numel() > 0) {
            Backends.cpu()
                    .indexing()
                    .selectScatter(
                            a.flag(3) ? Scatter.ADD : Scatter.SET,
                            x.dtype(),
                            where.rows,
                            x.address(),
                            where.positions.address(),
                            where.positions.numel(),
                            target.address());
        }
        if (x.storage() != self.storage()) {
            Copies.copy(x, where.moved);
        }
        return self;
    }

    /**
     * Where an index expression points.
     *
     * @param moved self with the indexed dimensions in front
     * @param rows moved as one dimension of slices
     * @param positions int64 positions of slices
     * @param result sizes of the result with the common sizes of the indices in front
     * @param back order of dimensions that puts them where they belong
     */
    private record Positions(Array moved, Rows rows, Array positions, long[] result, int[] back) {

        static Positions of(Array self, List<Array> given) {
            var indices = expandMasks(self, given);
            int dims = self.layout().dim();
            Check.that(
                    indices.size() <= dims,
                    "index: too many indices for tensor of dimension %s",
                    dims);
            var indexed = new ArrayList<Integer>();
            var rest = new ArrayList<Integer>();
            for (int d = 0; d < dims; d++) {
                (d < indices.size() && indices.get(d) != null ? indexed : rest).add(d);
            }
            var order = new int[dims];
            for (int k = 0; k < dims; k++) {
                order[k] = k < indexed.size() ? indexed.get(k) : rest.get(k - indexed.size());
            }
            var moved = self.with(self.layout().permute(order));
            var common = common(indices);
            long slices = 1;
            for (int d : indexed) {
                slices *= self.layout().size(d);
            }
            long inner = 1;
            for (int d : rest) {
                inner *= self.layout().size(d);
            }
            var positions = positions(self, indices, indexed, common);
            var result = java.util.Arrays.copyOf(common, common.length + rest.size());
            for (int k = 0; k < rest.size(); k++) {
                result[common.length + k] = self.layout().size(rest.get(k));
            }
            boolean neighbours = indexed.getLast() - indexed.getFirst() == indexed.size() - 1;
            int front = neighbours ? indexed.getFirst() : 0;
            var back = new int[result.length];
            for (int k = 0; k < back.length; k++) {
                back[k] = k < front ? common.length + k : k < front + common.length ? k - front : k;
            }
            return new Positions(moved, new Rows(1, slices, inner), positions, result, back);
        }

        private static long[] common(List<Array> indices) {
            long[] common = null;
            for (var index : indices) {
                if (index != null) {
                    try {
                        common =
                                common == null
                                        ? index.layout().sizes()
                                        : Check.broadcast(common, index.layout().sizes());
                    } catch (OpException e) {
                        throw new OpIndexException(
                                "index: shape mismatch: indexing tensors could not be broadcast"
                                        + " together: "
                                        + e.getMessage());
                    }
                }
            }
            return common;
        }

        private static List<Array> expandMasks(Array self, List<Array> given) {
            var indices = new ArrayList<Array>();
            int d = 0;
            for (int i = 0; i < given.size(); i++) {
                var index = given.get(i);
                if (index == null || index.dtype() != DType.BOOL) {
                    indices.add(index);
                    d++;
                    continue;
                }
                for (int k = 0; k < index.layout().dim(); k++) {
                    Check.that(
                            d + k < self.layout().dim()
                                    && index.layout().size(k) == self.layout().size(d + k),
                            "index: The shape of the mask %s at index %s does not match the shape"
                                    + " of the indexed tensor %s at index %s",
                            index.layout(),
                            k,
                            self.layout(),
                            d + k);
                }
                indices.addAll(coordinates(index));
                int covered = Math.max(index.layout().dim(), 1);
                d += covered;
                i += covered - 1;
            }
            return indices;
        }

        private static List<Array> coordinates(Array mask) {
            var dense = Copies.contiguous(mask);
            long count = Backends.cpu().indexing().countTrue(dense.address(), dense.numel());
            var flat = Masks.positions(dense, count);
            int dims = Math.max(mask.layout().dim(), 1);
            var result = new ArrayList<Array>();
            for (int d = 0; d < dims; d++) {
                result.add(NewArray.empty(DType.INT64, count));
            }
            for (long i = 0; i < count; i++) {
                long rest = Memory.getLong(flat.address() + 8 * i);
                for (int d = dims - 1; d >= 0; d--) {
                    long size = mask.layout().dim() == 0 ? 1 : mask.layout().size(d);
                    Memory.setLong(result.get(d).address() + 8 * i, rest % size);
                    rest /= size;
                }
            }
            return result;
        }

        /** Whether an index can be used as it is: row-major, and no element counts from the end. */
        private static boolean isUsable(Array index, Array self, int d) {
            long size = self.layout().size(d);
            return index.layout().isContiguous()
                    && Backends.cpu().indexing().firstOutside(index.address(), index.numel(), size)
                            < 0;
        }

        private static Array positions(
                Array self, List<Array> indices, List<Integer> indexed, long[] common) {
            if (indexed.size() == 1) {
                var only = indices.get(indexed.getFirst());
                if (only.dtype() == DType.INT64 && isUsable(only, self, indexed.getFirst())) {
                    return only;
                }
            }
            var result = NewArray.zeros(DType.INT64, common);
            for (int d : indexed) {
                var index = indices.get(d);
                Check.that(
                        index.dtype().isIntegral(),
                        "index: tensors used as indices must be long, int, byte or bool tensors,"
                                + " got %s",
                        index.dtype());
                long size = self.layout().size(d);
                var wide = Copies.copyTo(index.with(index.layout().expand(common)), DType.INT64);
                for (long i = 0; i < wide.numel(); i++) {
                    long value = Memory.getLong(wide.address() + 8 * i);
                    if (value < -size || value >= size) {
                        throw new OpIndexException(
                                "index "
                                        + value
                                        + " is out of bounds for dimension "
                                        + d
                                        + " with size "
                                        + size);
                    }
                    long at = result.address() + 8 * i;
                    Memory.setLong(
                            at, Memory.getLong(at) * size + (value < 0 ? value + size : value));
                }
            }
            return result;
        }
    }
}
