package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Windows over three dimensions: expected values are PyTorch's. */
class VolumePoolingsTest {
    private static final double NAN = Double.NaN;

    private static Tensor volume(double... elements) {
        return Torch.tensor(elements).view(1, 1, 3, 4, elements.length / 12);
    }

    private static double[] flat(Object tensor) {
        return ((Tensor) tensor).detach().flatten().toArray(double[].class);
    }

    private static Object call(String name, Object... args) {
        return Torch.call(name, Arrays.asList(args), Map.of());
    }

    private static void refused(String message, String name, Object... args) {
        var error = assertThrows(OpException.class, () -> call(name, args));
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void theFirstOfEqualMaximaAndTheLastNaNWin() {
        var x =
                volume(
                        -2, 2, -1, 1, 2, -1, 2, -1, 0, -1, 1, -1, -2, 1, -2, 0, NAN, 1, -2, 0, 1,
                        -2, 1, 2, 0, 2, -1, 0, 2, 0, 2, 1, 0, NAN, 2, 2);
        var both =
                (List<?>)
                        call(
                                "max_pool3d",
                                x,
                                List.of(2L, 3L, 2L),
                                List.of(2L, 1L, 1L),
                                List.of(1L, 1L, 1L),
                                List.of(1L, 1L, 2L),
                                true,
                                true);
        assertArrayEquals(
                new double[] {
                    2, 1, 2, 2, 2, 2, 2, 2, 2, 1, 2, 1, NAN, 1, NAN, NAN, 2, NAN, NAN, NAN, NAN, 2,
                    NAN, 2
                },
                flat(both.get(0)));
        assertArrayEquals(
                new long[] {
                    1, 3, 1, 1, 6, 1, 4, 6, 4, 10, 6, 10, 16, 17, 16, 16, 30, 16, 16, 33, 16, 34,
                    33, 34
                },
                ((Tensor) both.get(1)).flatten().toArray(long[].class));
    }

    @Test
    void divisorsOfMeans() {
        var x =
                volume(
                        0, 3, -1, 2, -4, -3, 4, -2, 4, 4, 1, 0, 1, -3, 3, -1, -2, -1, 0, -3, -1, -3,
                        3, 2, 4, 2, -1, 4, -3, -3, -2, -3, -2, 1, 4, 2);
        var kernel = List.of(2L, 3L, 2L);
        var stride = List.of(2L, 2L, 2L);
        var padding = List.of(1L, 1L, 0L);
        assertArrayEquals(
                new double[] {
                    0.25, -2, 5 / 6.0, 1 / 3.0, 2.5, 0, 0.25, -0.5, -5 / 12.0, -0.5, 1.25, 2
                },
                flat(call("avg_pool3d", x, kernel, stride, padding, true, false)),
                1e-6);
        assertArrayEquals(
                new double[] {
                    1 / 12.0, -2 / 3.0, 5 / 12.0, 1 / 6.0, 0.625, 0, 1 / 6.0, -1 / 3.0, -5 / 12.0,
                    -0.5, 0.625, 1
                },
                flat(call("avg_pool3d", x, kernel, stride, padding, true, true)),
                1e-6);
        assertArrayEquals(
                new double[] {-0.5, 2, -2.5, -0.5, -2.5, 0, -1, 1, 2.5, 1.5, -2.5, -2},
                flat(call("avg_pool3d", x, kernel, stride, padding, true, true, -2L)),
                1e-6);
    }

    /**
     * Dilated windows may lie in the padding altogether. PyTorch names a position behind the volume
     * then, to which its gradient writes; here it is -1 and no gradient flows.
     */
    @Test
    void windowsWithoutElements() {
        var x = Torch.ones(1, 1, 1, 3, 4).requiresGrad_();
        var two = List.of(2L, 2L, 2L);
        var both =
                (List<?>)
                        call(
                                "max_pool3d",
                                x,
                                two,
                                List.of(2L, 3L, 1L),
                                List.of(1L, 0L, 1L),
                                List.of(2L, 2L, 1L),
                                false,
                                true);
        assertTrue(((Tensor) both.get(0)).eq(Double.NEGATIVE_INFINITY).all().item() == 1);
        assertTrue(((Tensor) both.get(1)).eq(-1).all().item() == 1);
        ((Tensor) both.get(0)).sum().backward();
        assertTrue(x.grad().eq(0).all().item() == 1);
    }

    @Test
    void errors() {
        refused(
                "input image (T: 2 H: 3 W: 3) smaller than kernel size (kT: 4 kH: 4 kW: 4)",
                "avg_pool3d",
                Torch.ones(1, 2, 2, 3, 3),
                4L,
                1L,
                2L);
        refused(
                "pad should be smaller than or equal to half of kernel size, but got kT: 3 kW: 3"
                        + " kH: 3 padT: 2 padW: 2 padH: 2",
                "max_pool3d",
                Torch.ones(1, 2, 9, 9, 9),
                3L,
                1L,
                2L,
                2L);
        refused(
                "pad should be smaller than or equal to half of kernel size, but got padW = 2, padH"
                        + " = 2, kW = 3, kH = 3",
                "max_pool2d",
                Torch.ones(1, 2, 9, 9),
                3L,
                1L,
                2L,
                2L);
    }
}
