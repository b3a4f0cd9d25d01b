package dev.cresset.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.expr.Expr;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.util.List;

/** Conversions against values that follow from the definition of the number formats. */
class ConversionTest {
    private static void copy(
            DType from, DType to, DType.Compute compute, long source, long target) {
        var formula = new Formula(List.of(Expr.in(0)), compute, List.of(to), List.of(from));
        new TileKernel(Program.of(formula))
                .runContiguous(1, new long[] {target, source}, new long[0]);
    }

    private static long bits(DType from, DType to, double value) {
        try (var arena = Arena.ofConfined()) {
            long source = arena.allocate(8, 8).address();
            long target = arena.allocate(8, 8).address();
            if (from == DType.FLOAT64) {
                Memory.setDouble(source, value);
            } else {
                Memory.setFloat(source, (float) value);
            }
            copy(from, to, from.compute(), source, target);
            return Memory.getLong(target);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3c00",
        "-2, c000",
        "65504, 7bff",
        "65519.996, 7bff",
        "65520, 7c00",
        "-Infinity, fc00",
        "-0.0, 8000",
        "0x1p-24, 1",
        "0x1p-25, 0",
        "0x1.8p-25, 1",
        "0x1.004p0, 3c01",
        "0x1.002p0, 3c00",
        "0x1.006p0, 3c02",
        "0x1.002002p0, 3c01",
    })
    void float16RoundsToNearestEven(String value, String expected) {
        assertEquals(
                Long.parseLong(expected, 16),
                bits(DType.FLOAT32, DType.FLOAT16, Double.parseDouble(value)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3f80",
        "-2, c000",
        "0x1.01p0, 3f80",
        "0x1.03p0, 3f82",
        "0x1.0102p0, 3f81",
        "0x1.fffffep127, 7f80",
        "0x1.fep127, 7f7f",
        "NaN, 7fc0",
        "-Infinity, ff80",
        "-0.0, 8000",
        "0x1p-133, 1",
        "0x1p-134, 0",
    })
    void bfloat16RoundsToNearestEven(String value, String expected) {
        assertEquals(
                Long.parseLong(expected, 16),
                bits(DType.FLOAT32, DType.BFLOAT16, Double.parseDouble(value)));
    }

    @Test
    void float64BecomesFloat16ByWayOfFloat32() {
        // Just above the middle between two float16 numbers, but the middle as a float32.
        double value = 1 + 0x1p-11 + 0x1p-40;
        assertEquals(0x3c00, bits(DType.FLOAT64, DType.FLOAT16, value));
    }

    @ParameterizedTest
    @CsvSource({
        "300, UINT8, 44",
        "-1, UINT8, 255",
        "200, INT8, -56",
        "-5.7, INT8, -5",
        "3.99, INT16, 3",
        "70000, INT16, 4464",
        "-3.99, INT32, -3",
        "1e10, INT32, 1410065408",
        "-0.5, INT64, 0",
        "9007199254740993, INT64, 9007199254740992",
        "0.5, BOOL, 1",
        "-0.0, BOOL, 0",
        "NaN, BOOL, 1",
        "256, BOOL, 1",
    })
    void integersTruncateAndWrap(double value, DType to, long expected) {
        long bits = bits(DType.FLOAT64, to, value);
        long actual =
                switch (to) {
                    case INT8 -> (byte) bits;
                    case INT16 -> (short) bits;
                    case INT32 -> (int) bits;
                    default -> bits;
                };
        assertEquals(expected, actual);
    }

    @Test
    void every16BitFloatSurvivesTheWayThroughFloat32() {
        try (var arena = Arena.ofConfined()) {
            int n = 1 << 16;
            long source = arena.allocate(2L * n, 64).address();
            long target = arena.allocate(2L * n, 64).address();
            for (DType type : List.of(DType.FLOAT16, DType.BFLOAT16)) {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(source + 2L * i, (short) i);
                }
                var formula =
                        new Formula(
                                List.of(Expr.in(0)),
                                DType.Compute.FLOAT,
                                List.of(type),
                                List.of(type));
                new TileKernel(Program.of(formula))
                        .runContiguous(n, new long[] {target, source}, new long[0]);
                int exponent = type == DType.FLOAT16 ? 0x7c00 : 0x7f80;
                for (int i = 0; i < n; i++) {
                    boolean nan = (i & 0x7fff) > exponent;
                    short actual = Memory.getShort(target + 2L * i);
                    assertEquals(
                            nan, (actual & 0x7fff) > exponent, "NaN at " + Integer.toHexString(i));
                    if (!nan) {
                        assertEquals((short) i, actual);
                    }
                }
            }
        }
    }

    @Test
    void integersBeyondTheMantissaRoundToNearest() {
        try (var arena = Arena.ofConfined()) {
            long source = arena.allocate(8, 8).address();
            long target = arena.allocate(8, 8).address();
            Memory.setLong(source, 0x7fffffffffffffffL);
            copy(DType.INT64, DType.FLOAT32, DType.Compute.FLOAT, source, target);
            assertEquals(0x1p63f, Memory.getFloat(target));
            Memory.setLong(source, (1L << 24) + 1);
            copy(DType.INT64, DType.FLOAT32, DType.Compute.LONG, source, target);
            assertEquals(0x1p24f, Memory.getFloat(target));
            Memory.setLong(source, 255);
            copy(DType.UINT8, DType.FLOAT64, DType.Compute.DOUBLE, source, target);
            assertEquals(255, Memory.getDouble(target));
            copy(DType.INT8, DType.FLOAT64, DType.Compute.LONG, source, target);
            assertEquals(-1, Memory.getDouble(target));
        }
    }
}
