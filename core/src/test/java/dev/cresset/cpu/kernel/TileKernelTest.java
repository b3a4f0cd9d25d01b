package dev.cresset.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.cpu.Cellar;
import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.expr.Interpreter;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Plan;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The tile executor against the interpreter. */
class TileKernelTest {
    private static final long[] NONE = {};

    private static boolean isIntegral(Fn fn) {
        return switch (fn) {
            case NOT, AND, OR, XOR, SHL, SHR, GCD, LCM -> true;
            default -> false;
        };
    }

    private static boolean isOfIntegers(Fn fn) {
        return switch (fn) {
            case NEG, ABS, SIGN, FLOOR, ADD, SUB, MUL, MIN, MAX, EQ, NE, LT, LE, WHERE, FMA -> true;
            case DIV, POW -> false;
            default -> isIntegral(fn);
        };
    }

    /** Functions that map small integers to small integers. */
    private static boolean isExact(Fn fn) {
        return switch (fn) {
            case FLOOR, CEIL, RINT, TRUNC, ISNAN, COPY_SIGN, REMAINDER, FMOD, FLOOR_DIV -> true;
            default -> isOfIntegers(fn) && !isIntegral(fn);
        };
    }

    /** Functions of one float64 result, because it is defined by IEEE or by a scalar method. */
    private static boolean isScalarOrRounded(Fn fn) {
        return switch (fn) {
            case SQRT, DIV, SIN, COS, TAN, ASIN, ACOS, ATAN, ATAN2, ERF, ERFC, POW -> true;
            default -> false;
        };
    }

