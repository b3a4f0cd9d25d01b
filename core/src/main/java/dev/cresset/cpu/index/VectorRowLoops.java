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
        long last = rowBytes - WIDTH;
        for (long k = 0; k < n; k++) {
            long from = table + Memory.getLong(index + k * 8) * rowBytes;
            long to = out + k * rowBytes;
            for (long b = 0; b < last; b += WIDTH) {
                LongVector.fromMemorySegment(LONGS, Memory.ALL, from + b, ORDER)
                        .intoMemorySegment(Memory.ALL, to + b, ORDER);
            }
            LongVector.fromMemorySegment(LONGS, Memory.ALL, from + last, ORDER)
                    .intoMemorySegment(Memory.ALL, to + last, ORDER);
        }
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
