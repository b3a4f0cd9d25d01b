package dev.cresset.data;

import dev.cresset.random.Generator;

import java.util.ArrayList;
import java.util.List;

/**
 * Items that can be asked for by number: PyTorch's map-style {@code Dataset}.
 *
 * @param <T> an item: a tensor, a record of tensors, ...; see {@link Collate} for what can be
 *     batched
 */
public interface Dataset<T> {
    /**
     * One item.
     *
     * @param index from 0 to {@code size() - 1}
     */
    T get(long index);

    /** Number of items. */
    long size();

    /**
     * Several items as one batch: {@code Collate.batch} of the items, unless the data set has a
     * faster way to the same.
     */
    default T batch(long[] indices) {
        var items = new ArrayList<T>(indices.length);
        for (long index : indices) {
            items.add(get(index));
        }
        return Collate.batch(items);
    }

    /** The items of the given numbers, in this order. */
    default Subset<T> subset(long... indices) {
        return new Subset<>(this, indices);
    }

    /** The items from {@code from} (inclusive) to {@code to} (exclusive). */
    default Subset<T> range(long from, long to) {
        return Subset.range(this, from, to);
    }

    /**
     * Disjoint random parts with the given numbers of items: {@code random_split}.
     *
     * @throws IllegalArgumentException if the lengths do not add up to the size
     */
    default List<Subset<T>> randomSplit(long... lengths) {
        return Subset.randomSplit(this, lengths, Generator.defaultGenerator());
    }

    /**
     * Disjoint random parts with the given shares of the items: {@code random_split}. Each has
     * {@code floor(size * fraction)} items; what remains is dealt out one by one from the first
     * part on.
     *
     * @throws IllegalArgumentException if the fractions do not add up to 1
     */
    default List<Subset<T>> randomSplit(double... fractions) {
        return randomSplit(Subset.lengths(size(), fractions));
    }
}
