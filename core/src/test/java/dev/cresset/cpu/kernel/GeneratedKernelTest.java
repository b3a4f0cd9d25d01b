package dev.cresset.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.cpu.Cellar;
import dev.cresset.cpu.Vectors;
import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.PointwiseKernel;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Generated classes give the bits that the tile tier gives: for every function, dtype, layout and
 * length. What the tile tier gives is checked against PyTorch and mathematics elsewhere.
 */
class GeneratedKernelTest {
    private static final int[] LENGTHS = {
        0, 1, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 127, 129, 1000
    };
    private static final Map<Formula, PointwiseKernel> GENERATED = new HashMap<>();
    private static final Expr A = Expr.in(0);
    private static final Expr B = Expr.in(1);

    @BeforeEach
    void vectors() {
        Assumptions.assumeTrue(Vectors.available(), "the Vector API is off");
    }

    private static PointwiseKernel generated(Formula formula) {
        return GENERATED.computeIfAbsent(
                formula, f -> CpuKernels.create(f, CpuKernels.Tier.GENERATED));
    }

    private static Formula formula(Expr e, Compute compute, DType out, DType... in) {
        return new Formula(List.of(e), compute, List.of(out), List.of(in));
    }

    private static void sameOn(Formula formula, long[] sizes, Layout... layouts) {
        var plan = Operands.plan(formula, sizes, layouts);
        var expected = Operands.run(new TileKernel(Program.of(formula)), formula, plan, layouts, 1);
        var actual = Operands.run(generated(formula), formula, plan, layouts, 1);
        same(expected, actual, formula, Arrays.toString(layouts));
    }

    private static void same(byte[][] expected, byte[][] actual, Formula formula, String where) {
        for (int k = 0; k < expected.length; k++) {
            int at = Arrays.mismatch(expected[k], actual[k]);
            if (at >= 0) {
                int size = formula.operandType(k).size();
                int from = at / size * size;
                throw new AssertionError(
                        "%s: operand %d differs at byte %d: expected %s, got %s%n%s"
                                .formatted(
                                        where,
                                        k,
                                        at,
                                        Arrays.toString(
                                                Arrays.copyOfRange(expected[k], from, from + size)),
                                        Arrays.toString(
                                                Arrays.copyOfRange(actual[k], from, from + size)),
                                        formula + "\n" + Program.of(formula)));
            }
        }
    }

    private static void sameForAllLengths(Formula formula) {
        var tile = new TileKernel(Program.of(formula));
        for (int n : LENGTHS) {
            var expected = Operands.run(tile, formula, n, n);
            var actual = Operands.run(generated(formula), formula, n, n);
            same(expected, actual, formula, n + " elements");
        }
    }

    static Stream<Formula> functions() {
        var formulas = new ArrayList<Formula>();
        for (var fn : Fn.values()) {
            for (var compute : Compute.values()) {
                var dtype =
                        switch (compute) {
                            case FLOAT -> DType.FLOAT32;
                            case DOUBLE -> DType.FLOAT64;
                            case LONG -> DType.INT64;
                        };
                var args = new Expr[fn.arity()];
                var types = new DType[fn.arity()];
                Arrays.setAll(args, Expr::in);
                Arrays.fill(types, dtype);
                var formula = formula(Expr.call(fn, args), compute, dtype, types);
                boolean single = fn == Fn.SIN_LARGE || fn == Fn.COS_LARGE;
                if (exists(formula) && !(single && compute != Compute.FLOAT)) {
                    formulas.add(formula);
                }
            }
        }
        return formulas.stream();
    }

