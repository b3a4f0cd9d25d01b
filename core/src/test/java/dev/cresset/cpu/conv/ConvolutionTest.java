package dev.cresset.cpu.conv;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cresset.cpu.Cellar;
import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.natives.OneDnn;
import dev.cresset.spi.DType;
import dev.cresset.spi.Windows.MemoryFormat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;

/** Against PyTorch, and against the definition with numbers for which sums are exact. */
class ConvolutionTest {
    private final Cellar cellar = new Cellar(2);
    private final int threadsBefore = Parallel.numThreads();

    @AfterEach
    void close() {
        cellar.close();
        Parallel.setNumThreads(threadsBefore);
    }

    /** A convolution with operands and expected results, contiguous. */
    private record Sample(
            ConvShape shape,
            double[] x,
            double[] w,
            double[] bias,
            double[] dy,
            double[] y,
            double[] dx,
            double[] dw,
            double[] db) {}

    private static final int SPREAD = 12;

    /** What runs the three passes: the face, or the Java path by itself. */
    private interface Passes {
        void forward(long x, long w, long bias, long y);

        void backwardData(long dy, long w, long dx);

        void backwardWeights(long x, long dy, long dw, long db);
    }

    private static Passes face(ConvShape shape, DType dtype, MemoryFormat in, MemoryFormat out) {
        return new Passes() {
            @Override
            public void forward(long x, long w, long bias, long y) {
                Convolution.forward(shape, dtype, in, out, x, w, bias, y);
            }

            @Override
            public void backwardData(long dy, long w, long dx) {
                Convolution.backwardData(shape, dtype, out, in, dy, w, dx);
            }

            @Override
            public void backwardWeights(long x, long dy, long dw, long db) {
                Convolution.backwardWeights(shape, dtype, in, out, x, dy, dw, db);
            }
        };
    }

    private static Passes java(ConvShape shape, DType dtype, MemoryFormat in, MemoryFormat out) {
        var java = new JavaConvolution(shape, dtype, in, out);
        return new Passes() {
            @Override
            public void forward(long x, long w, long bias, long y) {
                java.forward(x, w, bias, y);
            }

            @Override
            public void backwardData(long dy, long w, long dx) {
                java.backwardData(dy, w, dx);
            }

            @Override
            public void backwardWeights(long x, long dy, long dw, long db) {
                java.backwardWeights(x, dy, dw, db);
            }
        };
    }

    private void check(Sample sample, DType dtype, MemoryFormat in, MemoryFormat out) {
        check(sample, dtype, in, out, face(sample.shape, dtype, in, out), "face");
        if (!dtype.isReduced()) {
            check(sample, dtype, in, out, java(sample.shape, dtype, in, out), "Java");
        }
    }

    private void check(
            Sample sample,
            DType dtype,
            MemoryFormat in,
            MemoryFormat out,
            Passes passes,
            String which) {
        var s = sample.shape;
        var what = "%s %s %s %s %s".formatted(which, dtype, in, out, describe(s));
        int channelsIn = s.inChannels();
        int channelsOut = s.outChannels();
        long x = cellar.put(dtype, ordered(sample.x, s.batch(), channelsIn, in));
        long dy = cellar.put(dtype, ordered(sample.dy, s.batch(), channelsOut, out));
        long w = cellar.put(dtype, sample.w);

        long y = cellar.room(dtype, sample.y.length);
        passes.forward(x, w, cellar.put(dtype, sample.bias), y);
        var expectedY = ordered(Cellar.as(dtype, sample.y), s.batch(), channelsOut, out);
        assertArrayEquals(expectedY, Cellar.get(dtype, y, sample.y.length), what + " y");

        long dx = cellar.room(dtype, sample.dx.length);
        passes.backwardData(dy, w, dx);
        var expectedDx = ordered(Cellar.as(dtype, sample.dx), s.batch(), channelsIn, in);
        assertArrayEquals(expectedDx, Cellar.get(dtype, dx, sample.dx.length), what + " dx");

        long dw = cellar.room(dtype, sample.dw.length);
        long db = cellar.room(dtype, sample.db.length);
        passes.backwardWeights(x, dy, dw, db);
        assertArrayEquals(
                Cellar.as(dtype, sample.dw), Cellar.get(dtype, dw, sample.dw.length), what + " dw");
        assertArrayEquals(
                Cellar.as(dtype, sample.db), Cellar.get(dtype, db, sample.db.length), what + " db");
    }

