package dev.cresset.cpu.conv;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.Vectors;
import dev.cresset.spi.Memory;

import jdk.incubator.vector.FloatVector;

import java.nio.ByteOrder;

/** Adds up what several threads have computed. */
final class FloatSums {
    private static final long GRAIN = 1 << 14;

    private FloatSums() {}

    /**
     * to[i] = sum over p of parts[p][i], in order; the parts are {@code stride} bytes apart, and
     * the first may be the target.
     */
    static void sum(long parts, long stride, long count, long to, long n) {
        if (count == 1 && parts == to) {
            return;
        }
        Parallel.forEach(
                n,
                GRAIN,
                (from, end) -> {
                    long i = from;
                    if (Vectors.available()) {
                        i = Lanes.sum(parts, stride, count, to, from, end);
                    }
                    for (; i < end; i++) {
                        float sum = Memory.getFloat(parts + 4 * i);
                        for (long p = 1; p < count; p++) {
                            sum += Memory.getFloat(parts + p * stride + 4 * i);
                        }
                        Memory.setFloat(to + 4 * i, sum);
                    }
                });
    }

    private static final class Lanes {
        static long sum(long parts, long stride, long count, long to, long from, long end) {
            var species = FloatVector.SPECIES_PREFERRED;
            var order = ByteOrder.nativeOrder();
            int length = species.length();
            long i = from;
            for (; i + length <= end; i += length) {
                long at = parts + 4 * i;
                var sum = FloatVector.fromMemorySegment(species, Memory.ALL, at, order);
                for (long p = 1; p < count; p++) {
                    at += stride;
                    sum = sum.add(FloatVector.fromMemorySegment(species, Memory.ALL, at, order));
                }
                sum.intoMemorySegment(Memory.ALL, to + 4 * i, order);
            }
            return i;
        }
    }
}
