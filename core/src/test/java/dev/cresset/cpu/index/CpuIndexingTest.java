package dev.cresset.cpu.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing.Scatter;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Rows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Expected values follow the definitions in {@code Indexing}, element by element, or PyTorch. */
class CpuIndexingTest {
    private final CpuIndexing indexing = new CpuIndexing();
    private final SplittableRandom random = new SplittableRandom(7);
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

    private long indices(long... values) {
        return tensor(DType.INT64, Arrays.stream(values).asDoubleStream().toArray());
    }

    private double[] read(DType dtype, long address, int n) {
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] = Cells.getDouble(dtype, address + (long) i * dtype.size());
        }
        return values;
    }

    /** Small whole numbers, exact in every dtype; NaN sometimes where there is one. */
    private double[] numbers(DType dtype, int n) {
        var values = new double[n];
        for (int i = 0; i < n; i++) {
            values[i] =
                    switch (dtype) {
                        case BOOL -> random.nextInt(2);
                        // Long products stay in range.
                        case INT16, INT32, INT64 -> random.nextInt(2) * 2 - 1;
                        default -> random.nextInt(1, 4);
                    };
            if (dtype.isFloatingPoint() && random.nextInt(50) == 0) {
                values[i] = Double.NaN;
            }
        }
        return values;
    }

    private long[] positions(int n, int bound) {
        return random.longs(n, 0, bound).toArray();
    }

    private static double join(Scatter how, DType dtype, double a, double b) {
        double joined =
                switch (how) {
                    case SET -> b;
                    case ADD -> a + b;
                    case MUL -> a * b;
                    case MAX -> Math.max(a, b);
                    case MIN -> Math.min(a, b);
                };
        return switch (dtype) {
            case BOOL -> joined != 0 ? 1 : 0;
            case UINT8 -> (long) joined & 0xff;
            case INT8 -> (byte) (long) joined;
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) joined));
            case BFLOAT16 -> Cells.bfloat16(Cells.toBfloat16((float) joined));
            case FLOAT32 -> (float) joined;
            default -> joined;
        };
    }

    private void checkSelect(DType dtype, int outer, int length, int inner, int count) {
        var in = numbers(dtype, outer * length * inner);
        var index = positions(count, length);
        long out = memory((long) outer * count * inner * dtype.size());
        indexing.select(
                dtype,
                new Rows(outer, length, inner),
                tensor(dtype, in),
                indices(index),
                count,
                out);
        var expected = new double[outer * count * inner];
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < count; k++) {
                for (int i = 0; i < inner; i++) {
                    expected[(o * count + k) * inner + i] =
                            in[(o * length + (int) index[k]) * inner + i];
                }
            }
        }
        assertArrayEquals(expected, read(dtype, out, expected.length));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void selectCopiesRows(DType dtype) {
        for (int inner : new int[] {1, 2, 3, 5, 7, 8, 9, 31, 33, 100, 300}) {
            checkSelect(dtype, 3, 11, inner, 17);
        }
        checkSelect(dtype, 1, 50, 1, 40000);
        checkSelect(dtype, 200, 7, 1, 300);
        checkSelect(dtype, 2, 3, 70000, 2);
        checkSelect(dtype, 0, 5, 2, 3);
        checkSelect(dtype, 2, 5, 0, 3);
        checkSelect(dtype, 2, 5, 2, 0);
    }

    private void checkSelectScatter(
            Scatter how, DType dtype, int outer, int length, int inner, int count) {
        var before = numbers(dtype, outer * length * inner);
        var source = numbers(dtype, outer * count * inner);
        var index = positions(count, length);
        long out = tensor(dtype, before);
        indexing.selectScatter(
                how,
                dtype,
                new Rows(outer, length, inner),
                out,
                indices(index),
                count,
                tensor(dtype, source));
        for (int o = 0; o < outer; o++) {
            for (int k = 0; k < count; k++) {
                for (int i = 0; i < inner; i++) {
                    int to = (o * length + (int) index[k]) * inner + i;
                    before[to] = join(how, dtype, before[to], source[(o * count + k) * inner + i]);
                }
            }
        }
        assertArrayEquals(before, read(dtype, out, before.length));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void selectScatterJoinsInOrder(DType dtype) {
        for (var how : Scatter.values()) {
            checkSelectScatter(how, dtype, 1, 5, 3, 12);
            checkSelectScatter(how, dtype, 9, 5, 4, 12);
            checkSelectScatter(how, dtype, 1, 40, 1, 20000);
            checkSelectScatter(how, dtype, 1, 40, 4, 9000);
            checkSelectScatter(how, dtype, 2, 6, 500, 100);
            checkSelectScatter(how, dtype, 2, 3, 0, 4);
            checkSelectScatter(how, dtype, 2, 3, 2, 0);
        }
    }

    /** Runs over all positions of some sizes in row-major order. */
    private static void positionsOf(long[] sizes, java.util.function.Consumer<long[]> body) {
        var dense = Layout.contiguous(sizes);
        for (long p = 0; p < dense.numel(); p++) {
            var c = new long[sizes.length];
            long rest = p;
            for (int d = sizes.length - 1; d >= 0; d--) {
                c[d] = rest % sizes[d];
                rest /= sizes[d];
            }
            body.accept(c);
        }
    }

    private static int offset(long[] strides, long[] c) {
        long sum = 0;
        for (int d = 0; d < c.length; d++) {
            sum += strides[d] * c[d];
        }
        return (int) sum;
    }

    private static int numel(long[] sizes) {
        return (int) Layout.contiguous(sizes).numel();
    }

    private void checkGather(DType dtype, int d, long[] input, long[] indices) {
        var in = numbers(dtype, numel(input));
        int n = numel(indices);
        var index = positions(n, input.length == 0 ? 1 : (int) input[d]);
        long out = memory((long) n * dtype.size());
        indexing.gather(dtype, d, input, tensor(dtype, in), indices, indices(index), out);
        var expected = new double[n];
        var next = new int[1];
        positionsOf(
                indices,
                c -> {
                    int p = next[0]++;
                    if (c.length > 0) {
                        c[d] = index[p];
                    }
                    expected[p] = in[offset(Layout.contiguousStrides(input), c)];
                });
        assertArrayEquals(expected, read(dtype, out, n));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void gatherReplacesOneCoordinate(DType dtype) {
        checkGather(dtype, 0, new long[] {7}, new long[] {20});
        checkGather(dtype, 0, new long[] {}, new long[] {});
        checkGather(dtype, 1, new long[] {50, 9}, new long[] {50, 1});
        checkGather(dtype, 1, new long[] {50, 9}, new long[] {40, 1});
        for (int d = 0; d < 3; d++) {
            checkGather(dtype, d, new long[] {4, 5, 6}, new long[] {4, 5, 6});
            checkGather(dtype, d, new long[] {4, 5, 6}, new long[] {3, 2, 4});
            checkGather(dtype, d, new long[] {30, 40, 30}, new long[] {29, 40, 30});
        }
        checkGather(dtype, 1, new long[] {4, 5}, new long[] {4, 0});
    }

    private void checkScatter(
            Scatter how, DType dtype, int d, long[] output, long[] indices, long[] strides) {
        var before = numbers(dtype, numel(output));
        int n = numel(indices);
        var source = numbers(dtype, Math.max(n, 1));
        var index = positions(n, output.length == 0 ? 1 : (int) output[d]);
        long out = tensor(dtype, before);
        indexing.scatter(
                how,
                dtype,
                d,
                output,
                out,
                indices,
                indices(index),
                tensor(dtype, source),
                strides);
        var next = new int[1];
        positionsOf(
                indices,
                c -> {
                    double value = source[offset(strides, c)];
                    int p = next[0]++;
                    if (c.length > 0) {
                        c[d] = index[p];
                    }
                    int to = offset(Layout.contiguousStrides(output), c);
                    before[to] = join(how, dtype, before[to], value);
                });
        assertArrayEquals(before, read(dtype, out, before.length));
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void scatterJoinsInRowMajorOrder(DType dtype) {
        for (var how : Scatter.values()) {
            checkScatter(how, dtype, 0, new long[] {}, new long[] {}, new long[] {});
            checkScatter(how, dtype, 0, new long[] {5}, new long[] {20}, new long[] {1});
            checkScatter(how, dtype, 0, new long[] {500}, new long[] {70000}, new long[] {1});
            checkScatter(how, dtype, 1, new long[] {30, 4}, new long[] {30, 1}, new long[] {1, 1});
            for (int d = 0; d < 3; d++) {
                checkScatter(
                        how,
                        dtype,
                        d,
                        new long[] {4, 5, 6},
                        new long[] {4, 3, 6},
                        new long[] {18, 6, 1});
                checkScatter(
                        how,
                        dtype,
                        d,
                        new long[] {4, 5, 6},
                        new long[] {4, 3, 6},
                        new long[] {1, 4, 12});
                checkScatter(
                        how,
                        dtype,
                        d,
                        new long[] {4, 5, 6},
                        new long[] {2, 5, 5},
                        new long[] {0, 0, 0});
            }
        }
        checkScatter(
                Scatter.ADD,
                dtype,
                0,
                new long[] {10, 300},
                new long[] {200, 300},
                new long[] {300, 1});
    }

    @Test
    void nanWinsInMaximaAndMinima() {
        long out = tensor(DType.FLOAT32, 1, Double.NaN, 3);
        long source = tensor(DType.FLOAT32, Double.NaN, 2, 5);
        long index = indices(0, 1, 2);
        var rows = new Rows(1, 3, 1);
        indexing.selectScatter(Scatter.MAX, DType.FLOAT32, rows, out, index, 3, source);
        assertArrayEquals(new double[] {Double.NaN, Double.NaN, 5}, read(DType.FLOAT32, out, 3));
        indexing.selectScatter(Scatter.MIN, DType.FLOAT32, rows, out, index, 3, source);
        assertArrayEquals(new double[] {Double.NaN, Double.NaN, 5}, read(DType.FLOAT32, out, 3));
    }

    /** PyTorch 2.13: torch.full((3,), 250, dtype=uint8).index_add(0, [0, 0, 2], [3, 4, 10]). */
    @Test
    void integersWrapAsInPyTorch() {
        long out = tensor(DType.UINT8, 250, 250, 250);
        indexing.selectScatter(
                Scatter.ADD,
                DType.UINT8,
                new Rows(1, 3, 1),
                out,
                indices(0, 0, 2),
                3,
                tensor(DType.UINT8, 3, 4, 10));
        assertArrayEquals(new double[] {1, 250, 4}, read(DType.UINT8, out, 3));
    }

    /**
     * Every addition to a float16 rounds: 2048 + 1 + 1 is 2048, as {@code index_add} of PyTorch
     * 2.13 gives.
     */
    @Test
    void halvesRoundAfterEveryAddition() {
        long out = tensor(DType.FLOAT16, 2048);
        indexing.selectScatter(
                Scatter.ADD,
                DType.FLOAT16,
                new Rows(1, 1, 1),
                out,
                indices(0, 0),
                2,
                tensor(DType.FLOAT16, 1, 1));
        assertArrayEquals(new double[] {2048}, read(DType.FLOAT16, out, 1));
    }

    private void checkMasks(Masks masks, DType dtype, int n, int oneIn) {
        var in = numbers(dtype, n);
        var mask = new double[n];
        for (int i = 0; i < n; i++) {
            mask[i] = random.nextInt(oneIn) == 0 ? 1 : 0;
        }
        int count = (int) Arrays.stream(mask).sum();
        long maskAddress = tensor(DType.BOOL, mask);
        assertEquals(count, masks.count(maskAddress, n));
        var expected = new double[count];
        var expectedPositions = new double[count];
        int k = 0;
        for (int i = 0; i < n; i++) {
            if (mask[i] != 0) {
                expected[k] = in[i];
                expectedPositions[k++] = i + 1000;
            }
        }
        long out = memory((long) (count + 1) * dtype.size());
        Cells.setDouble(dtype, out + (long) count * dtype.size(), 1);
        masks.select(dtype.size(), n, tensor(dtype, in), maskAddress, out, count);
        assertArrayEquals(expected, read(dtype, out, count));
        assertEquals(1, Cells.getDouble(dtype, out + (long) count * dtype.size()), "overrun");
        long places = memory((count + 1) * 8L);
        Memory.setLong(places + count * 8L, -7);
        masks.positions(1000, n, maskAddress, places, count);
        assertArrayEquals(expectedPositions, read(DType.INT64, places, count));
        assertEquals(-7, Memory.getLong(places + count * 8L), "overrun");
    }

    @ParameterizedTest
    @EnumSource(value = DType.class, mode = EnumSource.Mode.MATCH_NONE, names = "COMPLEX.*")
    void bothFormsOfMasksSelectCountAndLocate(DType dtype) {
        for (var masks : new Masks[] {new PlainMasks(), new VectorMasks()}) {
            for (int n : new int[] {0, 1, 7, 8, 9, 31, 64, 65, 1000, 20001}) {
                checkMasks(masks, dtype, n, 1);
                checkMasks(masks, dtype, n, 2);
                checkMasks(masks, dtype, n, 100);
                checkMasks(masks, dtype, n, 1 << 30);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 32768, 32769, 300001})
    void masksOfAnySizeAreWorkedOnInPieces(int n) {
        var mask = new double[n];
        var in = new double[n];
        for (int i = 0; i < n; i++) {
            mask[i] = random.nextInt(2);
            in[i] = i;
        }
        var expected = new double[n];
        int count = 0;
        for (int i = 0; i < n; i++) {
            if (mask[i] != 0) {
                expected[count++] = i;
            }
        }
        long maskAddress = tensor(DType.BOOL, mask);
        assertEquals(count, indexing.countTrue(maskAddress, n));
        long out = memory(count * 8L);
        assertEquals(
                count,
                indexing.maskedSelect(
                        DType.FLOAT64, n, tensor(DType.FLOAT64, in), maskAddress, out));
        assertArrayEquals(Arrays.copyOf(expected, count), read(DType.FLOAT64, out, count));
        assertEquals(count, indexing.positions(n, maskAddress, out));
        assertArrayEquals(Arrays.copyOf(expected, count), read(DType.INT64, out, count));
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 9, 15, 16, 31, 32, 33, 63, 64, 65, 100, 511, 513, 2048, 2500})
    void bothFormsOfRowsCopyAndAdd(int bytes) {
        for (var loops : new RowLoops[] {new RowLoops(), new VectorRowLoops()}) {
            var table = numbers(DType.UINT8, bytes * 5);
            long out = memory(bytes * 3L + 1);
            Memory.setByte(out + bytes * 3L, (byte) 99);
            loops.select(bytes, tensor(DType.UINT8, table), indices(4, 0, 2), 3, out);
            var expected = new double[bytes * 3];
            System.arraycopy(table, bytes * 4, expected, 0, bytes);
            System.arraycopy(table, 0, expected, bytes, bytes);
            System.arraycopy(table, bytes * 2, expected, bytes * 2, bytes);
            assertArrayEquals(expected, read(DType.UINT8, out, bytes * 3));
            assertEquals(99, Memory.getByte(out + bytes * 3L));
            var a = numbers(DType.FLOAT32, bytes + 1);
            var b = numbers(DType.FLOAT32, bytes);
            long sum = tensor(DType.FLOAT32, a);
            loops.add(bytes, sum, tensor(DType.FLOAT32, b));
            for (int i = 0; i < bytes; i++) {
                a[i] += b[i];
            }
            assertArrayEquals(a, read(DType.FLOAT32, sum, bytes + 1));
        }
    }
}
