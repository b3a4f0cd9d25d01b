package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.SORT;

import dev.cresset.spi.Array;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing.Scatter;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Ordering.Direction;
import dev.cresset.spi.Ordering.Side;
import dev.cresset.spi.Rows;

import java.util.ArrayList;

/** Different elements, how often they are there, and where values belong in an order. */
public final class Uniques {
    /**
     * The different elements in order, or the different slices of a dimension; on demand also where
     * each element went and how often each is there. NaN differs from NaN.
     */
    public static final Primitive UNIQUE =
            Primitive.of(
                    SORT,
                    "unique(Tensor self, bool sorted=True, bool return_inverse=False, bool"
                            + " return_counts=False, int? dim=None) -> Any",
                    a -> unique(a.array(0), a.all()[4], a.flag(2), a.flag(3), Order.SORTED));

    /** {@link #UNIQUE} of neighbours only: the order stays. */
    public static final Primitive UNIQUE_CONSECUTIVE =
            Primitive.of(
                    SORT,
                    "unique_consecutive(Tensor self, bool return_inverse=False, bool"
                            + " return_counts=False, int? dim=None) -> Any",
                    a -> unique(a.array(0), a.all()[3], a.flag(1), a.flag(2), Order.AS_IT_IS));

    /** How often each number from 0 on is there, or the sum of the weights of its places. */
    public static final Primitive BINCOUNT =
            Primitive.of(
                    SORT,
                    "bincount(Tensor self, Tensor? weights=None, int minlength=0) -> Tensor",
                    Uniques::bincount);

    /** Number of elements in equal bins of [min, max]; both 0 means the range of the elements. */
    public static final Primitive HISTC =
            Primitive.of(
                    SORT,
                    "histc(Tensor self, int bins=100, Scalar min=0, Scalar max=0) -> Tensor",
                    Uniques::histc);

    /** Where values belong in sorted rows. */
    public static final Composite SEARCHSORTED =
            new Composite(
                    "searchsorted(Tensor sorted_sequence, Operand self, *, bool out_int32=False,"
                            + " bool right=False, str? side=None, Tensor? sorter=None) -> Tensor",
                    a ->
                            search(
                                    a.value(0),
                                    a.all()[1],
                                    a.flag(2),
                                    side(a.flag(3), a.all()[4]),
                                    (Value) a.all()[5]));

    /** Where values belong in sorted boundaries. */
    public static final Composite BUCKETIZE =
            new Composite(
                    "bucketize(Operand self, Tensor boundaries, *, bool out_int32=False, bool"
                            + " right=False) -> Tensor",
                    a -> {
                        Check.that(
                                a.layout(1).dim() == 1,
                                "bucketize: boundaries tensor must be 1 dimension, but got dim(%s)",
                                a.layout(1).dim());
                        return search(
                                a.value(1), a.all()[0], a.flag(2), side(a.flag(3), null), null);
                    });

    /** Whether each element is among the test elements, or on demand is not. */
    public static final Composite ISIN =
            new Composite(
                    "isin(Operand elements, Operand test_elements, *, bool assume_unique=False,"
                            + " bool invert=False) -> Tensor",
                    a -> isin(a.all()[0], a.all()[1], a.flag(3)));

    private Uniques() {}

    private enum Order {
        /** Equal elements are brought together first. */
        SORTED,
        /** Only neighbours are compared. */
        AS_IT_IS
    }

    private static Object unique(
            Array x, Object dim, boolean inverse, boolean counts, Order order) {
        boolean flat = dim == null;
        int d = flat ? 0 : Check.dim((Long) dim, x.layout().dim());
        var sizes = x.layout().sizes();
        if (!flat && sizes.length > 0 && sizes[d] == 0) {
            for (int k = 0; k < sizes.length; k++) {
                Check.that(
                        k == d || sizes[k] != 0,
                        "unique: There are 0 sized dimensions, and they aren't selected, so unique"
                                + " cannot be applied");
            }
        }
        // Rows to compare: elements, or slices with their dimension in front.
        var front = flat || sizes.length == 0 ? x : x.with(moved(x.layout(), d));
        var dense = Copies.contiguous(front);
        long n = flat ? x.numel() : sizes.length == 0 ? 1 : sizes[d];
        long width = n == 0 ? 0 : x.numel() / n;
        var rows = dense.with(Layout.contiguous(n, width));
        Array place = null;
        if (order == Order.SORTED) {
            place = width == 1 ? NewArray.empty(DType.INT64, n) : lexicographic(rows);
            rows = width == 1 ? sort(rows, place) : select(rows, place);
        }
        var first = firsts(rows);
        long kept = Backends.cpu().indexing().countTrue(first.address(), n);
        var positions = Masks.positions(first, kept);
        var picked = select(rows, positions);
        var result = new ArrayList<Array>();
        if (flat) {
            result.add(picked.with(Layout.contiguous(kept)));
        } else {
            var shape = front.layout().sizes();
            if (shape.length > 0) {
                shape[0] = kept;
            }
            var shaped = picked.with(Layout.contiguous(shape));
            result.add(
                    shape.length == 0
                            ? shaped.with(Layout.contiguous(1))
                            : Copies.contiguous(shaped.with(movedBack(shaped.layout(), d))));
        }
        if (inverse) {
            var groups = groups(first, place);
            result.add(flat ? groups.with(Layout.contiguous(sizes)) : groups);
        }
        if (counts) {
            result.add(lengths(positions, n));
        }
        return result.size() == 1 ? result.getFirst() : result.toArray(Array[]::new);
    }

