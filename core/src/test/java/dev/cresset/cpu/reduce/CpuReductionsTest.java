package dev.cresset.cpu.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.TestArray;
import dev.cresset.cpu.kernel.CpuKernels;
import dev.cresset.expr.Expr;
import dev.cresset.spi.DType;
import dev.cresset.spi.DType.Compute;
import dev.cresset.spi.Layout;
import dev.cresset.spi.ReductionFormula;
import dev.cresset.spi.ReductionFormula.Combine;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Reductions against loops over all elements in float64 or 64-bit integers. */
class CpuReductionsTest {
    private static final Expr X = Expr.in(0);
    private static final long[] NONE = {};
    private static final int THREADS = Parallel.numThreads();

    private final CpuReductions reductions = new CpuReductions(CpuKernels::compile);

    @AfterEach
    void restoreThreads() {
        Parallel.setNumThreads(THREADS);
    }

    /**
     * Layouts of all kinds: row-major, permuted, strided, channels-last, repeated, small, large.
     */
    private static List<Layout> layouts() {
        return List.of(
                Layout.contiguous(),
                Layout.contiguous(7),
                Layout.contiguous(5, 6),
                Layout.contiguous(3, 4, 5),
                Layout.contiguous(17, 70),
                Layout.contiguous(70, 17),
                Layout.contiguous(1, 9, 1, 4),
                Layout.contiguous(17, 70).transpose(0, 1),
                Layout.contiguous(6, 5, 4, 3).permute(2, 0, 3, 1),
                Layout.contiguous(6, 40).slice(1, 3, 12, 3),
                Layout.contiguous(9, 40).slice(0, 1, 4, 2),
                Layout.channelsLast(2, 3, 4, 5),
                Layout.channelsLast(2, 20, 3, 4),
                Layout.contiguous(4, 1).expand(4, 11),
                Layout.contiguous(1, 11).expand(6, 11),
                Layout.of(new long[] {5, 33}, new long[] {1, 7}, 2));
    }

    private static List<boolean[]> subsets(int dim) {
        var subsets = new ArrayList<boolean[]>();
        for (int bits = 0; bits < 1 << dim; bits++) {
            var reduced = new boolean[dim];
            for (int d = 0; d < dim; d++) {
                reduced[d] = (bits >> d & 1) != 0;
            }
            subsets.add(reduced);
        }
        return subsets;
    }

    private static long[] outputSizes(Layout input, boolean[] reduced) {
        var sizes = input.sizes();
        for (int d = 0; d < sizes.length; d++) {
            sizes[d] = reduced[d] ? 1 : sizes[d];
        }
        return sizes;
    }

    /** For each element of the input, in row-major order, the result it belongs to. */
    private static int[] results(Layout input, boolean[] reduced) {
        var result = new int[(int) input.numel()];
        for (int i = 0; i < result.length; i++) {
            int rest = i;
            int at = 0;
            int step = 1;
            for (int d = input.dim() - 1; d >= 0; d--) {
                int index = (int) (rest % input.size(d));
                rest /= (int) input.size(d);
                if (!reduced[d]) {
                    at += index * step;
                    step *= (int) input.size(d);
                }
            }
            result[i] = at;
        }
        return result;
    }

    private static double[] expected(
            Combine combine, DoubleUnaryOperator pre, TestArray x, boolean[] reduced, int count) {
        var expected = new double[count];
        Arrays.fill(
                expected,
                switch (combine) {
                    case ADD -> 0;
                    case MUL -> 1;
                    case MAX -> Double.NEGATIVE_INFINITY;
                    case MIN -> Double.POSITIVE_INFINITY;
                });
        var to = results(x.layout(), reduced);
        for (int i = 0; i < to.length; i++) {
            double v = pre.applyAsDouble(x.get(i));
            double e = expected[to[i]];
            expected[to[i]] =
                    switch (combine) {
                        case ADD -> e + v;
                        case MUL -> e * v;
                        case MAX -> Math.max(e, v);
                        case MIN -> Math.min(e, v);
                    };
        }
        return expected;
    }

    private TestArray reduce(ReductionFormula r, TestArray x, Layout output, long... params) {
        var out = TestArray.of(r.output(), output);
        reductions.reduce(r, x.layout(), x.address(), output, out.address(), params);
        return out;
    }

