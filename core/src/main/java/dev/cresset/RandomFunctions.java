package dev.cresset;

import dev.cresset.op.Op;
import dev.cresset.op.RandomOps;
import dev.cresset.random.Generator;
import dev.cresset.spi.Array;

import java.util.Arrays;

/**
 * Random tensors from a generator of one's own, whose draws leave the default one alone:
 *
 * {@snippet :
 * var generator = new Generator().manualSeed(42);
 * var noise = Torch.randn(generator, 2, 3);
 * }
 */
abstract sealed class RandomFunctions extends DeviceFunctions permits ExchangeFunctions {
    RandomFunctions() {}

    private static Tensor create(Op op, Object... leading) {
        int count = op.schema().parameters().size();
        return Tensor.of((Array) op.call(Arrays.copyOf(leading, count)));
    }

    /** Uniform random numbers in [0, 1). */
    public static Tensor rand(Generator generator, long... sizes) {
        return create(RandomOps.RAND, sizes, generator);
    }

    /** Standard normal random numbers. */
    public static Tensor randn(Generator generator, long... sizes) {
        return create(RandomOps.RANDN, sizes, generator);
    }

    /** Random int64 integers in [low, high). */
    public static Tensor randint(Generator generator, long low, long high, long... sizes) {
        return create(RandomOps.RANDINT_RANGE, low, high, sizes, generator);
    }

    /** A random permutation of 0 .. n - 1, int64. */
    public static Tensor randperm(long n, Generator generator) {
        return create(RandomOps.RANDPERM, n, generator);
    }

    /** Ones with the probabilities that p holds. */
    public static Tensor bernoulli(Tensor p, Generator generator) {
        return Calls.call(RandomOps.BERNOULLI, p, generator);
    }
}
