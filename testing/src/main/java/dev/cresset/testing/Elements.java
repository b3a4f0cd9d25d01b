package dev.cresset.testing;

import dev.cresset.op.Scalars;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
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

    static long[] longs(Array array) {
        var result = new long[Math.toIntExact(array.numel())];
        forEach(array, (i, address) -> result[(int) i] = Scalars.readLong(array.dtype(), address));
        return result;
    }

    /** Every element as a Long, Double or Complex, by the category of the dtype. */
    static Number[] numbers(Array array) {
        var dtype = array.dtype();
        var result = new Number[Math.toIntExact(array.numel())];
        forEach(array, (i, address) -> result[(int) i] = number(dtype, address));
        return result;
    }

    /** One element as a Long, Double or Complex. */
    static Number number(DType dtype, long address) {
        return switch (dtype.category()) {
            case BOOL, INTEGRAL -> Scalars.readLong(dtype, address);
            case FLOATING -> Scalars.read(dtype, address);
            case COMPLEX -> Scalars.readComplex(dtype, address);
        };
    }
}
