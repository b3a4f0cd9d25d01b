package dev.cresset.nn;

import dev.cresset.Order;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.op.PackedSequences;
import dev.cresset.op.Value;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Sequences of different lengths as recurrent layers take them, and the functions of PyTorch's
 * {@code torch.nn.utils.rnn} that make them: first the first step of every sequence, then the
 * second step of those that have one, and so on.
 *
 * {@snippet :
 * var packed = PackedSequence.packSequence(List.of(a, b, c), Padded.unsorted());
 * var result = lstm.forward(packed);
 * var padded = PackedSequence.padPackedSequence(result.output());
 * padded.output(); // (longest, 3, hidden)
 * padded.lengths(); // in the order of a, b, c
 * }
 *
 * @param data the steps, (sum of all lengths, ...)
 * @param batchSizes how many sequences have a first, second, ... step
 * @param sortedIndices the sequences by falling length, if they came in another order
 * @param unsortedIndices the way back
 */
public record PackedSequence(
        Tensor data,
        Tensor batchSizes,
        Optional<Tensor> sortedIndices,
        Optional<Tensor> unsortedIndices) {
    /**
     * Padded sequences and their lengths.
     *
     * @param output (longest, batch, ...), or with the batch first
     * @param lengths (batch), int64
     */
    public record PaddedSequences(Tensor output, Tensor lengths) {}

    /** Sequences that came by falling length. */
    public PackedSequence(Tensor data, Tensor batchSizes) {
        this(data, batchSizes, Optional.empty(), Optional.empty());
    }

    /** The same sequences with other elements. */
    PackedSequence with(Tensor other) {
        return new PackedSequence(other, batchSizes, sortedIndices, unsortedIndices);
    }

    /** The same sequences in another dtype. */
    public PackedSequence to(DType dtype) {
        return data.dtype() == dtype ? this : with(data.to(dtype));
    }

    /** Packs (steps, batch, ...) with the length of each sequence, which must not rise. */
    public static PackedSequence packPaddedSequence(Tensor input, Tensor lengths) {
        return packPaddedSequence(input, lengths, Padded.DEFAULT);
    }

    /** Packs padded sequences with the length of each; {@code batchFirst} and {@code unsorted}. */
    public static PackedSequence packPaddedSequence(
            Tensor input, Tensor lengths, Padded.Options options) {
        var counts = lengths.to(DType.INT64);
        if (options.isSorted()) {
            return packed(input, counts, options, Optional.empty());
        }
        var byLength = counts.sort(0, Order.DESCENDING);
        var order = byLength.indices();
        var arranged = input.indexSelect(options.isBatchFirst() ? 0 : 1, order);
        return packed(arranged, byLength.values(), options, Optional.of(order));
    }

    private static PackedSequence packed(
            Tensor input, Tensor lengths, Padded.Options options, Optional<Tensor> order) {
        var results = PackedSequences.PACK.values(input, lengths, options.isBatchFirst());
        return new PackedSequence(
                (Tensor) results.get(0),
                (Tensor) results.get(1),
                order,
                order.map(PackedSequence::invertPermutation));
    }

    /** The permutation that undoes another. */
    public static Tensor invertPermutation(Tensor permutation) {
        var places = permutation.toLongArray();
        var inverse = new long[places.length];
        for (int i = 0; i < places.length; i++) {
            inverse[Math.toIntExact(places[i])] = i;
        }
        return Torch.tensor(inverse);
    }

    /** Pads packed sequences with zeros to the longest one, in the order in which they came. */
    public static PaddedSequences padPackedSequence(PackedSequence sequence) {
        return padPackedSequence(sequence, Padded.DEFAULT);
    }

    /** Pads packed sequences; {@code batchFirst}, {@code paddingValue}, {@code totalLength}. */
    public static PaddedSequences padPackedSequence(
            PackedSequence sequence, Padded.Options options) {
        long longest = sequence.batchSizes.size(0);
        long total = options.totalLength() == 0 ? longest : options.totalLength();
        if (total < longest) {
            throw new OpException(
                    "padPackedSequence: Expected total_length to be at least the length of the"
                            + " longest sequence in input, but got total_length="
                            + total
                            + " and max sequence length being "
                            + longest);
        }
        var results =
                PackedSequences.PAD.values(
                        sequence.data,
                        sequence.batchSizes,
                        options.isBatchFirst(),
                        options.paddingValue(),
                        total);
        var output = (Tensor) results.get(0);
        var lengths = (Tensor) results.get(1);
        return sequence.unsortedIndices
                .map(
                        back ->
                                new PaddedSequences(
                                        output.indexSelect(options.isBatchFirst() ? 0 : 1, back),
                                        lengths.indexSelect(0, back)))
                .orElseGet(() -> new PaddedSequences(output, lengths));
    }

    /** Sequences (length, ...) side by side, (longest, batch, ...), zeros at their ends. */
    public static Tensor padSequence(List<Tensor> sequences) {
        return padSequence(sequences, Padded.DEFAULT);
    }

    /** Sequences side by side; {@code batchFirst}, {@code paddingValue}, {@code paddingSide}. */
    public static Tensor padSequence(List<Tensor> sequences, Padded.Options options) {
        return (Tensor)
                PackedSequences.PAD_SEQUENCE.value(
                        List.<Value>copyOf(sequences),
                        options.isBatchFirst(),
                        options.paddingValue(),
                        options.paddingSide().name().toLowerCase(Locale.ROOT));
    }

    /** The sequences that a padded tensor holds. */
    public static List<Tensor> unpadSequence(Tensor padded, Tensor lengths) {
        return unpadSequence(padded, lengths, Padded.DEFAULT);
    }

    /** The sequences that a padded tensor holds; {@code batchFirst}. */
    public static List<Tensor> unpadSequence(
            Tensor padded, Tensor lengths, Padded.Options options) {
        var sequences = new ArrayList<Tensor>();
        var counts = lengths.toLongArray();
        int batchDim = options.isBatchFirst() ? 0 : 1;
        if (counts.length != padded.size(batchDim)) {
            throw new OpException(
                    "unpadSequence: expects a length for each of "
                            + padded.size(batchDim)
                            + " sequences, got "
                            + counts.length);
        }
        for (int i = 0; i < counts.length; i++) {
            sequences.add(padded.select(batchDim, i).narrow(0, 0, counts[i]));
        }
        return sequences;
    }

    /** Packs sequences (length, ...), the longest first. */
    public static PackedSequence packSequence(List<Tensor> sequences) {
        return packSequence(sequences, Padded.DEFAULT);
    }

    /** Packs sequences (length, ...); {@code unsorted}. */
    public static PackedSequence packSequence(List<Tensor> sequences, Padded.Options options) {
        var lengths = sequences.stream().mapToLong(s -> s.size(0)).toArray();
        var order = options.isSorted() ? Padded.DEFAULT : Padded.unsorted();
        return packPaddedSequence(padSequence(sequences), Torch.tensor(lengths), order);
    }

    /** The sequences in the order in which they came. */
    public static List<Tensor> unpackSequence(PackedSequence sequence) {
        var padded = padPackedSequence(sequence, Padded.batchFirst());
        return unpadSequence(padded.output, padded.lengths, Padded.batchFirst());
    }

    /** PyTorch's printed form. */
    @Override
    public String toString() {
        return "PackedSequence(data="
                + data
                + ", batch_sizes="
                + batchSizes
                + ", sorted_indices="
                + sortedIndices.map(Tensor::toString).orElse("None")
                + ", unsorted_indices="
                + unsortedIndices.map(Tensor::toString).orElse("None")
                + ")";
    }
}