    private static String describe(ConvShape s) {
        return "%dx%d->%d g%d in %s k %s s %s p %s d %s"
                .formatted(
                        s.batch(),
                        s.inChannels(),
                        s.outChannels(),
                        s.groups(),
                        Arrays.toString(s.input()),
                        Arrays.toString(s.kernel()),
                        Arrays.toString(s.stride()),
                        Arrays.toString(s.padding()),
                        Arrays.toString(s.dilation()));
    }

    /** Contiguous images in the order of a format. */
    private static double[] ordered(
            double[] contiguous, int batch, int channels, MemoryFormat format) {
        if (format == MemoryFormat.CONTIGUOUS) {
            return contiguous;
        }
        int pixels = contiguous.length / (batch * channels);
        var result = new double[contiguous.length];
        for (int i = 0; i < contiguous.length; i++) {
            int image = i / (channels * pixels);
            int channel = i / pixels % channels;
            result[(image * pixels + i % pixels) * channels + channel] = contiguous[i];
        }
        return result;
    }

    private static List<Sample> recorded() throws IOException {
        var stream = ConvolutionTest.class.getResourceAsStream("recorded.txt");
        try (var lines = new BufferedReader(new InputStreamReader(stream))) {
            return lines.lines().filter(line -> !line.startsWith("#")).map(Line::read).toList();
        }
    }

    private record Line(String[] fields) {
        static Sample read(String line) {
            var l = new Line(line.split("\\|"));
            var n = l.longs(0);
            var shape =
                    new ConvShape(
                            (int) n[0],
                            (int) n[1],
                            (int) n[2],
                            l.longs(1),
                            l.longs(2),
                            l.longs(3),
                            l.longs(4),
                            l.longs(5),
                            l.longs(6),
                            (int) n[3]);
            return new Sample(
                    shape,
                    l.doubles(7),
                    l.doubles(8),
                    l.doubles(9),
                    l.doubles(10),
                    l.doubles(11),
                    l.doubles(12),
                    l.doubles(13),
                    l.doubles(14));
        }

        private long[] longs(int i) {
            return Arrays.stream(fields[i].trim().split(" ")).mapToLong(Long::parseLong).toArray();
        }

