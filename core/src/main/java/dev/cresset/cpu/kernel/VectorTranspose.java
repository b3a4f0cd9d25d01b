package dev.cresset.cpu.kernel;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/**
 * Transposes squares of 16 x 16 elements of 4 or 8 bytes in vectors.
 *
 * <p>A square is transposed by exchanging, at distance 1, 2, 4, the off-diagonal quarters of ever
 * larger squares: of two rows a and b the lanes whose number has a bit set in a change place with
 * those that have it clear in b.
 */
final class VectorTranspose {
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorShuffle<Integer> INTS_1 = VectorShuffle.fromOp(INTS, i -> i ^ 1);
    private static final VectorShuffle<Integer> INTS_2 = VectorShuffle.fromOp(INTS, i -> i ^ 2);
    private static final VectorShuffle<Integer> INTS_4 = VectorShuffle.fromOp(INTS, i -> i ^ 4);
    private static final VectorMask<Integer> INTS_BIT_0 = VectorMask.fromLong(INTS, 0xaa);
    private static final VectorMask<Integer> INTS_BIT_1 = VectorMask.fromLong(INTS, 0xcc);
    private static final VectorMask<Integer> INTS_BIT_2 = VectorMask.fromLong(INTS, 0xf0);

    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;
    private static final VectorShuffle<Long> LONGS_1 = VectorShuffle.fromOp(LONGS, i -> i ^ 1);
    private static final VectorShuffle<Long> LONGS_2 = VectorShuffle.fromOp(LONGS, i -> i ^ 2);
    private static final VectorMask<Long> LONGS_BIT_0 = VectorMask.fromLong(LONGS, 0xa);
    private static final VectorMask<Long> LONGS_BIT_1 = VectorMask.fromLong(LONGS, 0xc);

    private VectorTranspose() {}

    /** True if the processor has vectors of the size used here. */
    static boolean isFast() {
        return VectorShape.preferredShape().vectorBitSize() >= 256;
    }

    /**
     * Transposes 16 x 16 elements.
     *
     * @param size bytes per element: 4 or 8
     * @param fromRow bytes between rows of the source
     * @param toRow bytes between rows of the target
     */
    static void square(int size, long from, long fromRow, long to, long toRow) {
        if (size == Integer.BYTES) {
            ints(from, fromRow, to, toRow);
            ints(from + 32, fromRow, to + 8 * toRow, toRow);
            ints(from + 8 * fromRow, fromRow, to + 32, toRow);
            ints(from + 8 * fromRow + 32, fromRow, to + 8 * toRow + 32, toRow);
        } else {
            for (int j = 0; j < 4; j++) {
                for (int i = 0; i < 4; i++) {
                    longs(
                            from + 4 * i * fromRow + 32 * j,
                            fromRow,
                            to + 4 * j * toRow + 32 * i,
                            toRow);
                }
            }
        }
    }

    /** 8 x 8 ints. */
    private static void ints(long p, long row, long q, long step) {
        var a0 = loadInts(p);
        var a1 = loadInts(p + row);
        var a2 = loadInts(p + 2 * row);
        var a3 = loadInts(p + 3 * row);
        var a4 = loadInts(p + 4 * row);
        var a5 = loadInts(p + 5 * row);
        var a6 = loadInts(p + 6 * row);
        var a7 = loadInts(p + 7 * row);

        var b0 = a0.blend(a1.rearrange(INTS_1), INTS_BIT_0);
        var b1 = a0.rearrange(INTS_1).blend(a1, INTS_BIT_0);
        var b2 = a2.blend(a3.rearrange(INTS_1), INTS_BIT_0);
        var b3 = a2.rearrange(INTS_1).blend(a3, INTS_BIT_0);
        var b4 = a4.blend(a5.rearrange(INTS_1), INTS_BIT_0);
        var b5 = a4.rearrange(INTS_1).blend(a5, INTS_BIT_0);
        var b6 = a6.blend(a7.rearrange(INTS_1), INTS_BIT_0);
        var b7 = a6.rearrange(INTS_1).blend(a7, INTS_BIT_0);

        var c0 = b0.blend(b2.rearrange(INTS_2), INTS_BIT_1);
        var c2 = b0.rearrange(INTS_2).blend(b2, INTS_BIT_1);
        var c1 = b1.blend(b3.rearrange(INTS_2), INTS_BIT_1);
        var c3 = b1.rearrange(INTS_2).blend(b3, INTS_BIT_1);
        var c4 = b4.blend(b6.rearrange(INTS_2), INTS_BIT_1);
        var c6 = b4.rearrange(INTS_2).blend(b6, INTS_BIT_1);
        var c5 = b5.blend(b7.rearrange(INTS_2), INTS_BIT_1);
        var c7 = b5.rearrange(INTS_2).blend(b7, INTS_BIT_1);

        store(c0.blend(c4.rearrange(INTS_4), INTS_BIT_2), q);
        store(c1.blend(c5.rearrange(INTS_4), INTS_BIT_2), q + step);
        store(c2.blend(c6.rearrange(INTS_4), INTS_BIT_2), q + 2 * step);
        store(c3.blend(c7.rearrange(INTS_4), INTS_BIT_2), q + 3 * step);
        store(c0.rearrange(INTS_4).blend(c4, INTS_BIT_2), q + 4 * step);
        store(c1.rearrange(INTS_4).blend(c5, INTS_BIT_2), q + 5 * step);
        store(c2.rearrange(INTS_4).blend(c6, INTS_BIT_2), q + 6 * step);
        store(c3.rearrange(INTS_4).blend(c7, INTS_BIT_2), q + 7 * step);
    }

    /** 4 x 4 longs. */
    private static void longs(long p, long row, long q, long step) {
        var a0 = loadLongs(p);
        var a1 = loadLongs(p + row);
        var a2 = loadLongs(p + 2 * row);
        var a3 = loadLongs(p + 3 * row);

        var b0 = a0.blend(a1.rearrange(LONGS_1), LONGS_BIT_0);
        var b1 = a0.rearrange(LONGS_1).blend(a1, LONGS_BIT_0);
        var b2 = a2.blend(a3.rearrange(LONGS_1), LONGS_BIT_0);
        var b3 = a2.rearrange(LONGS_1).blend(a3, LONGS_BIT_0);

        store(b0.blend(b2.rearrange(LONGS_2), LONGS_BIT_1), q);
        store(b1.blend(b3.rearrange(LONGS_2), LONGS_BIT_1), q + step);
        store(b0.rearrange(LONGS_2).blend(b2, LONGS_BIT_1), q + 2 * step);
        store(b1.rearrange(LONGS_2).blend(b3, LONGS_BIT_1), q + 3 * step);
    }

    private static IntVector loadInts(long address) {
        return IntVector.fromMemorySegment(INTS, Memory.ALL, address, ORDER);
    }

    private static LongVector loadLongs(long address) {
        return LongVector.fromMemorySegment(LONGS, Memory.ALL, address, ORDER);
    }

    private static void store(IntVector v, long address) {
        v.intoMemorySegment(Memory.ALL, address, ORDER);
    }

    private static void store(LongVector v, long address) {
        v.intoMemorySegment(Memory.ALL, address, ORDER);
    }
}
