package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.GATHER;

import dev.cresset.spi.Array;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;

import java.util.ArrayList;
import java.util.Arrays;

/** Sequences of different lengths: padded to a common one, or packed step by step. */
public final class PackedSequences {
    /**
     * The first steps of all sequences, then the second steps of those that have one, and so on.
     */
    public static final Primitive PACK =
            Primitive.of(
                            GATHER,
                            "_pack_padded_sequence(Tensor input, Tensor lengths, bool batch_first)"
                                    + " -> (Tensor, Tensor)",
                            PackedSequences::pack)
                    .gradient(
                            b -> {
                                boolean batchFirst = b.args().flag(2);
                                long steps = b.layout(0).size(batchFirst ? 1 : 0);
                                var padded =
                                        PackedSequences.PAD.values(
                                                b.grad(), b.result(1), batchFirst, 0L, steps);
                                return grads(padded.getFirst());
                            })
                    .savingResult()
                    .named("PackPaddedSequenceBackward0");

    /** Packed sequences padded to {@code total_length}, with their lengths. */
    public static final Primitive PAD =
            Primitive.of(
                            GATHER,
                            "_pad_packed_sequence(Tensor data, Tensor batch_sizes, bool"
                                    + " batch_first, Scalar padding_value, int total_length) ->"
                                    + " (Tensor, Tensor)",
                            PackedSequences::pad)
                    .gradient(
                            b ->
                                    grads(
                                            PackedSequences.PACK
                                                    .values(b.grad(), b.result(1), b.args().flag(2))
                                                    .getFirst()))
                    .savingResult();

    /** Sequences padded to the length of the longest one. */
    public static final Composite PAD_SEQUENCE =
            new Composite(
                    "pad_sequence(Tensor[] sequences, bool batch_first=False, float"
                            + " padding_value=0.0, str padding_side='right') -> Tensor",
                    a -> {
                        var all = a.values(0);
                        var side = a.text(3);
                        Check.that(
                                !all.isEmpty(),
                                "pad_sequence: received an empty list of sequences");
                        Check.that(
                                side.equals("left") || side.equals("right"),
                                "pad_sequence: Expected padding_side to be one of left or right,"
                                        + " but got %s.",
                                side);
                        long longest = 0;
                        var rest = trailing(all.getFirst());
                        for (var one : all) {
                            Check.that(
                                    Arrays.equals(trailing(one), rest),
                                    "pad_sequence: output with shape %s doesn't match the broadcast"
                                            + " shape %s; all sequences must have the same sizes but"
                                            + " for the first",
                                    rest,
                                    trailing(one));
                            longest = Math.max(longest, one.layout().size(0));
                        }
                        var padded = new ArrayList<Value>();
                        for (var one : all) {
                            long missing = longest - one.layout().size(0);
                            var amounts = new long[2 * one.layout().dim()];
                            amounts[amounts.length - (side.equals("left") ? 2 : 1)] = missing;
                            padded.add(
                                    missing == 0
                                            ? one
                                            : Paddings.CONSTANT.value(one, amounts, a.number(2)));
                        }
                        return Joins.STACK.call(padded, a.flag(1) ? 0L : 1L);
                    });

    private PackedSequences() {}

    private static long[] trailing(Value sequence) {
        Check.that(
                sequence.layout().dim() > 0,
                "pad_sequence: expects sequences with at least one dimension, got %s",
                sequence);
        var sizes = sequence.layout().sizes();
        return Arrays.copyOfRange(sizes, 1, sizes.length);
    }

    private static Array stepsFirst(Args a, boolean batchFirst) {
        var layout = a.layout(0);
        Check.that(
                layout.dim() >= 2,
                "pack_padded_sequence: expects at least two dimensions, steps and batch, got %s;"
                        + " Dimension out of range",
                layout);
        return batchFirst ? a.array(0).with(layout.transpose(0, 1)) : a.array(0);
    }

