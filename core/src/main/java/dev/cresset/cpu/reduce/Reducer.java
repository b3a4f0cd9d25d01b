package dev.cresset.cpu.reduce;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Plan;

import java.util.Arrays;
import java.util.function.Supplier;

/**
 * The loops of one reduction: which elements go to which result, in which order, on which thread.
 *
 * <p>Where the innermost loop of the plan is reduced, each result is a fold over runs of elements;
 * where it is kept, results are folded side by side. Few large results are cut into segments whose
 * partial results are combined in order (see Note [Order of summation]).
 */
final class Reducer {
    /** Elements of a segment of a run. */
    private static final long SEGMENT = 1 << 15;

    /** Elements worth handing to another thread. */
    private static final long GRAIN = 1 << 15;

    /** Results from which on there is enough to do for all threads without segments. */
    private static final long MANY = 64;

    /** Fewer kept elements side by side than this are folded one after the other. */
    private static final long NARROW = 8;

    /** Elements of a segment of columns: more than of a run, for its results are merged. */
    private static final long COLUMN_SEGMENT = 8 * SEGMENT;

    /** Segments of a block of columns, at most. */
    private static final long COLUMN_SEGMENTS = 16;

    private static final int OUT = 0;
    private static final int IN = 1;

    private final long in;
    private final long out;
    private final Supplier<Fold> folds;
    private final Finish finish;
    private final Loops kept;
    private final Loops reduced;
    private final boolean sideBySide;

    /** Sizes and byte strides of some of the loops, innermost first. */
    private record Loops(long[] sizes, long[] in, long[] out) {
        static Loops of(Plan plan, boolean reduced) {
            int count = 0;
            for (int d = 0; d < plan.dim(); d++) {
                count += isReduced(plan, d) == reduced ? 1 : 0;
            }
            var loops = new Loops(new long[count], new long[count], new long[count]);
            int k = 0;
            for (int d = 0; d < plan.dim(); d++) {
                if (isReduced(plan, d) == reduced) {
                    loops.sizes[k] = plan.size(d);
                    loops.in[k] = plan.stride(d, IN);
                    loops.out[k++] = plan.stride(d, OUT);
                }
            }
            return loops;
        }

        private static boolean isReduced(Plan plan, int d) {
            return plan.size(d) != 1 && plan.stride(d, OUT) == 0;
        }

        int dim() {
            return sizes.length;
        }

        long count() {
            long n = 1;
            for (long size : sizes) {
                n *= size;
            }
            return n;
        }

        Loops withoutInnermost() {
            return new Loops(rest(sizes), rest(in), rest(out));
        }

        private static long[] rest(long[] a) {
            return Arrays.copyOfRange(a, Math.min(1, a.length), a.length);
        }

        Odometer odometer() {
            return new Odometer(sizes, in, out);
        }
    }

    /**
     * A reduction.
     *
     * @param plan loops over the result (operand 0, stride 0 where reduced) and the input
     * @param in address of the first element
     * @param out address of the first result
     * @param folds makes a fold for each thread
     * @param finish stores a result
     */
    Reducer(Plan plan, long in, long out, Supplier<Fold> folds, Finish finish) {
        this.in = in;
        this.out = out;
        this.folds = folds;
        this.finish = finish;
        kept = Loops.of(plan, false);
        reduced = Loops.of(plan, true);
        sideBySide =
                kept.dim() > 0
                        && kept.sizes[0] >= NARROW
                        && (reduced.dim() == 0 || Math.abs(kept.in[0]) < Math.abs(reduced.in[0]));
    }

    /** Does it; the plan must not be empty. */
    void run() {
        if (sideBySide) {
            columns();
        } else {
            runs();
        }
    }

    private void runs() {
        long count = reduced.count();
        long results = kept.count();
        long segments = results >= MANY ? 1 : Math.ceilDiv(count, SEGMENT);
        if (segments == 1) {
            Parallel.forEach(
                    results,
                    Math.max(1, GRAIN / count),
                    (from, to) -> {
                        var fold = folds.get();
                        var at = kept.odometer();
                        at.seek(from);
                        for (long k = from; k < to; k++) {
                            finish.store(part(fold, in + at.a(), 0, count), out + at.b());
                            at.next();
                        }
                    });
            return;
        }
        var parts = new long[(int) (results * segments)];
        Parallel.forEach(
                parts.length,
                Math.max(1, GRAIN / SEGMENT),
                (from, to) -> {
                    var fold = folds.get();
                    var at = kept.odometer();
                    for (long k = from; k < to; k++) {
                        at.seek(k / segments);
                        long begin = k % segments * SEGMENT;
                        long end = Math.min(count, begin + SEGMENT);
                        parts[(int) k] = part(fold, in + at.a(), begin, end);
                    }
                });
        var fold = folds.get();
        var at = kept.odometer();
        for (int k = 0; k < parts.length; k += (int) segments) {
            long result = parts[k];
            for (int s = 1; s < segments; s++) {
                result = fold.combine(result, parts[k + s]);
            }
            finish.store(result, out + at.b());
            at.next();
        }
    }

