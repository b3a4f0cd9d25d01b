package dev.cresset.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

class ParallelTest {
    private final int threadsBefore = Parallel.numThreads();

    @AfterEach
    void restore() {
        Parallel.setNumThreads(threadsBefore);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 8})
    void everyIterationIsDoneOnce(int threads) {
        Parallel.setNumThreads(threads);
        for (int n : new int[] {0, 1, 2, 3, 7, 64, 1000, 4097}) {
            for (int grain : new int[] {0, 1, 5, 1000}) {
                var seen = new AtomicIntegerArray(n);
                Parallel.forEach(
                        n,
                        grain,
                        (from, to) -> {
                            for (long i = from; i < to; i++) {
                                seen.incrementAndGet((int) i);
                            }
                        });
                for (int i = 0; i < n; i++) {
                    assertEquals(1, seen.get(i), "iteration " + i + " of " + n);
                }
            }
        }
    }

    @Test
    void asManyThreadsWorkAsTheBudgetSays() {
        Parallel.setNumThreads(3);
        var together = new CountDownLatch(3);
        var threads = ConcurrentHashMap.<Thread>newKeySet();
        Parallel.forEach(
                3,
                1,
                (from, to) -> {
                    threads.add(Thread.currentThread());
                    together.countDown();
                    await(together);
                });
        assertEquals(3, threads.size());
        assertTrue(threads.contains(Thread.currentThread()), "the caller takes part");
    }

    @Test
    void piecesOfOneThatIsHeldUpAreDoneByOthers() {
        Parallel.setNumThreads(2);
        var others = new CountDownLatch(7);
        Parallel.forEach(
                8,
                1,
                (from, to) -> {
                    if (from == 0) {
                        await(others);
                    } else {
                        others.countDown();
                    }
                });
        assertEquals(0, others.getCount());
    }

    @Test
    void aThreadMeetsTheSamePiecesAgain() {
        Parallel.setNumThreads(2);
        var both = new Thread[2][2];
        for (var threads : both) {
            var started = new CountDownLatch(2);
            Parallel.forEach(
                    2,
                    1,
                    (from, to) -> {
                        threads[(int) from] = Thread.currentThread();
                        started.countDown();
                        await(started);
                    });
        }
        assertSame(Thread.currentThread(), both[0][0]);
        assertSame(Thread.currentThread(), both[1][0]);
        assertSame(both[0][1], both[1][1]);
    }

    @Test
    void moreThreadsThanPieces() {
        Parallel.setNumThreads(8);
        var done = new AtomicLong();
        for (int round = 0; round < 2000; round++) {
            Parallel.forEach(2 + round % 7, 1, (from, to) -> done.addAndGet(to - from));
        }
        long expected = 0;
        for (int round = 0; round < 2000; round++) {
            expected += 2 + round % 7;
        }
        assertEquals(expected, done.get());
    }

    @Test
    void asleepWorkersWakeUp() throws InterruptedException {
        Parallel.setNumThreads(2);
        for (int round = 0; round < 5; round++) {
            var both = new CountDownLatch(2);
            Parallel.forEach(
                    2,
                    1,
                    (from, to) -> {
                        both.countDown();
                        await(both);
                    });
            Thread.sleep(5);
        }
    }

    @Test
    void loopsInsideLoopsStayInTheirThread() {
        Parallel.setNumThreads(2);
        Parallel.forEach(
                8,
                1,
                (from, to) -> {
                    var outer = Thread.currentThread();
                    Parallel.forEach(1000, 1, (a, b) -> assertSame(outer, Thread.currentThread()));
                });
    }

    @Test
    void loopsOfSeveralThreadsDoNotDisturbEachOther() throws InterruptedException {
        Parallel.setNumThreads(2);
        var sum = new AtomicLong();
        var users = new ArrayList<Thread>();
        for (int user = 0; user < 4; user++) {
            users.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        for (int i = 0; i < 2000; i++) {
                                            Parallel.forEach(
                                                    64, 1, (from, to) -> sum.addAndGet(to - from));
                                        }
                                    }));
        }
        for (var user : users) {
            user.join();
        }
        assertEquals(4L * 2000 * 64, sum.get());
    }

    @Test
    void theFirstExceptionReachesTheCaller() {
        Parallel.setNumThreads(2);
        for (int i = 0; i < 100; i++) {
            var failure = new IllegalStateException("no");
            var thrown =
                    assertThrows(
                            IllegalStateException.class,
                            () ->
                                    Parallel.forEach(
                                            100,
                                            1,
                                            (from, to) -> {
                                                if (from > 50) {
                                                    throw failure;
                                                }
                                            }));
            assertSame(failure, thrown);
        }
        var after = new AtomicLong();
        Parallel.forEach(100, 1, (from, to) -> after.addAndGet(to - from));
        assertEquals(100, after.get());
    }

    @Test
    void theBudgetIsPositive() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> Parallel.setNumThreads(0));
        assertTrue(thrown.getMessage().contains("expects a positive integer, got 0"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS), "threads came to work");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
