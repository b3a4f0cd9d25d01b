package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class GammaNumbersTest {
    private static final double[] SHAPES = {0.1, 0.5, 1, 2.5, 7, 30, 100};
    private static final double[] NUMBERS = {0.02, 0.7, 3, 1, 9, 25, 120};

    /** By numerical differentiation of the regularised gamma function with 40 digits. */
    private static final double[] SLOPES = {
        0.7138139571438242,
        1.5867249444503852,
        1.937911693824961,
        0.65079385968628221,
        1.158184918071533,
        0.91668159973565724,
        1.0957525107070083
    };

    @Test
    void slopesAreDerivativesOfQuantiles() {
        var slopes =
                (Tensor)
                        Torch.call(
                                "_standard_gamma_grad",
                                List.of(
                                        Torch.tensor(SHAPES, DType.FLOAT64),
                                        Torch.tensor(NUMBERS, DType.FLOAT64)),
                                Map.of());
        assertArrayEquals(SLOPES, slopes.toDoubleArray(), 1e-11);
    }

    @Test
    void numbersCarryGradientsToTheirShapes() {
        Torch.manualSeed(0);
        var shapes = Torch.tensor(SHAPES, DType.FLOAT64).requiresGrad_();
        var numbers = (Tensor) Torch.call("_standard_gamma", List.of(shapes), Map.of());
        numbers.sum().backward();
        var slopes =
                (Tensor)
                        Torch.call(
                                "_standard_gamma_grad",
                                List.of(shapes.detach(), numbers.detach()),
                                Map.of());
        assertEquals(slopes.toString(), shapes.grad().toString());
    }
}
