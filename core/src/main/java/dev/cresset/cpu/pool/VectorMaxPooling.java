package dev.cresset.cpu.pool;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Windows.Pool;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/** Maximum pooling of float32 whose channels are innermost, with the Vector API. */
final class VectorMaxPooling {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = VectorSpecies.of(int.class, F.vectorShape());
    private static final VectorSpecies<Long> L = VectorSpecies.of(long.class, F.vectorShape());
    private static final int W = F.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long GRAIN = 1 << 14;

    private VectorMaxPooling() {}

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
                    Memory.ALL, address + 8L * half, ORDER, L.indexInRange(0, n - half));
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
