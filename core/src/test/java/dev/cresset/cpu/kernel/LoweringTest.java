package dev.cresset.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.expr.Interpreter;
import dev.cresset.spi.DType;
import dev.cresset.spi.Formula;
import dev.cresset.spi.Memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** The formulas of the float32 functions against float64 mathematics. */
class LoweringTest {
    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    private static TileKernel kernel(Expr e, int inputs) {
        var types = Collections.nCopies(inputs, DType.FLOAT32);
        return new TileKernel(
                Program.of(
                        new Formula(
                                List.of(e), DType.Compute.FLOAT, List.of(DType.FLOAT32), types)));
    }

    private static float[] run(Expr e, float[]... inputs) {
        int n = inputs[0].length;
        try (var arena = Arena.ofConfined()) {
            var pointers = new long[inputs.length + 1];
            for (int k = 0; k < pointers.length; k++) {
                pointers[k] = arena.allocate(4L * n + 4, 64).address();
            }
            for (int k = 0; k < inputs.length; k++) {
                for (int i = 0; i < n; i++) {
                    Memory.setFloat(pointers[k + 1] + 4L * i, inputs[k][i]);
                }
            }
            kernel(e, inputs.length).runContiguous(n, pointers, new long[0]);
            var results = new float[n];
            for (int i = 0; i < n; i++) {
                results[i] = Memory.getFloat(pointers[0] + 4L * i);
            }
            return results;
        }
    }

    private static float run(Fn fn, float... inputs) {
        var columns = new float[inputs.length][];
        var args = new Expr[inputs.length];
        for (int k = 0; k < inputs.length; k++) {
            columns[k] = new float[] {inputs[k]};
            args[k] = Expr.in(k);
        }
        return run(Expr.call(fn, args), columns)[0];
    }

    /**
     * Distance in units in the last place of the float32 result; 0 where both are special alike.
     */
    private static double distance(float actual, double exact) {
        float rounded = (float) exact;
        if (Float.isNaN(rounded) || Float.isInfinite(rounded) || rounded == 0) {
            boolean same = Float.floatToIntBits(rounded) == Float.floatToIntBits(actual);
            boolean nearZero = rounded == 0 && Math.abs(actual) <= Float.MIN_VALUE && exact != 0;
            return same || nearZero ? 0 : Double.POSITIVE_INFINITY;
        }
        return Math.abs(actual - exact) / Math.ulp(rounded);
    }

