package dev.cresset.testing;

import dev.cresset.op.Scalars;
import dev.cresset.spi.Array;
import dev.cresset.spi.Layout;

/** Reads the elements of an array one by one, without any of the kernels under test. */
final class Elements {
    private Elements() {}

    /** Receives elements in row-major order. */
    @FunctionalInterface
    interface Visitor {
        void at(long index, long address);
    }

    static void forEach(Array array, Visitor visitor) {
        var layout = array.layout();
        var position = new long[layout.dim()];
        long count = layout.numel();
        long base = array.storage().address();
        for (long i = 0; i < count; i++) {
            visitor.at(i, base + offset(layout, position) * array.dtype().size());
            for (int d = position.length - 1; d >= 0; d--) {
                if (++position[d] < layout.size(d)) {
                    break;
                }
                position[d] = 0;
            }
        }
    }

    private static long offset(Layout layout, long[] position) {
        long offset = layout.offset();
        for (int d = 0; d < position.length; d++) {
            offset += position[d] * layout.stride(d);
        }
        return offset;
    }

    static double[] doubles(Array array) {
        var result = new double[Math.toIntExact(array.numel())];
        forEach(array, (i, address) -> result[(int) i] = Scalars.read(array.dtype(), address));
        return result;
    }

    static long[] longs(Array array) {
        var result = new long[Math.toIntExact(array.numel())];
        forEach(array, (i, address) -> result[(int) i] = Scalars.readLong(array.dtype(), address));
        return result;
    }
}