    private static Expr random(Random random, List<Fn> fns, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return switch (random.nextInt(5)) {
                case 0 -> Expr.of(random.nextInt(-3, 4));
                case 1 -> Expr.param(random.nextInt(2));
                default -> Expr.in(random.nextInt(2));
            };
        }
        Fn fn = fns.get(random.nextInt(fns.size()));
        var args = new Expr[fn.arity()];
        Expr shared = random(random, fns, depth - 1);
        for (int k = 0; k < args.length; k++) {
            args[k] = random.nextInt(3) == 0 ? shared : random(random, fns, depth - 1);
        }
        return Expr.call(fn, args);
    }

    private static void same(double expected, double actual, Expr e) {
        if (!(expected == actual || Double.isNaN(expected) && Double.isNaN(actual))) {
            throw new AssertionError(e + ": expected " + expected + ", got " + actual);
        }
    }

    /** Formulas whose value is exact or computed by the same scalar method: no tolerance. */
    private static void formulas(DType type, List<Fn> fns, boolean whole, int count, int depth) {
        var random = new Random(42);
        try (var cellar = new Cellar(7)) {
            for (int round = 0; round < count; round++) {
                Expr e = random(random, fns, depth);
                Expr f = random(random, fns, depth);
                int n = List.of(1, 3, 16, 17, 100, 700).get(round % 6);
                double[] a = whole ? cellar.wholes(n) : cellar.eighths(n);
                double[] b = whole ? cellar.wholes(n) : cellar.eighths(n);
                double[] params = {2, -1};
                var bits = new long[2];
                for (int k = 0; k < 2; k++) {
                    bits[k] =
                            type.compute() == DType.Compute.LONG
                                    ? (long) params[k]
                                    : Double.doubleToRawLongBits(params[k]);
                }
                var formula =
                        new Formula(
                                List.of(e, f),
                                type.compute(),
                                List.of(type, type),
                                List.of(type, type));
                long[] pointers = {
                    cellar.room(type, n),
                    cellar.room(type, n),
                    cellar.put(type, a),
                    cellar.put(type, b)
                };
                new TileKernel(Program.of(formula)).runContiguous(n, pointers, bits);
                for (int i = 0; i < n; i++) {
                    double[] in = {a[i], b[i]};
                    long at = (long) i * type.size();
                    same(
                            Interpreter.evaluate(e, in, params),
                            Cellar.get(type, pointers[0] + at),
                            e);
                    same(
                            Interpreter.evaluate(f, in, params),
                            Cellar.get(type, pointers[1] + at),
                            f);
                }
            }
        }
    }

    @Test
    void float64FormulasEqualTheInterpreter() {
        var fns =
                Arrays.stream(Fn.values())
                        .filter(fn -> isExact(fn) || isScalarOrRounded(fn))
                        .toList();
        formulas(DType.FLOAT64, fns, false, 300, 3);
    }

    @Test
    void exactFloat32FormulasEqualTheInterpreter() {
        var fns = Arrays.stream(Fn.values()).filter(TileKernelTest::isExact).toList();
        formulas(DType.FLOAT32, fns, true, 300, 3);
    }

    @Test
    void integerFormulasEqualTheInterpreter() {
        var fns = Arrays.stream(Fn.values()).filter(TileKernelTest::isOfIntegers).toList();
        formulas(DType.INT64, fns, true, 300, 2);
    }

    /** Any layouts, run whole and in pieces, give element by element what contiguous ones give. */
    @Test
    void everyLayoutGivesTheSame() {
        var random = new Random(3);
        Expr e = Expr.in(0).mul(Expr.param(0)).add(Expr.in(1));
        var kernel =
                new TileKernel(
                        Program.of(
                                new Formula(
                                        List.of(e),
                                        DType.Compute.DOUBLE,
                                        List.of(DType.FLOAT64),
                                        List.of(DType.FLOAT32, DType.INT32))));
        long[] params = {Double.doubleToRawLongBits(0.5)};
        for (int round = 0; round < 200; round++) {
            try (var cellar = new Cellar(round)) {
                int dim = random.nextInt(1, 5);
                var sizes = new long[dim];
                for (int d = 0; d < dim; d++) {
                    sizes[d] = List.of(1, 2, 3, 5, 7, 40, 0).get(random.nextInt(dim < 3 ? 6 : 5));
                }
                if (round % 20 == 0) {
                    sizes[random.nextInt(dim)] = 0;
                }
                Layout out = permuted(random, sizes, false);
                Layout a = permuted(random, sizes, true);
                Layout b = permuted(random, sizes, true);
                long room = 1;
                for (long size : sizes) {
                    room *= 2 * Math.max(size, 1);
                }
                double[] as = cellar.eighths(room);
                double[] bs = cellar.wholes(room);
                long[] pointers = {
                    cellar.room(DType.FLOAT64, room),
                    cellar.put(DType.FLOAT32, as),
                    cellar.put(DType.INT32, bs)
                };
                Plan plan = Plan.of(sizes, new Layout[] {out, a, b}, new int[] {8, 4, 4});
                if (round % 2 == 0) {
                    kernel.run(plan, pointers, params);
                } else {
                    long middle = random.nextLong(plan.numel() + 1);
                    kernel.runRange(plan, pointers, params, middle, plan.numel());
                    kernel.runRange(plan, pointers, params, 0, middle);
                }
                var index = new long[dim];
                for (long i = 0; i < plan.numel(); i++) {
                    long rest = i;
                    for (int d = dim - 1; d >= 0; d--) {
                        index[d] = rest % sizes[d];
                        rest /= sizes[d];
                    }
                    double expected = as[at(a, index)] * 0.5 + bs[at(b, index)];
                    double actual = Cellar.get(DType.FLOAT64, pointers[0] + 8L * at(out, index));
                    assertEquals(expected, actual);
                }
            }
        }
    }

    private static int at(Layout layout, long[] index) {
        long at = 0;
        for (int d = 0; d < index.length; d++) {
            at += index[d] * layout.stride(d);
        }
        return (int) at;
    }

    /** Dense or with gaps, dimensions in any order, some of them broadcast if allowed. */
    private static Layout permuted(Random random, long[] sizes, boolean broadcast) {
        var order = new ArrayList<Integer>();
        for (int d = 0; d < sizes.length; d++) {
            order.add(d);
        }
        Collections.shuffle(order, random);
        var strides = new long[sizes.length];
        long step = random.nextInt(1, 3);
        for (int d : order) {
            strides[d] = broadcast && random.nextInt(4) == 0 ? 0 : step;
            step *= Math.max(1, sizes[d]);
        }
        return Layout.of(sizes, strides, 0);
    }

    @Test
    void comparisonsInFloatAreStoredAsBool() {
        try (var cellar = new Cellar(1)) {
            var formula =
                    new Formula(
                            List.of(Expr.in(0).lt(Expr.in(1)), Expr.in(0)),
                            DType.Compute.FLOAT,
                            List.of(DType.BOOL, DType.BOOL),
                            List.of(DType.FLOAT16, DType.FLOAT32));
            long[] pointers = {
                cellar.room(DType.BOOL, 4),
                cellar.room(DType.BOOL, 4),
                cellar.put(DType.FLOAT16, 1, 2, Double.NaN, 0),
                cellar.put(DType.FLOAT32, 2, 1, 0, -0.0)
            };
            new TileKernel(Program.of(formula)).runContiguous(4, pointers, NONE);
            assertEquals("[1.0, 0.0, 0.0, 0.0]", text(DType.BOOL, pointers[0], 4));
            assertEquals("[1.0, 1.0, 1.0, 0.0]", text(DType.BOOL, pointers[1], 4));
        }
    }

    private static String text(DType type, long address, int n) {
        return Arrays.toString(Cellar.get(type, address, n));
    }

    @Test
    void outputsMayReplaceInputs() {
        try (var cellar = new Cellar(1)) {
            int n = 1300;
            double[] a = cellar.wholes(n);
            double[] b = cellar.wholes(n);
            long pa = cellar.put(DType.FLOAT32, a);
            long pb = cellar.put(DType.FLOAT32, b);
            var formula =
                    new Formula(
                            List.of(Expr.in(0).add(Expr.in(1)), Expr.in(0).sub(Expr.in(1))),
                            DType.Compute.FLOAT,
                            List.of(DType.FLOAT32, DType.FLOAT32),
                            List.of(DType.FLOAT32, DType.FLOAT32));
            new TileKernel(Program.of(formula)).runContiguous(n, new long[] {pa, pb, pa, pb}, NONE);
            for (int i = 0; i < n; i++) {
                assertEquals(a[i] + b[i], Cellar.get(DType.FLOAT32, pa + 4L * i));
                assertEquals(a[i] - b[i], Cellar.get(DType.FLOAT32, pb + 4L * i));
            }
        }
    }

    @Test
    void constantsAndParamsFillWithoutInputs() {
        try (var cellar = new Cellar(1)) {
            var formula =
                    new Formula(
                            List.of(Expr.param(0), Expr.of(2.5)),
                            DType.Compute.LONG,
                            List.of(DType.INT64, DType.UINT8),
                            List.of());
            long p = cellar.room(DType.INT64, 3);
            long q = cellar.room(DType.UINT8, 3);
            new TileKernel(Program.of(formula))
                    .runContiguous(3, new long[] {p, q}, new long[] {Long.MIN_VALUE + 1});
            assertEquals(Long.MIN_VALUE + 1, Memory.getLong(p + 16));
            assertEquals("[2.0, 2.0, 2.0]", text(DType.UINT8, q, 3));
        }
    }

    /** PyTorch's results for int64 tensors. */
    @Test
    void integersDivideShiftAndRaiseAsInPyTorch() {
        long[][] cases = {
            // a, b, a // b, a % b, trunc(a / b), fmod, a ** b, a << b, a >> b
            {-7, 3, -3, 2, -2, -1, -343, -56, -1},
            {7, -3, -3, -2, -2, 1, 0, 0, 0},
            {2, 63, 0, 2, 0, 2, Long.MIN_VALUE, 0, 0},
            {-1, -3, 0, -1, 0, -1, -1, 0, -1},
            {5, 64, 0, 5, 0, 5, 7942358959831785217L, 0, 0},
            {-5, 65, -1, 60, 0, -5, -2818306651739822853L, 0, -1},
            {4, 0, 0, 0, 0, 0, 1, 4, 4},
        };
        Expr a = Expr.in(0);
        Expr b = Expr.in(1);
        Fn[] fns = {Fn.FLOOR_DIV, Fn.REMAINDER, Fn.DIV, Fn.FMOD, Fn.POW, Fn.SHL, Fn.SHR};
        try (var cellar = new Cellar(1)) {
            for (int f = 0; f < fns.length; f++) {
                var kernel =
                        new TileKernel(
                                Program.of(
                                        new Formula(
                                                List.of(Expr.call(fns[f], a, b)),
                                                DType.Compute.LONG,
                                                List.of(DType.INT64),
                                                List.of(DType.INT64, DType.INT64))));
                for (long[] row : cases) {
                    long p = cellar.put(DType.INT64, 0);
                    long[] pointers = {
                        p, cellar.put(DType.INT64, row[0]), cellar.put(DType.INT64, row[1])
                    };
                    kernel.runContiguous(1, pointers, NONE);
                    assertEquals(row[2 + f], Memory.getLong(p), fns[f] + Arrays.toString(row));
                }
            }
        }
    }
}
