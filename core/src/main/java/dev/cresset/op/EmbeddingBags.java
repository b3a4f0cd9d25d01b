package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.GATHER;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.util.Arrays;

/** Sums, means and maxima of rows of a table, bag by bag. */
public final class EmbeddingBags {
    /** The sum over each bag of rows times factors. */
    private static final Primitive WEIGHTED_SUM =
            Primitive.of(
                            GATHER,
                            "_embedding_bag(Tensor weight, Tensor indices, Tensor bags, Tensor?"
                                    + " factors, int count, bool scale_grad_by_freq, bool sparse)"
                                    + " -> Tensor",
                            a -> {
                                var table = ValueOps.detach(a.value(0));
                                var rows = ValueOps.indexSelect(table, 0, a.value(1));
                                if (!a.none(3)) {
                                    rows = ValueOps.mul(rows, column(ValueOps.detach(a.value(3))));
                                }
                                var zeros =
                                        ValueOps.zeros(table, a.integer(4), table.layout().size(1));
                                return ValueOps.indexAdd(zeros, 0, a.value(2), rows).array();
                            })
                    .gradient(
                            b -> {
                                var indices = b.value(1);
                                var incoming = ValueOps.indexSelect(b.grad(), 0, b.value(2));
                                Value forFactors = null;
                                if (b.needs(3)) {
                                    var rows = ValueOps.indexSelect(b.value(0), 0, indices);
                                    forFactors =
                                            ValueOps.sum(ValueOps.mul(rows, incoming), false, 1);
                                }
                                var rows =
                                        b.count(3) == 0
                                                ? incoming
                                                : ValueOps.mul(incoming, column(b.value(3)));
                                return grads(
                                        b.needs(0) ? forTable(b, rows, indices) : null,
                                        null,
                                        null,
                                        forFactors);
                            },
                            0,
                            1,
                            2,
                            3)
                    .named("EmbeddingBagBackward0");

    /** Elements of the table at given rows, one for each column; 0 where the row is -1. */
    private static final Primitive LARGEST =
            Primitive.of(
                            GATHER,
                            "_embedding_bag_max(Tensor weight, Tensor rows) -> Tensor",
                            a -> pick(ValueOps.detach(a.value(0)), a.value(1)).array())
                    .gradient(
                            b -> {
                                var rows = b.value(1);
                                var empty = Comparisons.LT.value(rows, 0L);
                                return grads(
                                        ValueOps.scatterAdd(
                                                ValueOps.zeros(b.grad(), b.layout(0).sizes()),
                                                0,
                                                Arithmetic.CLAMP_MIN.value(rows, 0L),
                                                ValueOps.maskedZero(b.grad(), empty)));
                            },
                            1)
                    .named("EmbeddingBagBackward0");

    /** Sum, mean or maximum of the rows of {@code weight} at the indices of each bag. */
    public static final Composite EMBEDDING_BAG =
            new Composite(
                    "embedding_bag(Tensor input, Tensor weight, Tensor? offsets=None, float?"
                            + " max_norm=None, float norm_type=2, bool scale_grad_by_freq=False,"
                            + " str mode='mean', bool sparse=False, Tensor?"
                            + " per_sample_weights=None, bool include_last_offset=False, int?"
                            + " padding_idx=None) -> Tensor",
                    EmbeddingBags::bag);

    private EmbeddingBags() {}

    private static Object forTable(Backward b, Value rows, Value indices) {
        var sizes = b.layout(0).sizes();
        boolean byFrequency = b.args().flag(5);
        return b.args().flag(6)
                ? Embeddings.sparse(rows, indices, sizes, -1, byFrequency)
                : Embeddings.spread(rows, indices, sizes, byFrequency);
    }

    private static Value column(Value vector) {
        return ValueOps.unsqueeze(vector, 1);
    }

    private static Value pick(Value table, Value rows) {
        var empty = Comparisons.LT.value(rows, 0L);
        var picked = ValueOps.gather(table, 0, Arithmetic.CLAMP_MIN.value(rows, 0L));
        return ValueOps.maskedZero(picked, empty);
    }

    private static Object bag(Args a) {
        var input = a.value(0);
        var weight = a.value(1);
        var factors = a.none(8) ? null : a.value(8);
        check(a, input, weight, factors);
        Embeddings.checkIndices("embedding_bag", input);
        var indices = NewArray.longs(input.array());
        for (long index : indices) {
            if (index < 0 || index >= weight.layout().size(0)) {
                throw new OpIndexException(
                        "embedding_bag: index out of range in self: Expected idx >= 0 && idx <"
                                + " num_embeddings but found idx to be "
                                + index);
            }
        }
        var starts = starts(a, input, indices.length);
        if (!a.none(3)) {
            Embeddings.renormalize(weight, input, a.number(3), a.number(4));
        }
        int count = starts.length - 1;
        long rows = weight.layout().size(0);
        Check.that(
                a.none(10) || (a.integer(10) >= -rows && a.integer(10) < rows),
                "embedding_bag: padding_idx must be within the number of embeddings, got %s of %s",
                a.all()[10],
                rows);
        long padding = a.none(10) ? -1 : Math.floorMod(a.integer(10), rows);
        var kept = new long[indices.length];
        var bags = new long[indices.length];
        var sizes = new long[count];
        int n = 0;
        for (int bag = 0; bag < count; bag++) {
            for (long i = starts[bag]; i < starts[bag + 1]; i++) {
                if (indices[(int) i] != padding) {
                    kept[n] = i;
                    bags[n++] = bag;
                    sizes[bag]++;
                }
            }
        }
        kept = Arrays.copyOf(kept, n);
        bags = Arrays.copyOf(bags, n);
        var chosen = Arrays.stream(kept).map(i -> indices[(int) i]).toArray();
        return reduce(a, weight, factors, kept, bags, chosen, sizes);
    }

