package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Windows.MemoryFormat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Convolutions leave results channels-last where they like: the user must not see that. */
class HiddenFormatsTest {
    private static Tensor call(String op, Map<String, ?> keywords, Object... args) {
        return (Tensor) Registry.call(op, Arrays.asList(args), keywords);
    }

    private static Tensor random(long... sizes) {
        return Torch.randn(sizes).mul(0.3).detach();
    }

    /** The same content in channels-last order, as a convolution would leave it. */
    private static Tensor hidden(Tensor x) {
        var sizes = x.shape().toArray();
        var array = dev.cresset.op.NewArray.empty(x.dtype(), Layout.channelsLast(sizes));
        Copies.copy(x.array(), array);
        return (Tensor) x.tape().wrapHidden(array);
    }

    private static void assertClose(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape().toArray(), actual.shape().toArray());
        var difference = expected.sub(actual).abs().max().item();
        assertTrue(
                difference < 1e-4 * Math.max(1, expected.abs().max().item()),
                () -> "differ by " + difference);
    }

    @Test
    void whatTheUserSeesIsRowMajor() {
        var x = hidden(random(2, 3, 4, 5));
        assertTrue(x.hidden());
        assertTrue(x.isContiguous());
        assertArrayEquals(new long[] {60, 20, 5, 1}, x.stride());
        assertFalse(x.hidden());
    }

    @Test
    void opsOnImagesKeepTheOrder() {
        Torch.manualSeed(0);
        var plain = random(2, 3, 8, 8);
        var weight = random(3).add(1);
        for (var op :
                List.<java.util.function.UnaryOperator<Tensor>>of(
                        Tensor::relu,
                        x -> x.add(x),
                        x -> call("max_pool2d", Map.of(), x, 2L),
                        x -> call("avg_pool2d", Map.of(), x, 2L),
                        x ->
                                call(
                                        "batch_norm",
                                        Map.of("training", true, "weight", weight),
                                        x,
                                        null,
                                        null))) {
            var expected = op.apply(plain);
            var x = hidden(plain);
            var actual = op.apply(x);
            assertTrue(x.hidden(), "the operand was reordered");
            assertTrue(actual.hidden(), "the result was reordered");
            assertClose(expected, actual);
        }
    }

    @Test
    void oneHiddenOperandAmongRowMajorOnesIsEnough() {
        Torch.manualSeed(2);
        var a = random(2, 3, 4, 5);
        var b = random(2, 3, 4, 5);
        for (boolean first : new boolean[] {true, false}) {
            var x = hidden(a);
            var sum = first ? x.sub(b) : b.sub(x);
            assertTrue(x.hidden() && sum.hidden());
            assertClose(first ? a.sub(b) : b.sub(a), sum);
        }
        assertTrue(hidden(a).mul(random(3, 1, 1)).hidden());
    }

    @Test
    void anOrderThatTheUserSeesWins() {
        Torch.manualSeed(3);
        var a = random(2, 3, 4, 5);
        var turned = random(5, 4, 3, 2).permute(3, 2, 1, 0);
        var sum = turned.add(hidden(a));
        assertArrayEquals(turned.add(a).stride(), sum.stride());
        assertClose(turned.add(a), sum);
    }

    @Test
    void elementwiseChangesInPlaceKeepTheOrder() {
        Torch.manualSeed(4);
        var a = random(2, 3, 4, 5);
        var b = random(2, 3, 4, 5);
        var x = hidden(a);
        x.add_(b).mul_(random(3, 1, 1).mul(0).add(2)).relu_();
        assertTrue(x.hidden());
        assertClose(a.add(b).mul(2).relu(), x);
        var both = hidden(a);
        both.mul_(hidden(b));
        assertTrue(both.hidden());
        assertClose(a.mul(b), both);
    }

    @Test
    void gradientsAreTheSameInAnyOrder() {
        Torch.manualSeed(1);
        var image = random(2, 4, 12, 12);
        var first = random(8, 4, 3, 3).requiresGrad_();
        var bias = random(8).requiresGrad_();
        var second = random(8, 8, 3, 3).requiresGrad_();
        var scale = random(8).add(1).detach().requiresGrad_();
        var parameters = List.of(first, bias, second, scale);
        List<Tensor> expected = null;
        for (boolean reveals : new boolean[] {false, true}) {
            var steps = new ArrayList<Tensor>();
            var x = call("conv2d", Map.of("padding", 1L), image, first, bias);
            steps.add(x);
            x = x.relu();
            steps.add(x);
            x = call("conv2d", Map.of(), x, second);
            steps.add(x);
            x = call("batch_norm", Map.of("training", true, "weight", scale), x, null, null);
            steps.add(x);
            x = call("max_pool2d", Map.of(), x.relu(), 2L);
            if (reveals) {
                steps.forEach(Tensor::array);
            }
            var gradients = Torch.grad(x.square().sum(), parameters);
            if (expected == null) {
                expected = gradients;
            } else {
                for (int i = 0; i < parameters.size(); i++) {
                    assertClose(expected.get(i), gradients.get(i));
                }
            }
        }
    }

    @Test
    void bothOrdersOfOneImageAreOne() {
        var x = random(1, 1, 4, 4);
        assertEquals(x.array(), Formats.in(x, MemoryFormat.CHANNELS_LAST));
    }
}
