package dev.cresset.cpu.rows;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.TestArray;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Normalizations.Channels;
import dev.cresset.spi.Normalizations.Statistics;
import dev.cresset.spi.Windows.MemoryFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

/** Batch and layer normalisation against the formulas in float64 and recorded PyTorch results. */
class CpuNormalizationsTest {
    private static final double EPS = 1e-5;
    private static final int THREADS = Parallel.numThreads();

    private final CpuNormalizations normalizations = new CpuNormalizations();

    @AfterEach
    void restoreThreads() {
        Parallel.setNumThreads(THREADS);
    }

    private static List<Channels> shapes(MemoryFormat format) {
        return List.of(
                new Channels(1, 1, 2, format),
                new Channels(6, 5, 1, format),
                new Channels(3, 4, 7, format),
                new Channels(5, 3, 43, format),
                new Channels(2, 33, 50, format),
                new Channels(9, 4, 3, format),
                new Channels(3, 2, 300, format),
                new Channels(2, 2, 5000, format),
                new Channels(3, 100, 60, format),
                new Channels(1, 300, 11, format));
    }

    private static Layout layout(Channels s) {
        return s.format() == MemoryFormat.CHANNELS_LAST
                ? Layout.channelsLast(s.batch(), s.channels(), s.spatial())
                : Layout.contiguous(s.batch(), s.channels(), s.spatial());
    }