    private static Compute compute(DType dtype) {
        return dtype.compute();
    }

    private static double tolerance(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 1e-3;
            case BFLOAT16 -> 8e-3;
            case FLOAT32 -> 1e-6;
            case FLOAT64 -> 1e-13;
            default -> 0;
        };
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void everyLayoutAndSubsetOfDimensions(DType dtype) {
        var output = dtype.isFloatingPoint() ? dtype : DType.INT64;
        for (var layout : layouts()) {
            var x = TestArray.of(dtype, layout).random(layout.numel());
            for (var reduced : subsets(layout.dim())) {
                var outLayout = Layout.contiguous(outputSizes(layout, reduced));
                for (var combine : Combine.values()) {
                    var r = new ReductionFormula(combine, X, X, dtype, output, compute(dtype));
                    var actual = reduce(r, x, outLayout);
                    int count = (int) outLayout.numel();
                    var expected = expected(combine, v -> v, x, reduced, count);
                    var name = dtype + " " + combine + " " + layout + " -> " + outLayout;
                    close(expected, actual.values(), tolerance(dtype), layout.numel(), name);
                }
            }
        }
    }

    private static void close(
            double[] expected, double[] actual, double tolerance, long n, String name) {
        assertEquals(expected.length, actual.length, name);
        for (int i = 0; i < expected.length; i++) {
            double scale = Math.max(Math.abs(expected[i]), Math.sqrt(n));
            // Products of many integers leave the exact range of float64.
            if (tolerance == 0 && Math.abs(expected[i]) > 1e15) {
                continue;
            }
            assertEquals(expected[i], actual[i], tolerance * scale, name + " at " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "FLOAT32", "FLOAT64", "INT32"})
    void formulasBeforeCombining(DType dtype) {
        var output = dtype.isFloatingPoint() ? dtype : DType.INT64;
        record Form(Expr pre, DoubleUnaryOperator f) {}
        var forms =
                List.of(
                        new Form(X.abs(), Math::abs),
                        new Form(X.square(), v -> v * v),
                        new Form(X.ne(0), v -> v != 0 ? 1 : 0),
                        new Form(X.add(3).mul(X), v -> (v + 3) * v),
                        new Form(X.sub(Expr.param(0)), v -> v - 2));
        long two = compute(dtype) == Compute.LONG ? 2 : Double.doubleToRawLongBits(2);
        for (var layout : layouts()) {
            var x = TestArray.of(dtype, layout).random(layout.numel() + 1);
            for (var reduced : subsets(layout.dim())) {
                var outLayout = Layout.contiguous(outputSizes(layout, reduced));
                for (var form : forms) {
                    for (var combine : List.of(Combine.ADD, Combine.MAX, Combine.MIN)) {
                        var r =
                                new ReductionFormula(
                                        combine, form.pre, X, dtype, output, compute(dtype));
                        var actual = reduce(r, x, outLayout, two);
                        int count = (int) outLayout.numel();
                        var expected = expected(combine, form.f, x, reduced, count);
                        var name = dtype + " " + combine + " " + form.pre + " " + layout;
                        close(
                                expected,
                                actual.values(),
                                4 * tolerance(dtype),
                                16 * layout.numel(),
                                name);
                    }
                }
            }
        }
    }

    @Test
    void formulasAfterCombining() {
        var x = TestArray.of(DType.FLOAT32, 3, 4).fill(i -> i);
        long[] four = {Double.doubleToRawLongBits(4)};
        var rows = Layout.contiguous(3, 1);
        var sums = new double[] {6, 22, 38};
        record Form(Expr post, DoubleUnaryOperator f) {}
        var forms =
                List.of(
                        new Form(X.div(Expr.param(0)), s -> s / 4),
                        new Form(X.mul(0.5), s -> s * 0.5),
                        new Form(X.sqrt(), Math::sqrt),
                        new Form(X.div(X), s -> 1),
                        new Form(X.pow(Expr.of(0.5)).add(1), s -> Math.sqrt(s) + 1),
                        new Form(X.log().neg(), s -> -Math.log(s)));
        for (var form : forms) {
            var r =
                    new ReductionFormula(
                            Combine.ADD, X, form.post, DType.FLOAT32, DType.FLOAT32, Compute.FLOAT);
            for (var output : List.of(rows, Layout.of(new long[] {3, 1}, new long[] {5, 1}, 2))) {
                var actual = reduce(r, x, output, four);
                for (int i = 0; i < 3; i++) {
                    assertEquals(form.f.applyAsDouble(sums[i]), actual.get(i), 1e-6, "" + form);
                }
            }
        }
    }

    @Test
    void meanOfHalvesDoesNotOverflow() {
        var x = TestArray.of(DType.FLOAT16, 100).fill(i -> 60000);
        long[] n = {Double.doubleToRawLongBits(100)};
        for (var post : List.of(X.div(Expr.param(0)), X.div(Expr.param(0)).abs())) {
            var r =
                    new ReductionFormula(
                            Combine.ADD, X, post, DType.FLOAT16, DType.FLOAT16, Compute.FLOAT);
            assertEquals(60000, reduce(r, x, Layout.contiguous(1), n).get(0));
        }
    }

    @Test
    void resultsOfAnotherType() {
        var x = TestArray.of(DType.INT8, 1000).fill(i -> 127);
        var sum = new ReductionFormula(Combine.ADD, X, X, DType.INT8, DType.INT64, Compute.LONG);
        assertEquals(127000, reduce(sum, x, Layout.contiguous(1)).getLong(0));
        var wrapped = new ReductionFormula(Combine.ADD, X, X, DType.INT8, DType.INT8, Compute.LONG);
        assertEquals((byte) 127000, reduce(wrapped, x, Layout.contiguous(1)).getLong(0));
        var mean =
                new ReductionFormula(
                        Combine.ADD, X, X.div(1000), DType.INT8, DType.FLOAT32, Compute.FLOAT);
        assertEquals(127, reduce(mean, x, Layout.contiguous(1)).get(0));
        var wide =
                new ReductionFormula(Combine.ADD, X, X, DType.INT8, DType.FLOAT64, Compute.DOUBLE);
        assertEquals(127000, reduce(wide, x, Layout.contiguous(1)).get(0));
        var big = TestArray.of(DType.INT64, 2).fill(i -> 1);
        var product =
                new ReductionFormula(Combine.MUL, X, X, DType.INT64, DType.INT64, Compute.LONG);
        assertEquals(1, reduce(product, big, Layout.contiguous(1)).getLong(0));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void anyAndAll(DType dtype) {
        for (int n : new int[] {1, 5, 8, 40, 3000}) {
            for (int odd : new int[] {-1, 0, n / 2, n - 1}) {
                var any = TestArray.of(dtype, n).fill(i -> i == odd ? 1 : 0);
                var all = TestArray.of(dtype, n).fill(i -> i == odd ? 0 : 1);
                var most = anyOrAll(dtype, Combine.MAX);
                var least = anyOrAll(dtype, Combine.MIN);
                assertEquals(odd >= 0 ? 1 : 0, reduce(most, any, Layout.contiguous(1)).get(0));
                assertEquals(odd >= 0 ? 0 : 1, reduce(least, all, Layout.contiguous(1)).get(0));
            }
        }
        var count = new ReductionFormula(Combine.ADD, X.ne(0), X, dtype, DType.INT64, Compute.LONG);
        var x = TestArray.of(dtype, 1003).fill(i -> i % 3);
        assertEquals(668, reduce(count, x, Layout.contiguous(1)).getLong(0));
    }

    private static ReductionFormula anyOrAll(DType dtype, Combine combine) {
        return new ReductionFormula(combine, X.ne(0), X, dtype, DType.BOOL, Compute.LONG);
    }

    @Test
    void fractionsAndNanAreNotZero() {
        var x = TestArray.of(DType.FLOAT32, new double[] {0, 0.5, Double.NaN, -0.0});
        var count =
                new ReductionFormula(
                        Combine.ADD, X.ne(0), X, DType.FLOAT32, DType.INT64, Compute.LONG);
        assertEquals(2, reduce(count, x, Layout.contiguous(1)).getLong(0));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void nanWins(DType dtype) {
        for (int n : new int[] {1, 3, 17, 100, 5000, 100_000}) {
            for (int at : new int[] {0, n / 2, n - 1}) {
                var x = TestArray.of(dtype, n).fill(i -> i == at ? Double.NaN : i % 7 - 3);
                for (var combine : Combine.values()) {
                    var r = new ReductionFormula(combine, X, X, dtype, dtype, compute(dtype));
                    assertEquals(Double.NaN, reduce(r, x, Layout.contiguous(1)).get(0));
                }
            }
        }
        var x = TestArray.of(dtype, 40, 30).fill(i -> i == 75 ? Double.NaN : 1);
        for (var combine : List.of(Combine.MAX, Combine.MIN)) {
            var r = new ReductionFormula(combine, X, X, dtype, dtype, compute(dtype));
            var columns = reduce(r, x, Layout.contiguous(1, 30));
            for (int j = 0; j < 30; j++) {
                assertEquals(j == 15 ? Double.NaN : 1, columns.get(j));
            }
        }
    }

    @Test
    void nothingGivesTheNeutralElement() {
        var x = TestArray.of(DType.FLOAT32, 3, 0);
        var layout = Layout.of(new long[] {3, 1}, new long[] {2, 1}, 1);
        var sum =
                new ReductionFormula(
                        Combine.ADD, X, X, DType.FLOAT32, DType.FLOAT32, Compute.FLOAT);
        assertArrayEquals(new double[] {0, 0, 0}, reduce(sum, x, layout).values());
        var product =
                new ReductionFormula(
                        Combine.MUL, X, X, DType.FLOAT32, DType.FLOAT32, Compute.FLOAT);
        assertArrayEquals(new double[] {1, 1, 1}, reduce(product, x, layout).values());
        var mean =
                new ReductionFormula(
                        Combine.ADD,
                        X,
                        X.div(Expr.param(0)),
                        DType.FLOAT32,
                        DType.FLOAT32,
                        Compute.FLOAT);
        long[] zero = {Double.doubleToRawLongBits(0)};
        assertEquals(Double.NaN, reduce(mean, x, layout, zero).get(0));
        reductions.reduce(
                sum, x.layout(), x.address(), Layout.contiguous(1, 0), 0, NONE); // writes nothing
    }

    @Test
    void longSumsStayAccurate() {
        int n = 3_000_001;
        var x = TestArray.of(DType.FLOAT32, n).fill(i -> 0.1f);
        var r =
                new ReductionFormula(
                        Combine.ADD, X, X, DType.FLOAT32, DType.FLOAT32, Compute.FLOAT);
        double expected = n * (double) 0.1f;
        assertEquals(expected, reduce(r, x, Layout.contiguous(1)).get(0), expected * 3e-7);
        var matrix = TestArray.of(DType.FLOAT32, 100_000, 20).fill(i -> 0.1f);
        var columns = reduce(r, matrix, Layout.contiguous(1, 20));
        for (int j = 0; j < 20; j++) {
            assertEquals(100_000 * (double) 0.1f, columns.get(j), 1e-3);
        }
    }

    @Test
    void theNumberOfThreadsDoesNotShow() {
        var layouts =
                List.of(
                        Layout.contiguous(200_000),
                        Layout.contiguous(400, 500),
                        Layout.contiguous(400, 500).transpose(0, 1),
                        Layout.contiguous(20_000, 9),
                        Layout.contiguous(40, 50, 60).permute(2, 0, 1));
        for (var layout : layouts) {
            for (var dtype : List.of(DType.FLOAT32, DType.BFLOAT16)) {
                var x = TestArray.of(dtype, layout).random(1);
                for (var reduced : subsets(layout.dim())) {
                    var output = Layout.contiguous(outputSizes(layout, reduced));
                    for (var pre : List.of(X, X.square(), X.add(1).square())) {
                        var r =
                                new ReductionFormula(
                                        Combine.ADD, pre, X, dtype, DType.FLOAT64, compute(dtype));
                        byte[] first = null;
                        for (int threads : new int[] {1, 2, 7}) {
                            Parallel.setNumThreads(threads);
                            var bytes = reduce(r, x, output).bytes();
                            first = first == null ? bytes : first;
                            assertArrayEquals(first, bytes, threads + " threads, " + layout);
                        }
                    }
                }
            }
        }
    }
}
