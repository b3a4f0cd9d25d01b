package dev.cresset.cpu.pool;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.Pool;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Maximum pooling of float32 with the Vector API. */
final class VectorMaxPooling {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
    private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, F.vectorShape());
    private static final int W = F.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long GRAIN = 1 << 14;

    private static final VectorShuffle<Float> EVEN =
            VectorShuffle.fromOp(F, i -> i < W / 2 ? 2 * i : 2 * i - 2 * W);
    private static final VectorShuffle<Float> ODD =
            VectorShuffle.fromOp(F, i -> i < W / 2 ? 2 * i + 1 : 2 * i + 1 - 2 * W);
    private static final IntVector TWICE = IntVector.zero(I).addIndex(2);

    private VectorMaxPooling() {}

    /** Row-major planes and windows of 2 x 2 at stride 2: a vector of windows at a time. */
    static void halve(Pool pool, long x, long y, long indices) {
        var height = Axis.height(pool);
        var width = Axis.width(pool);
        long inPlane = 4L * height.input() * width.input();
        long outPlane = (long) height.output() * width.output();
        Parallel.forEach(
                pool.batch() * pool.channels(),
                Math.max(1, GRAIN / Math.max(1, outPlane)),
                (from, to) -> {
                    for (long p = from; p < to; p++) {
                        for (int oh = 0; oh < height.output(); oh++) {
                            long at = p * outPlane + (long) oh * width.output();
                            halveRow(
                                    x + p * inPlane + 8L * oh * width.input(),
                                    width.input(),
                                    width.output(),
                                    2 * oh * width.input(),
                                    y + 4 * at,
                                    indices == 0 ? 0 : indices + 8 * at);
                        }
                    }
                });
    }

    private static void halveRow(
            long x, int inputWidth, int count, int index, long y, long indices) {
        long second = x + 4L * inputWidth;
        for (int i = 0; i < count; i += W) {
            int n = Math.min(W, count - i);
            var lanes = F.indexInRange(0, n);
            var low = F.indexInRange(0, 2 * n);
            var high = F.indexInRange(W, 2 * n);
            long at = 8L * i;
            var a0 = FloatVector.fromMemorySegment(F, Memory.ALL, x + at, ORDER, low);
            var a1 = FloatVector.fromMemorySegment(F, Memory.ALL, x + at + 4 * W, ORDER, high);
            var b0 = FloatVector.fromMemorySegment(F, Memory.ALL, second + at, ORDER, low);
            var b1 = FloatVector.fromMemorySegment(F, Memory.ALL, second + at + 4 * W, ORDER, high);
            var best = a0.rearrange(EVEN, a1);
            var where = TWICE.add(index + 2 * i);
            var candidate = a0.rearrange(ODD, a1);
            var wins = wins(candidate, best);
            best = best.blend(candidate, wins);
            where = where.blend(TWICE.add(index + 2 * i + 1), wins.cast(I));
            candidate = b0.rearrange(EVEN, b1);
            wins = wins(candidate, best);
            best = best.blend(candidate, wins);
            where = where.blend(TWICE.add(index + 2 * i + inputWidth), wins.cast(I));
            candidate = b0.rearrange(ODD, b1);
            wins = wins(candidate, best);
            best = best.blend(candidate, wins);
            where = where.blend(TWICE.add(index + 2 * i + inputWidth + 1), wins.cast(I));
            best.intoMemorySegment(Memory.ALL, y + 4L * i, ORDER, lanes);
            if (indices != 0) {
                storeLongs(where, indices + 8L * i, n);
            }
        }
    }

    private static VectorMask<Float> wins(FloatVector candidate, FloatVector best) {
        return candidate
                .compare(VectorOperators.GT, best)
                .or(candidate.test(VectorOperators.IS_NAN));
    }

    private static void storeLongs(IntVector v, long address, int n) {
        int half = W / 2;
        var low = (LongVector) v.convertShape(VectorOperators.I2L, L, 0);
        var high = (LongVector) v.convertShape(VectorOperators.I2L, L, 1);
        if (n == W) {
            low.intoMemorySegment(Memory.ALL, address, ORDER);
            high.intoMemorySegment(Memory.ALL, address + 8L * half, ORDER);
        } else {
            low.intoMemorySegment(Memory.ALL, address, ORDER, L.indexInRange(0, n));
            high.intoMemorySegment(
                    Memory.ALL, address + 8L * half, ORDER, L.indexInRange(half, n));
        }
    }

    /** Channels innermost: a vector of channels at a time. */
    static void channelsLast(Pool pool, long x, long y, long indices) {
        var height = Axis.height(pool);
        var width = Axis.width(pool);
        int channels = Math.toIntExact(pool.channels());
        long image = 4L * height.input() * width.input() * channels;
        long rows = height.output();
        Parallel.forEach(
                pool.batch() * rows,
                Math.max(1, GRAIN / Math.max(1, (long) width.output() * channels)),
                (from, to) -> {
                    for (long k = from; k < to; k++) {
                        long base = x + k / rows * image;
                        int oh = (int) (k % rows);
                        for (int ow = 0; ow < width.output(); ow++) {
                            long at = (k * width.output() + ow) * channels;
                            long to64 = indices == 0 ? 0 : indices + 8 * at;
                            window(height, width, oh, ow, base, channels, y + 4 * at, to64);
                        }
                    }
                });
    }

    private static void window(
            Axis height,
            Axis width,
            int oh,
            int ow,
            long image,
            int channels,
            long y,
            long indices) {
        int startW = width.start(ow);
        int endW = width.end(ow);
        int startH = height.start(oh);
        int endH = height.end(oh);
        boolean empty = startH >= endH || startW >= endW;
        int first = empty ? -1 : startH * width.input() + startW;
        for (int c = 0; c < channels; c += W) {
            int n = Math.min(W, channels - c);
            var lanes = F.indexInRange(0, n);
            var best = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
            var where = IntVector.broadcast(I, first);
            for (int h = startH; h < endH; h += height.dilation()) {
                for (int w = startW; w < endW; w += width.dilation()) {
                    int index = h * width.input() + w;
                    long at = image + 4L * ((long) index * channels + c);
                    var v =
                            n == W
                                    ? FloatVector.fromMemorySegment(F, Memory.ALL, at, ORDER)
                                    : FloatVector.fromMemorySegment(
                                            F, Memory.ALL, at, ORDER, lanes);
                    var wins = wins(v, best);
                    best = best.blend(v, wins);
                    where = where.blend(index, wins.cast(I));
                }
            }
            best.intoMemorySegment(Memory.ALL, y + 4L * c, ORDER, lanes);
            if (indices != 0) {
                storeLongs(where, indices + 8L * c, n);
            }
        }
    }
}
