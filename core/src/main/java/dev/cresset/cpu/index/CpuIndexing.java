package dev.cresset.cpu.index;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.DType;
import dev.cresset.spi.Indexing;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Plan;
import dev.cresset.spi.Rows;

/**
 * Moving elements by index on the processor.
 *
 * <p>Pure moves know only the size of an element; joins know its dtype. Work is divided so that all
 * writes to one element are made by one thread, in row-major order of the source: results do not
 * depend on the number of threads.
 */
public final class CpuIndexing implements Indexing {
    /** Elements worth handing to another thread. */
    static final long GRAIN = 16384;

    @Override
    public long firstOutside(long index, long n, long size) {
        // Most often there is none, which is found out without a branch for each element.
        for (long begin = 0; begin < n; begin += GRAIN) {
            long count = Math.min(GRAIN, n - begin);
            long at = index + begin * Long.BYTES;
            long signs = 0;
            for (int i = 0; i < count; i++) {
                long value = Memory.getLong(at + 8L * i);
                signs |= value | (size - 1 - value);
            }
            for (long i = 0; signs < 0 && i < count; i++) {
                long value = Memory.getLong(at + 8L * i);
                if (value < 0 || value >= size) {
                    return begin + i;
                }
            }
        }
        return -1;
    }

    @Override
    public void select(DType dtype, Rows rows, long in, long index, long count, long out) {
        long rowBytes = rows.inner() * dtype.size();
        if (rows.outer() == 0 || count == 0 || rowBytes == 0) {
            return;
        }
        long block = rows.length() * rowBytes;
        if (rowBytes > GRAIN * 4) {
            selectLongRows(rows, rowBytes, in, index, count, out);
            return;
        }
        Parallel.forEach(
                rows.outer() * count,
                Math.max(1, GRAIN / rows.inner()),
                (from, to) -> {
                    long row = from;
                    while (row < to) {
                        long o = row / count;
                        long k = row - o * count;
                        long n = Math.min(to - row, count - k);
                        Moves.selectRows(
                                rowBytes, in + o * block, index + k * 8, n, out + row * rowBytes);
                        row += n;
                    }
                });
    }

    private static void selectLongRows(
            Rows rows, long rowBytes, long in, long index, long count, long out) {
        for (long row = 0; row < rows.outer() * count; row++) {
            long source = row / count * rows.length() + Memory.getLong(index + row % count * 8);
            long from = in + source * rowBytes;
            long to = out + row * rowBytes;
            Parallel.forEach(rowBytes, GRAIN * 4, (a, b) -> Memory.copy(from + a, to + a, b - a));
        }
    }

    @Override
    public void selectScatter(
            Scatter how, DType dtype, Rows rows, long out, long index, long count, long source) {
        if (rows.numel() == 0 || count == 0) {
            return;
        }
        var join = Join.of(how, dtype);
        int size = dtype.size();
        long inner = rows.inner();
        long outBlock = rows.length() * inner * size;
        long sourceBlock = count * inner * size;
        if (rows.outer() >= 2L * Parallel.numThreads()) {
            Parallel.forEach(
                    rows.outer(),
                    Math.max(1, GRAIN / (count * inner)),
                    (from, to) -> {
                        for (long o = from; o < to; o++) {
                            joinRows(
                                    join,
                                    out + o * outBlock,
                                    index,
                                    count,
                                    source + o * sourceBlock,
                                    inner,
                                    0,
                                    inner,
                                    size);
                        }
                    });
            return;
        }
        for (long o = 0; o < rows.outer(); o++) {
            long to = out + o * outBlock;
            long from = source + o * sourceBlock;
            if (inner >= 64L * Parallel.numThreads()) {
                Parallel.forEach(
                        inner,
                        Math.max(64, GRAIN / count),
                        (a, b) -> joinRows(join, to, index, count, from, inner, a, b, size));
            } else if (count * inner < GRAIN) {
                joinRows(join, to, index, count, from, inner, 0, inner, size);
            } else {
                // Each thread reads all of index and writes only the rows it owns.
                Parallel.forEach(
                        rows.length(),
                        Math.ceilDiv(rows.length(), 4L * Parallel.numThreads()),
                        (a, b) -> joinOwnRows(join, to, index, count, from, inner, a, b, size));
            }
        }
    }

    /** Joins the columns a to b of all source rows. */
    private static void joinRows(
            Join join,
            long out,
            long index,
            long count,
            long source,
            long inner,
            long a,
            long b,
            int size) {
        long rowBytes = inner * size;
        if (rowBytes == size) {
            join.scatter(count, out, 0, index, source, size, size);
            return;
        }
        for (long k = 0; k < count; k++) {
            long to = out + Memory.getLong(index + k * 8) * rowBytes;
            join.row(b - a, to + a * size, source + k * rowBytes + a * size);
        }
    }

