package dev.cresset.cpu.rows;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.spi.Memory;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;

class ShortSumsTest {
    /** Sums of {@code ((37 i) mod 64 - 31) / 10} in float32 by PyTorch 2.13. */
    @ParameterizedTest
    @CsvSource({
        "1, -0x1.8ccccc0000000p+1",
        "2, -0x1.4000000000000p+1",
        "3, -0x1.2666660000000p+2",
        "4, -0x1.8000000000000p+1",
        "5, -0x1.0666660000000p+2",
        "7, -0x1.9999960000000p+0",
        "8, -0x1.19999a0000000p+2",
        "9, -0x1.c000000000000p+1",
        "15, -0x1.cccccc0000000p+1",
        "16, -0x1.33332c0000000p+1",
        "23, 0x1.9999b00000000p-1",
        "31, -0x1.33332c0000000p+0",
        "32, 0x1.9999aa0000000p+0",
        "33, 0x1.b333420000000p+0",
        "47, 0x1.33333a0000000p+0",
        "56, 0x1.33333c0000000p+0",
        "63, 0x1.ccccca0000000p+1",
    })
    void equalsPyTorchToTheLastBit(int n, String expected) {
        try (var arena = Arena.ofConfined()) {
            long x = arena.allocate(4L * n).address();
            for (int i = 0; i < n; i++) {
                Memory.setFloat(x + 4L * i, (float) ((i * 37 % 64 - 31) * 0.1));
            }
            assertEquals(Double.parseDouble(expected), ShortSums.sum(x, n));
        }
    }
}
