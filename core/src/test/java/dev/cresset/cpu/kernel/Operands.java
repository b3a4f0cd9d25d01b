package dev.cresset.cpu.kernel;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Memory for the operands of a formula with recognisable content: awkward numbers in the inputs, a
 * pattern in and around the outputs, so that a write beside its place is found.
 */
final class Operands {
    private static final int MARGIN = 256;
    private static final double[] AWKWARD = {
        0,
        -0.0,
        1,
        -1,
        2,
        -2,
        0.5,
        -0.5,
        1.5,
        2.5,
        -2.5,
        3,
        7,
        127,
        128,
        255,
        256,
        -128,
        -129,
        100.7,
        -100.7,
        32767,
        32768,
        65504,
        65519,
        65520,
        65536,
        70000,
        1e-8,
        -1e-8,
        6e-8,
        3e-8,
        5.96e-8,
        1e-40,
        1e10,
        -1e10,
        1e30,
        3e9,
        -3e9,
        9.3e18,
        1e20,
        0.1,
        -0.1,
        12345.678,
        20000.25,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
    };

    final Formula formula;
    final long[] pointers;
    private final long[] bases;
    private final long[] bytes;

    /**
     * Allocates operands.
     *
     * @param extents elements to which each operand reaches, outputs first
     */
    Operands(Arena arena, Formula formula, long[] extents, long seed) {
        this.formula = formula;
        int operands = formula.operands();
        pointers = new long[operands];
        bases = new long[operands];
        bytes = new long[operands];
        for (int k = 0; k < operands; k++) {
            var dtype = formula.operandType(k);
            bytes[k] = extents[k] * dtype.size() + 2 * MARGIN;
            bases[k] = arena.allocate(bytes[k], 64).address();
            pointers[k] = bases[k] + MARGIN;
            var random = new SplittableRandom(seed + k);
            for (long i = 0; i < bytes[k]; i++) {
                Memory.setByte(bases[k] + i, (byte) (i * 37 + k));
            }
            for (long i = 0; i < extents[k]; i++) {
                put(dtype, pointers[k] + i * dtype.size(), random);
            }
        }
    }

    private static void put(DType dtype, long at, SplittableRandom random) {
        double value =
                random.nextInt(3) == 0
                        ? AWKWARD[random.nextInt(AWKWARD.length)]
                        : random.nextDouble(-8, 8);
        switch (dtype) {
            case FLOAT32 -> Memory.setFloat(at, (float) value);
            case FLOAT64 -> Memory.setDouble(at, value);
            case FLOAT16 -> Memory.setShort(at, (short) random.nextInt());
            case BFLOAT16 -> Memory.setShort(at, Cells.toBfloat16((float) value));
            case INT64 ->
                    Memory.setLong(at, random.nextInt(4) == 0 ? random.nextLong() : (long) value);
            case INT32 -> Memory.setInt(at, (int) (long) value);
            case INT16 -> Memory.setShort(at, (short) (long) value);
            case INT8, UINT8 -> Memory.setByte(at, (byte) (long) value);
            case BOOL -> Memory.setByte(at, (byte) random.nextInt(2));
        }
    }

    /** The content of all operands, margins included; every NaN as the same bits. */
    byte[][] content() {
        var all = new byte[bases.length][];
        for (int k = 0; k < all.length; k++) {
            all[k] = new byte[(int) bytes[k]];
            for (int i = 0; i < all[k].length; i++) {
                all[k][i] = Memory.getByte(bases[k] + i);
            }
        }
        return all;
    }

    /** Makes every NaN in the outputs the same: its payload is the processor's business. */
    void unifyNaN() {
        for (int k = 0; k < formula.outputTypes().size(); k++) {
            var dtype = formula.operandType(k);
            for (long at = bases[k]; at + 8 <= bases[k] + bytes[k]; at += dtype.size()) {
                switch (dtype) {
                    case FLOAT32 -> {
                        if (Float.isNaN(Memory.getFloat(at))) {
                            Memory.setFloat(at, Float.NaN);
                        }
                    }
                    case FLOAT64 -> {
                        if (Double.isNaN(Memory.getDouble(at))) {
                            Memory.setDouble(at, Double.NaN);
                        }
                    }
                    case FLOAT16 -> {
                        if (Float.isNaN(Float.float16ToFloat(Memory.getShort(at)))) {
                            Memory.setShort(at, (short) 0x7e00);
                        }
                    }
                    case BFLOAT16 -> {
                        if (Float.isNaN(Cells.bfloat16(Memory.getShort(at)))) {
                            Memory.setShort(at, (short) 0x7fc0);
                        }
                    }
                    default -> {}
                }
            }
        }
    }

    /** A plan over layouts, one per operand. */
    static Plan plan(Formula formula, long[] sizes, Layout... layouts) {
        var itemSizes = new int[formula.operands()];
        Arrays.setAll(itemSizes, k -> formula.operandType(k).size());
        return Plan.of(sizes, layouts, itemSizes);
    }

    /** The numbers of a call: 0.75 and -3 in the form the formula wants. */
    static long[] params(Formula formula) {
        return formula.compute() == DType.Compute.LONG
                ? new long[] {5, -3}
                : new long[] {Double.doubleToRawLongBits(0.75), Double.doubleToRawLongBits(-3)};
    }

    /** What a kernel makes of fresh operands over a plan. */
    static byte[][] run(
            PointwiseKernel kernel, Formula formula, Plan plan, Layout[] layouts, long seed) {
        try (var arena = Arena.ofConfined()) {
            var extents = new long[layouts.length];
            // A layout that runs backwards begins at its end.
            Arrays.setAll(extents, k -> Math.max(layouts[k].extent(), layouts[k].offset() + 1));
            var operands = new Operands(arena, formula, extents, seed);
            for (int k = 0; k < layouts.length; k++) {
                operands.pointers[k] += layouts[k].offset() * formula.operandType(k).size();
            }
            kernel.run(plan, operands.pointers, params(formula));
            operands.unifyNaN();
            return operands.content();
        }
    }

    /** What a kernel makes of n fresh elements without strides. */
    static byte[][] run(PointwiseKernel kernel, Formula formula, long n, long seed) {
        try (var arena = Arena.ofConfined()) {
            var extents = new long[formula.operands()];
            Arrays.fill(extents, n);
            var operands = new Operands(arena, formula, extents, seed);
            kernel.runContiguous(n, operands.pointers, params(formula));
            operands.unifyNaN();
            return operands.content();
        }
    }
}
