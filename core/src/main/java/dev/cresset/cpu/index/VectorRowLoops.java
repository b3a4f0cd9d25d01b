package dev.cresset.cpu.index;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/** Rows with the Vector API. */
final class VectorRowLoops extends RowLoops {
    private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final long WIDTH = LONGS.vectorByteSize();
    private static final long LONG_ROW = 2048;

    @Override
    void select(long rowBytes, long table, long index, long n, long out) {
        if (rowBytes < WIDTH || rowBytes > LONG_ROW) {
            super.select(rowBytes, table, index, n, out);
            return;
        }
        if (rowBytes <= 2 * WIDTH) {
            selectTwo(rowBytes, table, index, n, out);
        } else if (rowBytes <= 4 * WIDTH) {
            selectFour(rowBytes, table, index, n, out);
        } else {
            selectMany(rowBytes, table, index, n, out);
        }
    }

    // Note [Short rows]: rows that fit a few vectors are moved without a loop, by vectors that may
    // overlap. A loop of a few rounds costs more than what it moves, and while it sets up, the
    // processor does not yet read the next row, which is far away.

    private static void selectTwo(long rowBytes, long table, long index, long n, long out) {
        long last = rowBytes - WIDTH;
        for (long k = 0; k < n; k++) {
            long from = table + Memory.getLong(index + k * 8) * rowBytes;
            long to = out + k * rowBytes;
            var first = load(from);
            var second = load(from + last);
            store(first, to);
            store(second, to + last);
        }
    }

    private static void selectFour(long rowBytes, long table, long index, long n, long out) {
        long last = rowBytes - WIDTH;
        for (long k = 0; k < n; k++) {
            long from = table + Memory.getLong(index + k * 8) * rowBytes;
            long to = out + k * rowBytes;
            var first = load(from);
            var second = load(from + WIDTH);
            var third = load(from + last - WIDTH);
            var fourth = load(from + last);
            store(first, to);
            store(second, to + WIDTH);
            store(third, to + last - WIDTH);
            store(fourth, to + last);
        }
    }

    private static void selectMany(long rowBytes, long table, long index, long n, long out) {
        long last = rowBytes - WIDTH;
        for (long k = 0; k < n; k++) {
            long from = table + Memory.getLong(index + k * 8) * rowBytes;
            long to = out + k * rowBytes;
            for (long b = 0; b < last; b += WIDTH) {
                store(load(from + b), to + b);
            }
            store(load(from + last), to + last);
        }
    }

    private static LongVector load(long address) {
        return LongVector.fromMemorySegment(LONGS, Memory.ALL, address, ORDER);
    }

    private static void store(LongVector v, long address) {
        v.intoMemorySegment(Memory.ALL, address, ORDER);
    }

    @Override
    void add(long n, long out, long source) {
        long bytes = n * Float.BYTES;
        long b = 0;
        for (; b <= bytes - WIDTH; b += WIDTH) {
            FloatVector.fromMemorySegment(FLOATS, Memory.ALL, out + b, ORDER)
                    .add(FloatVector.fromMemorySegment(FLOATS, Memory.ALL, source + b, ORDER))
                    .intoMemorySegment(Memory.ALL, out + b, ORDER);
        }
        super.add((bytes - b) / Float.BYTES, out + b, source + b);
    }
}