    private static Array[] pack(Args a) {
        var input = Copies.contiguous(stepsFirst(a, a.flag(2)));
        var lengths = NewArray.longs(a.array(1));
        int batch = Math.toIntExact(input.layout().size(1));
        Check.that(
                lengths.length == batch,
                "pack_padded_sequence: Expected `len(lengths)` to be equal to batch_size, but got"
                        + " %s (batch_size=%s)",
                lengths.length,
                batch);
        long total = 0;
        for (int i = 0; i < batch; i++) {
            Check.that(
                    lengths[i] > 0,
                    "pack_padded_sequence: Length of all samples has to be greater than 0, but"
                            + " found an element in 'lengths' that is <= 0");
            Check.that(
                    i == 0 || lengths[i] <= lengths[i - 1],
                    "pack_padded_sequence: `lengths` array must be sorted in decreasing order when"
                            + " `enforce_sorted` is True. You can pass `enforce_sorted=False` to"
                            + " pack_padded_sequence and/or pack_sequence to sidestep this"
                            + " requirement if you do not need ONNX exportability.");
            total += lengths[i];
        }
        long longest = batch == 0 ? 0 : lengths[0];
        Check.that(
                longest <= input.layout().size(0),
                "pack_padded_sequence: the longest sequence has %s steps, but the input has only"
                        + " %s",
                longest,
                input.layout().size(0));
        var sizes = Arrays.copyOfRange(input.layout().sizes(), 1, input.layout().dim());
        sizes[0] = total;
        var data = NewArray.empty(input.dtype(), sizes);
        var batchSizes = new long[Math.toIntExact(longest)];
        long row = rowBytes(data);
        long done = 0;
        for (int t = 0, running = batch; t < batchSizes.length; t++) {
            while (lengths[running - 1] <= t) {
                running--;
            }
            batchSizes[t] = running;
            Memory.copy(
                    input.address() + t * batch * row, data.address() + done * row, running * row);
            done += running;
        }
        return new Array[] {data, NewArray.of(batchSizes)};
    }

    private static long rowBytes(Array data) {
        long elements = 1;
        for (int d = 1; d < data.layout().dim(); d++) {
            elements *= data.layout().size(d);
        }
        return elements * data.dtype().size();
    }

    private static Array[] pad(Args a) {
        var data = a.dense(0);
        Check.that(
                data.layout().dim() > 0, "pad_packed_sequence: expects packed data, got a number");
        var batchSizes = NewArray.longs(a.array(1));
        Check.that(batchSizes.length > 0, "pad_packed_sequence: expects at least one step");
        var rows = RecurrentRows.of(batchSizes, data.layout().size(0), false);
        long steps = a.integer(4) > 0 ? a.integer(4) : batchSizes.length;
        Check.that(
                steps >= batchSizes.length,
                "pad_packed_sequence: Expected total_length to be at least the length of the"
                        + " longest sequence in input, but got total_length=%s and max sequence"
                        + " length being %s",
                steps,
                batchSizes.length);
        var sizes = new long[data.layout().dim() + 1];
        System.arraycopy(data.layout().sizes(), 0, sizes, 1, data.layout().dim());
        sizes[0] = steps;
        sizes[1] = rows.batch();
        var padded = NewArray.empty(data.dtype(), sizes);
        Creations.fill("pad_packed_sequence", padded, a.all()[3]);
        var lengths = new long[Math.toIntExact(rows.batch())];
        long row = rowBytes(data);
        for (int t = 0; t < rows.steps(); t++) {
            Memory.copy(
                    data.address() + rows.first(t) * row,
                    padded.address() + t * rows.batch() * row,
                    rows.rows(t) * row);
            for (int i = 0; i < rows.rows(t); i++) {
                lengths[i]++;
            }
        }
        Layout layout = padded.layout();
        return new Array[] {
            a.flag(2) ? padded.with(layout.transpose(0, 1)) : padded, NewArray.of(lengths)
        };
    }
}