    /** Bit patterns in equal steps through all floats: every sign and exponent, NaN and inf. */
    @ParameterizedTest
    @CsvSource({
        "EXP, 0.9, 40009",
        "LOG, 1.0, 40009",
        "TANH, 2.2, 40009",
        "SIGMOID, 2.0, 40009",
        "ERF, 1.3, 40009",
        "EXPM1, 1.3, 100003",
        "EXP2, 0.9, 100003",
        "LOG2, 1.0, 100003",
        "LOG10, 1.0, 100003",
        "LOG1P, 1.5, 100003",
        "SIN, 1.5, 100003",
        "COS, 1.5, 100003",
        "TAN, 3.0, 200003",
        "ASIN, 1.5, 200003",
        "ACOS, 1.2, 200003",
        "ATAN, 1.3, 200003",
        "SINH, 1.6, 200003",
        "COSH, 1.5, 200003",
        "ASINH, 1.7, 200003",
        "ACOSH, 2.2, 200003",
        "ATANH, 2.1, 200003",
        "ERFC, 3.5, 200003",
        "SQRT, 0.51, 500009",
    })
    void unaryFunctionsAreAccurateEverywhere(Fn fn, double bound, int step) {
        Expr e = Expr.call(fn, Expr.in(0));
        int n = (int) ((1L << 32) / step);
        var x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = Float.intBitsToFloat(i * step);
            if (fn == Fn.SIGMOID && x[i] < SMALLEST_LOGIT) {
                x[i] = 0;
            }
        }
        check(e, bound, x);
    }

    /** There PyTorch's 1 / (1 + exp(-x)) overflows in float32, which the reference cannot see. */
    private static final float SMALLEST_LOGIT = -88.722f;

    @Test
    void sigmoidIsZeroWhereThePowerOverflows() {
        for (float x : new float[] {-88.73f, -90, -100, -104, -1e30f, -INF}) {
            assertEquals(0, run(Fn.SIGMOID, x));
        }
        assertEquals(2.94120216e-39f, run(Fn.SIGMOID, -88.722f), 1e-43f);
    }

    private static void check(Expr e, double bound, float[]... inputs) {
        var y = run(e, inputs);
        var element = new double[inputs.length];
        for (int i = 0; i < y.length; i++) {
            for (int k = 0; k < element.length; k++) {
                element[k] = inputs[k][i];
            }
            double exact = Interpreter.evaluate(e, element, new double[0]);
            double ulps = distance(y[i], exact);
            if (!(ulps <= bound)) {
                String at = Arrays.toString(element);
                throw new AssertionError(
                        e + " at " + at + ": " + y[i] + ", not " + exact + ", off by " + ulps);
            }
        }
    }

    /** The reference itself is within 1 unit of the last place. */
    @ParameterizedTest
    @CsvSource({
        "EXP, 2",
        "EXPM1, 3",
        "EXP2, 2",
        "LOG, 2",
        "LOG2, 3",
        "LOG10, 3",
        "LOG1P, 2",
        "SINH, 3",
        "COSH, 3",
        "TANH, 4",
        "ASINH, 3",
        "ACOSH, 3",
        "ATANH, 3",
        "SIGMOID, 3"
    })
    void float64FunctionsAreAccurateEverywhere(Fn fn, double bound) {
        double[] special = {
            0,
            -0.0,
            1,
            -1,
            Double.NaN,
            INF,
            -INF,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MIN_NORMAL,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            709.78,
            709.79,
            710.4,
            710.5,
            -745,
            -745.2,
            -708.5,
            1023.99,
            1024,
            -1074,
            -1075,
            -1075.5,
            1e-20,
            -1e-20,
            1e18,
            1e19
        };
        var random = new Random(3);
        int n = 60_000;
        Expr e = Expr.call(fn, Expr.in(0));
        var formula =
                new Formula(
                        List.of(e),
                        DType.Compute.DOUBLE,
                        List.of(DType.FLOAT64),
                        List.of(DType.FLOAT64));
        var program = Program.of(formula);
        try (var arena = Arena.ofConfined()) {
            long from = arena.allocate(8L * n, 64).address();
            long to = arena.allocate(8L * n, 64).address();
            for (int i = 0; i < n; i++) {
                double x =
                        i < special.length
                                ? special[i]
                                : switch (i % 3) {
                                    case 0 -> Double.longBitsToDouble(random.nextLong());
                                    case 1 ->
                                            random.nextGaussian()
                                                    * Math.exp(3 * random.nextGaussian());
                                    default ->
                                            (i % 2 - 0.5)
                                                    * 2
                                                    * Math.exp(0.3 * random.nextGaussian());
                                };
                Memory.setDouble(from + 8L * i, x);
            }
            new TileKernel(program).runContiguous(n, new long[] {to, from}, new long[0]);
            for (int i = 0; i < n; i++) {
                double x = Memory.getDouble(from + 8L * i);
                double y = Memory.getDouble(to + 8L * i);
                double exact = Interpreter.evaluate(e, new double[] {x}, new double[0]);
                boolean unique = Double.isNaN(exact) || Double.isInfinite(exact) || exact == 0;
                boolean good =
                        unique
                                ? Double.doubleToLongBits(exact) == Double.doubleToLongBits(y)
                                : Math.abs(y - exact) <= bound * Math.ulp(exact);
                assertTrue(good, () -> fn + " of " + x + ": " + y + ", not " + exact);
            }
        }
    }

    @Test
    void powersAndAnglesAreAccurate() {
        var random = new Random(11);
        int n = 60_000;
        var x = new float[n];
        var y = new float[n];
        for (int i = 0; i < n; i++) {
            switch (i % 4) {
                case 0 -> {
                    x[i] = Float.intBitsToFloat(random.nextInt());
                    y[i] = Float.intBitsToFloat(random.nextInt());
                }
                case 1 -> {
                    x[i] = (float) Math.exp(3 * random.nextGaussian());
                    y[i] = (float) (20 * random.nextGaussian());
                }
                case 2 -> {
                    x[i] = (float) Math.exp(0.01 * random.nextGaussian());
                    y[i] = (float) (3000 * random.nextGaussian());
                }
                default -> {
                    x[i] = (float) random.nextGaussian();
                    y[i] = random.nextInt(-30, 30);
                }
            }
        }
        check(Expr.in(0).pow(Expr.in(1)), 1.0, x, y);
        check(Expr.call(Fn.ATAN2, Expr.in(0), Expr.in(1)), 1.5, x, y);
    }

    @Test
    void pairsOfSpecialNumbersGiveWhatMathematicsSays() {
        float[] special = {
            0,
            -0f,
            1,
            -1,
            2,
            -2,
            3,
            -3,
            0.5f,
            -0.5f,
            2.5f,
            NAN,
            INF,
            -INF,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            16777215,
            -16777215,
            16777216,
            8388607.5f,
            0x1.fffffep-1f,
            -0x1.fffffep-1f,
            0x1.000002p0f
        };
        int n = special.length * special.length;
        var x = new float[n];
        var y = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = special[i / special.length];
            y[i] = special[i % special.length];
        }
        for (Fn fn : List.of(Fn.POW, Fn.ATAN2, Fn.COPY_SIGN, Fn.MIN, Fn.MAX, Fn.EQ, Fn.NE, Fn.LT)) {
            check(Expr.call(fn, Expr.in(0), Expr.in(1)), 1.5, x, y);
        }
    }

    @Test
    void hugeAnglesAreReducedExactly() {
        assertEquals(-0.734081535296f, run(Fn.SIN, 1e22f));
        assertEquals(0.679061337095f, run(Fn.COS, 1e22f));
        assertEquals(-0.791163438522f, run(Fn.SIN, 1e30f));
        assertEquals(-0.611604785418f, run(Fn.COS, 1e30f));
        assertTrue(Float.isNaN(run(Fn.SIN, INF)));
        assertTrue(Float.isNaN(run(Fn.TAN, -INF)));
    }

    @Test
    void exactResultsAreExact() {
        for (int k = -149; k < 128; k++) {
            assertEquals(k, run(Fn.LOG2, (float) Math.scalb(1.0, k)));
            assertEquals((float) Math.scalb(1.0, k), run(Fn.EXP2, k));
            assertEquals((float) Math.scalb(1.0, k), run(Fn.POW, 2, k));
        }
        for (int k = 0; k < 11; k++) {
            assertEquals(k, run(Fn.LOG10, (float) Math.pow(10, k)));
        }
        assertEquals(1, run(Fn.ERFC, 1e-10f));
        assertEquals(0.5f, run(Fn.SIGMOID, 0));
        assertEquals(1, run(Fn.TANH, 20));
        assertEquals(-1, run(Fn.EXPM1, -INF));
        assertEquals(Float.MIN_VALUE, run(Fn.EXP, -103.5f));
        assertEquals(0, run(Fn.EXP, -104));
        assertEquals(INF, run(Fn.EXP, 88.73f));
        assertEquals(-1, run(Fn.POW, -1, -3));
    }

    /** PyTorch's results for torch.floor_divide and torch.remainder of float32. */
    @ParameterizedTest
    @CsvSource({
        "1, 0.1, 9, 0.1",
        "-7, 3, -3, 2",
        "7, -3, -3, -2",
        "-6, 3, -2, 0",
        "0, -3, -0.0, 0",
        "1, 0, Infinity, NaN",
        "-1, 0, -Infinity, NaN",
        "1, Infinity, 0, 1",
        "-1, Infinity, -1, Infinity",
    })
    void quotientsAreRoundedDown(float a, float b, float quotient, float remainder) {
        assertEquals(quotient, run(Fn.FLOOR_DIV, a, b), 0);
        assertEquals(remainder, run(Fn.REMAINDER, a, b), 1e-6f);
    }

    @Test
    void integralPartsKeepTheSignOfZero() {
        float[] values = {
            -0.5f, -0f, 0.5f, 1.5f, 2.5f, -2.5f, 8388607.5f, -8388609, 1e20f, NAN, -INF, -0.2f
        };
        for (float v : values) {
            assertEquals((float) Math.floor(v), run(Fn.FLOOR, v));
            assertEquals((float) Math.ceil(v), run(Fn.CEIL, v));
            assertEquals((float) Math.rint(v), run(Fn.RINT, v));
            float truncated = (float) (v < 0 ? Math.ceil(v) : Math.floor(v));
            assertEquals(truncated, run(Fn.TRUNC, v));
            assertEquals(Math.signum(v), Float.isNaN(v) ? NAN : run(Fn.SIGN, v), 0f);
        }
    }

    @Test
    void productAndSumRoundTwiceUnlessFused() {
        float a = 0x1.000002p0f;
        Expr product = Expr.in(0).mul(Expr.in(0)).sub(Expr.in(1));
        float[] square = {a * a};
        assertEquals(0, run(product, new float[] {a}, square)[0]);
        Expr fused = Expr.call(Fn.FMA, Expr.in(0), Expr.in(0), Expr.in(1).neg());
        assertEquals(0x1p-46f, run(fused, new float[] {a}, square)[0]);
    }

    @Test
    void simplePowersAreProductsAndRoots() {
        float[] x = {1.7f, -3.3f, 0.1f};
        for (float v : x) {
            assertEquals(1, power(v, 0));
            assertEquals(v, power(v, 1));
            assertEquals(v * v, power(v, 2));
            assertEquals(v * v * v, power(v, 3));
            assertEquals(1 / v, power(v, -1));
            assertEquals(1 / (v * v), power(v, -2));
            assertEquals((float) Math.sqrt(v), power(v, 0.5));
            assertEquals(Math.pow(v, 5), power(v, 5), Math.ulp(power(v, 5)));
        }
    }

    private static float power(float x, double exponent) {
        return run(Expr.in(0).pow(Expr.of(exponent)), new float[] {x})[0];
    }

    @Test
    void functionsOfOtherNumbersAreRefused() {
        var formula =
                new Formula(
                        List.of(Expr.in(0).exp()),
                        DType.Compute.LONG,
                        List.of(DType.INT64),
                        List.of(DType.INT64));
        var error = assertThrows(IllegalArgumentException.class, () -> Program.of(formula));
        assertEquals("EXP: not a function of LONG numbers", error.getMessage());
    }

    @Test
    void everyFloatFunctionHasAVectorFormExceptTheRemainderAndTheGammaFamily() {
        for (Fn fn : Fn.values()) {
            boolean otherNumbers =
                    switch (fn) {
                        case NOT, AND, OR, XOR, SHL, SHR, GCD, LCM -> true;
                        // Gone before a formula is lowered.
                        case TIMES_I -> true;
                        default -> false;
                    };
            if (otherNumbers) {
                continue;
            }
            var args = new Expr[fn.arity()];
            for (int k = 0; k < args.length; k++) {
                args[k] = Expr.in(k);
            }
            var types = Collections.nCopies(args.length, DType.FLOAT32);
            var program =
                    Program.of(
                            new Formula(
                                    List.of(Expr.call(fn, args)),
                                    DType.Compute.FLOAT,
                                    List.of(DType.FLOAT32),
                                    types));
            for (int i = 0; i < program.size(); i++) {
                if (program.step(i) instanceof Program.Apply apply
                        && Program.isScalarCall(apply.fn(), DType.Compute.FLOAT)) {
                    var allowed =
                            List.of(
                                    Fn.FMOD,
                                    Fn.SIN_LARGE,
                                    Fn.COS_LARGE,
                                    Fn.ERFINV,
                                    Fn.LGAMMA,
                                    Fn.DIGAMMA,
                                    Fn.POLYGAMMA,
                                    Fn.NEXT_AFTER);
                    assertTrue(allowed.contains(apply.fn()), fn + " needs " + apply.fn());
                }
            }
        }
    }
}
