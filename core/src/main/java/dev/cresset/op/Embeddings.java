package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.GATHER;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Rows;

import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Rows of a table by index, and indices as rows. */
public final class Embeddings {
    private static final Primitive LOOKUP =
            Primitive.of(
                            GATHER,
                            "_embedding(Tensor weight, Tensor indices, int padding_idx, bool"
                                    + " scale_grad_by_freq, bool sparse) -> Tensor",
                            a -> {
                                var table = a.dense(0);
                                var layout = table.layout();
                                var indices =
                                        Moves.indices("embedding", a.array(1), layout.size(0), 0);
                                var result =
                                        NewArray.beside(
                                                table,
                                                table.dtype(),
                                                withRow(indices.layout().sizes(), layout.size(1)));
                                if (result.numel() > 0 && !Meta.is(table)) {
                                    Backends.cpu()
                                            .indexing()
                                            .select(
                                                    table.dtype(),
                                                    Rows.of(layout, 0),
                                                    table.address(),
                                                    indices.address(),
                                                    indices.numel(),
                                                    result.address());
                                }
                                return result;
                            })
                    .byParts()
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            gradient(
                                                    b.grad(),
                                                    b.value(1),
                                                    b.layout(0).sizes(),
                                                    b.args())),
                            1)
                    .named("EmbeddingBackward0");

    /** The rows of {@code weight} at the indices in {@code input}. */
    public static final Composite EMBEDDING =
            new Composite(
                    "embedding(Tensor input, Tensor weight, int? padding_idx=None, float?"
                            + " max_norm=None, float norm_type=2.0, bool scale_grad_by_freq=False, bool"
                            + " sparse=False) -> Tensor",
                    a -> {
                        var input = a.value(0);
                        var weight = a.value(1);
                        Check.that(
                                weight.layout().dim() == 2,
                                "embedding: 'weight' must be 2-D, got %s",
                                weight);
                        checkIndices("embedding", input);
                        long rows = weight.layout().size(0);
                        long padding = a.none(2) ? -1 : a.integer(2);
                        Check.that(
                                a.none(2) || (padding >= -rows && padding < rows),
                                "embedding: Padding_idx must be within num_embeddings, got %s of"
                                        + " %s",
                                padding,
                                rows);
                        padding = a.none(2) ? -1 : Math.floorMod(padding, rows);
                        if (!a.none(3)) {
                            renormalize(weight, input, a.number(3), a.number(4));
                        }
                        return LOOKUP.call(weight, input, padding, a.flag(5), a.flag(6));
                    });

    /** A 1 at the index of each class, along a new last dimension. */
    public static final Primitive ONE_HOT =
            Primitive.of(
                    GATHER,
                    "one_hot(Tensor self, int num_classes=-1) -> Tensor",
                    a -> {
                        var x = a.dense(0);
                        Check.that(
                                x.dtype() == DType.INT64,
                                "one_hot: one_hot is only applicable to index tensor of type"
                                        + " LongTensor. Got %s",
                                x.dtype().scalarName());
                        long classes = a.integer(1);
                        Check.that(
                                x.numel() > 0 || classes > 0,
                                "one_hot: Can not infer total number of classes from empty"
                                        + " tensor.");
                        var indices = NewArray.longs(x);
                        long most = -1;
                        for (long c : indices) {
                            Check.that(
                                    c >= 0,
                                    "one_hot: Class values must be non-negative. Got %s",
                                    c);
                            most = Math.max(most, c);
                        }
                        Check.that(
                                classes < 0 || most < classes,
                                "one_hot: Class values must be smaller than num_classes. Got %s of"
                                        + " %s",
                                most,
                                classes);
                        long width = classes < 0 ? most + 1 : classes;
                        var result =
                                NewArray.zeros(DType.INT64, withRow(x.layout().sizes(), width));
                        for (int i = 0; i < indices.length; i++) {
                            Memory.setLong(result.address() + 8 * (i * width + indices[i]), 1);
                        }
                        return result;
                    });

    private Embeddings() {}

    private static long[] withRow(long[] sizes, long row) {
        var all = java.util.Arrays.copyOf(sizes, sizes.length + 1);
        all[sizes.length] = row;
        return all;
    }

    private static Object gradient(Value g, Value indices, long[] table, Args a) {
        long n = indices.layout().numel();
        var flat = ValueOps.reshape(indices, n);
        var rows = ValueOps.reshape(g, n, table[1]);
        if (a.flag(4)) {
            return sparse(rows, flat, table, a.integer(2), a.flag(3));
        }
        if (a.integer(2) >= 0) {
            var padding = ValueOps.unsqueeze(ValueOps.eq(flat, a.integer(2)), 1);
            rows = ValueOps.maskedZero(rows, padding);
        }
        return spread(rows, flat, table, a.flag(3));
    }

    /** Rows added up at indices of a table, each divided by how often its index occurs if asked. */
    static Value spread(Value rows, Value flat, long[] table, boolean byFrequency) {
        if (byFrequency) {
            var ones = ValueOps.onesLike(ValueOps.zeros(rows, flat.layout().numel()));
            var counts = ValueOps.indexAdd(ValueOps.zeros(rows, table[0]), 0, flat, ones);
            var each = ValueOps.indexSelect(counts, 0, flat);
            rows = ValueOps.div(rows, ValueOps.unsqueeze(each, 1));
        }
        return ValueOps.indexAdd(ValueOps.zeros(rows, table), 0, flat, rows);
    }

    /** The rows at their indices, but for those of the padding row, as a sparse gradient. */
    static SparseValue sparse(
            Value rows, Value flat, long[] table, long padding, boolean byFrequency) {
        Check.that(
                !byFrequency,
                "embedding_backward: scale_grad_by_freq not supported with sparse gradients");
        var tape = rows.tape();
        var indices = NewArray.longs(flat.array());
        var kept = IntStream.range(0, indices.length).filter(i -> indices[i] != padding);
        var positions = kept.asLongStream().toArray();
        if (positions.length < indices.length) {
            rows = ValueOps.indexSelect(rows, 0, tape.wrap(NewArray.of(positions)));
        } else {
            rows = ValueOps.clone(rows);
        }
        var chosen = LongStream.of(positions).map(i -> indices[(int) i]).toArray();
        return tape.sparse(
                tape.wrap(NewArray.of(chosen).with(Layout.contiguous(1, chosen.length))),
                rows,
                table);
    }

    static void checkIndices(String op, Value input) {
        Check.that(
                input.dtype() == DType.INT64 || input.dtype() == DType.INT32,
                "%s: Expected tensor for argument #1 'indices' to have one of the following scalar"
                        + " types: Long, Int; but got %s instead (while checking arguments for %s)",
                op,
                typeName(input),
                op);
    }

    /** What PyTorch calls {@code type()}, e.g. {@code torch.FloatTensor}. */
    private static String typeName(Value value) {
        return "torch." + value.dtype().scalarName() + "Tensor";
    }

    /** Shortens the rows in use, in place, to at most {@code most}. */
    static void renormalize(Value weight, Value input, double most, double order) {
        try (var _ = AddressUse.begin()) {
            var table = weight.array();
            var used = new TreeSet<Long>();
            for (long row : NewArray.longs(input.array())) {
                used.add(row);
            }
            for (long row : used) {
                var slice = table.with(table.layout().select(0, row));
                var view = weight.tape().wrap(slice);
                var norm = Statistics.NORM.value(view, order, new long[] {0}, false, null);
                double length = Scalars.read(norm.array());
                if (length > most) {
                    Copies.copy(ValueOps.mul(view, most / (length + 1e-7)).array(), slice);
                    table.storage().bump();
                }
            }
        }
    }
}
