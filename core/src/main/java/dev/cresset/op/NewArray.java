package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Device;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Memory;

/** New arrays. */
public final class NewArray {
    private NewArray() {}

    /** Row-major memory with undefined content. */
    public static Array empty(DType dtype, long... sizes) {
        return empty(dtype, Layout.contiguous(sizes));
    }

    /** Memory with undefined content for a layout that starts at offset 0. */
    public static Array empty(DType dtype, Layout layout) {
        return new Array(Backends.cpu().allocate(bytes(dtype, layout)), layout, dtype);
    }

    /** The memory that a layout takes. */
    static long bytes(DType dtype, Layout layout) {
        long elements = layout.isContiguous() ? layout.numel() : layout.extent();
        try {
            return Math.multiplyExact(elements, (long) dtype.size());
        } catch (ArithmeticException e) {
            throw Check.overflow("empty", layout.sizes(), e);
        }
    }

    /** Memory with undefined content where another array lies. */
    static Array beside(Array other, DType dtype, Layout layout) {
        return Meta.is(other) ? Meta.empty(dtype, layout) : empty(dtype, layout);
    }

    /** Row-major memory with undefined content where another array lies. */
    static Array beside(Array other, DType dtype, long... sizes) {
        return beside(other, dtype, Layout.contiguous(sizes));
    }

    /** Memory with undefined content on a device. */
    static Array empty(String op, Device device, DType dtype, Layout layout) {
        return Meta.is(Backends.supported(op, device))
                ? Meta.empty(dtype, layout)
                : empty(dtype, layout);
    }

    /** Row-major zeros where another array lies. */
    static Array zerosBeside(Array other, DType dtype, long... sizes) {
        return zeroed(beside(other, dtype, sizes));
    }

    /** Row-major zeros. */
    public static Array zeros(DType dtype, long... sizes) {
        return zeroed(empty(dtype, sizes));
    }

    /** Makes a row-major array hold zeros, where it has memory. */
    static Array zeroed(Array array) {
        if (!Meta.is(array)) {
            Memory.zero(array.address(), array.numel() * array.dtype().size());
        }
        return array;
    }

    /** A 0-d array holding a number. */
    public static Array scalar(DType dtype, double value) {
        var array = empty(dtype);
        Scalars.write(dtype, array.address(), value);
        return array;
    }

    /** A 0-d int64 array. */
    public static Array scalar(long value) {
        var array = empty(DType.INT64);
        Memory.setLong(array.address(), value);
        return array;
    }

    /** A 1-d int64 array. */
    public static Array of(long... values) {
        var array = empty(DType.INT64, values.length);
        for (int i = 0; i < values.length; i++) {
            Memory.setLong(array.address() + 8L * i, values[i]);
        }
        return array;
    }

    /** The integers of an int64 array in row-major order. */
    public static long[] longs(Array array) {
        var dense = Copies.contiguous(array);
        var result = new long[Math.toIntExact(dense.numel())];
        for (int i = 0; i < result.length; i++) {
            result[i] =
                    Scalars.readLong(
                            dense.dtype(), dense.address() + (long) i * dense.dtype().size());
        }
        return result;
    }
}