    /** Joins the source rows that go to rows a to b. */
    private static void joinOwnRows(
            Join join,
            long out,
            long index,
            long count,
            long source,
            long inner,
            long a,
            long b,
            int size) {
        long rowBytes = inner * size;
        for (long k = 0; k < count; k++) {
            long row = Memory.getLong(index + k * 8);
            if (row >= a && row < b) {
                join.row(inner, out + row * rowBytes, source + k * rowBytes);
            }
        }
    }

    @Override
    public void gather(
            DType dtype, int d, long[] input, long in, long[] indices, long index, long out) {
        int size = dtype.size();
        var dense = Layout.contiguous(indices);
        if (dense.numel() == 0) {
            return;
        }
        // Sorted by the first operand: it and the index are contiguous in the innermost loop.
        var plan =
                Plan.of(
                        indices,
                        new Layout[] {dense, dense, across(input, indices, d)},
                        new int[] {size, Long.BYTES, size});
        long step = step(input, d) * size;
        int split = largestLoop(plan, -1);
        Walk.forEach(
                plan,
                split,
                new long[] {out, index, in},
                (n, p) -> Moves.gather(size, n, p[0], p[1], p[2], plan.stride(0, 2), step));
    }

    @Override
    public void scatter(
            Scatter how,
            DType dtype,
            int d,
            long[] output,
            long out,
            long[] indices,
            long index,
            long source,
            long[] sourceStrides) {
        int size = dtype.size();
        var dense = Layout.contiguous(indices);
        if (dense.numel() == 0) {
            return;
        }
        var plan =
                Plan.of(
                        indices,
                        new Layout[] {
                            dense, across(output, indices, d), Layout.of(indices, sourceStrides, 0)
                        },
                        new int[] {Long.BYTES, size, size});
        long step = step(output, d) * size;
        var join = Join.of(how, dtype);
        long[] pointers = {index, out, source};
        // In a loop that moves through the output no two iterations write to one element.
        int split = largestLoop(plan, 1);
        if (split < 0 && plan.dim() == 1 && plan.numel() >= 4 * GRAIN) {
            long length = output.length == 0 ? 1 : output[d];
            Parallel.forEach(
                    length,
                    Math.ceilDiv(length, 4L * Parallel.numThreads()),
                    (a, b) ->
                            join.scatterOwn(
                                    plan.numel(),
                                    out,
                                    index,
                                    source,
                                    plan.stride(0, 2),
                                    step,
                                    a,
                                    b));
            return;
        }
        Walk.forEach(
                plan,
                split,
                pointers,
                (n, p) ->
                        join.scatter(
                                n, p[1], plan.stride(0, 1), p[0], p[2], plan.stride(0, 2), step));
    }

    /** The indexed tensor under the sizes of the index: it does not move along d. */
    private static Layout across(long[] sizes, long[] indices, int d) {
        var strides = Layout.contiguousStrides(sizes);
        if (strides.length > 0) {
            strides[d] = 0;
        }
        return Layout.of(indices, strides, 0);
    }

    /** Elements from one index along d to the next. */
    private static long step(long[] sizes, int d) {
        return sizes.length == 0 ? 1 : Layout.contiguousStrides(sizes)[d];
    }

    /** The longest loop in which an operand moves; any operand for -1; -1 if there is none. */
    private static int largestLoop(Plan plan, int operand) {
        int best = -1;
        for (int loop = 0; loop < plan.dim(); loop++) {
            boolean moves = operand < 0 || plan.stride(loop, operand) != 0;
            if (moves && (best < 0 || plan.size(loop) > plan.size(best))) {
                best = loop;
            }
        }
        return best;
    }

    @Override
    public long countTrue(long mask, long n) {
        return Masks.best().count(mask, n);
    }

    @Override
    public long maskedSelect(DType dtype, long n, long in, long mask, long out) {
        return MaskedPieces.run(
                n,
                mask,
                (piece, length, before, count) ->
                        Masks.best()
                                .select(
                                        dtype.size(),
                                        length,
                                        in + piece * dtype.size(),
                                        mask + piece,
                                        out + before * dtype.size(),
                                        count));
    }

    @Override
    public long positions(long n, long mask, long out) {
        return MaskedPieces.run(
                n,
                mask,
                (piece, length, before, count) ->
                        Masks.best()
                                .positions(piece, length, mask + piece, out + before * 8, count));
    }
}
