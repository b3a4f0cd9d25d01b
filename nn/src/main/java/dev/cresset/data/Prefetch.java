package dev.cresset.data;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * An iterator whose next elements another thread makes ahead.
 *
 * <p>Note [No thread waits for the consumer]: the thread fills the queue and is done; taking an
 * element starts it again. So an iterator that nobody finishes holds a few elements until it is
 * collected, and no thread. One thread at a time works on an iterator.
 *
 * @param <T> an element
 */
final class Prefetch<T> implements Iterator<T> {
    private static final ExecutorService THREADS =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    2,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task -> {
                        var thread = new Thread(task, "cresset-prefetch");
                        thread.setDaemon(true);
                        return thread;
                    });

    private final Iterator<T> source;
    private final int ahead;
    private final Queue<T> ready = new ArrayDeque<>();
    private boolean working;
    private boolean exhausted;
    private Throwable failure;

    Prefetch(Iterator<T> source, int ahead) {
        this.source = source;
        this.ahead = ahead;
        start();
    }

    /** Called with the lock held, but for the constructor. */
    private void start() {
        if (!working && !exhausted && ready.size() < ahead) {
            working = true;
            THREADS.execute(this::work);
        }
    }

    private void work() {
        try {
            while (source.hasNext()) {
                if (!put(source.next())) {
                    return;
                }
            }
            stop(null);
        } catch (Throwable problem) {
            stop(problem);
        }
    }

    /** False if the queue is full now and the thread shall leave. */
    private synchronized boolean put(T element) {
        ready.add(element);
        working = ready.size() < ahead;
        notifyAll();
        return working;
    }

    private synchronized void stop(Throwable problem) {
        exhausted = true;
        working = false;
        failure = problem;
        notifyAll();
    }

    /** True if there is an element, or a failure that {@link #next} will throw. */
    @Override
    public synchronized boolean hasNext() {
        while (ready.isEmpty() && !exhausted) {
            start();
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                var cancelled = new CancellationException("DataLoader: interrupted");
                cancelled.initCause(e);
                throw cancelled;
            }
        }
        return !ready.isEmpty() || failure != null;
    }

    @Override
    public synchronized T next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (ready.isEmpty()) {
            var problem = failure;
            failure = null;
            throw rethrown(problem);
        }
        var element = ready.remove();
        start();
        return element;
    }

    /** The failure as it came: it tells where in the data set it happened. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException rethrown(Throwable problem) throws E {
        throw (E) problem;
    }
}