    private static boolean exists(Formula formula) {
        try {
            new TileKernel(Program.of(formula));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyFunctionForAllLengths(Formula formula) {
        sameForAllLengths(formula);
    }

    /** Integers are computed in the narrowest lanes that are right. */
    static Stream<Formula> integers() {
        var formulas = new ArrayList<Formula>();
        var c = Expr.in(2);
        var combined =
                List.of(
                        Expr.call(Fn.AND, A.ne(0), B.ne(0)),
                        Expr.where(A.lt(B), A.add(B), A.mul(c)),
                        A.sub(B).max(c),
                        A.add(B).lt(c),
                        A.mul(B).add(1).eq(c),
                        Expr.where(A.mul(B), B, c),
                        A.max(B).min(c).mul(3).add(Expr.param(1)),
                        Expr.call(Fn.XOR, A, B).le(c),
                        A.abs().eq(128));
        for (var dtype : Cellar.realTypes()) {
            if (dtype.compute() == Compute.LONG) {
                var types = new DType[] {dtype, dtype, dtype};
                for (var fn : Fn.values()) {
                    var args = Arrays.copyOf(new Expr[] {A, B, c}, fn.arity());
                    var e = Expr.call(fn, args);
                    var formula = formula(e, Compute.LONG, dtype, types);
                    if (exists(formula)) {
                        formulas.add(formula);
                        formulas.add(formula(e, Compute.LONG, DType.BOOL, types));
                    }
                }
                for (var e : combined) {
                    formulas.add(formula(e, Compute.LONG, dtype, types));
                    formulas.add(formula(e, Compute.LONG, DType.BOOL, types));
                    formulas.add(formula(e, Compute.LONG, DType.UINT8, types));
                    formulas.add(formula(e, Compute.LONG, DType.INT32, DType.BOOL, dtype, dtype));
                }
            }
        }
        return formulas.stream();
    }

    @Test
    void everyIntegerFunctionForAllIntegerTypes() {
        integers().forEach(GeneratedKernelTest::sameForAllLengths);
    }

    static Stream<Formula> conversions() {
        var formulas = new ArrayList<Formula>();
        for (var compute : Compute.values()) {
            for (var in : Cellar.realTypes()) {
                for (var out : Cellar.realTypes()) {
                    formulas.add(formula(A.add(Expr.param(0)), compute, out, in));
                    formulas.add(formula(A.mul(1.5), compute, out, in));
                }
            }
        }
        return formulas.stream();
    }

    @Test
    void everyDtypeToEveryOther() {
        conversions().forEach(GeneratedKernelTest::sameForAllLengths);
    }

    @Test
    void allBitPatternsOfSixteenBits() {
        for (var dtype : new DType[] {DType.FLOAT16, DType.BFLOAT16}) {
            var widen = formula(A.mul(2), Compute.FLOAT, DType.FLOAT32, dtype);
            var back = formula(A.mul(0.5), Compute.FLOAT, dtype, DType.FLOAT32);
            try (var arena = Arena.ofConfined()) {
                int n = 1 << 16;
                long half = arena.allocate(2 * n).address();
                long single = arena.allocate(4 * n).address();
                long again = arena.allocate(2 * n).address();
                for (int i = 0; i < n; i++) {
                    Memory.setShort(half + 2 * i, (short) i);
                }
                generated(widen).runContiguous(n, new long[] {single, half}, new long[0]);
                generated(back).runContiguous(n, new long[] {again, single}, new long[0]);
                for (int i = 0; i < n; i++) {
                    short bits = (short) i;
                    float value =
                            dtype == DType.FLOAT16
                                    ? Float.float16ToFloat(bits)
                                    : Float.intBitsToFloat(i << 16);
                    assertEquals(value * 2, Memory.getFloat(single + 4 * i));
                    if (!Float.isNaN(value) && !Float.isInfinite(value * 2)) {
                        assertEquals(bits, Memory.getShort(again + 2 * i));
                    }
                }
            }
        }
    }

    @Test
    void numbersBetweenHalvesRoundToEven() {
        var narrow =
                formula(A.mul(1.0).add(Expr.param(0)), Compute.FLOAT, DType.FLOAT16, DType.FLOAT32);
        try (var arena = Arena.ofConfined()) {
            int n = 1 << 18;
            long in = arena.allocate(4 * n).address();
            long out = arena.allocate(2 * n).address();
            for (int i = 0; i < n; i++) {
                // All exponents and signs, with mantissas around the middle between two halves.
                Memory.setInt(in + 4 * i, (i >> 9) << 23 | (i & 511) << 12 | i % 3);
            }
            long[] zero = {Double.doubleToRawLongBits(0)};
            generated(narrow).runContiguous(n, new long[] {out, in}, zero);
            for (int i = 0; i < n; i++) {
                float value = Memory.getFloat(in + 4 * i) + 0f;
                if (!Float.isNaN(value)) {
                    assertEquals(
                            Float.floatToFloat16(value), Memory.getShort(out + 2 * i), "" + value);
                }
            }
        }
    }

    /** A formula with truth values in all roles, numbers of the call and constants. */
    private static Expr mixed() {
        var smaller = A.lt(B);
        var chosen = Expr.where(smaller, A.mul(Expr.param(0)), B.sub(Expr.param(1)));
        return chosen.max(Expr.of(-2)).min(Expr.of(6)).add(smaller.mul(3)).add(A.eq(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"COMPLEX64", "COMPLEX128"})
    void everyLayout(DType dtype) {
        var formula = formula(mixed(), dtype.compute(), dtype, dtype, dtype);
        for (long n : new long[] {1, 3, 16, 17, 33, 100}) {
            for (long m : new long[] {1, 2, 5, 40}) {
                var sizes = new long[] {m, n};
                var dense = Layout.contiguous(m, n);
                sameOn(formula, sizes, dense, dense, dense);
                sameOn(formula, sizes, dense, Layout.contiguous(n), dense);
                sameOn(formula, sizes, dense, Layout.contiguous(m, 1), dense);
                sameOn(formula, sizes, dense, dense, Layout.contiguous(m, 1));
                sameOn(formula, sizes, dense, Layout.contiguous(n), Layout.contiguous(m, 1));
                sameOn(formula, sizes, dense, Layout.contiguous(), Layout.contiguous());
                sameOn(formula, sizes, dense, Layout.contiguous(n, m).transpose(0, 1), dense);
                var columns = Layout.of(sizes, new long[] {n * 3, 3}, 1);
                sameOn(formula, sizes, columns, dense, columns);
                sameOn(formula, sizes, columns, Layout.contiguous(m, 1), dense);
                var rows = Layout.of(sizes, new long[] {n + 5, 1}, 2);
                sameOn(formula, sizes, rows, rows, dense);
                var backwards = Layout.of(sizes, new long[] {-n, -1}, n * m - 1);
                sameOn(formula, sizes, dense, backwards, dense);
            }
        }
    }

    @Test
    void layoutsOfMoreDimensions() {
        var formula = formula(mixed(), Compute.FLOAT, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        long[] sizes = {3, 4, 5, 6};
        var dense = Layout.contiguous(sizes);
        sameOn(formula, sizes, dense, dense.permute(0, 1, 2, 3), dense);
        sameOn(formula, sizes, dense, Layout.contiguous(6, 5, 4, 3).permute(3, 2, 1, 0), dense);
        sameOn(formula, sizes, dense, Layout.contiguous(3, 1, 5, 1), dense);
        sameOn(formula, sizes, dense, Layout.contiguous(4, 1, 1), Layout.contiguous(5, 6));
        sameOn(formula, sizes, Layout.channelsLast(sizes), dense, Layout.contiguous(4, 1, 1));
        sameOn(
                formula,
                new long[] {3, 0, 2},
                Layout.contiguous(3, 0, 2),
                Layout.contiguous(3, 0, 2),
                Layout.contiguous(2));
    }

    @Test
    void largeProblemsOverThreads() {
        var formula = formula(mixed(), Compute.FLOAT, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        long n = 250;
        var sizes = new long[] {n, n};
        var dense = Layout.contiguous(sizes);
        sameOn(formula, sizes, dense, dense, dense);
        sameOn(formula, sizes, dense, Layout.contiguous(n), dense);
        sameOn(formula, sizes, dense, dense.transpose(0, 1), dense);
        var wide = new long[] {2, 50_001};
        sameOn(
                formula,
                wide,
                Layout.contiguous(wide),
                Layout.contiguous(wide),
                Layout.contiguous(2, 1));
        var tall = new long[] {50_001, 2};
        sameOn(
                formula,
                tall,
                Layout.contiguous(tall),
                Layout.contiguous(tall),
                Layout.contiguous(2));
    }

    @Test
    void severalOutputsOfSeveralTypes() {
        var sum = A.add(B);
        var formula =
                new Formula(
                        List.of(sum, sum.mul(A), A.lt(B), Expr.param(0)),
                        Compute.FLOAT,
                        List.of(DType.FLOAT32, DType.BFLOAT16, DType.BOOL, DType.INT32),
                        List.of(DType.FLOAT32, DType.FLOAT16));
        sameForAllLengths(formula);
        var sizes = new long[] {20, 30};
        var dense = Layout.contiguous(sizes);
        var turned = Layout.contiguous(30, 20).transpose(0, 1);
        sameOn(formula, sizes, dense, turned, dense, turned, dense, Layout.contiguous(30));
    }

    @Test
    void moreInputsThanVariants() {
        Expr sum = A;
        var types = new DType[9];
        var layouts = new Layout[10];
        var sizes = new long[] {6, 50};
        layouts[0] = Layout.contiguous(sizes);
        for (int k = 0; k < 9; k++) {
            sum = sum.add(Expr.in(k));
            types[k] = DType.FLOAT32;
            layouts[k + 1] = k % 2 == 0 ? Layout.contiguous(6, 1) : Layout.contiguous(50);
        }
        sameOn(formula(sum, Compute.FLOAT, DType.FLOAT32, types), sizes, layouts);
    }

    @Test
    void inPlace() {
        var formula = formula(mixed(), Compute.FLOAT, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        try (var arena = Arena.ofConfined()) {
            for (int n : LENGTHS) {
                long[] extents = {n, n, n};
                var apart = new Operands(arena, formula, extents, 7);
                var together = new Operands(arena, formula, extents, 7);
                long[] params = Operands.params(formula);
                generated(formula).runContiguous(n, apart.pointers, params);
                long[] p = together.pointers;
                generated(formula).runContiguous(n, new long[] {p[1], p[1], p[2]}, params);
                for (int i = 0; i < n; i++) {
                    assertEquals(
                            Memory.getFloat(apart.pointers[0] + 4 * i),
                            Memory.getFloat(p[1] + 4 * i));
                }
            }
        }
    }

    @Test
    void copiesOfEverySizeAndLayout() {
        for (var dtype : Cellar.realTypes()) {
            var formula = formula(A, dtype.compute(), dtype, dtype);
            for (long n : new long[] {1, 5, 16, 33, 70}) {
                for (long m : new long[] {1, 3, 16, 49}) {
                    var sizes = new long[] {m, n};
                    var dense = Layout.contiguous(sizes);
                    copied(formula, sizes, dense, dense);
                    copied(formula, sizes, dense, Layout.contiguous(n, m).transpose(0, 1));
                    copied(formula, sizes, Layout.contiguous(n, m).transpose(0, 1), dense);
                    copied(formula, sizes, dense, Layout.contiguous(m, 1));
                    copied(formula, sizes, dense, Layout.contiguous(n));
                    copied(formula, sizes, dense, Layout.of(sizes, new long[] {n * 2, 2}, 0));
                    copied(formula, sizes, Layout.of(sizes, new long[] {n + 3, 1}, 0), dense);
                }
            }
        }
    }

    /** A copy must be exact, NaN payloads included; compared element by element in Java. */
    private static void copied(Formula formula, long[] sizes, Layout to, Layout from) {
        int size = formula.operandType(0).size();
        try (var arena = Arena.ofConfined()) {
            var operands = new Operands(arena, formula, new long[] {to.extent(), from.extent()}, 3);
            long out = operands.pointers[0];
            long in = operands.pointers[1];
            var kernel = CpuKernels.create(formula, CpuKernels.Tier.GENERATED);
            kernel.run(Operands.plan(formula, sizes, to, from), operands.pointers, new long[0]);
            var source = from.expand(sizes);
            for (long i = 0; i < sizes[0]; i++) {
                for (long j = 0; j < sizes[1]; j++) {
                    long a = in + (i * source.stride(0) + j * source.stride(1)) * size;
                    long b = out + (i * to.stride(0) + j * to.stride(1)) * size;
                    for (int k = 0; k < size; k++) {
                        assertEquals(Memory.getByte(a + k), Memory.getByte(b + k));
                    }
                }
            }
        }
    }

    @Test
    void shapesAndNumbersMakeNoClasses() {
        var formula =
                formula(
                        mixed().add(A.mul(B)),
                        Compute.FLOAT,
                        DType.FLOAT32,
                        DType.FLOAT32,
                        DType.FLOAT32);
        UnaryOperator<Long> shapes =
                n -> {
                    var sizes = new long[] {n, n + 1};
                    var dense = Layout.contiguous(sizes);
                    var turned = Layout.contiguous(n + 1, n).transpose(0, 1);
                    sameOn(formula, sizes, dense, dense, dense);
                    sameOn(formula, sizes, dense, dense, turned);
                    sameOn(formula, sizes, turned, dense, Layout.contiguous(n + 1));
                    sameOn(formula, sizes, dense, Layout.contiguous(n, 1), dense);
                    return n;
                };
        shapes.apply(10L);
        int before = CpuKernels.generatedClasses();
        for (long n = 2; n < 40; n += 3) {
            shapes.apply(n);
        }
        assertEquals(before, CpuKernels.generatedClasses());
        assertTrue(before > 0);
    }

    @Test
    void equalFormulasShareAKernel() {
        var a = formula(A.mul(B), Compute.FLOAT, DType.FLOAT32, DType.FLOAT32, DType.FLOAT32);
        var b =
                formula(
                        Expr.in(0).mul(Expr.in(1)),
                        Compute.FLOAT,
                        DType.FLOAT32,
                        DType.FLOAT32,
                        DType.FLOAT32);
        assertEquals(CpuKernels.compile(a), CpuKernels.compile(b));
    }
}
