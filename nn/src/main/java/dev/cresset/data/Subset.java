package dev.cresset.data;

import dev.cresset.random.Generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Some items of another data set, in an order of its own: PyTorch's {@code Subset}.
 *
 * @param <T> an item
 */
public final class Subset<T> implements Dataset<T> {
    private final Dataset<T> dataset;
    private final long[] indices;

    /**
     * The items of the given numbers.
     *
     * @throws IndexOutOfBoundsException for a number that the data set does not have
     */
    public Subset(Dataset<T> dataset, long... indices) {
        long size = dataset.size();
        for (long index : indices) {
            if (index < 0 || index >= size) {
                throw new IndexOutOfBoundsException(
                        "Subset: index " + index + " is out of range for " + size + " items");
            }
        }
        this.dataset = dataset;
        this.indices = indices.clone();
    }

    static <T> Subset<T> range(Dataset<T> dataset, long from, long to) {
        return new Subset<>(dataset, LongStream.range(from, to).toArray());
    }

    /**
     * Disjoint random parts: {@code torch.utils.data.random_split}. Draws one {@code randperm} of
     * the sum of the lengths.
     *
     * @throws IllegalArgumentException if the lengths do not add up to the size
     */
    public static <T> List<Subset<T>> randomSplit(
            Dataset<T> dataset, long[] lengths, Generator generator) {
        if (Arrays.stream(lengths).anyMatch(length -> length < 0)
                || Arrays.stream(lengths).sum() != dataset.size()) {
            throw new IllegalArgumentException(
                    "randomSplit: Sum of input lengths does not equal the length of the input"
                            + " dataset!, got "
                            + Arrays.toString(lengths)
                            + " for "
                            + dataset.size()
                            + " items");
        }
        long[] order = Draws.permutation(generator, dataset.size());
        var parts = new ArrayList<Subset<T>>();
        int at = 0;
        for (long length : lengths) {
            int end = at + (int) length;
            parts.add(new Subset<>(dataset, Arrays.copyOfRange(order, at, end)));
            at = end;
        }
        return parts;
    }

    /** How many items each fraction of n gives. */
    static long[] lengths(long n, double[] fractions) {
        double sum = Arrays.stream(fractions).sum();
        if (Arrays.stream(fractions).anyMatch(f -> !(f >= 0 && f <= 1))
                || Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException(
                    "randomSplit: fractions are between 0 and 1 and add up to 1, got "
                            + Arrays.toString(fractions));
        }
        var lengths = Arrays.stream(fractions).mapToLong(f -> (long) Math.floor(n * f)).toArray();
        long rest = n - Arrays.stream(lengths).sum();
        for (int i = 0; i < rest; i++) {
            lengths[i % lengths.length]++;
        }
        return lengths;
    }

    /** The data set that this one takes its items from. */
    public Dataset<T> dataset() {
        return dataset;
    }

    /** Numbers of the items in the whole data set. */
    public long[] indices() {
        return indices.clone();
    }

    @Override
    public T get(long index) {
        return dataset.get(indices[Math.toIntExact(index)]);
    }

    @Override
    public long size() {
        return indices.length;
    }

    @Override
    public T batch(long[] wanted) {
        return dataset.batch(Arrays.stream(wanted).map(i -> indices[Math.toIntExact(i)]).toArray());
    }
}