        private double[] doubles(int i) {
            return Arrays.stream(longs(i)).asDoubleStream().toArray();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64", "BFLOAT16", "FLOAT16"})
    void asRecordedFromPyTorch(DType dtype) throws IOException {
        var samples = recorded();
        assertEquals(8, samples.size());
        for (var sample : samples) {
            for (var in : MemoryFormat.values()) {
                for (var out : MemoryFormat.values()) {
                    check(sample, dtype, in, out);
                }
            }
        }
    }

    /** One pair of elements that meet in a convolution. */
    private interface Meeting {
        void at(int y, int x, int w);
    }

    private static void visit(ConvShape s, Meeting meeting) {
        int in = (int) ConvShape.product(s.input());
        int out = (int) ConvShape.product(s.output());
        int kernel = (int) ConvShape.product(s.kernel());
        int inPerGroup = s.inChannels() / s.groups();
        int outPerGroup = s.outChannels() / s.groups();
        for (int p = 0; p < out; p++) {
            for (int q = 0; q < kernel; q++) {
                int pixel = meets(s, p, q);
                for (int n = 0; n < s.batch() && pixel >= 0; n++) {
                    for (int o = 0; o < s.outChannels(); o++) {
                        for (int c = 0; c < inPerGroup; c++) {
                            int channel = o / outPerGroup * inPerGroup + c;
                            meeting.at(
                                    (n * s.outChannels() + o) * out + p,
                                    (n * s.inChannels() + channel) * in + pixel,
                                    (o * inPerGroup + c) * kernel + q);
                        }
                    }
                }
            }
        }
    }

    /** The input pixel under an element of the kernel at an output pixel; -1 outside. */
    private static int meets(ConvShape s, int output, int kernel) {
        long pixel = 0;
        long factor = 1;
        for (int d = s.rank() - 1; d >= 0; d--) {
            long o = output % s.output()[d];
            long k = kernel % s.kernel()[d];
            output /= (int) s.output()[d];
            kernel /= (int) s.kernel()[d];
            long at = o * s.stride()[d] - s.padding()[d] + k * s.dilation()[d];
            if (at < 0 || at >= s.input()[d]) {
                return -1;
            }
            pixel += at * factor;
            factor *= s.input()[d];
        }
        return (int) pixel;
    }

    private Sample byDefinition(ConvShape s) {
        var x = cellar.eighths(s.inputSize());
        var w = cellar.eighths(s.weightSize());
        var bias = cellar.eighths(s.outChannels());
        var dy = cellar.eighths(s.outputSize());
        var y = new double[dy.length];
        var dx = new double[x.length];
        var dw = new double[w.length];
        var db = new double[bias.length];
        int out = (int) ConvShape.product(s.output());
        for (int i = 0; i < y.length; i++) {
            int channel = i / out % s.outChannels();
            y[i] = bias[channel];
            db[channel] += dy[i];
        }
        visit(
                s,
                (atY, atX, atW) -> {
                    y[atY] += x[atX] * w[atW];
                    dx[atX] += dy[atY] * w[atW];
                    dw[atW] += dy[atY] * x[atX];
                });
        return new Sample(s, x, w, bias, dy, y, dx, dw, db);
    }

    private ConvShape randomShape() {
        while (true) {
            int rank = 1 + cellar.below(3);
            int groups = cellar.below(3) == 0 ? 1 + cellar.below(3) : 1;
            var sizes = new long[6][rank];
            long least = Long.MAX_VALUE;
            for (int i = 0; i < rank; i++) {
                sizes[0][i] = 3 + cellar.below(rank == 3 ? 6 : rank == 2 ? SPREAD : 50);
                sizes[1][i] = 1 + cellar.below(3);
                sizes[3][i] = 1 + cellar.below(3);
                sizes[4][i] = cellar.below(3);
                sizes[5][i] = 1 + cellar.below(2);
                long room = sizes[0][i] + 2 * sizes[4][i] - (sizes[1][i] - 1) * sizes[5][i] - 1;
                least = Math.min(least, room);
                sizes[2][i] = room / sizes[3][i] + 1;
            }
            if (least >= 0) {
                var shape =
                        new ConvShape(
                                1 + cellar.below(5),
                                groups * (1 + cellar.below(20)),
                                groups * (1 + cellar.below(20)),
                                sizes[0],
                                sizes[1],
                                sizes[2],
                                sizes[3],
                                sizes[4],
                                sizes[5],
                                groups);
                if (shape.work() < 1_000_000) {
                    return shape;
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void randomShapesAgreeWithTheDefinition(int threads) {
        Parallel.setNumThreads(threads);
        for (int i = 0; i < 40; i++) {
            var sample = byDefinition(randomShape());
            var in = MemoryFormat.values()[cellar.below(2)];
            var out = MemoryFormat.values()[cellar.below(2)];
            check(sample, DType.FLOAT32, in, out);
            check(sample, DType.FLOAT64, in, out);
        }
    }

    private static ConvShape square(int batch, int in, int out, int size, int groups) {
        return new ConvShape(
                batch,
                in,
                out,
                new long[] {size, size},
                new long[] {3, 3},
                new long[] {size, size},
                new long[] {1, 1},
                new long[] {1, 1},
                new long[] {1, 1},
                groups);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shapesOfNetworksAgreeWithTheDefinition(int threads) {
        Parallel.setNumThreads(threads);
        var shapes =
                List.of(
                        square(4, 1, 32, 14, 1),
                        square(3, 3, 16, 12, 1),
                        square(1, 32, 32, 12, 1),
                        square(2, 32, 32, 8, 32),
                        square(2, 144, 160, 4, 1),
                        square(1, 64, 384, 3, 1),
                        square(3, 32, 384, 2, 1));
        for (var shape : shapes) {
            var sample = byDefinition(shape);
            for (var in : MemoryFormat.values()) {
                for (var out : MemoryFormat.values()) {
                    check(sample, DType.FLOAT32, in, out);
                }
            }
        }
    }

    private static ConvShape grey(long kernel, long stride, long padding, long dilation) {
        long height = (15 + 2 * padding - dilation * (kernel - 1) - 1) / stride + 1;
        long width = (11 + 2 * padding - kernel) / stride + 1;
        return new ConvShape(
                3,
                1,
                32,
                new long[] {15, 11},
                new long[] {kernel, kernel},
                new long[] {height, width},
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {dilation, 1},
                1);
    }

    @Test
    void greyImagesAgreeWithTheDefinition() {
        var shapes =
                List.of(grey(3, 1, 0, 1), grey(5, 1, 2, 1), grey(3, 2, 1, 2), grey(1, 1, 0, 1));
        for (var shape : shapes) {
            var sample = byDefinition(shape);
            check(sample, DType.FLOAT32, MemoryFormat.CONTIGUOUS, MemoryFormat.CHANNELS_LAST);
            check(sample, DType.FLOAT32, MemoryFormat.CHANNELS_LAST, MemoryFormat.CHANNELS_LAST);
        }
    }

    @Test
    void transposedConvolutionsMayReachBeyondTheWindows() {
        // output_padding 1 of a transposed convolution: rows that no window covers are zero.
        var shape =
                new ConvShape(
                        2,
                        3,
                        4,
                        new long[] {8},
                        new long[] {2},
                        new long[] {2},
                        new long[] {5},
                        new long[] {0},
                        new long[] {1},
                        1);
        check(byDefinition(shape), DType.FLOAT32, MemoryFormat.CONTIGUOUS, MemoryFormat.CONTIGUOUS);
    }

    @Test
    void emptyBatchesGiveZeroGradients() {
        var shape = square(0, 2, 3, 4, 1);
        long dw = cellar.room(DType.FLOAT32, shape.weightSize());
        long db = cellar.room(DType.FLOAT32, 3);
        var format = MemoryFormat.CONTIGUOUS;
        Convolution.forward(shape, DType.FLOAT32, format, format, 0, 0, 0, 0);
        Convolution.backwardData(shape, DType.FLOAT32, format, format, 0, 0, 0);
        Convolution.backwardWeights(shape, DType.FLOAT32, format, format, 0, 0, dw, db);
        assertArrayEquals(
                new double[(int) shape.weightSize()],
                Cellar.get(DType.FLOAT32, dw, shape.weightSize()));
        assertArrayEquals(new double[3], Cellar.get(DType.FLOAT32, db, 3));
    }

    @Test
    void channelsLastIsPreferredWhereOneDnnComputes() {
        var shape = square(4, 32, 32, 14, 1);
        assertEquals(
                OneDnn.available() ? MemoryFormat.CHANNELS_LAST : MemoryFormat.CONTIGUOUS,
                Convolution.preferredFormat(shape, DType.FLOAT32));
        assertEquals(MemoryFormat.CONTIGUOUS, Convolution.preferredFormat(shape, DType.FLOAT64));
    }

    @Test
    void plansArePushedOutWhileThreadsUseThem() throws InterruptedException {
        assumeTrue(OneDnn.available());
        var cache = new PlanCache(2);
        var failures = new ConcurrentLinkedQueue<Throwable>();
        var samples =
                IntStream.range(0, 4)
                        .mapToObj(i -> byDefinition(square(2, 4 + i, 8, 9, 1)))
                        .toList();
        var users = new ArrayList<Thread>();
        for (int user = 0; user < 3; user++) {
            int start = user;
            users.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try {
                                            for (int i = 0; i < 40; i++) {
                                                use(
                                                        cache,
                                                        samples.get((start + i) % samples.size()));
                                            }
                                        } catch (Throwable e) {
                                            failures.add(e);
                                        }
                                    }));
        }
        for (var user : users) {
            user.join();
        }
        assertTrue(failures.isEmpty(), failures::toString);
        assertTrue(cache.size() <= 2, "the cache is bounded");
    }

    private static void use(PlanCache cache, Sample sample) {
        var key =
                new OneDnnPlan.Key(
                        OneDnnPlan.Direction.FORWARD,
                        sample.shape,
                        MemoryFormat.CONTIGUOUS,
                        MemoryFormat.CONTIGUOUS,
                        true,
                        2);
        try (var mine = new Cellar(0);
                var lease = cache.acquire(key)) {
            long y = mine.room(DType.FLOAT32, sample.y.length);
            lease.plan()
                    .orElseThrow()
                    .run(
                            mine.put(DType.FLOAT32, sample.x),
                            mine.put(DType.FLOAT32, sample.w),
                            mine.put(DType.FLOAT32, sample.bias),
                            y);
            assertArrayEquals(sample.y, Cellar.get(DType.FLOAT32, y, sample.y.length));
        }
    }
}
