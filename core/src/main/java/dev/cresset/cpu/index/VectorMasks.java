package dev.cresset.cpu.index;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/** Masks with the Vector API: whole vectors are compressed; elements of 1 and 2 bytes are not. */
final class VectorMasks implements Masks {
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_256;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Multiplying eight bytes of 0 or 1 by it gathers them into the highest byte. */
    private static final long GATHER = 0x0102040810204080L;

    private final PlainMasks plain = new PlainMasks();

    @Override
    public long count(long mask, long n) {
        long count = 0;
        long i = 0;
        int width = BYTES.length();
        while (i <= n - width) {
            // A byte of the sums may count to 255 before it overflows.
            long end = Math.min(n - width, i + 254L * width);
            var sums = ByteVector.zero(BYTES);
            for (; i <= end; i += width) {
                sums = sums.add(ByteVector.fromMemorySegment(BYTES, Memory.ALL, mask + i, ORDER));
            }
            var words = sums.reinterpretAsLongs();
            var pairs =
                    words.and(0x00ff00ff00ff00ffL)
                            .add(words.lanewise(VectorOperators.LSHR, 8).and(0x00ff00ff00ff00ffL));
            var quads =
                    pairs.and(0x0000ffff0000ffffL)
                            .add(pairs.lanewise(VectorOperators.LSHR, 16).and(0x0000ffff0000ffffL));
            long both = quads.reduceLanes(VectorOperators.ADD);
            count += (both & 0xffffffffL) + (both >>> 32);
        }
        return count + plain.count(mask + i, n - i);
    }

    @Override
    public void select(int size, long n, long in, long mask, long out, long count) {
        switch (size) {
            case 4 -> select4(n, in, mask, out, count);
            case 8 -> select8(n, in, mask, out, count);
            default -> plain.select(size, n, in, mask, out, count);
        }
    }

    private void select4(long n, long in, long mask, long out, long count) {
        long i = 0;
        long done = 0;
        for (; i <= n - 8 && done <= count - 8; i += 8) {
            long bits = Memory.getLong(mask + i) * GATHER >>> 56;
            IntVector.fromMemorySegment(INTS, Memory.ALL, in + i * 4, ORDER)
                    .compress(VectorMask.fromLong(INTS, bits))
                    .intoMemorySegment(Memory.ALL, out + done * 4, ORDER);
            done += Long.bitCount(bits);
        }
        plain.select(4, n - i, in + i * 4, mask + i, out + done * 4, count - done);
    }

    private void select8(long n, long in, long mask, long out, long count) {
        long i = 0;
        long done = 0;
        for (; i <= n - 8 && done <= count - 8; i += 8) {
            long bits = Memory.getLong(mask + i) * GATHER >>> 56;
            LongVector.fromMemorySegment(LONGS, Memory.ALL, in + i * 8, ORDER)
                    .compress(VectorMask.fromLong(LONGS, bits & 15))
                    .intoMemorySegment(Memory.ALL, out + done * 8, ORDER);
            done += Long.bitCount(bits & 15);
            LongVector.fromMemorySegment(LONGS, Memory.ALL, in + i * 8 + 32, ORDER)
                    .compress(VectorMask.fromLong(LONGS, bits >>> 4))
                    .intoMemorySegment(Memory.ALL, out + done * 8, ORDER);
            done += Long.bitCount(bits >>> 4);
        }
        plain.select(8, n - i, in + i * 8, mask + i, out + done * 8, count - done);
    }

    @Override
    public void positions(long base, long n, long mask, long out, long count) {
        var first = LongVector.broadcast(LONGS, base).addIndex(1);
        long i = 0;
        long done = 0;
        for (; i <= n - 8 && done <= count - 8; i += 8) {
            long bits = Memory.getLong(mask + i) * GATHER >>> 56;
            var low = first.add(i);
            low.compress(VectorMask.fromLong(LONGS, bits & 15))
                    .intoMemorySegment(Memory.ALL, out + done * 8, ORDER);
            done += Long.bitCount(bits & 15);
            low.add(4)
                    .compress(VectorMask.fromLong(LONGS, bits >>> 4))
                    .intoMemorySegment(Memory.ALL, out + done * 8, ORDER);
            done += Long.bitCount(bits >>> 4);
        }
        plain.positions(base + i, n - i, mask + i, out + done * 8, count - done);
    }
}
