package dev.cresset;

import static dev.cresset.Torch.grad;
import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.ones;
import static dev.cresset.Torch.rand;
import static dev.cresset.Torch.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.autograd.AutogradException;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/** The engine: accumulation, graphs that are kept or freed, views, in-place safety. */
class AutogradTest {
    @BeforeEach
    void seed() {
        manualSeed(0);
    }

    @Test
    void squaredErrorOfALine() {
        var w = tensor(2.0).requiresGrad_();
        var x = tensor(1.0);
        x.mul(w).sub(1).square().backward();
        assertEquals(2.0, w.grad().item());
    }

    @Test
    void gradientsAccumulate() {
        var x = tensor(1.0, 2.0).requiresGrad_();
        x.square().sum().backward();
        x.square().sum().backward();
        assertArrayEquals(new float[] {4, 8}, x.grad().toFloatArray());
    }

    @Test
    void aSecondPassNeedsTheGraphKept() {
        var x = tensor(1.0, 2.0).requiresGrad_();
        var y = x.square().sum();
        y.backward(GraphOption.RETAIN_GRAPH);
        y.backward();
        assertArrayEquals(new float[] {4, 8}, x.grad().toFloatArray());
        var e = assertThrows(AutogradException.class, y::backward);
        assertTrue(e.getMessage().contains("backward through the graph a second time"));
        assertThrows(AutogradException.class, y::backward);
    }

    @Test
    void aPassCanBeSplitAtATensor() {
        var x = tensor(0.0, 1.0).requiresGrad_();
        var h = x.exp();
        var g = grad(h.square().sum(), List.of(h)).getFirst();
        h.backward(g);
        // d exp(2x) / dx = 2 exp(2x)
        assertArrayEquals(
                new float[] {2, (float) (2 * Math.exp(2))}, x.grad().toFloatArray(), 1e-5f);
    }

    @Test
    void anInputMayBeAskedForTwice() {
        var w = tensor(3.0).requiresGrad_();
        var both = grad(w.square(), List.of(w, w));
        assertEquals(6.0, both.get(0).item());
        assertEquals(6.0, both.get(1).item());
    }

    @Test
    void secondDerivatives() {
        var x = tensor(2.0).requiresGrad_();
        var first = grad(x.pow(3), List.of(x), GraphOption.CREATE_GRAPH).getFirst();
        assertEquals(12.0, first.item(), 1e-5);
        assertEquals(12.0, grad(first, List.of(x)).getFirst().item(), 1e-5);
    }

    @Test
    void changingAViewReachesTheBase() {
        var x = ones(3).requiresGrad_();
        var y = x.mul(2);
        y.get(0).mul_(10);
        y.sum().backward();
        assertArrayEquals(new float[] {20, 2, 2}, x.grad().toFloatArray());
    }

    @Test
    void aSavedResultMustNotChange() {
        var x = rand(3, 3).requiresGrad_();
        var y = x.exp();
        y.add_(1);
        var e = assertThrows(AutogradException.class, () -> y.sum().backward());
        assertTrue(e.getMessage().contains("modified by an inplace operation"));
        var z = x.exp();
        z.t_();
        assertThrows(AutogradException.class, () -> z.sum().backward());
    }

    /** Expected values are PyTorch's. */
    @Test
    void whatATensorIsFilledWithHasAGradient() {
        var value = tensor(2.0).requiresGrad_();
        var x = tensor(new float[][] {{1, 1, 1}, {1, 1, 1}});
        x.fill_(value).mul(Torch.arange(6).view(2, 3)).sum().backward();
        assertArrayEquals(new float[] {2, 2, 2, 2, 2, 2}, x.detach().flatten().toFloatArray());
        assertEquals(15.0, value.grad().item());
        var other = tensor(2.0).requiresGrad_();
        var own = ones(2).requiresGrad_();
        var filled = (Tensor) Torch.call("fill", List.of(own, other), Map.of());
        assertTrue(filled.toString().endsWith("grad_fn=<FillBackward1>)"), filled.toString());
        filled.sum().backward();
        assertArrayEquals(new float[] {0, 0}, own.grad().toFloatArray());
        assertEquals(2.0, other.grad().item());
    }

    @Test
    void leavesRefuseInPlaceChanges() {
        var x = rand(3).requiresGrad_();
        var e = assertThrows(AutogradException.class, () -> x.add_(1));
        assertTrue(e.getMessage().contains("a leaf Variable that requires grad"));
        Torch.noGrad(() -> x.add_(1));
    }

    @Test
    void tensorsOutsideOfTheGraphAreNamed() {
        var x = rand(2).requiresGrad_();
        var unused = rand(2).requiresGrad_();
        var e = assertThrows(AutogradException.class, () -> grad(x.sum(), List.of(unused)));
        assertTrue(e.getMessage().contains("appears to not have been used in the graph"));
    }

    @Test
    void sharedSubexpressionsSum() {
        var x = tensor(3.0).requiresGrad_();
        var y = x.mul(x);
        y.add(y).mul(y).backward();
        // (2 x^2) x^2 = 2 x^4
        assertEquals(8 * 27.0, x.grad().item(), 1e-3);
    }

    @Test
    void theGraphPrints() {
        var x = rand(2, 2).requiresGrad_();
        assertEquals(
                """
                SumBackward0
                  TanhBackward0
                    AccumulateGrad torch.float32 torch.Size([2, 2])""",
                x.tanh().sum().graph());
    }

    /**
     * A collection may be refused because the last one is too near in time; then it is tried again.
     */
    @Test
    void memorySavedForAPassComesBackAfterIt() throws InterruptedException {
        // Large enough to be worth a collection, small enough never to meet the budget within a
        // pass.
        var x = Torch.ones(12 << 20).requiresGrad_();
        long allocated = Long.MAX_VALUE;
        for (int attempt = 0; attempt < 30 && allocated >= 3L * x.nbytes(); attempt++) {
            Thread.sleep(attempt == 0 ? 0 : 2000);
            System.gc();
            x.exp().neg().exp().neg().exp().sum().backward();
            allocated = Torch.memoryStatistics().allocated();
        }
        long left = allocated;
        assertTrue(left < 3L * x.nbytes(), () -> "x, its gradient, and more: " + left);
    }
}
