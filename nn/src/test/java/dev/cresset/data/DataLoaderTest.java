package dev.cresset.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Size;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;

class DataLoaderTest {
    record Point(Tensor at, Tensor mass) {}

    record Cloud(Point point, List<Tensor> history, Object label, Object name) {}

    record Counted(Tensor x, long count) {}

    private static <T> Dataset<T> dataset(long size, LongFunction<T> items) {
        return new Dataset<>() {
            @Override
            public T get(long index) {
                return items.apply(index);
            }

            @Override
            public long size() {
                return size;
            }
        };
    }

    private static Point point(long i) {
        return new Point(Torch.tensor(i, i + 0.5), Torch.tensor(10.0 * i));
    }

    private static <T> T first(DataLoader<T> loader) {
        return loader.iterator().next();
    }

    @Test
    void recordsBecomeRecords() {
        var batch = first(DataLoader.of(dataset(5, DataLoaderTest::point), Load.batchSize(3)));
        assertEquals(new Size(3, 2), batch.at().shape());
        assertArrayEquals(new float[] {0, 0.5f, 1, 1.5f, 2, 2.5f}, batch.at().toFloatArray());
        assertArrayEquals(new float[] {0, 10, 20}, batch.mass().toFloatArray());
    }

    @Test
    void nestedValues() {
        var clouds =
                dataset(
                        4,
                        i ->
                                new Cloud(
                                        point(i),
                                        List.of(Torch.tensor(i), Torch.ones(2)),
                                        i,
                                        "cloud " + i));
        var batch = first(DataLoader.of(clouds, Load.batchSize(2)));
        assertEquals(new Size(2, 2), batch.point().at().shape());
        assertArrayEquals(new long[] {0, 1}, batch.history().get(0).toLongArray());
        assertEquals(new Size(2, 2), batch.history().get(1).shape());
        assertEquals(DType.INT64, ((Tensor) batch.label()).dtype());
        assertEquals(List.of("cloud 0", "cloud 1"), batch.name());
    }

    @Test
    void numbersAndMaps() {
        Object numbers = Collate.batch(List.<Object>of(1.5, 2.5));
        assertArrayEquals(new double[] {1.5, 2.5}, ((Tensor) numbers).toDoubleArray());
        Object flags = Collate.batch(List.<Object>of(true, false));
        assertArrayEquals(new boolean[] {true, false}, ((Tensor) flags).toBooleanArray());
        Map<?, ?> map = Collate.batch(List.of(Map.of("a", 1L), Map.of("a", 2L)));
        assertArrayEquals(new long[] {1, 2}, ((Tensor) map.get("a")).toLongArray());
    }

    @Test
    void whatCannotBeBatched() {
        var counted = dataset(2, i -> new Counted(Torch.ones(1), i));
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> first(DataLoader.of(counted, Load.batchSize(2))));
        assertTrue(e.getMessage().contains("component long count"), e.getMessage());
        var ragged = dataset(2, i -> Torch.ones(i + 1));
        e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> first(DataLoader.of(ragged, Load.batchSize(2))));
        assertTrue(e.getMessage().contains("equal size"), e.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Collate.batch(List.of(new Object())));
    }

    @Test
    void ownCollation() {
        var loader =
                DataLoader.of(
                        dataset(5, i -> i),
                        Load.batchSize(2).prefetch(2),
                        list -> list.stream().mapToLong(i -> i).sum());
        var sums = new ArrayList<Long>();
        loader.forEach(sums::add);
        assertEquals(List.of(1L, 5L, 4L), sums);
    }

    @Test
    void batchesOfTensorDataEqualStackedItems() {
        Torch.manualSeed(3);
        var data = TensorDataset.of(Torch.randn(20, 3, 2), Torch.randint(0, 10, 20));
        for (long[] indices : new long[][] {{4, 2, 2, 19}, {5, 6, 7}, {0}}) {
            var items = new ArrayList<TensorDataset.Example>();
            for (long i : indices) {
                items.add(data.get(i));
            }
            var want = Collate.batch(items);
            var got = data.batch(indices);
            assertTrue(want.data().equal(got.data()) && want.target().equal(got.target()));
            got.data().zero_();
            assertFalse(data.batch(indices).data().equal(got.data()));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> TensorDataset.of(Torch.ones(3), Torch.ones(4)));
    }

    @Test
    void prefetchingMakesTheSameBatches() {
        var points = dataset(50, DataLoaderTest::point);
        for (int ahead : new int[] {1, 2, 100}) {
            long next = 0;
            for (var batch : DataLoader.of(points, Load.batchSize(7).prefetch(ahead))) {
                for (float mass : batch.mass().toFloatArray()) {
                    assertEquals(10f * next++, mass);
                }
            }
            assertEquals(50, next);
        }
    }

    @Test
    void failuresReachTheLoopWhereTheyBelong() {
        var failure = new IllegalStateException("item 5 is broken");
        var data =
                dataset(
                        10,
                        i -> {
                            if (i == 5) {
                                throw failure;
                            }
                            return Torch.tensor(i);
                        });
        for (int ahead : new int[] {0, 1, 4}) {
            var seen = new AtomicInteger();
            var thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    DataLoader.of(data, Load.batchSize(2).prefetch(ahead))
                                            .forEach(batch -> seen.incrementAndGet()));
            assertSame(failure, thrown);
            assertEquals(2, seen.get());
        }
    }

    @Test
    void abandonedLoopsLeaveNoThread() throws Exception {
        var made = new AtomicInteger();
        var data =
                dataset(
                        1000,
                        i -> {
                            made.incrementAndGet();
                            return Torch.tensor(i);
                        });
        for (int i = 0; i < 5; i++) {
            assertEquals(0, first(DataLoader.of(data, Load.DEFAULT.prefetch(3))).itemLong());
        }
        for (int wait = 0; wait < 100 && prefetching(); wait++) {
            Thread.sleep(100);
        }
        assertFalse(prefetching());
        assertTrue(made.get() <= 5 * 4, made + " items made");
    }

    private static boolean prefetching() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("cresset-prefetch"));
    }
}
