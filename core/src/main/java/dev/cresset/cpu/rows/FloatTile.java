package dev.cresset.cpu.rows;

import dev.cresset.spi.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Copies between memory and arrays: loops over arrays are fast even before they are compiled. */
final class FloatTile {
    private FloatTile() {}

    static void load(long address, int n, float[] to) {
        MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, to, 0, n);
    }

    static void store(float[] from, int n, long address) {
        MemorySegment.copy(from, 0, Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, n);
    }
}