    private static Layout moved(Layout x, int d) {
        return x.permute(order(x.dim(), d, 0));
    }

    private static Layout movedBack(Layout x, int d) {
        return x.permute(order(x.dim(), 0, d));
    }

    /** The order of dimensions that takes one from a place to another. */
    private static int[] order(int n, int from, int to) {
        var rest = new ArrayList<Integer>();
        for (int k = 0; k < n; k++) {
            if (k != from) {
                rest.add(k);
            }
        }
        rest.add(to, from);
        return rest.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Array sort(Array rows, Array place) {
        var sorted = NewArray.empty(rows.dtype(), rows.layout().sizes());
        if (rows.numel() > 0) {
            Backends.cpu()
                    .ordering()
                    .sort(
                            rows.dtype(),
                            new Rows(1, rows.numel(), 1),
                            Direction.ASCENDING,
                            rows.address(),
                            sorted.address(),
                            place.address());
        }
        return sorted;
    }

    /** The stable order of rows by their first element, then their second, and so on. */
    private static Array lexicographic(Array rows) {
        long n = rows.layout().size(0);
        var place = NewArray.empty(DType.INT64, n);
        Sequences.arange(0L, 1L, place);
        var next = NewArray.empty(DType.INT64, n);
        for (long c = rows.layout().size(1) - 1; c >= 0; c--) {
            var column = Copies.contiguous(rows.with(rows.layout().select(1, c)));
            sort(select(column.with(Layout.contiguous(n, 1)), place), next);
            place = select(place.with(Layout.contiguous(n, 1)), next).with(place.layout());
        }
        return place;
    }

    private static Array select(Array rows, Array positions) {
        long width = rows.layout().size(1);
        var result = NewArray.empty(rows.dtype(), positions.numel(), width);
        if (result.numel() > 0) {
            Backends.cpu()
                    .indexing()
                    .select(
                            rows.dtype(),
                            new Rows(1, rows.layout().size(0), width),
                            rows.address(),
                            positions.address(),
                            positions.numel(),
                            result.address());
        }
        return result;
    }

    /** True for rows that differ from the one before. */
    private static Array firsts(Array rows) {
        long n = rows.layout().size(0);
        var first = Creations.filled(DType.BOOL, 1L, n);
        if (n > 1) {
            var layout = rows.layout();
            var later = Elementwise.plain(rows.with(layout.slice(0, 1, n - 1, 1)));
            var before = Elementwise.plain(rows.with(layout.slice(0, 0, n - 1, 1)));
            var differ = Comparisons.NE.computeOne(new Object[] {later, before});
            var any =
                    Aggregates.ANY.computeOne(
                            new Object[] {Elementwise.plain(differ), new long[] {1}, false, null});
            Copies.copy(any, first.with(first.layout().slice(0, 1, n - 1, 1)));
        }
        return first;
    }

    /** The number of the group of each element, at the place where the element was. */
    private static Array groups(Array first, Array place) {
        long n = first.numel();
        var sums = NewArray.empty(DType.INT64, n);
        if (n == 0) {
            return sums;
        }
        Backends.cpu()
                .reductions()
                .scan(
                        dev.cresset.spi.Reductions.Scan.SUM,
                        DType.BOOL,
                        DType.INT64,
                        new Rows(1, n, 1),
                        first.address(),
                        sums.address());
        var groups = Arithmetic.MINUS.computeOne(new Object[] {Elementwise.plain(sums), 1L});
        if (place == null) {
            return groups;
        }
        var result = NewArray.empty(DType.INT64, n);
        Backends.cpu()
                .indexing()
                .selectScatter(
                        Scatter.SET,
                        DType.INT64,
                        new Rows(1, n, 1),
                        result.address(),
                        place.address(),
                        n,
                        groups.address());
        return result;
    }

    private static Array lengths(Array positions, long n) {
        var lengths = NewArray.empty(DType.INT64, positions.numel());
        for (long k = 0; k < positions.numel(); k++) {
            long start = Memory.getLong(positions.address() + 8 * k);
            long end =
                    k + 1 < positions.numel()
                            ? Memory.getLong(positions.address() + 8 * (k + 1))
                            : n;
            Memory.setLong(lengths.address() + 8 * k, end - start);
        }
        return lengths;
    }

    private static Object bincount(Args a) {
        var x = a.dense(0);
        Check.that(
                !x.dtype().isFloatingPoint() && x.dtype() != DType.BOOL,
                "bincount: \"bincount_cpu\" not implemented for '%s'; convert to an integer dtype",
                x.dtype().scalarName());
        Check.that(a.integer(2) >= 0, "bincount: minlength should be >= 0, got %s", a.integer(2));
        var index = Copies.dense(x, DType.INT64);
        long most = -1;
        for (long i = 0; i < index.numel(); i++) {
            long value = Memory.getLong(index.address() + 8 * i);
            Check.that(value >= 0, "bincount only supports 1-d non-negative integral inputs.");
            most = Math.max(most, value);
        }
        Check.that(
                x.layout().dim() == 1 || (x.layout().dim() == 0 && x.numel() == 0),
                "bincount only supports 1-d non-negative integral inputs.");
        Array weights = null;
        if (!a.none(1)) {
            Check.that(
                    a.layout(1).sameSizes(x.layout()),
                    "weights should be 1-d and have the same length as input");
            boolean single = a.dtypeOf(1) == DType.FLOAT32;
            weights = Copies.dense(a.array(1), single ? DType.FLOAT32 : DType.FLOAT64);
        }
        var type = weights == null ? DType.INT64 : weights.dtype();
        return counted(index, weights, type, Math.max(most + 1, a.integer(2)));
    }

    private static Array counted(Array index, Array weights, DType type, long length) {
        var result = NewArray.zeros(type, length);
        var each = weights == null ? Creations.filled(type, 1L) : weights;
        if (index.numel() > 0) {
            Backends.cpu()
                    .indexing()
                    .scatter(
                            Scatter.ADD,
                            type,
                            0,
                            new long[] {length},
                            result.address(),
                            new long[] {index.numel()},
                            index.address(),
                            each.address(),
                            new long[] {weights == null ? 0 : 1});
        }
        return result;
    }

    private static Object histc(Args a) {
        var x = a.dense(0);
        Check.that(
                x.dtype().isFloatingPoint(),
                "histc: \"histogram_cpu\" not implemented for '%s'; convert to a floating-point dtype",
                x.dtype().scalarName());
        long bins = a.integer(1);
        Check.that(bins > 0, "torch.histc(): bins must be > 0, but got %s for dimension 0", bins);
        double low = a.number(2);
        double high = a.number(3);
        var self = Elementwise.plain(x);
        if (low == high && x.numel() > 0) {
            low = Scalars.read(Aggregates.AMIN.computeOne(new Object[] {self, null, false, null}));
            high = Scalars.read(Aggregates.AMAX.computeOne(new Object[] {self, null, false, null}));
        }
        if (low == high) {
            low -= 1;
            high += 1;
        }
        Check.that(
                Double.isFinite(low) && Double.isFinite(high),
                "torch.histc: range of [%s, %s] is not finite",
                low,
                high);
        Check.that(
                low < high, "torch.histc(): max must be larger than min, got [%s, %s]", low, high);
        return binned(x, bins, low, high);
    }

    /** As PyTorch computes it: every step rounded to the dtype, the counts too. */
    private static Array binned(Array x, long bins, double low, double high) {
        var counts = new double[Math.toIntExact(bins)];
        var type = x.dtype();
        double span = Cells.rounded(type, high - low);
        double number = Cells.rounded(type, bins);
        for (long i = 0; i < x.numel(); i++) {
            double value = Scalars.read(type, x.address() + i * type.size());
            if (value >= low && value <= high) {
                double scaled = Cells.rounded(type, Cells.rounded(type, value - low) * number);
                int place = (int) Math.min((long) Cells.rounded(type, scaled / span), bins - 1);
                counts[place] = Cells.rounded(type, counts[place] + 1);
            }
        }
        var result = NewArray.empty(type, bins);
        for (int k = 0; k < counts.length; k++) {
            Scalars.write(type, result.address() + (long) k * type.size(), counts[k]);
        }
        return result;
    }

    private static Side side(boolean right, Object side) {
        Check.that(
                side == null || side.equals("left") || side.equals("right"),
                "torch.searchsorted(): side can only be 'left' or 'right' but got %s",
                side);
        Check.that(
                !right || !"left".equals(side),
                "torch.searchsorted(): side and right can't be set to opposites, got side of left"
                        + " while right was True");
        return right || "right".equals(side) ? Side.RIGHT : Side.LEFT;
    }

    private static Object search(
            Value sequence, Object values, boolean narrow, Side side, Value sorter) {
        var tape = sequence.tape();
        var sorted = sequence.array();
        var wanted = values instanceof Value v ? v.array() : Elementwise.number(values).array();
        var layout = sorted.layout();
        boolean shared = layout.dim() == 1;
        if (values instanceof Value) {
            Check.that(
                    shared || batched(layout, wanted.layout()),
                    "torch.searchsorted(): boundaries tensor should be 1 dimension or the first N-1"
                            + " dimensions of boundaries tensor and input value tensor must match,"
                            + " but we got boundaries tensor %s and input value tensor %s",
                    layout,
                    wanted.layout());
        } else {
            Check.that(
                    shared,
                    "torch.searchsorted(): input value can be a scalar only when boundaries tensor"
                            + " dimension is 1, but we got boundaries tensor dim(%s)",
                    layout.dim());
        }
        if (sorter != null) {
            Check.that(
                    sorter.layout().sameSizes(layout),
                    "torch.searchsorted(): boundary and sorter must have the same size, but got"
                            + " boundary tensor %s and got sorter tensor %s",
                    layout,
                    sorter.layout());
            Check.that(
                    sorter.dtype() == DType.INT64,
                    "torch.searchsorted(): sorter must be a tensor of long dtype but got dtype %s",
                    sorter.dtype().scalarName());
            sorted = ValueOps.gather(tape.wrap(sorted), layout.dim() - 1, sorter).array();
        }
        var type =
                values instanceof Value v
                        ? Promotion.of(sequence, v)
                        : Promotion.of(sequence, values);
        var rows = Copies.dense(sorted, type);
        var each = Copies.dense(wanted, type);
        long length = layout.size(layout.dim() - 1);
        long count = shared ? each.numel() : each.layout().size(each.layout().dim() - 1);
        var result = NewArray.empty(DType.INT64, wanted.layout().sizes());
        if (result.numel() > 0) {
            Backends.cpu()
                    .ordering()
                    .search(
                            type,
                            side,
                            result.numel() / count,
                            length,
                            rows.address(),
                            count,
                            each.address(),
                            result.address());
        }
        return tape.wrap(narrow ? Copies.copyTo(result, DType.INT32) : result);
    }

    private static boolean batched(Layout sorted, Layout values) {
        if (sorted.dim() == 0 || sorted.dim() != values.dim()) {
            return false;
        }
        for (int d = 0; d < sorted.dim() - 1; d++) {
            if (sorted.size(d) != values.size(d)) {
                return false;
            }
        }
        return true;
    }

    private static Object isin(Object elements, Object test, boolean invert) {
        var known = elements instanceof Value e ? e : (Value) test;
        Check.that(
                elements instanceof Value || test instanceof Value,
                "isin: one of elements and test_elements must be a tensor");
        var type = Promotion.of(elements, test);
        var wanted = array(elements, type);
        var among = array(test, type);
        long n = among.numel();
        var sorted = sort(among.with(Layout.contiguous(n, 1)), NewArray.empty(DType.INT64, n));
        var result = NewArray.zeros(DType.BOOL, wanted.layout().sizes());
        if (wanted.numel() > 0 && n > 0) {
            var places = NewArray.empty(DType.INT64, wanted.layout().sizes());
            Backends.cpu()
                    .ordering()
                    .search(
                            type,
                            Side.LEFT,
                            1,
                            n,
                            sorted.address(),
                            wanted.numel(),
                            wanted.address(),
                            places.address());
            var clipped =
                    Arithmetic.CLAMP_MAX.computeOne(
                            new Object[] {Elementwise.plain(places), n - 1});
            var found = select(sorted, clipped).with(Layout.contiguous(wanted.layout().sizes()));
            result =
                    Comparisons.EQ.computeOne(
                            new Object[] {Elementwise.plain(found), Elementwise.plain(wanted)});
        }
        if (invert) {
            result = Comparisons.LOGICAL_NOT.computeOne(new Object[] {Elementwise.plain(result)});
        }
        return known.tape().wrap(result);
    }

    private static Array array(Object operand, DType type) {
        var value = operand instanceof Value v ? v : Elementwise.number(operand);
        return Copies.dense(value.array(), type);
    }
}
