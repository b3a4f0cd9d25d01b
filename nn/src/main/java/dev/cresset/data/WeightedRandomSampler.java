package dev.cresset.data;

import dev.cresset.Replacement;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.random.Generator;
import dev.cresset.spi.DType;

/**
 * Items drawn with given weights, which need not add up to one: PyTorch's {@code
 * WeightedRandomSampler}.
 */
public final class WeightedRandomSampler implements Sampler {
    private final Tensor weights;
    private final long samples;
    private final Replacement replacement;
    private final Generator generator;

    /** Draws with replacement from the default generator. */
    public WeightedRandomSampler(double[] weights, long samples) {
        this(weights, samples, Replacement.WITH, Generator.defaultGenerator());
    }

    /** Draws from a generator. */
    public WeightedRandomSampler(
            double[] weights, long samples, Replacement replacement, Generator generator) {
        this.weights = Torch.tensor((Object) weights, DType.FLOAT64);
        this.samples = samples;
        this.replacement = replacement;
        this.generator = generator;
    }

    @Override
    public long[] order() {
        return switch (replacement) {
            case WITH -> Draws.choices(generator, weights, samples);
            case WITHOUT -> Draws.distinctChoices(generator, weights, samples);
        };
    }
}
