package dev.cresset.cpu.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cresset.cpu.TestArray;
import dev.cresset.cpu.Vectors;
import dev.cresset.cpu.rows.FloatRows.Map;
import dev.cresset.spi.DType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Both forms of the loops against sums in float64; lengths straddle lanes and blocks. */
class FloatRowsTest {
    private static final int[] LENGTHS = {
        0, 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 129, 1000, 4095, 4096, 4097,
        4100, 9000
    };

    record Case(FloatRows rows, FloatMaps maps, int n) {
        @Override
        public String toString() {
            return rows.getClass().getSimpleName() + " n=" + n;
        }
    }

    static Stream<Case> cases() {
        var plain =
                Arrays.stream(LENGTHS)
                        .mapToObj(n -> new Case(new PlainFloatRows(), new PlainFloatMaps(), n));
        if (!Vectors.available()) {
            return plain;
        }
        var vector =
                Arrays.stream(LENGTHS)
                        .mapToObj(n -> new Case(new VectorFloatRows(), new VectorFloatMaps(), n));
        return Stream.concat(plain, vector);
    }

    private static TestArray random(int n, int seed) {
        return TestArray.of(DType.FLOAT32, n).random(seed * 1000L + n);
    }

    private static void near(double expected, double actual, double scale) {
        assertEquals(expected, actual, 1e-6 * Math.max(1e-3, scale));
    }

