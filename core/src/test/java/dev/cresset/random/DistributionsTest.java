package dev.cresset.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.lang.foreign.Arena;

class DistributionsTest {
    private final Arena arena = Arena.ofConfined();
    private final long memory = arena.allocate(1 << 20, 64).address();
    private final Generator generator = new Generator().manualSeed(0);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void float32NormalsAreAccurate() {
        int n = BoxMuller.BLOCK;
        int[] words = new int[n];
        float[] got = new float[n];
        var normals = new BoxMuller(0, 1);
        for (int round = 0; round < 20; round++) {
            generator.words(words, n);
            // The ends of the uniform range, in both places of a pair.
            words[0] = 0;
            words[1] = 0xffffff;
            words[10] = 0;
            words[11] = 0xffffff;
            normals.fill(words, got, n);
            for (int group = 0; group < n; group += 16) {
                for (int j = group; j < group + 8; j++) {
                    double radius = Math.sqrt(-2 * Math.log(1 - (words[j] & 0xffffff) * 0x1p-24));
                    double theta = 2 * Math.PI * (words[j + 8] & 0xffffff) * 0x1p-24;
                    assertEquals(radius * Math.cos(theta), got[j], 2e-6);
                    assertEquals(radius * Math.sin(theta), got[j + 8], 2e-6);
                }
            }
        }
    }

    @Test
    void momentsOfLargeFills() {
        int n = 1 << 17;
        Distributions.normal(generator, DType.FLOAT64, memory, n, 3, 2);
        assertEquals(3, mean(n), 0.03);
        Distributions.exponential(generator, DType.FLOAT64, memory, n, 4);
        assertEquals(0.25, mean(n), 0.005);
        Distributions.geometric(generator, DType.FLOAT64, memory, n, 0.2);
        assertEquals(5, mean(n), 0.1);
        Distributions.bernoulli(generator, DType.FLOAT64, memory, n, 0.3);
        assertEquals(0.3, mean(n), 0.01);
        Distributions.logNormal(generator, DType.FLOAT64, memory, n, 0, 0.5);
        assertEquals(Math.exp(0.125), mean(n), 0.02);
    }