    private static double unit(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 2e-3;
            case BFLOAT16 -> 2e-2;
            case FLOAT32 -> 3e-6;
            default -> 1e-13;
        };
    }

    private static DType statisticsType(DType dtype) {
        return dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    }

    private static int channel(Channels s, int i) {
        return (int) (i / s.spatial() % s.channels());
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void channels(DType dtype) {
        double unit = unit(dtype);
        for (var format : MemoryFormat.values()) {
            for (var s : shapes(format)) {
                int c = (int) s.channels();
                int n = (int) (c * s.perChannel());
                var noise = TestArray.of(DType.FLOAT64, n).random(n);
                var x =
                        TestArray.of(dtype, layout(s))
                                .fill(i -> noise.get(i) * 2 + channel(s, i) % 5);
                var mean = new double[c];
                var variance = new double[c];
                for (int i = 0; i < n; i++) {
                    mean[channel(s, i)] += x.get(i) / s.perChannel();
                }
                for (int i = 0; i < n; i++) {
                    double d = x.get(i) - mean[channel(s, i)];
                    variance[channel(s, i)] += d * d / s.perChannel();
                }
                var type = statisticsType(dtype);
                var actualMean = TestArray.of(type, c);
                var actualVariance = TestArray.of(type, c);
                normalizations.channelStatistics(
                        s, dtype, x.address(), actualMean.address(), actualVariance.address());
                double fine = Math.min(unit, 1e-6) * 10;
                assertArrayEquals(mean, actualMean.values(), fine, "mean " + s);
                assertArrayEquals(variance, actualVariance.values(), 10 * fine, "variance " + s);

                var w = TestArray.of(dtype, c).random(1);
                var b = TestArray.of(dtype, c).random(2);
                var y = TestArray.of(dtype, layout(s));
                normalizations.channelNormalize(
                        s,
                        dtype,
                        EPS,
                        x.address(),
                        actualMean.address(),
                        actualVariance.address(),
                        w.address(),
                        b.address(),
                        y.address());
                for (int i = 0; i < n; i++) {
                    int k = channel(s, i);
                    double e =
                            (x.get(i) - mean[k]) / Math.sqrt(variance[k] + EPS) * w.get(k)
                                    + b.get(k);
                    assertEquals(e, y.get(i), unit * (4 + Math.abs(e)), dtype + " " + s);
                }
                gradients(s, dtype, x, actualMean, actualVariance, w);
            }
        }
    }

    private void gradients(
            Channels s, DType dtype, TestArray x, TestArray mean, TestArray variance, TestArray w) {
        int c = (int) s.channels();
        int n = (int) (c * s.perChannel());
        double m = s.perChannel();
        var g = TestArray.of(dtype, layout(s)).random(n + 1);
        var sums = new double[c];
        var products = new double[c];
        var xhat = new double[n];
        for (int i = 0; i < n; i++) {
            int k = channel(s, i);
            xhat[i] = (x.get(i) - mean.get(k)) / Math.sqrt(variance.get(k) + EPS);
            sums[k] += g.get(i);
            products[k] += g.get(i) * xhat[i];
        }
        for (var how : Statistics.values()) {
            var gradX = TestArray.of(dtype, layout(s));
            var gradW = TestArray.of(dtype, c);
            var gradB = TestArray.of(dtype, c);
            normalizations.channelGradient(
                    s,
                    dtype,
                    how,
                    EPS,
                    x.address(),
                    g.address(),
                    mean.address(),
                    variance.address(),
                    w.address(),
                    gradX.address(),
                    gradW.address(),
                    gradB.address());
            double unit = unit(dtype);
            for (int i = 0; i < n; i++) {
                int k = channel(s, i);
                double through =
                        how == Statistics.BATCH ? sums[k] / m + xhat[i] * products[k] / m : 0;
                double factor = w.get(k) / Math.sqrt(variance.get(k) + EPS);
                double e = factor * (g.get(i) - through);
                double scale = unit * (8 * Math.abs(factor) + Math.abs(e));
                assertEquals(e, gradX.get(i), scale, dtype + " " + how + " " + s);
            }
            double scale = unit * (4 + 4 * Math.sqrt(m));
            for (int k = 0; k < c; k++) {
                assertEquals(products[k], gradW.get(k), scale, "w " + s);
                assertEquals(sums[k], gradB.get(k), scale, "b " + s);
            }
            var only = TestArray.of(dtype, layout(s));
            normalizations.channelGradient(
                    s,
                    dtype,
                    how,
                    EPS,
                    x.address(),
                    g.address(),
                    mean.address(),
                    variance.address(),
                    w.address(),
                    only.address(),
                    0,
                    0);
            assertArrayEquals(gradX.bytes(), only.bytes());
        }
    }

    @Test
    void aLargeMeanDoesNotHideASmallVariance() {
        for (var format : MemoryFormat.values()) {
            var s = new Channels(4, 20, 500, format);
            var x = TestArray.of(DType.FLOAT32, layout(s)).fill(i -> 4096 + (i / 7 % 2) * 0.25);
            var mean = TestArray.of(DType.FLOAT32, 20);
            var variance = TestArray.of(DType.FLOAT32, 20);
            normalizations.channelStatistics(
                    s, DType.FLOAT32, x.address(), mean.address(), variance.address());
            for (int c = 0; c < 20; c++) {
                assertEquals(4096.125, mean.get(c), 0.002);
                assertEquals(0.015625, variance.get(c), 1e-5);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void rows(DType dtype) {
        int[][] shapes = {{1, 1}, {3, 4}, {5, 33}, {40, 256}, {3, 5000}, {700, 17}};
        double unit = unit(dtype);
        for (var shape : shapes) {
            int rows = shape[0];
            int n = shape[1];
            for (boolean affine : new boolean[] {true, false}) {
                var noise = TestArray.of(DType.FLOAT64, rows * n).random(n);
                var x = TestArray.of(dtype, rows, n).fill(i -> noise.get(i) + i / n % 4);
                var w = TestArray.of(dtype, n).random(1);
                var b = TestArray.of(dtype, n).random(2);
                var g = TestArray.of(dtype, rows, n).random(3);
                var y = TestArray.of(dtype, rows, n);
                var mean = TestArray.of(statisticsType(dtype), rows);
                var invstd = TestArray.of(statisticsType(dtype), rows);
                long atW = affine ? w.address() : 0;
                long atB = affine ? b.address() : 0;
                normalizations.rowNormalize(
                        dtype,
                        rows,
                        n,
                        EPS,
                        x.address(),
                        atW,
                        atB,
                        y.address(),
                        mean.address(),
                        invstd.address());
                var gradX = TestArray.of(dtype, rows, n);
                var gradW = TestArray.of(dtype, n);
                var gradB = TestArray.of(dtype, n);
                normalizations.rowGradient(
                        dtype,
                        rows,
                        n,
                        x.address(),
                        g.address(),
                        mean.address(),
                        invstd.address(),
                        atW,
                        gradX.address(),
                        gradW.address(),
                        gradB.address());
                var expectedW = new double[n];
                var expectedB = new double[n];
                for (int r = 0; r < rows; r++) {
                    double m = 0;
                    for (int j = 0; j < n; j++) {
                        m += x.get(r * n + j) / n;
                    }
                    double v = 0;
                    for (int j = 0; j < n; j++) {
                        v += (x.get(r * n + j) - m) * (x.get(r * n + j) - m) / n;
                    }
                    double inv = 1 / Math.sqrt(v + EPS);
                    double fine = Math.min(unit, 1e-6);
                    assertEquals(m, mean.get(r), 4 * fine);
                    assertEquals(inv, invstd.get(r), 10 * fine * inv);
                    double sum = 0;
                    double product = 0;
                    for (int j = 0; j < n; j++) {
                        double wj = affine ? w.get(j) : 1;
                        double bj = affine ? b.get(j) : 0;
                        double xhat = (x.get(r * n + j) - m) * inv;
                        double e = xhat * wj + bj;
                        assertEquals(e, y.get(r * n + j), unit * (4 + Math.abs(e)));
                        double grad = g.get(r * n + j);
                        sum += grad * wj / n;
                        product += grad * wj * xhat / n;
                        expectedW[j] += grad * xhat;
                        expectedB[j] += grad;
                    }
                    for (int j = 0; j < n; j++) {
                        double wj = affine ? w.get(j) : 1;
                        double xhat = (x.get(r * n + j) - m) * inv;
                        double e = inv * (g.get(r * n + j) * wj - sum - xhat * product);
                        double scale = unit * (8 * inv + Math.abs(e));
                        assertEquals(e, gradX.get(r * n + j), scale, dtype + " " + rows + "x" + n);
                    }
                }
                double scale = unit * (4 + 4 * Math.sqrt(rows));
                assertArrayEquals(expectedW, gradW.values(), scale);
                assertArrayEquals(expectedB, gradB.values(), scale);
            }
        }
    }

    /** Recorded from PyTorch's batch_norm in training and layer_norm, forward and backward. */
    @Test
    void asRecorded() {
        var s = new Channels(2, 3, 2, MemoryFormat.CONTIGUOUS);
        var f = DType.FLOAT32;
        var x = TestArray.of(f, 12).fill(i -> Math.pow(i, 1.5));
        var g = TestArray.of(f, 12).fill(i -> (i + 1) % 5);
        var w = TestArray.of(f, new double[] {1, 2, 3});
        var b = TestArray.of(f, new double[] {0.5, 0, -1});
        var mean = TestArray.of(f, 3);
        var variance = TestArray.of(f, 3);
        var y = TestArray.of(f, 12);
        var gradX = TestArray.of(f, 12);
        var gradW = TestArray.of(f, 3);
        var gradB = TestArray.of(f, 3);
        normalizations.channelStatistics(s, f, x.address(), mean.address(), variance.address());
        normalizations.channelNormalize(
                s,
                f,
                EPS,
                x.address(),
                mean.address(),
                variance.address(),
                w.address(),
                b.address(),
                y.address());
        normalizations.channelGradient(
                s,
                f,
                Statistics.BATCH,
                EPS,
                x.address(),
                g.address(),
                mean.address(),
                variance.address(),
                w.address(),
                gradX.address(),
                gradW.address(),
                gradB.address());
        near(
                y,
                -0.5464494824409485,
                -0.424119234085083,
                -2.196492910385132,
                -1.7475603818893433,
                -4.343234062194824,
                -3.5739524364471436,
                1.2514305114746094,
                1.7191383838653564,
                1.5574947595596313,
                2.3865585327148438,
                1.3707973957061768,
                2.546389102935791);
        near(
                gradX,
                -0.049824390560388565,
                0.06402989476919174,
                -0.1439061015844345,
                0.08479946851730347,
                -0.08712199330329895,
                0.11915306746959686,
                -0.05206472799181938,
                0.03785921633243561,
                0.37265896797180176,
                -0.3135523498058319,
                -0.10974863171577454,
                0.07771755754947662);
        near(gradW, 2.26558780670166, -3.674870491027832, 2.296541213989258);
        near(gradB, 8, 11, 4);

        var rowX = TestArray.of(f, 8).fill(i -> Math.pow(i, 1.5));
        var rowG = TestArray.of(f, 8).fill(i -> (i + 1) % 5);
        var rowW = TestArray.of(f, new double[] {1, 2, 3, 4});
        var rowB = TestArray.of(f, new double[] {0.5, 0, -1, 2});
        var invstd = TestArray.of(f, 2);
        var rowY = TestArray.of(f, 8);
        var rowGradX = TestArray.of(f, 8);
        var rowGradW = TestArray.of(f, 4);
        var rowGradB = TestArray.of(f, 4);
        normalizations.rowNormalize(
                f,
                2,
                4,
                EPS,
                rowX.address(),
                rowW.address(),
                rowB.address(),
                rowY.address(),
                mean.address(),
                invstd.address());
        normalizations.rowGradient(
                f,
                2,
                4,
                rowX.address(),
                rowG.address(),
                mean.address(),
                invstd.address(),
                rowW.address(),
                rowGradX.address(),
                rowGradW.address(),
                rowGradB.address());
        near(
                rowY,
                -0.641007661819458,
                -1.270548701286316,
                -0.13173317909240723,
                7.947439670562744,
                -0.7991844415664673,
                -0.9778407216072083,
                0.22104015946388245,
                7.524366855621338);
        near(
                rowGradX,
                -0.010736525058746338,
                0.05419403314590454,
                -0.07250797748565674,
                0.02905040979385376,
                0.21871185302734375,
                -0.20261931419372559,
                -0.21282672882080078,
                0.19673466682434082);
        near(
                rowGradW,
                -1.141007661819458,
                -1.7594690322875977,
                1.6822935342788696,
                10.090714454650879);
        near(rowGradB, 1, 3, 5, 7);
    }

    private static void near(TestArray actual, double... expected) {
        assertArrayEquals(expected, actual.values(), 3e-6);
    }

    @Test
    void theNumberOfThreadsDoesNotShow() {
        for (var format : MemoryFormat.values()) {
            var s = new Channels(8, 24, 900, format);
            var x = TestArray.of(DType.FLOAT32, layout(s)).random(1);
            var g = TestArray.of(DType.FLOAT32, layout(s)).random(2);
            byte[][] first = null;
            for (int threads : new int[] {1, 2, 5}) {
                Parallel.setNumThreads(threads);
                var mean = TestArray.of(DType.FLOAT32, 24);
                var variance = TestArray.of(DType.FLOAT32, 24);
                var gradX = TestArray.of(DType.FLOAT32, layout(s));
                var gradW = TestArray.of(DType.FLOAT32, 24);
                var rowW = TestArray.of(DType.FLOAT32, 900);
                normalizations.channelStatistics(
                        s, DType.FLOAT32, x.address(), mean.address(), variance.address());
                normalizations.channelGradient(
                        s,
                        DType.FLOAT32,
                        Statistics.BATCH,
                        EPS,
                        x.address(),
                        g.address(),
                        mean.address(),
                        variance.address(),
                        0,
                        gradX.address(),
                        gradW.address(),
                        0);
                var means = TestArray.of(DType.FLOAT32, 192).fill(i -> 0.01 * i);
                normalizations.rowGradient(
                        DType.FLOAT32,
                        192,
                        900,
                        x.address(),
                        g.address(),
                        means.address(),
                        means.address(),
                        0,
                        0,
                        rowW.address(),
                        0);
                byte[][] all = {
                    mean.bytes(), variance.bytes(), gradX.bytes(), gradW.bytes(), rowW.bytes()
                };
                first = first == null ? all : first;
                for (int k = 0; k < all.length; k++) {
                    assertArrayEquals(first[k], all[k]);
                }
            }
        }
    }
}