    /** The fold over the elements from..to of the reduced loops, counted in their order. */
    private long part(Fold fold, long base, long from, long to) {
        if (reduced.dim() == 0) {
            return fold.run(base, 0, 1);
        }
        long run = reduced.sizes[0];
        long stride = reduced.in[0];
        if (reduced.dim() == 1) {
            return fold.run(base + from * stride, stride, to - from);
        }
        var at = reduced.withoutInnermost().odometer();
        at.seek(from / run);
        long begin = from % run;
        long result = fold.neutral();
        for (long k = from; k < to; at.next()) {
            long n = Math.min(run - begin, to - k);
            long more = fold.run(base + at.a() + begin * stride, stride, n);
            result = fold.combine(result, more);
            begin = 0;
            k += n;
        }
        return result;
    }

    private void columns() {
        long width = kept.sizes[0];
        long strips = Math.ceilDiv(width, (long) Fold.TILE);
        var outer = kept.withoutInnermost();
        long blocks = outer.count() * strips;
        long rows = reduced.count();
        long strip = Math.min(width, Fold.TILE);
        long segmentRows = rows;
        if (blocks < MANY) {
            // A power of two, so that threads get equal shares.
            long count = Math.clamp(rows * strip / COLUMN_SEGMENT, 1, COLUMN_SEGMENTS);
            segmentRows = Math.ceilDiv(rows, Long.highestOneBit(count));
            segmentRows = (segmentRows + 7) & -8;
        }
        long segments = Math.ceilDiv(rows, segmentRows);
        if (segments == 1) {
            Parallel.forEach(
                    blocks,
                    Math.max(1, GRAIN / (rows * strip)),
                    (from, to) -> wholeBlocks(outer, strips, from, to));
            return;
        }
        var parts = new Fold.Columns[(int) (blocks * segments)];
        long perSegment = segmentRows;
        Parallel.forEach(
                parts.length,
                1,
                (from, to) -> {
                    var fold = folds.get();
                    var at = outer.odometer();
                    for (long k = from; k < to; k++) {
                        long block = k / segments;
                        at.seek(block / strips);
                        long column = block % strips * Fold.TILE;
                        var acc = fold.columns((int) Math.min(Fold.TILE, width - column));
                        long begin = k % segments * perSegment;
                        long end = Math.min(rows, begin + perSegment);
                        addRows(acc, in + at.a() + column * kept.in[0], begin, end);
                        parts[(int) k] = acc;
                    }
                });
        var at = outer.odometer();
        for (int block = 0; block < blocks; block++) {
            at.seek(block / strips);
            var acc = parts[(int) (block * segments)];
            for (int s = 1; s < segments; s++) {
                acc.merge(parts[(int) (block * segments + s)]);
            }
            long column = block % strips * Fold.TILE;
            storeColumns(acc, out + at.b(), column);
        }
    }

    private void wholeBlocks(Loops outer, long strips, long from, long to) {
        var fold = folds.get();
        var at = outer.odometer();
        long width = kept.sizes[0];
        long rows = reduced.count();
        Fold.Columns acc = null;
        int accWidth = -1;
        at.seek(from / strips);
        for (long block = from; block < to; block++) {
            long column = block % strips * Fold.TILE;
            int size = (int) Math.min(Fold.TILE, width - column);
            if (size != accWidth) {
                acc = fold.columns(size);
                accWidth = size;
            } else {
                acc.clear();
            }
            addRows(acc, in + at.a() + column * kept.in[0], 0, rows);
            storeColumns(acc, out + at.b(), column);
            if ((block + 1) % strips == 0) {
                at.next();
            }
        }
    }

    private void storeColumns(Fold.Columns acc, long base, long column) {
        int size = (int) Math.min(Fold.TILE, kept.sizes[0] - column);
        long stride = kept.out[0];
        for (int j = 0; j < size; j++) {
            finish.store(acc.result(j), base + (column + j) * stride);
        }
    }

    /** Combines the rows from..to of the reduced loops, counted in their order. */
    private void addRows(Fold.Columns acc, long base, long from, long to) {
        long columnStride = kept.in[0];
        if (reduced.dim() == 0) {
            acc.add(base, columnStride, 0, 1);
            return;
        }
        long run = reduced.sizes[0];
        long stride = reduced.in[0];
        var at = reduced.withoutInnermost().odometer();
        at.seek(from / run);
        long begin = from % run;
        for (long k = from; k < to; at.next()) {
            long n = Math.min(run - begin, to - k);
            acc.add(base + at.a() + begin * stride, columnStride, stride, n);
            begin = 0;
            k += n;
        }
    }
}
