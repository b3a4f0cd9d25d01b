package dev.cresset.data;

import dev.cresset.random.Generator;

import java.util.Arrays;

/** Given items in random order: PyTorch's {@code SubsetRandomSampler}. */
public final class SubsetRandomSampler implements Sampler {
    private final long[] indices;
    private final Generator generator;

    /** Draws from the default generator. */
    public SubsetRandomSampler(long... indices) {
        this(indices, Generator.defaultGenerator());
    }

    /** Draws from a generator. */
    public SubsetRandomSampler(long[] indices, Generator generator) {
        this.indices = indices.clone();
        this.generator = generator;
    }

    @Override
    public long[] order() {
        return Arrays.stream(Draws.permutation(generator, indices.length))
                .map(i -> indices[(int) i])
                .toArray();
    }
}
