package dev.cresset.data;

import dev.cresset.Replacement;
import dev.cresset.random.Generator;

import java.util.Optional;

/**
 * Items in random order: PyTorch's {@code RandomSampler}.
 *
 * <p>Without a generator of its own, each pass draws one number from the default generator and
 * seeds a new generator with it. More samples than items are several permutations one after the
 * other.
 */
public final class RandomSampler implements Sampler {
    /** Rows in which numbers with replacement are drawn; it decides which words they use. */
    private static final int ROW = 32;

    private final long size;
    private final long samples;
    private final Replacement replacement;
    private final Optional<Generator> generator;

    /** Each item once. */
    public RandomSampler(long size) {
        this(size, size, Replacement.WITHOUT, Optional.empty());
    }

    /** Each item once, with random numbers of a generator. */
    public RandomSampler(long size, Generator generator) {
        this(size, size, Replacement.WITHOUT, Optional.of(generator));
    }

    /**
     * A number of samples.
     *
     * @throws IllegalArgumentException if there is nothing to choose from
     */
    public RandomSampler(
            long size, long samples, Replacement replacement, Optional<Generator> generator) {
        if (size < 0 || samples < 0 || (size == 0 && samples > 0)) {
            throw new IllegalArgumentException(
                    "RandomSampler: num_samples should be a non-negative integer value, and there"
                            + " must be items to choose from, got num_samples="
                            + samples
                            + " of "
                            + size
                            + " items");
        }
        this.size = size;
        this.samples = samples;
        this.replacement = replacement;
        this.generator = generator;
    }

    @Override
    public long[] order() {
        var g =
                generator.orElseGet(
                        () -> new Generator().manualSeed(Draws.seed(Generator.defaultGenerator())));
        var order = new long[Math.toIntExact(samples)];
        return switch (replacement) {
            case WITH -> drawRows(g, order);
            case WITHOUT -> permute(g, order);
        };
    }

    private long[] drawRows(Generator g, long[] order) {
        for (int at = 0; at < order.length; at += ROW) {
            int n = Math.min(ROW, order.length - at);
            System.arraycopy(Draws.below(g, size, n), 0, order, at, n);
        }
        return order;
    }

    private long[] permute(Generator g, long[] order) {
        if (size == 0) {
            return order;
        }
        long at = 0;
        // One pass more than whole ones, also where nothing is left to take from it.
        for (long pass = 0; pass <= samples / size; pass++) {
            var permutation = Draws.permutation(g, size);
            int n = (int) Math.min(size, samples - at);
            System.arraycopy(permutation, 0, order, (int) at, n);
            at += n;
        }
        return order;
    }
}
