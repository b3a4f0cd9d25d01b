package dev.cresset.cpu.order;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Ordering;
import dev.cresset.spi.Rows;

/**
 * Sorting on the processor.
 *
 * <p>Elements become integer keys whose order is the order asked for ({@link Keys}); keys of up to
 * 32 bits travel in one long with their index ({@link PackedOrder}), others beside it ({@link
 * WideOrder}). Long rows are sorted by radix. Ties keep the order of their indices when rows are
 * sorted. Rows are divided among threads; one row is sorted by one thread.
 */
public final class CpuOrdering implements Ordering {
    /** Elements worth handing to another thread. */
    private static final long GRAIN = 4096;

    @Override
    public void sort(
            DType dtype, Rows rows, Direction direction, long in, long values, long indices) {
        if (rows.numel() == 0) {
            return;
        }
        int n = length("sort", rows);
        forEachRow(
                rows,
                n,
                (from, to) -> {
                    var order = RowOrder.of(dtype, direction);
                    for (long row = from; row < to; row++) {
                        long start = start(rows, row, n);
                        long step = rows.inner() * dtype.size();
                        order.sort(in + start * dtype.size(), step, n);
                        store(order, dtype, rows, n, in, start, values, indices, start);
                    }
                });
    }

    @Override
    public void select(
            DType dtype,
            Rows rows,
            long k,
            Direction direction,
            Arrangement arrangement,
            long in,
            long values,
            long indices) {
        if (rows.numel() == 0 || k == 0) {
            return;
        }
        int n = length("topk", rows);
        int first = Math.toIntExact(k);
        boolean sorted = arrangement == Arrangement.SORTED;
        // Random floating-point numbers are rarely equal, and unequal ones need no special order.
        boolean tryFast = sorted && (dtype == DType.FLOAT32 || dtype == DType.FLOAT64);
        long step = rows.inner() * dtype.size();
        forEachRow(
                rows,
                n,
                (from, to) -> {
                    var selection = new Selection(dtype, direction);
                    var order = tryFast ? RowOrder.of(dtype, direction) : null;
                    for (long row = from; row < to; row++) {
                        long start = start(rows, row, n);
                        long address = in + start * dtype.size();
                        long out = start(rows, row, k);
                        if (tryFast) {
                            order.first(address, step, n, first);
                            if (!Selection.hasTies(order, dtype, address, step, n, first)) {
                                store(order, dtype, rows, first, in, start, values, indices, out);
                                continue;
                            }
                        }
                        selection.load(address, step, n);
                        selection.first(n, first, sorted);
                        for (int i = 0; i < first; i++) {
                            long at = out + i * rows.inner();
                            copy(dtype, address, step, selection.index(i), values, indices, at);
                        }
                    }
                });
    }

    @Override
    public void search(
            DType dtype,
            Side side,
            long rows,
            long length,
            long sorted,
            long count,
            long values,
            long out) {
        Search.run(dtype, side, rows, length, sorted, count, values, out);
    }

    @Override
    public void rank(
            DType dtype,
            Rows rows,
            long rank,
            RankMethod method,
            long in,
            long values,
            long indices) {
        int wanted = Math.toIntExact(rank);
        pick(
                "kthvalue",
                dtype,
                rows,
                in,
                values,
                indices,
                (selection, n) -> find(selection, method, wanted, n));
    }

    @Override
    public void mode(DType dtype, Rows rows, long in, long values, long indices) {
        pick("mode", dtype, rows, in, values, indices, Selection::mostFrequent);
    }

    /** Finds one element of a row of n. */
    private interface Finder {
        int find(Selection selection, int n);
    }

    private static void pick(
            String op, DType dtype, Rows rows, long in, long values, long indices, Finder finder) {
        if (rows.numel() == 0) {
            return;
        }
        int n = length(op, rows);
        long step = rows.inner() * dtype.size();
        forEachRow(
                rows,
                n,
                (from, to) -> {
                    var selection = new Selection(dtype, Direction.ASCENDING);
                    for (long row = from; row < to; row++) {
                        long address = in + start(rows, row, n) * dtype.size();
                        selection.load(address, step, n);
                        int found = finder.find(selection, n);
                        copy(dtype, address, step, found, values, indices, start(rows, row, 1));
                    }
                });
    }

    private static int find(Selection selection, RankMethod method, int rank, int n) {
        if (method == RankMethod.QUICKSELECT) {
            selection.quickselect(rank, n);
            return selection.index(rank);
        }
        int nan = selection.firstNaN(n);
        if (nan >= 0) {
            return nan;
        }
        return selection.stableRank(rank, n);
    }

    /** Stores one element of a row, and its index, as element {@code at} of the results. */
    private static void copy(
            DType dtype, long row, long step, int index, long values, long indices, long at) {
        Memory.copy(row + index * step, values + at * dtype.size(), dtype.size());
        Memory.setLong(indices + at * Long.BYTES, index);
    }

    private static int length(String op, Rows rows) {
        if (rows.length() > 1 << 30) {
            throw new IllegalArgumentException(
                    "%s: a row has %d elements, more than 2^30; sort parts of it"
                            .formatted(op, rows.length()));
        }
        return (int) rows.length();
    }

    private static void forEachRow(Rows rows, int n, Parallel.RangeTask task) {
        Parallel.forEach(rows.outer() * rows.inner(), Math.max(1, GRAIN / n), task);
    }

    /** Element at which a row begins, in a block whose rows have this length. */
    private static long start(Rows rows, long row, long length) {
        long o = row / rows.inner();
        return o * length * rows.inner() + row - o * rows.inner();
    }

    /** Writes the first n of an order: their values, taken from the row itself, and indices. */
    private static void store(
            RowOrder order,
            DType dtype,
            Rows rows,
            int n,
            long in,
            long start,
            long values,
            long indices,
            long out) {
        long inner = rows.inner();
        long row = in + start * dtype.size();
        for (int i = 0; i < n; i++) {
            Memory.setLong(indices + (out + i * inner) * Long.BYTES, order.index(i));
        }
        switch (dtype.size()) {
            case 1 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setByte(
                            values + out + i * inner, Memory.getByte(row + order.index(i) * inner));
                }
            }
            case 2 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(
                            values + (out + i * inner) * 2,
                            Memory.getShort(row + order.index(i) * inner * 2));
                }
            }
            case 4 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setInt(
                            values + (out + i * inner) * 4,
                            Memory.getInt(row + order.index(i) * inner * 4));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    Memory.setLong(
                            values + (out + i * inner) * 8,
                            Memory.getLong(row + order.index(i) * inner * 8));
                }
            }
        }
    }
}
