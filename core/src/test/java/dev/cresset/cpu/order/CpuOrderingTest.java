package dev.cresset.cpu.order;

import static dev.cresset.spi.Ordering.Arrangement.SORTED;
import static dev.cresset.spi.Ordering.Direction.ASCENDING;
import static dev.cresset.spi.Ordering.Direction.DESCENDING;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Ordering.Direction;
import dev.cresset.spi.Rows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Expected orders come from a stable sort of the JDK by the definition, or from PyTorch 2.13. */
class CpuOrderingTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private final CpuOrdering ordering = new CpuOrdering();
    private final SplittableRandom random = new SplittableRandom(3);
    private final int threads = Parallel.numThreads();
    private Arena arena;

    @BeforeEach
    void open() {
        arena = Arena.ofConfined();
        Parallel.setNumThreads(3);
    }

    @AfterEach
    void close() {
        arena.close();
        Parallel.setNumThreads(threads);
    }

    private long memory(long bytes) {
        return arena.allocate(Math.max(bytes, 1), 64).address();
    }

    private long tensor(DType dtype, double... values) {
        long address = memory((long) values.length * dtype.size());
        for (int i = 0; i < values.length; i++) {
            Cells.setDouble(dtype, address + (long) i * dtype.size(), values[i]);
        }
        return address;
    }

    private static double[] doubles(DType dtype, long address, int n) {
        return IntStream.range(0, n)
                .mapToDouble(i -> Cells.getDouble(dtype, address + (long) i * dtype.size()))
                .toArray();
    }

    private static long[] longs(long address, int n) {
        return IntStream.range(0, n).mapToLong(i -> Memory.getLong(address + i * 8L)).toArray();
    }

    private void checkSort(
            DType dtype, Direction direction, double[] in, double[] values, long... indices) {
        int n = in.length;
        long valuesAt = memory(n * 8L);
        long indicesAt = memory(n * 8L);
        var rows = new Rows(1, n, 1);
        ordering.sort(dtype, rows, direction, tensor(dtype, in), valuesAt, indicesAt);
        assertArrayEquals(indices, longs(indicesAt, n));
        assertArrayEquals(values, doubles(dtype, valuesAt, n));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16", "FLOAT32", "FLOAT64"})
    void floatsSortAsInPyTorch(DType dtype) {
        double[] t = {3, NAN, -0.0, 0, -INF, INF, 1, NAN, -0.0, 1};
        checkSort(
                dtype,
                ASCENDING,
                t,
                new double[] {-INF, -0.0, 0, -0.0, 1, 1, 3, INF, NAN, NAN},
                4,
                2,
                3,
                8,
                6,
                9,
                0,
                5,
                1,
                7);
        checkSort(
                dtype,
                DESCENDING,
                t,
                new double[] {NAN, NAN, INF, 3, 1, 1, -0.0, 0, -0.0, -INF},
                1,
                7,
                5,
                0,
                6,
                9,
                2,
                3,
                8,
                4);
    }

    @Test
    void boolAndUnsignedSortAsInPyTorch() {
        double[] b = {1, 0, 1, 0, 0};
        checkSort(DType.BOOL, ASCENDING, b, new double[] {0, 0, 0, 1, 1}, 1, 3, 4, 0, 2);
        checkSort(DType.BOOL, DESCENDING, b, new double[] {1, 1, 0, 0, 0}, 0, 2, 1, 3, 4);
        double[] u = {200, 3, 255, 0, 3, 127, 128};
        checkSort(
                DType.UINT8,
                ASCENDING,
                u,
                new double[] {0, 3, 3, 127, 128, 200, 255},
                3,
                1,
                4,
                5,
                6,
                0,
                2);
        checkSort(
                DType.UINT8,
                DESCENDING,
                u,
                new double[] {255, 200, 128, 127, 3, 3, 0},
                2,
                0,
                6,
                5,
                1,
                4,
                3);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"INT8", "INT16", "INT32", "INT64"})
    void integersSortAsInPyTorch(DType dtype) {
        double least = -Math.pow(2, dtype.size() * 8 - 1);
        double most = dtype == DType.INT64 ? Long.MAX_VALUE : -least - 1;
        double[] t = {most, -1, least, 0, 5, -1, 5};
        checkSort(
                dtype,
                ASCENDING,
                t,
                new double[] {least, -1, -1, 0, 5, 5, most},
                2,
                1,
                5,
                3,
                4,
                6,
                0);
        checkSort(
                dtype,
                DESCENDING,
                t,
                new double[] {most, 5, 5, 0, -1, -1, least},
                0,
                4,
                6,
                3,
                1,
                5,
                2);
    }

    @Test
    void columnsSortAsInPyTorch() {
        long in = tensor(DType.FLOAT32, 3, 1, 2, 1, 1, 0, 2, 1, 5);
        long values = memory(36);
        long indices = memory(72);
        ordering.sort(DType.FLOAT32, new Rows(1, 3, 3), ASCENDING, in, values, indices);
        assertArrayEquals(
                new double[] {1, 1, 0, 2, 1, 2, 3, 1, 5}, doubles(DType.FLOAT32, values, 9));
        assertArrayEquals(new long[] {1, 0, 1, 2, 1, 0, 0, 2, 2}, longs(indices, 9));
    }

    @Test
    void topkAsInPyTorch() {
        long in = tensor(DType.FLOAT32, 3, NAN, -0.0, 0, -INF, INF, 1, NAN, -0.0, 1);
        long values = memory(16);
        long indices = memory(32);
        var rows = new Rows(1, 10, 1);
        ordering.select(DType.FLOAT32, rows, 4, DESCENDING, SORTED, in, values, indices);
        assertArrayEquals(new double[] {NAN, NAN, INF, 3}, doubles(DType.FLOAT32, values, 4));
        assertArrayEquals(new long[] {1, 7, 5, 0}, longs(indices, 4));
        ordering.select(DType.FLOAT32, rows, 2, ASCENDING, SORTED, in, values, indices);
        assertArrayEquals(new double[] {-INF, -0.0}, doubles(DType.FLOAT32, values, 2));
        assertArrayEquals(new long[] {4, 8}, longs(indices, 2));
    }

    /** Numbers of a dtype: many or few ties, NaN, infinities and both zeros among floats. */
    private double[] numbers(DType dtype, int n, int kinds) {
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            double value =
                    switch (dtype) {
                        case BOOL -> random.nextInt(2);
                        case UINT8 -> random.nextInt(256);
                        case INT8 -> (byte) random.nextInt();
                        case INT16 -> (short) random.nextInt();
                        case INT32 -> random.nextInt();
                        case INT64 -> random.nextInt() * 1048576.0 * 2048;
                        default -> (float) random.nextGaussian();
                    };
            if (kinds > 0 && dtype != DType.BOOL) {
                value = random.nextInt(kinds);
            }
            if (dtype.isFloatingPoint() && random.nextInt(20) == 0) {
                double[] special = {NAN, INF, -INF, 0.0, -0.0};
                value = special[random.nextInt(special.length)];
            }
            values[i] = value;
        }
        return values;
    }

    private void check(DType dtype, Rows rows, int k, Direction direction, double[] numbers) {
        int n = (int) rows.length();
        int inner = (int) rows.inner();
        long in = tensor(dtype, numbers);
        var stored = doubles(dtype, in, numbers.length);
        int out = (int) rows.outer() * k * inner;
        long values = memory((long) out * dtype.size());
        long indices = memory(out * 8L);
        if (k == n) {
            ordering.sort(dtype, rows, direction, in, values, indices);
        } else {
            ordering.select(dtype, rows, k, direction, SORTED, in, values, indices);
        }
        // + 0.0 makes the zeros equal; Double.compare puts NaN above everything.
        Comparator<Double> order = (a, b) -> Double.compare(a + 0.0, b + 0.0);
        var directed = direction == DESCENDING ? order.reversed() : order;
        var expectedIndices = new long[out];
        var expected = new double[out];
        for (int o = 0; o < rows.outer(); o++) {
            for (int i = 0; i < inner; i++) {
                int start = o * n * inner + i;
                int to = o * k * inner + i;
                int[] sorted =
                        IntStream.range(0, n)
                                .boxed()
                                .sorted(
                                        (a, b) ->
                                                directed.compare(
                                                        stored[start + a * inner],
                                                        stored[start + b * inner]))
                                .mapToInt(Integer::intValue)
                                .toArray();
                for (int j = 0; j < k; j++) {
                    expectedIndices[to + j * inner] = sorted[j];
                    expected[to + j * inner] = stored[start + sorted[j] * inner];
                }
            }
        }
        var found = doubles(dtype, values, out);
        if (k == n) {
            assertArrayEquals(expectedIndices, longs(indices, out), () -> dtype + " " + rows);
        } else {
            // Either of the two zeros may come first.
            Arrays.setAll(expected, i -> expected[i] + 0.0);
            Arrays.setAll(found, i -> found[i] + 0.0);
        }
        assertArrayEquals(expected, found, () -> dtype + " " + rows);
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void sortsRowsOfAllLengthsInBothDirections(DType dtype) {
        for (var direction : Direction.values()) {
            for (int n : new int[] {1, 2, 3, 11, 12, 13, 25, 100, 159, 160, 400, 999, 1500, 7000}) {
                check(dtype, new Rows(1, n, 1), n, direction, numbers(dtype, n, 0));
                check(dtype, new Rows(1, n, 1), n, direction, numbers(dtype, n, 5));
            }
            check(dtype, new Rows(3, 50, 7), 50, direction, numbers(dtype, 1050, 0));
            check(dtype, new Rows(100, 90, 1), 90, direction, numbers(dtype, 9000, 30));
            check(dtype, new Rows(1, 1200, 4), 1200, direction, numbers(dtype, 4800, 0));
        }
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void selectedElementsAreTheFirstOfTheOrder(DType dtype) {
        for (var direction : Direction.values()) {
            for (int n : new int[] {2, 33, 100, 700, 5000}) {
                for (int k : new int[] {1, 2, 10, 17, n / 9, n / 2, n - 1}) {
                    if (k > 0 && k < n) {
                        check(dtype, new Rows(1, n, 1), k, direction, numbers(dtype, n, 0));
                        check(dtype, new Rows(1, n, 1), k, direction, numbers(dtype, n, 4));
                    }
                }
            }
            check(dtype, new Rows(3, 200, 5), 3, direction, numbers(dtype, 3000, 0));
            check(dtype, new Rows(60, 100, 1), 5, direction, numbers(dtype, 6000, 0));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {700, 20000})
    void topkOfSortedAndConstantRows(int n) {
        for (var direction : Direction.values()) {
            for (var dtype : new DType[] {DType.FLOAT32, DType.FLOAT64, DType.INT64}) {
                var rows = new Rows(1, n, 1);
                var rising = IntStream.range(0, n).mapToDouble(i -> i).toArray();
                check(dtype, rows, 20, direction, rising);
                check(dtype, rows, 20, direction, new double[n]);
                var falling = IntStream.range(0, n).mapToDouble(i -> n - i).toArray();
                check(dtype, rows, 20, direction, falling);
                check(dtype, rows, n, direction, falling);
            }
            var nans = new double[n];
            Arrays.fill(nans, NAN);
            nans[n / 2] = 1;
            check(DType.FLOAT32, new Rows(1, n, 1), 10, direction, nans);
            check(DType.FLOAT64, new Rows(1, n, 1), 10, direction, nans);
        }
    }

    @Test
    void wideIntegersOfAnyDistanceSort() {
        long[] values = {Long.MIN_VALUE, Long.MAX_VALUE, 0, -1, 1, 1L << 32, (1L << 32) - 1};
        for (int n : new int[] {7, 2000}) {
            long in = memory(n * 8L);
            for (int i = 0; i < n; i++) {
                Memory.setLong(in + i * 8L, values[i % 7]);
            }
            long sorted = memory(n * 8L);
            long indices = memory(n * 8L);
            ordering.sort(DType.INT64, new Rows(1, n, 1), ASCENDING, in, sorted, indices);
            var expected = IntStream.range(0, n).mapToLong(i -> values[i % 7]).sorted().toArray();
            assertArrayEquals(expected, longs(sorted, n));
            for (int i = 0; i < n; i++) {
                assertEquals(expected[i], values[(int) Memory.getLong(indices + i * 8L) % 7]);
            }
        }
        // The largest distance that still fits 32 bits, and the next.
        for (long distance : new long[] {0xffffffffL, 0x100000000L}) {
            long in = memory(24);
            Memory.setLong(in, distance - 5);
            Memory.setLong(in + 8, -5);
            Memory.setLong(in + 16, 7);
            long sorted = memory(24);
            ordering.sort(DType.INT64, new Rows(1, 3, 1), ASCENDING, in, sorted, memory(24));
            assertArrayEquals(new long[] {-5, 7, distance - 5}, longs(sorted, 3));
        }
    }

    @Test
    void emptyRowsDoNothing() {
        for (var rows : new Rows[] {new Rows(0, 5, 1), new Rows(2, 0, 3), new Rows(2, 4, 0)}) {
            ordering.sort(DType.FLOAT32, rows, ASCENDING, 0, 0, 0);
            ordering.select(DType.FLOAT32, rows, 0, ASCENDING, SORTED, 0, 0, 0);
        }
        ordering.select(DType.FLOAT32, new Rows(1, 4, 1), 0, ASCENDING, SORTED, memory(16), 0, 0);
    }
}
