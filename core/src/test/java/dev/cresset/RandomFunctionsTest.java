package dev.cresset;

import static dev.cresset.Torch.*;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.random.Generator;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;

class RandomFunctionsTest {
    /** One generator of PyTorch 2.13, seed 42, asked for these in turn. */
    @Test
    void aGeneratorGivesPyTorchsNumbers() {
        var g = new Generator().manualSeed(42);
        assertEquals("tensor([0.8823, 0.9150, 0.3829])", rand(g, 3).toString());
        assertEquals("tensor([-0.8293, -1.6137, -0.2147])", randn(g, 3).toString());
        assertEquals("tensor([4, 0, 4, 1])", randint(g, 0, 10, 4).toString());
        assertEquals("tensor([2, 4, 3, 1, 0])", randperm(5, g).toString());
        assertEquals(
                "tensor([0., 1., 1., 1., 0., 1.])",
                bernoulli(full(new long[] {6}, 0.5), g).toString());
        assertEquals("tensor([1., 0., 1., 0., 0., 0.])", zeros(6).bernoulli_(0.3, g).toString());
        assertEquals("tensor([0.1319, 0.6707])", zeros(2).exponential_(2, g).toString());
        assertEquals("tensor([3, 4, 6])", zeros(DType.INT64, 3).random_(3, 9, g).toString());
        assertEquals(42, g.initialSeed());
        assertEquals("tensor([0.2673, 0.8725])", rand(new Generator(), 2).toString());
    }

    @Test
    void theDefaultGeneratorIsLeftAlone() {
        manualSeed(0);
        rand(new Generator(), 100);
        assertEquals("tensor([0.4963, 0.7682])", rand(2).toString());
    }

    @Test
    void statesAreSetAgain() {
        manualSeed(7);
        assertEquals(7, initialSeed());
        randn(3);
        var state = getRngState();
        assertEquals("torch.Size([5056])", state.shape().toString());
        var next = randn(20);
        setRngState(state);
        assertTrue(next.equal(randn(20)));
        long seed = seed();
        assertEquals(seed, initialSeed());
        var small = assertThrows(RuntimeException.class, () -> setRngState(zeros(DType.UINT8, 3)));
        assertTrue(
                small.getMessage()
                        .contains(
                                "Expected a CPUGeneratorImplState of size 5056 but found the"
                                        + " input RNG state size to be 3"));
        var wrong = assertThrows(RuntimeException.class, () -> setRngState(zeros(3)));
        assertTrue(wrong.getMessage().contains("RNG state must be a torch.ByteTensor"));
    }
}