    /** As in PyTorch, and with both forms. */
    @ParameterizedTest
    @MethodSource("cases")
    void negativeZerosAddUpToZero(Case c) {
        var x = TestArray.of(DType.FLOAT32, c.n).fill(i -> -0.0);
        double sum = c.rows.sum(Map.IDENTITY, x.address(), c.n);
        assertEquals(0L, Double.doubleToRawLongBits(sum));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sums(Case c) {
        int n = c.n;
        var x = random(n, 1);
        var a = random(n, 2);
        var w = random(n, 3);
        double mean = 0.25;
        double sum = 0;
        double abs = 0;
        double dot = 0;
        double centred = 0;
        double squares = 0;
        double weighted = 0;
        double weightedCentred = 0;
        for (int i = 0; i < n; i++) {
            double v = x.get(i);
            sum += v;
            abs += Math.abs(v);
            dot += v * a.get(i);
            centred += a.get(i) * (v - mean);
            squares += (v - mean) * (v - mean);
            weighted += a.get(i) * w.get(i);
            weightedCentred += a.get(i) * w.get(i) * (v - mean);
        }
        var rows = c.rows;
        near(sum, rows.sum(Map.IDENTITY, x.address(), n), abs);
        near(abs, rows.sum(Map.ABS, x.address(), n), abs);
        near(dot, rows.dot(a.address(), x.address(), n, 0), abs);
        near(centred, rows.dot(a.address(), x.address(), n, 0.25f), abs);
        near(squares, rows.sumSquares(x.address(), n, 0.25f), squares);
        var sums = new double[2];
        rows.weightedSums(a.address(), x.address(), w.address(), n, 0.25f, sums);
        near(weighted, sums[0], abs);
        near(weightedCentred, sums[1], abs);
        rows.weightedSums(a.address(), x.address(), 0, n, 0.25f, sums);
        near(centred, sums[1], abs);
    }

    private static double largest(double[] values, int count) {
        return Arrays.stream(values, 0, count).max().orElse(Double.NEGATIVE_INFINITY);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void extremes(Case c) {
        int n = c.n;
        var x = random(n, 4);
        double max = Double.NEGATIVE_INFINITY;
        double min = Double.POSITIVE_INFINITY;
        double abs = Double.NEGATIVE_INFINITY;
        for (double v : x.values()) {
            max = Math.max(max, v);
            min = Math.min(min, v);
            abs = Math.max(abs, Math.abs(v));
        }
        assertEquals(max, c.rows.max(Map.IDENTITY, 1, x.address(), n));
        assertEquals(-min, c.rows.max(Map.IDENTITY, -1, x.address(), n));
        assertEquals(abs, c.rows.max(Map.ABS, 1, x.address(), n));
        assertEquals(max, c.rows.largestNumber(x.address(), n));
        assertEquals(-1, c.rows.indexOf(x.address(), n, 1e9f));
        assertEquals(-1, c.rows.indexBeyond(1, x.address(), n, (float) max));
        assertEquals(-1, c.rows.indexBeyond(-1, x.address(), n, (float) -min));
        assertEquals(-1, c.rows.indexOf(x.address(), n, Float.NaN));
        for (int at = 0; at < n; at += 1 + n / 7) {
            int place = at;
            var values = x.values();
            var marked =
                    TestArray.of(DType.FLOAT32, n)
                            .fill(i -> i == place ? Double.NaN : i > place ? 50 : values[i]);
            assertEquals(Float.NaN, c.rows.max(Map.IDENTITY, 1, marked.address(), n));
            assertEquals(Float.NaN, c.rows.max(Map.ABS, -1, marked.address(), n));
            assertEquals(at, c.rows.indexOf(marked.address(), n, Float.NaN));
            assertEquals(at, c.rows.indexBeyond(1, marked.address(), n, 49));
            assertEquals(at, c.rows.indexBeyond(-1, marked.address(), n, 49));
            double bound = at + 1 < n ? 50 : largest(values, at);
            assertEquals(bound, c.rows.largestNumber(marked.address(), n));
            assertEquals(at + 1 < n ? at + 1 : -1, c.rows.indexOf(marked.address(), n, 50));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void blocksOfRows(Case c) {
        int width = Math.min(c.n, 300);
        var random = new Random(c.n);
        for (int count : new int[] {0, 1, 3, 4, 5, 8, 9, 21}) {
            long stride = width + 5;
            var x = TestArray.of(DType.FLOAT32, count, stride).random(count);
            var a = TestArray.of(DType.FLOAT32, count, stride).random(count + 1);
            int room = FloatRows.padded(width);
            var mean = new float[room];
            for (int j = 0; j < width; j++) {
                mean[j] = random.nextFloat();
            }
            var sums = new double[room];
            var abs = new double[room];
            var squares = new double[room];
            var products = new double[room];
            var most = new float[room];
            var least = new float[room];
            Arrays.fill(most, -1);
            Arrays.fill(least, -1);
            c.rows.addRows(Map.IDENTITY, x.address(), 4 * stride, count, width, sums);
            c.rows.addRows(Map.ABS, x.address(), 4 * stride, count, width, abs);
            c.rows.addSquareRows(x.address(), 4 * stride, count, width, mean, squares);
            c.rows.addProductRows(
                    a.address(), x.address(), 4 * stride, count, width, mean, products);
            c.rows.maxRows(Map.IDENTITY, 1, x.address(), 4 * stride, count, width, most);
            c.rows.maxRows(Map.IDENTITY, -1, x.address(), 4 * stride, count, width, least);
            for (int j = 0; j < width; j++) {
                double sum = 0;
                double absSum = 0;
                double square = 0;
                double product = 0;
                double max = -1;
                double min = 1;
                for (int r = 0; r < count; r++) {
                    double v = x.get(r * stride + j);
                    sum += v;
                    absSum += Math.abs(v);
                    square += (v - mean[j]) * (v - mean[j]);
                    product += a.get(r * stride + j) * (v - mean[j]);
                    max = Math.max(max, v);
                    min = Math.min(min, v);
                }
                near(sum, sums[j], absSum);
                near(absSum, abs[j], absSum);
                near(square, squares[j], square);
                near(product, products[j], square + count);
                assertEquals(max, most[j]);
                assertEquals(-min, least[j]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void exponentials(Case c) {
        int n = c.n;
        var x = TestArray.of(DType.FLOAT32, n).fill(i -> -100.0 * i / n);
        var y = TestArray.of(DType.FLOAT32, n + 1);
        var g = random(n, 5);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp((float) x.get(i));
        }
        near(sum, c.maps.expSum(x.address(), y.address(), n, 0), sum);
        near(sum, c.maps.sumExp(x.address(), n, 0), sum);
        double untouched = Float.intBitsToFloat(0x5A5A5A5A);
        assertEquals(untouched, y.get(n));
        for (int i = 0; i < n; i++) {
            double e = Math.exp(x.get(i));
            assertEquals(e, y.get(i), Math.max(3e-7 * e, 2e-45), "exp " + x.get(i));
        }
        c.maps.minusExp(x.address(), g.address(), y.address(), n, 0.5f);
        for (int i = 0; i < n; i++) {
            assertEquals(g.get(i) - 0.5 * Math.exp(x.get(i)), y.get(i), 5e-7);
        }
        assertEquals(untouched, y.get(n));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pointwise(Case c) {
        int n = c.n;
        var x = random(n, 6);
        var g = random(n, 7);
        var w = random(n, 8);
        var b = random(n, 9);
        var y = TestArray.of(DType.FLOAT32, n + 1);
        var maps = c.maps;
        maps.affine(x.address(), y.address(), n, 1, 2, 3f);
        check(y, n, i -> (x.get(i) - 1) * 2 + 3);
        maps.affine(x.address(), y.address(), n, 1, 2, w.address(), b.address());
        check(y, n, i -> (x.get(i) - 1) * 2 * w.get(i) + b.get(i));
        maps.affine(x.address(), y.address(), n, 1, 2, w.address(), 0);
        check(y, n, i -> (x.get(i) - 1) * 2 * w.get(i));
        maps.affine(x.address(), y.address(), n, 1, 2, 0, b.address());
        check(y, n, i -> (x.get(i) - 1) * 2 + b.get(i));
        maps.affine(x.address(), y.address(), n, 1, 2, 0, 0);
        check(y, n, i -> (x.get(i) - 1) * 2);
        maps.timesDifference(x.address(), g.address(), y.address(), n, 0.5f);
        check(y, n, i -> x.get(i) * (g.get(i) - 0.5));
        maps.normGradient(g.address(), x.address(), 0, y.address(), n, 1, 2, 3, 4);
        check(y, n, i -> (g.get(i) - 1 - (x.get(i) - 2) * 3) * 4);
        maps.normGradient(g.address(), x.address(), w.address(), y.address(), n, 1, 2, 3, 4);
        check(y, n, i -> (g.get(i) * w.get(i) - 1 - (x.get(i) - 2) * 3) * 4);
        int room = FloatRows.padded(n);
        var c0 = new float[room];
        var c1 = new float[room];
        var k = new float[room];
        var mean = new float[room];
        for (int i = 0; i < n; i++) {
            c0[i] = i % 3;
            c1[i] = i % 5;
            k[i] = i % 7;
            mean[i] = i % 2;
        }
        maps.normGradientEach(g.address(), x.address(), y.address(), n, c0, mean, c1, k);
        check(y, n, i -> (g.get(i) - c0[i] - (x.get(i) - mean[i]) * c1[i]) * k[i]);
        maps.affineEach(x.address(), y.address(), n, c0, c1, k);
        check(y, n, i -> (x.get(i) - c0[i]) * c1[i] + k[i]);
        var acc = new double[room];
        Arrays.fill(acc, 1);
        c.rows.addScaledProduct(g.address(), x.address(), n, 0.5f, 2, acc);
        for (int i = 0; i < n; i++) {
            assertEquals(1 + g.get(i) * (x.get(i) - 0.5) * 2, acc[i], 1e-5);
        }
    }

    private static void check(TestArray y, int n, java.util.function.IntToDoubleFunction f) {
        for (int i = 0; i < n; i++) {
            assertEquals(f.applyAsDouble(i), y.get(i), 2e-5 * (1 + Math.abs(y.get(i))));
        }
        assertEquals(Float.intBitsToFloat(0x5A5A5A5A), (float) y.get(n));
    }

    static Stream<Integer> lengths() {
        return Arrays.stream(LENGTHS).boxed();
    }

    /** Which form runs depends on the clock, so they must not differ in any bit. */
    @ParameterizedTest
    @MethodSource("lengths")
    void bothFormsGiveTheSameBits(int n) {
        assumeTrue(Vectors.available());
        assertArrayEquals(
                all(new PlainFloatRows(), new PlainFloatMaps(), n),
                all(new VectorFloatRows(), new VectorFloatMaps(), n));
    }

    /** Every loop once, all results together. */
    private static double[] all(FloatRows rows, FloatMaps maps, int n) {
        int width = Math.min(n, 200);
        int count = 21;
        int m = Math.max(n, count * width);
        var input = random(m, 1);
        var other = random(m, 2);
        var third = random(m, 3);
        long x = input.address();
        long a = other.address();
        long w = third.address();
        var y = TestArray.of(DType.FLOAT32, n);
        var results = DoubleStream.builder();
        for (var map : Map.values()) {
            results.add(rows.sum(map, x, n));
            results.add(rows.max(map, -1, x, n));
        }
        results.add(rows.largestNumber(x, n));
        results.add(rows.indexBeyond(-1, x, n, 0.9f));
        results.add(rows.dot(a, x, n, 0.3f));
        results.add(rows.sumSquares(x, n, 0.3f));
        var sums = new double[2];
        rows.weightedSums(a, x, w, n, 0.3f, sums);
        var acc = new double[FloatRows.padded(n)];
        var mean = new float[acc.length];
        Arrays.fill(mean, 0.7f);
        rows.addRows(Map.ABS, x, 4L * width, count, width, acc);
        rows.addSquareRows(x, 4L * width, count, width, mean, acc);
        rows.addProductRows(a, x, 4L * width, count, width, mean, acc);
        Arrays.stream(acc, 0, width).forEach(results);
        rows.addScaledProduct(a, x, n, 0.3f, 1.7f, acc);
        Arrays.stream(sums).forEach(results);
        Arrays.stream(acc, 0, width).forEach(results);
        results.add(maps.sumExp(x, n, 3));
        results.add(maps.expSum(x, y.address(), n, 3));
        Arrays.stream(y.values()).forEach(results);
        List<Runnable> loops =
                List.of(
                        () -> maps.minusExp(w, a, y.address(), n, 0.3f),
                        () -> maps.timesDifference(w, a, y.address(), n, 0.3f),
                        () -> maps.affine(w, y.address(), n, 0.3f, 1.7f, 0.9f),
                        () -> maps.affine(w, y.address(), n, 0.3f, 1.7f, a, a),
                        () -> maps.affine(w, y.address(), n, 0.3f, 1.7f, a, 0),
                        () -> maps.affineEach(w, y.address(), n, mean, mean, mean),
                        () -> maps.normGradient(w, a, 0, y.address(), n, 0.1f, 2, 3, 0.3f),
                        () -> maps.normGradient(w, a, a, y.address(), n, 0.1f, 2, 3, 0.3f),
                        () -> maps.normGradientEach(w, a, y.address(), n, mean, mean, mean, mean));
        for (var loop : loops) {
            loop.run();
            Arrays.stream(y.values()).forEach(results);
        }
        return results.build().toArray();
    }
}
