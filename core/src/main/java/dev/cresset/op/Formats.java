package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Windows.MemoryFormat;

/**
 * Arrays of images in the two memory orders that kernels understand.
 *
 * <p>Note [Hidden formats]: convolutions leave their results channels-last because that is how they
 * are fast, but the user was promised row-major memory. Such a value is marked hidden: {@code
 * physical()} shows the true order, {@code array()} reorders it for good. Ops that do not care
 * about the order work on {@code physical()} as long as all full-size operands agree, and hand the
 * mark on to their result.
 */
final class Formats {
    private Formats() {}

    /** An array without gaps and its order. */
    record Formatted(Array array, MemoryFormat format) {
        long address() {
            return array.address();
        }
    }

    /** A value as it lies in memory; one that lies in neither order is copied. */
    static Formatted of(Value v) {
        var array = v.physical();
        if (array.layout().isChannelsLast()) {
            return new Formatted(array, MemoryFormat.CHANNELS_LAST);
        }
        return new Formatted(Copies.contiguous(array), MemoryFormat.CONTIGUOUS);
    }

    /** A value in a given order, copied if it lies in another. */
    static Array in(Value v, MemoryFormat format) {
        var formatted = of(v);
        if (formatted.format == format || isBoth(v.layout())) {
            return formatted.array;
        }
        var copy = empty(v.dtype(), format, v.layout().sizes());
        Copies.copy(formatted.array, copy);
        return copy;
    }

    /** True if the two orders are the same for these sizes. */
    private static boolean isBoth(Layout layout) {
        long spatial = 1;
        for (int d = 2; d < layout.dim(); d++) {
            spatial *= layout.size(d);
        }
        return layout.size(1) == 1 || spatial == 1;
    }

    /** New memory with undefined content in an order. */
    static Array empty(DType dtype, MemoryFormat format, long... sizes) {
        return format == MemoryFormat.CHANNELS_LAST
                ? NewArray.empty(dtype, Layout.channelsLast(sizes))
                : NewArray.empty(dtype, sizes);
    }

    /** What a primitive returns for an array: its order stays hidden if it is not row-major. */
    static Object result(Array array) {
        return array.layout().isContiguous() ? array : new Primitive.Hidden(array);
    }
}
