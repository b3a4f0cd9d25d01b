package dev.cresset.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.cresset.Replacement;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.random.Generator;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Optional;

/** Orders of samplers and loaders, recorded from PyTorch 2.13, and what they leave undrawn. */
class OrderTest {
    private static final TensorDataset<Tensor> TEN = TensorDataset.of(Torch.arange(10));

    private static String pass(DataLoader<Tensor> loader) {
        var batches = new ArrayList<String>();
        loader.forEach(batch -> batches.add(Arrays.toString(batch.toLongArray())));
        return batches.toString();
    }

    /** {@code torch.randint(0, 1 << 40, (1,))}: tells how much was drawn before. */
    private static long next() {
        return Torch.randint(0, 1L << 40, 1).itemLong();
    }

    private static void assertTwoPasses(
            Load.Options options, String first, String second, long next) {
        for (int ahead : new int[] {0, 1, 3}) {
            Torch.manualSeed(0);
            var loader = DataLoader.of(TEN, options.prefetch(ahead));
            assertEquals(first, pass(loader));
            assertEquals(second, pass(loader));
            assertEquals(next, next());
        }
    }

    @Test
    void shufflesAsPyTorch() {
        assertTwoPasses(
                Load.shuffle(),
                "[[6], [7], [1], [4], [2], [0], [9], [8], [3], [5]]",
                "[[2], [4], [7], [0], [8], [9], [5], [3], [6], [1]]",
                41332891347L);
        assertTwoPasses(
                Load.batchSize(3).shuffle(),
                "[[6, 7, 1], [4, 2, 0], [9, 8, 3], [5]]",
                "[[2, 4, 7], [0, 8, 9], [5, 3, 6], [1]]",
                41332891347L);
        assertTwoPasses(
                Load.batchSize(4).shuffle().dropLast(),
                "[[6, 7, 1, 4], [2, 0, 9, 8]]",
                "[[2, 4, 7, 0], [8, 9, 5, 3]]",
                41332891347L);
        var inOrder = "[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]";
        assertTwoPasses(Load.batchSize(4), inOrder, inOrder, 291447657211L);
    }

    @Test
    void drawsFromTheGeneratorOfTheLoader() {
        Torch.manualSeed(0);
        var generator = new Generator().manualSeed(5);
        var loader = DataLoader.of(TEN, Load.batchSize(4).shuffle().generator(generator));
        assertEquals("[[7, 4, 8, 1], [2, 3, 6, 5], [9, 0]]", pass(loader));
        assertEquals("[[2, 1, 6, 3], [5, 9, 4, 7], [8, 0]]", pass(loader));
        assertEquals(741280623151L, next());
    }

    @Test
    void samplersAsPyTorch() {
        Torch.manualSeed(0);
        assertArrayEquals(
                new long[] {
                    1, 0, 4, 3, 4, 0, 2, 3, 4, 1, 3, 0, 1, 4, 0, 0, 3, 3, 0, 0, 1, 4, 0, 2, 3, 3, 4,
                    2, 2, 2, 2, 4, 4, 1, 3, 3, 3, 2, 3, 4
                },
                new RandomSampler(5, 40, Replacement.WITH, Optional.empty()).order());
        assertEquals(506137267392L, next());

        Torch.manualSeed(0);
        var five = new Generator().manualSeed(5);
        assertArrayEquals(
                new long[] {1, 3, 0, 4, 2, 1, 3, 0, 4, 2, 3, 1},
                new RandomSampler(5, 12, Replacement.WITHOUT, Optional.of(five)).order());
        assertEquals(741280623151L, next());

        Torch.manualSeed(0);
        assertArrayEquals(
                new long[] {1, 3, 4, 2, 0, 4, 0, 2, 3, 1},
                new RandomSampler(5, 10, Replacement.WITHOUT, Optional.empty()).order());

        Torch.manualSeed(0);
        assertArrayEquals(
                new long[] {5, 3, 6, 1, 4, 9, 1, 2},
                new SubsetRandomSampler(3, 1, 4, 1, 5, 9, 2, 6).order());
        assertEquals(444201214985L, next());

        var weights = new double[] {0.1, 0.9, 0.4, 0.7};
        Torch.manualSeed(0);
        assertArrayEquals(
                new long[] {3, 3, 1, 3, 2, 3, 1, 1, 2, 1, 1, 1},
                new WeightedRandomSampler(weights, 12).order());
        assertEquals(379644119889L, next());

        Torch.manualSeed(0);
        assertArrayEquals(
                new long[] {1, 2, 3},
                new WeightedRandomSampler(
                                weights, 3, Replacement.WITHOUT, Generator.defaultGenerator())
                        .order());
        assertEquals(41332891347L, next());
    }

    @Test
    void splitsAsPyTorch() {
        var eleven = TensorDataset.of(Torch.arange(11));
        Torch.manualSeed(0);
        var parts = eleven.randomSplit(0.7, 0.3);
        assertEquals(91845220082L, next());
        assertArrayEquals(new long[] {10, 0, 4, 3, 5, 8, 2, 1}, parts.get(0).indices());
        assertArrayEquals(new long[] {9, 7, 6}, parts.get(1).indices());

        Torch.manualSeed(42);
        var counted = TEN.randomSplit(7, 3);
        assertArrayEquals(new long[] {2, 6, 1, 8, 4, 5, 0}, counted.get(0).indices());
        assertArrayEquals(new long[] {9, 3, 7}, counted.get(1).indices());
        assertEquals("[[9, 3], [7]]", pass(DataLoader.of(counted.get(1), Load.batchSize(2))));
    }

    @Test
    void splitsThatDoNotAddUp() {
        assertThrows(IllegalArgumentException.class, () -> TEN.randomSplit(7, 4));
        assertThrows(IllegalArgumentException.class, () -> TEN.randomSplit(0.7, 0.7));
        assertThrows(IllegalArgumentException.class, () -> TEN.randomSplit(12, -2));
    }

    @Test
    void ownOrder() {
        Sampler odd = () -> new long[] {9, 7, 5, 3, 1};
        assertEquals(
                "[[9, 7], [5, 3], [1]]", pass(DataLoader.of(TEN, Load.batchSize(2).sampler(odd))));
        assertThrows(IllegalArgumentException.class, () -> Load.shuffle().sampler(odd));
    }

    @Test
    void countsBatches() {
        assertEquals(3, DataLoader.of(TEN, Load.batchSize(4)).size());
        assertEquals(2, DataLoader.of(TEN, Load.batchSize(4).dropLast()).size());
        assertEquals(0, DataLoader.of(TEN.subset(), Load.batchSize(4)).size());
    }
}
