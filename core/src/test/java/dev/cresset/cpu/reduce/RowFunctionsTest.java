package dev.cresset.cpu.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.TestArray;
import dev.cresset.cpu.kernel.CpuKernels;
import dev.cresset.spi.DType;
import dev.cresset.spi.Reductions.Extreme;
import dev.cresset.spi.Reductions.Scan;
import dev.cresset.spi.Reductions.Softmax;
import dev.cresset.spi.Rows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** Extremes with their index, scans and softmax along rows. */
class RowFunctionsTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final int THREADS = Parallel.numThreads();

    private static final List<Rows> SHAPES =
            List.of(
                    new Rows(1, 1, 1),
                    new Rows(1, 37, 1),
                    new Rows(5, 1, 3),
                    new Rows(3, 20, 1),
                    new Rows(70, 1000, 1),
                    new Rows(1, 5000, 1),
                    new Rows(2, 17, 5),
                    new Rows(1, 9, 1100),
                    new Rows(3, 130, 33));

    private final CpuReductions reductions = new CpuReductions(CpuKernels::compile);

    @AfterEach
    void restoreThreads() {
        Parallel.setNumThreads(THREADS);
    }

    private static int at(Rows rows, int outer, int k, int inner) {
        return (int) ((outer * rows.length() + k) * rows.inner() + inner);
    }

    /** What is done with one row: outer and inner index, and number of the result. */
    private interface EachRow {
        void run(int outer, int inner, int result);
    }

    private static void forEachRow(Rows rows, EachRow body) {
        for (int o = 0; o < rows.outer(); o++) {
            for (int i = 0; i < rows.inner(); i++) {
                body.run(o, i, (int) (o * rows.inner() + i));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void extremes(DType dtype) {
        for (var rows : SHAPES) {
            var x = TestArray.of(dtype, rows.numel()).random(rows.numel());
            int results = (int) (rows.outer() * rows.inner());
            for (var kind : Extreme.values()) {
                var values = TestArray.of(dtype, results);
                var indices = TestArray.of(DType.INT64, results);
                reductions.extreme(
                        kind, dtype, rows, x.address(), values.address(), indices.address());
                forEachRow(
                        rows,
                        (o, i, result) -> {
                            int best = 0;
                            for (int k = 1; k < rows.length(); k++) {
                                double v = x.get(at(rows, o, k, i));
                                double b = x.get(at(rows, o, best, i));
                                if (kind == Extreme.MAX ? v > b : v < b) {
                                    best = k;
                                }
                            }
                            assertEquals(best, indices.getLong(result), dtype + " " + rows);
                            assertEquals(x.get(at(rows, o, best, i)), values.get(result));
                        });
            }
        }
    }

    @Test
    void extremesOfLargeIntegers() {
        double big = Math.pow(2, 60);
        var x = TestArray.of(DType.INT64, 3).fill(i -> big + 512 * i);
        var index = TestArray.of(DType.INT64, 1);
        reductions.extreme(
                Extreme.MAX, DType.INT64, new Rows(1, 3, 1), x.address(), 0, index.address());
        assertEquals(2, index.getLong(0));
    }

    /** Recorded from PyTorch's max, min, argmax and argmin. */
    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void extremesWithTiesAndNan(DType dtype) {
        extreme(dtype, new double[] {1, 3, 2, 3}, 1, 0);
        extreme(dtype, new double[] {NAN, 1, NAN, 2}, 0, 0);
        extreme(dtype, new double[] {-INF, -INF}, 0, 0);
        extreme(dtype, new double[] {INF, INF}, 0, 0);
        extreme(dtype, new double[] {2, NAN, 5, 5}, 1, 1);
        extreme(dtype, new double[] {0, -0.0}, 0, 0);
        extreme(dtype, new double[] {-0.0, 0}, 0, 0);
    }

    private void extreme(DType dtype, double[] values, int max, int min) {
        for (int copies : new int[] {1, 40_000}) {
            int n = values.length * copies;
            var x = TestArray.of(dtype, n).fill(i -> values[i % values.length]);
            var side = TestArray.of(dtype, values.length, 40).fill(i -> values[i / 40]);
            for (var kind : Extreme.values()) {
                int expected = kind == Extreme.MAX ? max : min;
                var value = TestArray.of(dtype, 40);
                var index = TestArray.of(DType.INT64, 40);
                var row = new Rows(1, n, 1);
                reductions.extreme(kind, dtype, row, x.address(), value.address(), index.address());
                assertEquals(expected, index.getLong(0));
                assertEquals(values[expected], value.get(0));
                var columns = new Rows(1, values.length, 40);
                reductions.extreme(
                        kind, dtype, columns, side.address(), value.address(), index.address());
                for (int j = 0; j < 40; j++) {
                    assertEquals(expected, index.getLong(j));
                    assertEquals(values[expected], value.get(j));
                }
            }
        }
    }

    @Test
    void extremeFarIntoALongRow() {
        int n = 400_000;
        for (int place : new int[] {0, 5000, 65_535, 65_536, 200_001, n - 1}) {
            for (double mark : new double[] {100, NAN}) {
                var x =
                        TestArray.of(DType.FLOAT32, n)
                                .fill(i -> i == place || i == n - 1 ? mark : i % 50);
                var index = TestArray.of(DType.INT64, 1);
                reductions.extreme(
                        Extreme.MAX,
                        DType.FLOAT32,
                        new Rows(1, n, 1),
                        x.address(),
                        0,
                        index.address());
                assertEquals(place, index.getLong(0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void scans(DType dtype) {
        var output = dtype.isFloatingPoint() ? dtype : DType.INT64;
        double tolerance =
                switch (dtype) {
                    case FLOAT16 -> 5e-4;
                    case BFLOAT16 -> 4e-3;
                    case FLOAT32 -> 1e-7;
                    default -> 1e-14;
                };
        for (var rows : SHAPES) {
            var x = TestArray.of(dtype, rows.numel()).random(rows.numel() + 1);
            for (var kind : Scan.values()) {
                if (kind == Scan.LOG_SUM_EXP && !dtype.isFloatingPoint()) {
                    continue;
                }
                var y = TestArray.of(output, rows.numel());
                reductions.scan(kind, dtype, output, rows, x.address(), y.address());
                forEachRow(
                        rows,
                        (o, i, result) -> {
                            double acc =
                                    switch (kind) {
                                        case SUM -> 0;
                                        case PROD -> 1;
                                        case LOG_SUM_EXP -> Double.NEGATIVE_INFINITY;
                                    };
                            for (int k = 0; k < rows.length(); k++) {
                                double v = x.get(at(rows, o, k, i));
                                acc =
                                        switch (kind) {
                                            case SUM -> acc + v;
                                            case PROD -> acc * v;
                                            case LOG_SUM_EXP ->
                                                    Math.max(acc, v)
                                                            + Math.log1p(
                                                                    Math.exp(-Math.abs(acc - v)));
                                        };
                                if (Math.abs(acc) > 1e15 || Math.abs(acc) < 1e-30 && acc != 0) {
                                    return;
                                }
                                double most = tolerance * Math.max(1, Math.abs(acc));
                                double actual = y.get(at(rows, o, k, i));
                                assertEquals(acc, actual, most, kind + " " + dtype + rows);
                            }
                        });
            }
        }
    }

    @Test
    void scanWidensAndWraps() {
        var x = TestArray.of(DType.UINT8, 4).fill(i -> 200);
        var wide = TestArray.of(DType.INT64, 4);
        var narrow = TestArray.of(DType.UINT8, 4);
        var real = TestArray.of(DType.FLOAT32, 4);
        var rows = new Rows(1, 4, 1);
        reductions.scan(Scan.SUM, DType.UINT8, DType.INT64, rows, x.address(), wide.address());
        reductions.scan(Scan.SUM, DType.UINT8, DType.UINT8, rows, x.address(), narrow.address());
        reductions.scan(Scan.SUM, DType.UINT8, DType.FLOAT32, rows, x.address(), real.address());
        assertArrayEquals(new double[] {200, 400, 600, 800}, wide.values());
        assertArrayEquals(new double[] {200, 144, 88, 32}, narrow.values());
        assertArrayEquals(new double[] {200, 400, 600, 800}, real.values());
    }

    private static double unit(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 1e-3;
            case BFLOAT16 -> 8e-3;
            case FLOAT32 -> 1e-6;
            default -> 1e-14;
        };
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void softmax(DType dtype) {
        for (var rows : SHAPES) {
            var x = TestArray.of(dtype, rows.numel()).random(rows.numel() + 2);
            var plain = TestArray.of(dtype, rows.numel());
            var log = TestArray.of(dtype, rows.numel());
            reductions.softmax(Softmax.PLAIN, dtype, rows, x.address(), plain.address());
            reductions.softmax(Softmax.LOG, dtype, rows, x.address(), log.address());
            forEachRow(
                    rows,
                    (o, i, result) -> {
                        double sum = 0;
                        for (int k = 0; k < rows.length(); k++) {
                            sum += Math.exp(x.get(at(rows, o, k, i)));
                        }
                        for (int k = 0; k < rows.length(); k++) {
                            int at = at(rows, o, k, i);
                            double p = Math.exp(x.get(at)) / sum;
                            double unit = unit(dtype);
                            assertEquals(p, plain.get(at), unit * Math.max(p, 1e-4), "" + rows);
                            double l = Math.log(p);
                            assertEquals(l, log.get(at), unit * Math.max(1, -l), "" + rows);
                        }
                    });
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void softmaxGradients(DType dtype) {
        for (var rows : SHAPES) {
            var g = TestArray.of(dtype, rows.numel()).random(rows.numel() + 3);
            var y = TestArray.of(dtype, rows.numel()).random(rows.numel() + 4);
            var logs = TestArray.of(dtype, rows.numel()).fill(i -> -Math.abs(y.get(i)) - 3);
            var plain = TestArray.of(dtype, rows.numel());
            var log = TestArray.of(dtype, rows.numel());
            reductions.softmaxGradient(
                    Softmax.PLAIN, dtype, rows, g.address(), y.address(), plain.address());
            reductions.softmaxGradient(
                    Softmax.LOG, dtype, rows, g.address(), logs.address(), log.address());
            forEachRow(
                    rows,
                    (o, i, result) -> {
                        double dot = 0;
                        double sum = 0;
                        for (int k = 0; k < rows.length(); k++) {
                            int at = at(rows, o, k, i);
                            dot += g.get(at) * y.get(at);
                            sum += g.get(at);
                        }
                        double scale = unit(dtype) * 4 * Math.sqrt(rows.length() + 10);
                        for (int k = 0; k < rows.length(); k++) {
                            int at = at(rows, o, k, i);
                            double p = y.get(at) * (g.get(at) - dot);
                            assertEquals(p, plain.get(at), scale * (1 + Math.abs(p)));
                            double l = g.get(at) - Math.exp(logs.get(at)) * sum;
                            assertEquals(l, log.get(at), scale * (1 + Math.abs(l)));
                        }
                    });
        }
    }

    /** Recorded from PyTorch. */
    @Test
    void softmaxOfExtremeNumbers() {
        softmax(Softmax.PLAIN, new double[] {INF, 1}, NAN, NAN);
        softmax(Softmax.PLAIN, new double[] {-INF, -INF}, NAN, NAN);
        softmax(Softmax.PLAIN, new double[] {NAN, 1}, NAN, NAN);
        softmax(Softmax.LOG, new double[] {-INF, 0}, -INF, 0);
        softmax(Softmax.PLAIN, new double[] {-INF, 0}, 0, 1);
        softmax(Softmax.PLAIN, new double[] {100, 0}, 1, 3.78350585e-44);
        softmax(Softmax.LOG, new double[] {1000, 0}, 0, -1000);
    }

    private void softmax(Softmax kind, double[] x, double... expected) {
        var in = TestArray.of(DType.FLOAT32, x);
        var out = TestArray.of(DType.FLOAT32, 2);
        reductions.softmax(kind, DType.FLOAT32, new Rows(1, 2, 1), in.address(), out.address());
        assertArrayEquals(expected, out.values(), 1e-45);
    }

    @Test
    void theNumberOfThreadsDoesNotShow() {
        var rows = new Rows(300, 100, 3);
        var x = TestArray.of(DType.FLOAT32, rows.numel()).random(1);
        byte[] first = null;
        for (int threads : new int[] {1, 2, 5}) {
            Parallel.setNumThreads(threads);
            var y = TestArray.of(DType.FLOAT32, rows.numel());
            reductions.softmax(Softmax.PLAIN, DType.FLOAT32, rows, x.address(), y.address());
            reductions.scan(Scan.SUM, DType.FLOAT32, DType.FLOAT32, rows, y.address(), y.address());
            first = first == null ? y.bytes() : first;
            assertArrayEquals(first, y.bytes());
        }
    }

    @Test
    void nothingIsNothing() {
        for (var rows : List.of(new Rows(0, 5, 1), new Rows(3, 0, 2), new Rows(3, 5, 0))) {
            reductions.softmax(Softmax.PLAIN, DType.FLOAT32, rows, 0, 0);
            reductions.softmaxGradient(Softmax.LOG, DType.FLOAT32, rows, 0, 0, 0);
            reductions.scan(Scan.SUM, DType.FLOAT32, DType.FLOAT32, rows, 0, 0);
        }
        reductions.extreme(Extreme.MAX, DType.FLOAT32, new Rows(0, 5, 1), 0, 0, 0);
        reductions.extreme(Extreme.MAX, DType.FLOAT32, new Rows(3, 5, 0), 0, 0, 0);
    }
}
