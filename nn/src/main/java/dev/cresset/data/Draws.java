package dev.cresset.data;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.random.Distributions;
import dev.cresset.random.Generator;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;

/** What this package draws from generators; see Note [Who draws what] at {@link Generator}. */
final class Draws {
    private Draws() {}

    private interface Fill {
        void at(long address);
    }

    private static long[] integers(long n, Fill fill) {
        var numbers = Torch.empty(DType.INT64, n);
        try (var use = AddressUse.begin()) {
            fill.at(numbers.array().address());
        }
        return numbers.toLongArray();
    }

    /** {@code torch.empty((), dtype=int64).random_()}. */
    static long seed(Generator g) {
        return integers(1, at -> Distributions.random(g, DType.INT64, at, 1))[0];
    }

    /** {@code randperm(n)}. */
    static long[] permutation(Generator g, long n) {
        return integers(n, at -> Distributions.randperm(g, DType.INT64, at, n));
    }

    /** {@code randint(0, below, n)}. */
    static long[] below(Generator g, long below, long n) {
        return integers(n, at -> Distributions.randint(g, DType.INT64, at, n, 0, below));
    }

    /** {@code multinomial(weights, n, replacement=True)} of a float64 vector. */
    static long[] choices(Generator g, Tensor weights, long n) {
        int categories = Math.toIntExact(weights.numel());
        try (var use = AddressUse.begin()) {
            long from = weights.array().address();
            return integers(
                    n,
                    at ->
                            Distributions.multinomialWithReplacement(
                                    g, DType.FLOAT64, from, 1, categories, n, at));
        }
    }

    /** {@code multinomial(weights, n)} of a float64 vector. */
    static long[] distinctChoices(Generator g, Tensor weights, long n) {
        int categories = Math.toIntExact(weights.numel());
        try (var use = AddressUse.begin()) {
            long from = weights.array().address();
            return integers(
                    n,
                    at ->
                            Distributions.multinomialWithoutReplacement(
                                    g, DType.FLOAT64, from, 1, categories, Math.toIntExact(n), at));
        }
    }
}
