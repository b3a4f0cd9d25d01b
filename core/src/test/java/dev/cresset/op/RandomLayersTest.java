package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Dropout and batch normalisation against values printed by PyTorch 2.13 for the same calls. */
class RandomLayersTest {
    private static final float KEPT = 1.6666666269302368f;

    @BeforeEach
    void seed() {
        Torch.manualSeed(3);
    }

    private static Tensor call(String op, Map<String, ?> keywords, Object... args) {
        return (Tensor) Registry.call(op, Arrays.asList(args), keywords);
    }

    private static double[] numbers(Tensor x) {
        var flat = x.reshape(x.numel());
        var result = new double[(int) x.numel()];
        for (int i = 0; i < result.length; i++) {
            result[i] = flat.get(i).item();
        }
        return result;
    }

    @Test
    void dropoutDrawsRowByRow() {
        assertArrayEquals(
                new double[] {KEPT, KEPT, 0, KEPT, 0, 0, KEPT, KEPT, KEPT, 0, KEPT, KEPT},
                numbers(call("dropout", Map.of(), Torch.ones(3, 4), 0.4)));
    }

    @Test
    void dropoutDrawsInTheMemoryOrderOfTransposedTensors() {
        assertArrayEquals(
                new double[] {KEPT, KEPT, KEPT, 0, KEPT, 0, KEPT, KEPT, 0, 0, KEPT, KEPT},
                numbers(call("dropout", Map.of(), Torch.ones(4, 3).t(), 0.4)));
    }

    @Test
    void dropoutOfChannels() {
        var y = call("dropout2d", Map.of(), Torch.ones(2, 3, 1, 2), 0.5);
        assertArrayEquals(new double[] {2, 2, 2, 2, 0, 0, 2, 2, 0, 0, 0, 0}, numbers(y));
    }

    @Test
    void dropoutInFloat64() {
        assertArrayEquals(
                new double[] {4 / 3.0, 4 / 3.0, 0, 4 / 3.0, 0, 4 / 3.0},
                numbers(call("dropout", Map.of(), Torch.ones(DType.FLOAT64, 6), 0.25)));
    }

    @Test
    void dropoutPassesEverythingWhereNothingIsDropped() {
        var x = Torch.ones(3);
        assertSame(x, call("dropout", Map.of("training", false), x, 0.5));
        assertSame(x, call("dropout", Map.of(), x, 0));
        assertArrayEquals(new double[3], numbers(call("dropout", Map.of(), x, 1)));
    }

    @Test
    void batchNormMovesRunningStatistics() {
        var mean = Torch.tensor(0.5, -0.5);
        var variance = Torch.tensor(1.0, 2.0);
        int version = mean.version();
        var y =
                call(
                        "batch_norm",
                        Map.of("training", true, "momentum", 0.3),
                        Torch.tensor(new double[][] {{1, 2}, {3, -1}, {4, 5}}),
                        mean,
                        variance,
                        Torch.tensor(2.0, 3.0),
                        Torch.tensor(0.1, 0.2));
        assertArrayEquals(
                new double[] {
                    -2.572603702545166,
                    0.20000004768371582,
                    0.6345206499099731,
                    -3.474231481552124,
                    2.2380828857421875,
                    3.8742315769195557
                },
                numbers(y),
                1e-6);
        assertArrayEquals(
                new double[] {1.1500000953674316, 0.2500000298023224}, numbers(mean), 1e-6);
        assertArrayEquals(
                new double[] {1.4000000953674316, 4.099999904632568}, numbers(variance), 1e-6);
        assertEquals(version + 1, mean.version());
    }

    @Test
    void nodesAreNamedAsInPyTorch() {
        var x = Torch.ones(2, 3, 4, 4).requiresGrad_();
        var names =
                List.of(
                        call("conv2d", Map.of(), x, Torch.ones(1, 3, 2, 2)).gradFn().name(),
                        call("max_pool2d", Map.of(), x, 2).gradFn().name(),
                        call("avg_pool2d", Map.of(), x, 2).gradFn().name(),
                        call("batch_norm", Map.of("training", true), x, null, null).gradFn().name(),
                        call("mse_loss", Map.of(), x, x.detach()).gradFn().name());
        assertEquals(
                List.of(
                        "ConvolutionBackward0",
                        "MaxPool2DWithIndicesBackward0",
                        "AvgPool2DBackward0",
                        "NativeBatchNormBackward0",
                        "MseLossBackward0"),
                names);
    }
}
