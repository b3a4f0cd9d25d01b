package dev.cresset.data;

import dev.cresset.random.Generator;

import java.util.Optional;

/** Options of {@link DataLoader}: {@code Load.batchSize(64).shuffle()}. */
public final class Load {
    /** Batches of one item, in order, made when they are asked for. */
    public static final Options DEFAULT =
            new Options(1, false, false, 0, Optional.empty(), Optional.empty());

    private Load() {}

    /** Batches of a size. */
    public static Options batchSize(int items) {
        return DEFAULT.batchSize(items);
    }

    /** A new random order in every pass. */
    public static Options shuffle() {
        return DEFAULT.shuffle();
    }

    /** An order of your own. */
    public static Options sampler(Sampler order) {
        return DEFAULT.sampler(order);
    }

    /**
     * Options of {@link DataLoader}.
     *
     * @param batchSize items in a batch
     * @param shuffled whether every pass has a new random order
     * @param dropsLast whether a last batch with fewer items is left out
     * @param prefetched how many batches a thread makes ahead; 0 makes them when asked for
     * @param order which items are visited; all of them without one
     * @param generator where random numbers come from; the default one without one
     */
    public record Options(
            int batchSize,
            boolean shuffled,
            boolean dropsLast,
            int prefetched,
            Optional<Sampler> order,
            Optional<Generator> generator) {
        /** Checks the numbers. */
        public Options {
            if (batchSize < 1) {
                throw new IllegalArgumentException(
                        "DataLoader: batch_size should be a positive integer value, but got"
                                + " batch_size="
                                + batchSize);
            }
            if (prefetched < 0) {
                throw new IllegalArgumentException(
                        "DataLoader: the number of batches to prefetch is not negative, got "
                                + prefetched);
            }
            if (shuffled && order.isPresent()) {
                throw new IllegalArgumentException(
                        "DataLoader: sampler option is mutually exclusive with shuffle");
            }
        }

        /** With batches of a size. */
        public Options batchSize(int items) {
            return new Options(items, shuffled, dropsLast, prefetched, order, generator);
        }

        /** With a new random order in every pass. */
        public Options shuffle() {
            return new Options(batchSize, true, dropsLast, prefetched, order, generator);
        }

        /** Without a last batch that has fewer items. */
        public Options dropLast() {
            return new Options(batchSize, shuffled, true, prefetched, order, generator);
        }

        /** With batches made ahead by a thread of their own. */
        public Options prefetch(int batches) {
            return new Options(batchSize, shuffled, dropsLast, batches, order, generator);
        }

        /** With an order of your own. */
        public Options sampler(Sampler sampler) {
            return new Options(
                    batchSize, shuffled, dropsLast, prefetched, Optional.of(sampler), generator);
        }

        /** With random numbers of a generator. */
        public Options generator(Generator source) {
            return new Options(
                    batchSize, shuffled, dropsLast, prefetched, order, Optional.of(source));
        }
    }
}