    private static Object reduce(
            Args a,
            Value weight,
            Value factors,
            long[] kept,
            long[] bags,
            long[] chosen,
            long[] sizes) {
        if (a.text(6).equals("max")) {
            return LARGEST.value(
                    weight, weight.tape().wrap(largest(weight, bags, chosen, sizes.length)));
        }
        var flat = factors == null ? null : ValueOps.reshape(factors, factors.layout().numel());
        if (flat != null && kept.length < flat.layout().numel()) {
            flat = ValueOps.indexSelect(flat, 0, integers(weight, kept));
        }
        if (a.text(6).equals("mean")) {
            var shares = NewArray.empty(weight.dtype(), bags.length);
            for (int i = 0; i < bags.length; i++) {
                Scalars.write(
                        weight.dtype(),
                        shares.address() + (long) i * weight.dtype().size(),
                        1.0 / sizes[(int) bags[i]]);
            }
            flat = weight.tape().wrap(shares);
        }
        return WEIGHTED_SUM.value(
                weight,
                integers(weight, chosen),
                integers(weight, bags),
                flat,
                (long) sizes.length,
                a.flag(5),
                a.flag(7));
    }

    private static Value integers(Value like, long[] values) {
        return like.tape().wrap(NewArray.of(values));
    }

    private static void check(Args a, Value input, Value weight, Value factors) {
        var mode = a.text(6);
        int rank = input.layout().dim();
        Check.that(
                weight.layout().dim() == 2,
                "embedding_bag: weight has to be a 2D Tensor, but got Tensor of dimension %s",
                weight.layout().dim());
        Check.floating("embedding_bag", weight.dtype());
        Check.that(
                mode.equals("sum") || mode.equals("mean") || mode.equals("max"),
                "embedding_bag: mode has to be one of sum, mean or max, got %s",
                mode);
        Check.that(
                !a.flag(7) || !mode.equals("max"),
                "embedding_bag: max mode does not support sparse weights");
        Check.that(
                !mode.equals("max") || !a.flag(5),
                "embedding_bag: max mode does not support scaling the gradient by the frequency");
        Check.that(
                rank == 1 || rank == 2,
                "embedding_bag: input has to be 1D or 2D Tensor, but got Tensor of dimension %s",
                rank);
        Check.that(
                rank == 2 || !a.none(2),
                "embedding_bag: offsets has to be a 1D Tensor but got None");
        Check.that(
                rank == 1 || a.none(2),
                "embedding_bag: if input is 2D, then offsets has to be None, as input is treated is"
                        + " a mini-batch of fixed length sequences");
        if (factors == null) {
            return;
        }
        Check.that(
                factors.layout().sameSizes(input.layout()),
                "embedding_bag: If per_sample_weights (%s) is not None, then it must have the same"
                        + " shape as the input (%s)",
                factors,
                input);
        Check.that(
                mode.equals("sum"),
                "embedding_bag: per_sample_weights was not None. per_sample_weights is only"
                        + " supported for mode='sum' (got mode='%s')",
                mode);
        Check.sameDType("embedding_bag", weight.dtype(), factors.dtype());
    }

    /** Where each bag begins, and where the last one ends. */
    private static long[] starts(Args a, Value input, int length) {
        if (a.none(2)) {
            int bags = (int) input.layout().size(0);
            var starts = new long[bags + 1];
            Arrays.setAll(starts, i -> i * input.layout().size(1));
            return starts;
        }
        Check.that(
                a.layout(2).dim() == 1,
                "embedding_bag: offsets has to be a 1D Tensor, got %s",
                a.value(2));
        Embeddings.checkIndices("embedding_bag", a.value(2));
        var offsets = NewArray.longs(a.array(2));
        Check.that(
                !a.flag(9) || offsets.length > 0,
                "embedding_bag: include_last_offset: numBags should be at least 1, got no offset");
        Check.that(
                offsets.length == 0 || offsets[0] == 0,
                "embedding_bag: offsets[0] has to be 0, i.e., the first sequence in the mini-batch"
                        + " has to start from position 0. However, got %s",
                offsets.length == 0 ? 0 : offsets[0]);
        var starts = a.flag(9) ? offsets : Arrays.copyOf(offsets, offsets.length + 1);
        if (!a.flag(9)) {
            starts[offsets.length] = length;
        }
        for (int i = 1; i < starts.length; i++) {
            Check.that(
                    starts[i] >= starts[i - 1] && starts[i] <= length,
                    "embedding_bag: offsets must not fall and offsets[-1] can not be greater than"
                            + " input's length %s, got %s",
                    length,
                    starts[i]);
        }
        return starts;
    }

    /** For each bag and column the row with the largest element; the first one on ties. */
    private static Array largest(Value weight, long[] bags, long[] chosen, int count) {
        try (var _ = AddressUse.begin()) {
            var table = Copies.contiguous(weight.array());
            long columns = table.layout().size(1);
            int size = table.dtype().size();
            var rows = NewArray.empty(DType.INT64, count, columns);
            for (long i = 0; i < rows.numel(); i++) {
                Memory.setLong(rows.address() + 8 * i, -1);
            }
            for (int i = 0; i < bags.length; i++) {
                for (long c = 0; c < columns; c++) {
                    long at = rows.address() + 8 * (bags[i] * columns + c);
                    long best = Memory.getLong(at);
                    double now = at(table, size, chosen[i] * columns + c);
                    if (best < 0 || now > at(table, size, best * columns + c)) {
                        Memory.setLong(at, chosen[i]);
                    }
                }
            }
            return rows;
        }
    }

    private static double at(Array table, int size, long index) {
        return Scalars.read(table.dtype(), table.address() + index * size);
    }
}
