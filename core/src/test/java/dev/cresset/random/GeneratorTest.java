package dev.cresset.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import org.junit.jupiter.api.Test;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

class GeneratorTest {
    @Test
    void newGeneratorHasTheSeedOfPyTorch() {
        assertEquals(67280421310721L, new Generator().initialSeed());
    }

    @Test
    void firstWordsOfSeed5489AreThoseOfMt19937() {
        // The first outputs that the authors of the engine publish for their default seed.
        var generator = new Generator().manualSeed(5489);
        assertEquals(3499211612L, Integer.toUnsignedLong(generator.random()));
        assertEquals(581869302L, Integer.toUnsignedLong(generator.random()));
        assertEquals(3890346734L << 32 | 3586334585L, generator.random64());
    }

    @Test
    void tenThousandthWordIsTheOneOfTheCxxStandard() {
        var generator = new Generator().manualSeed(5489);
        int word = 0;
        for (int i = 0; i < 10_000; i++) {
            word = generator.random();
        }
        assertEquals(4123659995L, Integer.toUnsignedLong(word));
    }

    @Test
    void blocksAndSingleDrawsGiveTheSameWords() {
        var single = new Generator().manualSeed(3);
        var block = new Generator().manualSeed(3);
        for (int n : new int[] {1, 622, 1, 1, 623, 624, 625, 2000}) {
            int[] words = new int[n];
            block.words(words, n);
            for (int word : words) {
                assertEquals(single.random(), word);
            }
            assertArrayEquals(single.state(), block.state());
        }
    }

    @Test
    void stateComesBack() {
        var generator = new Generator().manualSeed(-7);
        try (var arena = Arena.ofConfined()) {
            long address = arena.allocate(64).address();
            Distributions.normal(generator, DType.FLOAT32, address, 3, 0, 1);
            byte[] state = generator.state();
            assertEquals(Generator.STATE_SIZE, state.length);
            var twin = new Generator().state(state);
            var copy = generator.copy();
            assertEquals(-7, twin.initialSeed());
            for (int i = 0; i < 5; i++) {
                double next = generator.normal();
                assertEquals(next, twin.normal());
                assertEquals(next, copy.normal());
            }
            assertArrayEquals(generator.state(), twin.state());
            assertArrayEquals(generator.state(), copy.state());
        }
    }

    @Test
    void seedForgetsTheCachedNormal() {
        var generator = new Generator().manualSeed(1);
        generator.normal();
        generator.manualSeed(1);
        assertArrayEquals(new Generator().manualSeed(1).state(), generator.state());
    }

    @Test
    void impossibleStatesAreRefused() {
        var generator = new Generator().manualSeed(1);
        byte[] before = generator.state();
        assertRefused(generator, new byte[100], "of size 5056 but found");
        assertRefused(generator, new byte[Generator.STATE_SIZE], "Invalid mt19937 state");
        for (long[] leftAndNext : new long[][] {{0, 0}, {625, 0}, {2, 624}, {1, -1}, {1, 625}}) {
            byte[] state = before.clone();
            var view = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN);
            view.putInt(8, (int) leftAndNext[0]).putLong(16, leftAndNext[1]);
            assertRefused(generator, state, "Invalid mt19937 state");
        }
        assertArrayEquals(before, generator.state());
    }

    private static void assertRefused(Generator generator, byte[] state, String message) {
        var error = assertThrows(IllegalArgumentException.class, () -> generator.state(state));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void unpredictableSeedsDiffer() {
        var generator = new Generator();
        long seed = generator.seed();
        assertEquals(seed, generator.initialSeed());
        assertNotEquals(seed, generator.seed());
        assertSame(Generator.defaultGenerator(), Generator.defaultGenerator());
    }

    /** DataLoader(range(10), shuffle=True, batch_size=3) after manual_seed(0), two epochs. */
    @Test
    void orderOfAShufflingDataLoader() {
        var generator = new Generator().manualSeed(0);
        assertEquals(List.of(6, 7, 1, 4, 2, 0, 9, 8, 3, 5), epoch(generator, 10));
        assertEquals(List.of(2, 4, 7, 0, 8, 9, 5, 3, 6, 1), epoch(generator, 10));
    }

    private static List<Integer> epoch(Generator generator, int n) {
        try (var arena = Arena.ofConfined()) {
            long address = arena.allocate(8L * n, 8).address();
            Distributions.random(generator, DType.INT64, address, 1); // base seed of the workers
            Distributions.random(generator, DType.INT64, address, 1); // seed of the sampler
            var sampler = new Generator().manualSeed(Memory.getLong(address));
            Distributions.randperm(sampler, DType.INT64, address, n);
            var order = new ArrayList<Integer>();
            for (int i = 0; i < n; i++) {
                order.add((int) Memory.getLong(address + 8L * i));
            }
            return order;
        }
    }

    @Test
    void fillsOfSeveralThreadsDoNotMix() {
        int n = 5000;
        var expected = new ArrayList<List<Integer>>();
        var alone = new Generator().manualSeed(9);
        for (int i = 0; i < 8; i++) {
            expected.add(words(alone, n));
        }
        var shared = new Generator().manualSeed(9);
        var got = IntStream.range(0, 8).parallel().mapToObj(i -> words(shared, n)).toList();
        assertTrue(expected.containsAll(got) && got.containsAll(expected));
    }

    private static List<Integer> words(Generator generator, int n) {
        try (var arena = Arena.ofConfined()) {
            long address = arena.allocate(4L * n, 4).address();
            Distributions.random(generator, DType.INT32, address, n);
            return IntStream.range(0, n).mapToObj(i -> Memory.getInt(address + 4L * i)).toList();
        }
    }
}
