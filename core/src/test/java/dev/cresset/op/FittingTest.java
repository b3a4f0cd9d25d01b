package dev.cresset.op;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Numbers that have no place in the dtype they meet: expected values are PyTorch's. */
class FittingTest {
    private static Tensor integers(DType dtype) {
        return Torch.tensor(new long[] {5, 0, 100}).to(dtype);
    }

    private static String text(Object result) {
        if (((Tensor) result).dtype() == DType.BOOL) {
            return Arrays.toString(((Tensor) result).toArray(boolean[].class));
        }
        return Arrays.toString(((Tensor) result).to(DType.INT64).toArray(long[].class));
    }

    private static void refused(String message, Executable call) {
        var error = assertThrows(OpException.class, call);
        assertTrue(error.getMessage().contains(message), error.getMessage());
    }

    @Test
    void everyOpTreatsNumbersAsPyTorchDoes() throws IOException {
        String table;
        try (var in = getClass().getResourceAsStream("numbers-out-of-range.txt")) {
            table = new String(in.readAllBytes());
        }
        for (var line : table.lines().skip(1).toList()) {
            var parts = line.split("\\|", 4);
            var x = integers(DType.valueOf(parts[0].toUpperCase(Locale.ROOT)));
            Number number =
                    parts[2].matches("-?\\d+")
                            ? (Number) Long.valueOf(parts[2])
                            : Double.valueOf(parts[2].replace("nan", "NaN"));
            Executable call =
                    () ->
                            assertEquals(
                                    parts[3],
                                    text(Torch.call(parts[1], List.of(x, number), Map.of())),
                                    line);
            if (parts[3].startsWith("!")) {
                refused(parts[3].substring(1), call);
            } else {
                assertDoesNotThrow(call, line);
            }
        }
    }

    @Test
    void tensorsWithoutDimensionsAreConverted() {
        var x = integers(DType.UINT8);
        assertEquals("[49, 44, 144]", text(x.add(Torch.tensor(300L))));
        assertEquals("[false, true, false]", text(x.eq(Torch.tensor(256L))));
        assertEquals("[44, 44, 100]", text(x.maximum(Torch.tensor(300L))));
        assertEquals("[44, 44, 44]", text(x.clone().fill_(Torch.tensor(300L))));
        refused("ZeroDivisionError", () -> x.floorDivide(Torch.tensor(256L)));
    }

    @Test
    void plainNumbersMustFit() {
        var x = integers(DType.INT8);
        var overflow = "value cannot be converted to type int8_t without overflow";
        refused(overflow, () -> x.add(x, 300));
        refused(overflow, () -> Torch.where(x.eq(x), x, 300));
        refused(overflow, () -> x.maskedFill(x.eq(x), -129));
        refused(overflow, () -> x.clone().set(128, 0));
        refused(overflow, () -> x.clamp(-200, 3));
        refused("argument alpha must not be a floating point number", () -> x.add(x, 1.5));
        assertEquals("[-123, 0, 100]", text(x.sub(x, 128)));
        refused(
                "value cannot be converted to type float without overflow",
                () -> Torch.zeros(2).fill_(1e40));
        assertEquals("[true, true]", text(Torch.zeros(2).to(DType.BOOL).fill_(Double.NaN)));
        refused("set: " + overflow, () -> x.clone().set(128, 0));
        refused("index_fill: " + overflow, () -> x.indexFill(0, Torch.tensor(0L).view(1), 128));
        refused("fill_diagonal_: " + overflow, () -> x.view(1, 3).clone().fillDiagonal_(128));
        refused(
                "full: value cannot be converted to type int8_t",
                () -> Torch.call("full", List.of(List.of(2L), 128L), Map.of("dtype", DType.INT8)));
    }

    @Test
    void truthValuesAreNotSubtracted() {
        var x = integers(DType.INT32);
        refused("with a bool tensor is not supported", () -> x.sub(x.eq(x)));
        refused("with two bool tensors is not supported", () -> x.eq(x).sub(x.eq(x)));
        refused("Negation, the `-` operator, on a bool tensor", () -> x.eq(x).neg());
    }
}