    private double mean(int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Memory.getDouble(memory + 8L * i);
        }
        return sum / n;
    }

    @Test
    void logarithmIsAccurateToTwoUnits() {
        for (int i = 0; i < 100_000; i++) {
            double u = generator.uniform53() * Math.pow(2, -(i % 40));
            u = Math.rint(u * 0x1p53) * 0x1p-53;
            double expected = Math.log1p(-u);
            assertEquals(expected, Logarithm.ofComplement(u), 2 * Math.ulp(expected));
        }
        assertEquals(-0.0, Logarithm.ofComplement(0));
        assertEquals(Math.log(0x1p-53), Logarithm.ofComplement(1 - 0x1p-53), 1e-14);
    }

    @Test
    void uniformNeverReachesTheUpperBound() {
        for (var dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
            Distributions.uniform(generator, dtype, memory, 100_000, 0, 1);
            for (int i = 0; i < 100_000; i++) {
                assertTrue(Elements.load(dtype, memory + 2L * i) < 1);
            }
        }
    }

    @Test
    void permutationsHoldEveryNumberOnce() {
        Distributions.randperm(generator, DType.INT64, memory, 5000);
        assertPermutation(5000);
        // The method for sizes beyond 214 million, which is too much for a test.
        Permutation.insideOut(generator, DType.INT64, memory, 5000);
        assertPermutation(5000);
    }

    private void assertPermutation(int n) {
        boolean[] seen = new boolean[n];
        for (int i = 0; i < n; i++) {
            int value = (int) Memory.getLong(memory + 8L * i);
            assertTrue(!seen[value]);
            seen[value] = true;
        }
    }

    @Test
    void zeroWeightsAreNeverDrawn() {
        double[] weights = {0, 1, 0, 3, 0};
        for (int i = 0; i < weights.length; i++) {
            Memory.setDouble(memory + 8L * i, weights[i]);
        }
        long into = memory + 4096;
        Distributions.multinomialWithReplacement(
                generator, DType.FLOAT64, memory, 1, 5, 4000, into);
        int threes = 0;
        for (int i = 0; i < 4000; i++) {
            long index = Memory.getLong(into + 8L * i);
            assertTrue(index == 1 || index == 3);
            threes += index == 3 ? 1 : 0;
        }
        assertEquals(3000, threes, 150);
        for (int i = 0; i < 50; i++) {
            Distributions.multinomialWithoutReplacement(
                    generator, DType.FLOAT64, memory, 1, 5, 2, into);
            assertEquals(4, Memory.getLong(into) + Memory.getLong(into + 8));
        }
    }

    @Test
    void emptyFillsDrawNothing() {
        byte[] before = generator.state();
        Distributions.uniform(generator, DType.FLOAT32, memory, 0, 0, 1);
        Distributions.normal(generator, DType.FLOAT32, memory, 0, 0, 1);
        Distributions.randperm(generator, DType.INT64, memory, 0);
        Distributions.randperm(generator, DType.INT64, memory, 1);
        Distributions.bernoulli(generator, DType.FLOAT32, memory, 0, 0.5);
        assertArrayEquals(before, generator.state());
    }

    @Test
    void wrongParametersAreExplained() {
        var g = generator;
        long m = memory;
        refuses(
                "uniform_ expects to return a [from, to) range, but found from=1.0 > to=0.0",
                () -> Distributions.uniform(g, DType.FLOAT32, m, 1, 1, 0));
        refuses(
                "to is out of bounds for float16",
                () -> Distributions.uniform(g, DType.FLOAT16, m, 1, 0, 1e6));
        refuses(
                "\"check_uniform_bounds\" not implemented for 'Long'",
                () -> Distributions.uniform(g, DType.INT64, m, 1, 0, 1));
        refuses(
                "normal expects std >= 0.0, but found std -1.0",
                () -> Distributions.normal(g, DType.FLOAT32, m, 20, 0, -1));
        refuses(
                "\"normal_kernel_cpu\" not implemented for 'Int'",
                () -> Distributions.normal(g, DType.INT32, m, 20, 0, 1));
        refuses(
                "bernoulli_ expects p to be in [0, 1], but got p=1.5",
                () -> Distributions.bernoulli(g, DType.FLOAT32, m, 1, 1.5));
        refuses(
                "random_ expects 'from' to be less than 'to', but got from=3 >= to=3",
                () -> Distributions.randint(g, DType.INT64, m, 1, 3, 3));
        refuses(
                "to - 1 is out of bounds for uint8",
                () -> Distributions.randint(g, DType.UINT8, m, 1, 0, 257));
        refuses(
                "handles only int64, double, float and bfloat16",
                () -> Distributions.randomFrom(g, DType.INT32, m, 1, Long.MIN_VALUE));
        refuses(
                "exponential_ expects lambda > 0.0, but found lambda=0.0",
                () -> Distributions.exponential(g, DType.FLOAT32, m, 1, 0));
        refuses(
                "dtype must be a floating point",
                () -> Distributions.cauchy(g, DType.INT64, m, 1, 0, 1));
        refuses(
                "geometric_ expects p to be in (0, 1), but got p=1.0",
                () -> Distributions.geometric(g, DType.INT64, m, 1, 1));
        refuses(
                "\"randperm\" not implemented for 'Bool'",
                () -> Distributions.randperm(g, DType.BOOL, m, 1));
        refuses(
                "n is too large for result tensor type",
                () -> Distributions.randperm(g, DType.INT8, m, 200));
        Memory.setDouble(m, -1);
        refuses(
                "invalid multinomial distribution (encountering probability entry < 0)",
                () ->
                        Distributions.multinomialWithReplacement(
                                g, DType.FLOAT64, m, 1, 1, 2, m + 64));
        refuses(
                "cannot sample n_sample > prob_dist.size(-1) samples without replacement",
                () ->
                        Distributions.multinomialWithoutReplacement(
                                g, DType.FLOAT64, m, 1, 1, 2, m + 64));
    }

    private static void refuses(String message, Executable call) {
        var error = assertThrows(IllegalArgumentException.class, call);
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }
}
