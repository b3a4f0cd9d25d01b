package dev.cresset.data;

import dev.cresset.random.Generator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * The batches of a data set: PyTorch's {@code DataLoader}. Every {@code for} loop over it is a new
 * pass, with a new order if it shuffles; seeds give the orders that they give in PyTorch.
 *
 * {@snippet :
 * for (var batch : DataLoader.of(train, Load.batchSize(64).shuffle().prefetch(2))) {
 *     model.forward(batch.image());
 * }
 * }
 *
 * <p>Random numbers are drawn in the thread that loops, whatever is prefetched: one number when a
 * pass starts, the order when its first batch is asked for.
 *
 * @param <B> a batch
 */
public final class DataLoader<B> implements Iterable<B> {
    private final long items;
    private final Load.Options options;
    private final Function<long[], B> make;

    private DataLoader(long items, Load.Options options, Function<long[], B> make) {
        this.items = items;
        this.options = options;
        this.make = make;
    }

    /** Batches of the items' own type; see {@link Collate}. */
    public static <T> DataLoader<T> of(Dataset<T> dataset, Load.Options options) {
        return new DataLoader<>(dataset.size(), options, dataset::batch);
    }

    /** Batches that {@code collate} makes of a list of items. */
    public static <T, B> DataLoader<B> of(
            Dataset<T> dataset, Load.Options options, Function<? super List<T>, B> collate) {
        return new DataLoader<>(
                dataset.size(),
                options,
                indices -> {
                    var list = new ArrayList<T>(indices.length);
                    for (long index : indices) {
                        list.add(dataset.get(index));
                    }
                    return collate.apply(list);
                });
    }

    /** Number of batches of a pass over all items, Python's {@code len(loader)}. */
    public long size() {
        return options.dropsLast()
                ? items / options.batchSize()
                : Math.ceilDiv(items, options.batchSize());
    }

    /** Number of items in the data set. */
    public long items() {
        return items;
    }

    /** Starts a pass. */
    @Override
    public Iterator<B> iterator() {
        // PyTorch's base seed of worker processes: drawn in any case, so it counts.
        Draws.seed(options.generator().orElseGet(Generator::defaultGenerator));
        return new Pass();
    }

    private long[] order() {
        if (options.order().isPresent()) {
            return options.order().get().order();
        }
        if (!options.shuffled()) {
            return new SequentialSampler(items).order();
        }
        return options.generator()
                .map(generator -> new RandomSampler(items, generator))
                .orElseGet(() -> new RandomSampler(items))
                .order();
    }

    /** The batches of an order, one after the other. */
    private Iterator<B> batches(long[] order) {
        int size = options.batchSize();
        int end = options.dropsLast() ? order.length - order.length % size : order.length;
        return new Iterator<>() {
            private int at;

            @Override
            public boolean hasNext() {
                return at < end;
            }

            @Override
            public B next() {
                int to = Math.min(at + size, end);
                var indices = Arrays.copyOfRange(order, at, to);
                at = to;
                return make.apply(indices);
            }
        };
    }

    private final class Pass implements Iterator<B> {
        private Iterator<B> batches;

        private Iterator<B> batches() {
            if (batches == null) {
                batches = DataLoader.this.batches(order());
                if (options.prefetched() > 0) {
                    batches = new Prefetch<>(batches, options.prefetched());
                }
            }
            return batches;
        }

        @Override
        public boolean hasNext() {
            return batches().hasNext();
        }

        @Override
        public B next() {
            if (!hasNext()) {
                throw new NoSuchElementException("DataLoader: the pass is over");
            }
            return batches.next();
        }
    }
}
