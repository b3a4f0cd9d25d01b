package dev.cresset.cpu.pool;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.cpu.TestArray;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Windows.MemoryFormat;
import dev.cresset.spi.Windows.Pair;
import dev.cresset.spi.Windows.Pool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;
import java.util.Random;

/** Pooling against loops over all windows, and against recorded results of PyTorch. */
class CpuPoolingTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private final CpuPooling pooling = new CpuPooling();

    private static Pool pool(
            long batch,
            long channels,
            Pair input,
            Pair kernel,
            Pair stride,
            Pair padding,
            Pair dilation,
            boolean ceil) {
        var output =
                new Pair(
                        size(input.h(), kernel.h(), stride.h(), padding.h(), dilation.h(), ceil),
                        size(input.w(), kernel.w(), stride.w(), padding.w(), dilation.w(), ceil));
        return new Pool(batch, channels, input, kernel, output, stride, padding, dilation);
    }

    /** The output size of PyTorch: rounded up, a window must still begin inside x or its border. */
    private static long size(
            long input, long kernel, long stride, long padding, long dilation, boolean ceil) {
        long span = input + 2 * padding - dilation * (kernel - 1) - 1;
        long size = (ceil ? Math.ceilDiv(span, stride) : span / stride) + 1;
        return ceil && (size - 1) * stride >= input + padding ? size - 1 : size;
    }

    private static Pair both(long n) {
        return new Pair(n, n);
    }

    private static List<Pool> pools(boolean dilated) {
        return List.of(
                pool(2, 3, new Pair(6, 8), both(2), both(2), both(0), both(1), false),
                pool(2, 3, new Pair(7, 9), both(2), both(2), both(0), both(1), false),
                pool(1, 17, new Pair(7, 41), both(2), both(2), both(0), both(1), false),
                pool(1, 3, new Pair(7, 9), both(2), both(2), both(0), both(1), true),
                pool(2, 5, new Pair(9, 7), both(3), both(2), both(1), both(1), false),
                pool(1, 33, new Pair(6, 5), both(3), both(1), both(1), both(1), false),
                pool(2, 4, both(5), new Pair(2, 3), new Pair(1, 2), both(1), both(1), true),
                pool(1, 2, both(4), both(4), both(4), both(0), both(1), false),
                pool(
                        1,
                        2,
                        new Pair(1, 30),
                        new Pair(1, 5),
                        new Pair(1, 3),
                        new Pair(0, 2),
                        both(1),
                        true),
                pool(
                        2,
                        3,
                        new Pair(10, 11),
                        both(3),
                        both(2),
                        both(1),
                        dilated ? new Pair(2, 3) : both(1),
                        false));
    }

    private static Layout layout(Pool p, MemoryFormat format, Pair size) {
        return format == MemoryFormat.CHANNELS_LAST
                ? Layout.channelsLast(p.batch(), p.channels(), size.h(), size.w())
                : Layout.contiguous(p.batch(), p.channels(), size.h(), size.w());
    }

    private interface Position {
        void run(int h, int w, int index);
    }

    /** The positions of a window inside x; index counts from the start of the plane. */
    private static void forEachInWindow(Pool p, int oh, int ow, Position body) {
        for (int kh = 0; kh < p.kernel().h(); kh++) {
            for (int kw = 0; kw < p.kernel().w(); kw++) {
                long h = oh * p.stride().h() - p.padding().h() + kh * p.dilation().h();
                long w = ow * p.stride().w() - p.padding().w() + kw * p.dilation().w();
                if (h >= 0 && h < p.input().h() && w >= 0 && w < p.input().w()) {
                    body.run((int) h, (int) w, (int) (h * p.input().w() + w));
                }
            }
        }
    }

    private interface Window {
        void run(int plane, int oh, int ow, int result);
    }

    private static void forEachWindow(Pool p, Window body) {
        int result = 0;
        for (int plane = 0; plane < p.batch() * p.channels(); plane++) {
            for (int oh = 0; oh < p.output().h(); oh++) {
                for (int ow = 0; ow < p.output().w(); ow++) {
                    body.run(plane, oh, ow, result++);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"BOOL", "COMPLEX64", "COMPLEX128"},
            mode = EnumSource.Mode.EXCLUDE)
    void maxima(DType dtype) {
        for (var p : pools(true)) {
            int planeIn = (int) (p.input().h() * p.input().w());
            for (var format : MemoryFormat.values()) {
                var random = new Random(planeIn);
                // Few different values, so that there are ties.
                var x =
                        TestArray.of(dtype, layout(p, format, p.input()))
                                .fill(i -> random.nextInt(dtype == DType.UINT8 ? 0 : -3, 4));
                var y = TestArray.of(dtype, layout(p, format, p.output()));
                var indices = TestArray.of(DType.INT64, layout(p, format, p.output()));
                var alone = TestArray.of(dtype, layout(p, format, p.output()));
                pooling.maxPool(p, dtype, format, x.address(), y.address(), indices.address());
                pooling.maxPool(p, dtype, format, x.address(), alone.address(), 0);
                assertArrayEquals(y.values(), alone.values());
                forEachWindow(
                        p,
                        (plane, oh, ow, result) -> {
                            int[] best = {-1};
                            forEachInWindow(
                                    p,
                                    oh,
                                    ow,
                                    (h, w, index) -> {
                                        int base = plane * planeIn;
                                        if (best[0] < 0
                                                || x.get(base + index) > x.get(base + best[0])) {
                                            best[0] = index;
                                        }
                                    });
                            var name = dtype + " " + format + " " + p;
                            assertEquals(best[0], indices.getLong(result), name);
                            assertEquals(x.get(plane * planeIn + best[0]), y.get(result), name);
                        });
                if (!dtype.isFloatingPoint()) {
                    continue;
                }
                var gradY = TestArray.of(dtype, layout(p, format, p.output()));
                gradY.fill(i -> i % 13 - 6);
                var gradX = TestArray.of(dtype, layout(p, format, p.input()));
                pooling.maxPoolGradient(
                        p, dtype, format, gradY.address(), indices.address(), gradX.address());
                var expected = new double[(int) x.layout().numel()];
                forEachWindow(
                        p,
                        (plane, oh, ow, result) ->
                                expected[plane * planeIn + (int) indices.getLong(result)] +=
                                        gradY.get(result));
                assertArrayEquals(expected, gradX.values(), dtype + " " + format + " " + p);
            }
        }
    }

    @Test
    void extremeIntegers() {
        var p = pool(1, 1, both(2), both(2), both(2), both(0), both(1), false);
        for (var dtype : List.of(DType.INT8, DType.INT16, DType.INT32, DType.INT64)) {
            double least = -Math.pow(2, 8 * dtype.size() - 1);
            var x = TestArray.of(dtype, 1, 1, 2, 2).fill(i -> least);
            var y = TestArray.of(dtype, 1);
            var index = TestArray.of(DType.INT64, 1);
            pooling.maxPool(
                    p, dtype, MemoryFormat.CONTIGUOUS, x.address(), y.address(), index.address());
            assertEquals(least, y.get(0));
            assertEquals(0, index.getLong(0));
        }
    }

    private static final double[] SPECIAL = {
        1, 1, 2, NAN, 3, 1, 1, NAN, 2, 3, 4, 4, 4, 5, 5, -INF, -INF, 5, 5, NAN, -INF, -INF, 0, -0.0,
        1
    };

    /** Recorded from PyTorch's max_pool2d, whose last NaN wins. */
    @Test
    void maximaOfSpecialNumbers() {
        max(
                pool(1, 1, both(5), both(2), both(2), both(0), both(1), false),
                new double[] {1, NAN, 4, 5},
                0,
                7,
                10,
                13);
        max(
                pool(1, 1, both(5), both(2), both(2), both(0), both(1), true),
                new double[] {1, NAN, 3, 4, 5, NAN, -INF, 0, 1},
                0,
                7,
                4,
                10,
                13,
                19,
                20,
                22,
                24);
        max(
                pool(1, 1, both(5), both(3), both(2), both(1), both(1), false),
                new double[] {1, NAN, NAN, 4, NAN, NAN, -INF, 5, NAN},
                0,
                7,
                3,
                10,
                7,
                19,
                15,
                17,
                19);
        max(
                pool(1, 1, both(5), both(2), both(1), both(0), both(2), false),
                new double[] {4, NAN, 5, NAN, 5, NAN, 4, 5, 5},
                10,
                3,
                14,
                7,
                18,
                19,
                10,
                13,
                14);
        max(
                pool(1, 1, both(5), new Pair(2, 3), new Pair(1, 2), both(1), both(1), true),
                new double[] {
                    1, NAN, NAN, 1, NAN, NAN, 4, NAN, 5, 4, 5, NAN, -INF, 5, NAN, -INF, 0, 1
                },
                0,
                3,
                3,
                0,
                7,
                3,
                10,
                7,
                13,
                10,
                13,
                19,
                15,
                17,
                19,
                20,
                22,
                24);
    }

    private void max(Pool p, double[] values, double... indices) {
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.BFLOAT16)) {
            for (var format : MemoryFormat.values()) {
                var x = TestArray.of(dtype, SPECIAL);
                var y = TestArray.of(dtype, values.length);
                var index = TestArray.of(DType.INT64, values.length);
                pooling.maxPool(p, dtype, format, x.address(), y.address(), index.address());
                assertArrayEquals(values, y.values());
                assertArrayEquals(indices, index.values());
            }
        }
    }

    @Test
    void windowThatTouchesOnlyBorder() {
        var p = pool(1, 1, both(2), both(2), both(1), both(1), both(3), false);
        for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
            for (var format : MemoryFormat.values()) {
                var x = TestArray.of(dtype, 4).fill(i -> i);
                var y = TestArray.of(dtype, 1);
                var index = TestArray.of(DType.INT64, 1);
                pooling.maxPool(p, dtype, format, x.address(), y.address(), index.address());
                assertEquals(-INF, y.get(0));
                assertEquals(-1, index.getLong(0));
                var gradX = TestArray.of(dtype, 4);
                pooling.maxPoolGradient(
                        p, dtype, format, y.address(), index.address(), gradX.address());
                assertArrayEquals(new double[4], gradX.values());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void averages(DType dtype) {
        double unit =
                switch (dtype) {
                    case FLOAT16 -> 1e-3;
                    case BFLOAT16 -> 8e-3;
                    case FLOAT32 -> 1e-6;
                    default -> 1e-14;
                };
        for (var p : pools(false)) {
            int planeIn = (int) (p.input().h() * p.input().w());
            for (var format : MemoryFormat.values()) {
                for (boolean countPadding : new boolean[] {true, false}) {
                    for (long divisor : new long[] {0, 3}) {
                        var x = TestArray.of(dtype, layout(p, format, p.input())).random(1);
                        var y = TestArray.of(dtype, layout(p, format, p.output()));
                        pooling.averagePool(
                                p, dtype, format, countPadding, divisor, x.address(), y.address());
                        var gradY = TestArray.of(dtype, layout(p, format, p.output())).random(2);
                        var gradX = TestArray.of(dtype, layout(p, format, p.input()));
                        pooling.averagePoolGradient(
                                p,
                                dtype,
                                format,
                                countPadding,
                                divisor,
                                gradY.address(),
                                gradX.address());
                        var grads = new double[(int) x.layout().numel()];
                        forEachWindow(
                                p,
                                (plane, oh, ow, result) -> {
                                    double by = divide(p, oh, ow, countPadding, divisor);
                                    double[] sum = {0};
                                    forEachInWindow(
                                            p,
                                            oh,
                                            ow,
                                            (h, w, index) -> {
                                                sum[0] += x.get(plane * planeIn + index);
                                                grads[plane * planeIn + index] +=
                                                        gradY.get(result) / by;
                                            });
                                    assertEquals(sum[0] / by, y.get(result), 2 * unit);
                                });
                        assertArrayEquals(grads, gradX.values(), 8 * unit);
                    }
                }
            }
        }
    }

    private static double divide(Pool p, int oh, int ow, boolean countPadding, long divisor) {
        if (divisor != 0) {
            return divisor;
        }
        int[] inside = {0};
        forEachInWindow(p, oh, ow, (h, w, index) -> inside[0]++);
        long startH = oh * p.stride().h() - p.padding().h();
        long startW = ow * p.stride().w() - p.padding().w();
        long h = Math.min(startH + p.kernel().h(), p.input().h() + p.padding().h()) - startH;
        long w = Math.min(startW + p.kernel().w(), p.input().w() + p.padding().w()) - startW;
        return countPadding ? h * w : inside[0];
    }

    /** Recorded from PyTorch's avg_pool2d on arange(25) as 5 x 5. */
    @Test
    void averagesAsRecorded() {
        var ceil = pool(1, 1, both(5), both(2), both(2), both(0), both(1), true);
        average(ceil, true, 0, 3, 5, 6.5, 13, 15, 16.5, 20.5, 22.5, 24);
        var border = pool(1, 1, both(5), both(3), both(2), both(1), both(1), false);
        average(
                border,
                true,
                0,
                1.3333333730697632,
                3,
                2.6666667461395264,
                7,
                12,
                9,
                8,
                13,
                9.333333015441895);
        average(border, false, 0, 3, 4.5, 6, 10.5, 12, 13.5, 18, 19.5, 21);
        average(
                border,
                true,
                5,
                2.4000000953674316,
                5.400000095367432,
                4.800000190734863,
                12.600000381469727,
                21.600000381469727,
                16.200000762939453,
                14.399999618530273,
                23.399999618530273,
                16.799999237060547);
        var both = pool(1, 1, both(5), new Pair(2, 3), both(2), both(1), both(1), true);
        average(
                both,
                true,
                0,
                0.1666666716337204,
                1,
                1.1666666269302368,
                5.333333492279053,
                9.5,
                7.333333492279053,
                12,
                19.5,
                14);
        average(both, false, 0, 0.5, 2, 3.5, 8, 9.5, 11, 18, 19.5, 21);
        var three = pool(1, 1, both(5), both(3), both(3), both(1), both(1), true);
        average(three, true, 0, 1.3333333730697632, 3.6666667461395264, 10.333333015441895, 18);
    }

    private void average(Pool p, boolean countPadding, long divisor, double... expected) {
        for (var format : MemoryFormat.values()) {
            var x = TestArray.of(DType.FLOAT32, 25).fill(i -> i);
            var y = TestArray.of(DType.FLOAT32, expected.length);
            pooling.averagePool(
                    p, DType.FLOAT32, format, countPadding, divisor, x.address(), y.address());
            assertArrayEquals(expected, y.values(), 2e-6);
        }
    }
}
