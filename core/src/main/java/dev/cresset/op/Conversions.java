package dev.cresset.op;

import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

/** Conversions that copy only where they must, and layouts chosen by hand. */
public final class Conversions {
    private static final String TO_OPTIONS =
            ", bool non_blocking=False, bool copy=False, *, Any? memory_format=None) -> Tensor";

    /** The same numbers in another dtype; self itself if it has that dtype. */
    public static final Composite TO_DTYPE =
            new Composite(
                    "to(Tensor self, ScalarType dtype" + TO_OPTIONS,
                    a -> converted(a.value(0), (DType) a.all()[1], a.flag(3), a.all()[4]));

    /** The dtype of another tensor. */
    public static final Composite TO_OTHER =
            new Composite(
                    "to(Tensor self, Tensor other" + TO_OPTIONS,
                    a -> converted(a.value(0), a.dtypeOf(1), a.flag(3), a.all()[4]));

    /** On a device and in another dtype. */
    public static final Composite TO_DEVICE =
            new Composite(
                    "to(Tensor self, str? device=None, ScalarType? dtype=None" + TO_OPTIONS,
                    a -> {
                        var x = a.none(1) ? a.value(0) : ValueOps.to(a.value(0), a.device(1, null));
                        var dtype = a.dtype(2, a.dtypeOf(0));
                        return converted(x, dtype, a.flag(4), a.all()[5]);
                    });

    /** Row-major: self itself if it is, else a copy. */
    public static final Composite CONTIGUOUS =
            new Composite(
                    "contiguous(Tensor self, *, Any? memory_format=None) -> Tensor",
                    a -> {
                        var x = a.value(0);
                        return isChannelsLast("contiguous", x, a.all()[1])
                                ? converted(x, x.dtype(), false, a.all()[1])
                                : ValueOps.contiguous(x);
                    });

    /** float32. */
    public static final Composite FLOAT = method("float", DType.FLOAT32);

    /** float64. */
    public static final Composite DOUBLE = method("double", DType.FLOAT64);

    /** float16. */
    public static final Composite HALF = method("half", DType.FLOAT16);

    /** bfloat16. */
    public static final Composite BFLOAT16 = method("bfloat16", DType.BFLOAT16);

    /** int64. */
    public static final Composite LONG = method("long", DType.INT64);

    /** int32. */
    public static final Composite INT = method("int", DType.INT32);

    /** int16. */
    public static final Composite SHORT = method("short", DType.INT16);

    /** int8. */
    public static final Composite CHAR = method("char", DType.INT8);

    /** uint8. */
    public static final Composite BYTE = method("byte", DType.UINT8);

    /** bool: true where not zero. */
    public static final Composite BOOL = method("bool", DType.BOOL);

    /** Any layout over the storage, inside of which it must stay; the offset is the storage's. */
    public static final Composite AS_STRIDED =
            new Composite(
                    "as_strided(Tensor self, int[] size, int[] stride, int? storage_offset=None) ->"
                            + " Tensor",
                    a ->
                            Copying.AS_STRIDED.call(
                                    a.value(0),
                                    a.longs(1),
                                    a.longs(2),
                                    checkedOffset(
                                            a.value(0),
                                            a.longs(1),
                                            a.longs(2),
                                            a.none(3)
                                                    ? a.array(0).layout().offset()
                                                    : a.integer(3))));

    /** complex64. */
    public static final Composite CFLOAT = method("cfloat", DType.COMPLEX64);

    /** complex128. */
    public static final Composite CDOUBLE = method("cdouble", DType.COMPLEX128);

    private static final Primitive CHANNELS_LAST =
            Primitive.of(
                            Primitive.Family.COPY,
                            "_to_channels_last(Tensor self, ScalarType dtype) -> Tensor",
                            a -> {
                                var layout = Layout.channelsLast(a.layout(0).sizes());
                                var result = NewArray.empty((DType) a.all()[1], layout);
                                Copies.copy(a.array(0), result);
                                return result;
                            })
                    .anyNumbers()
                    .gradient(b -> Backward.grads(ValueOps.to(b.grad(), b.dtype(0)), null))
                    .named("ToCopyBackward0");

    private Conversions() {}

    /**
     * Checks that a layout stays inside the storage of a value.
     *
     * @param offset of the layout in the storage
     * @return the offset from the first element of the value
     */
    public static long checkedOffset(Value value, long[] sizes, long[] strides, long offset) {
        var self = value.array();
        Check.sizes("as_strided", sizes);
        Check.that(
                sizes.length == strides.length,
                "as_strided: mismatch in length of strides and shape: %s and %s",
                Check.text(strides),
                Check.text(sizes));
        long last = offset;
        long elements = 1;
        for (int d = 0; d < sizes.length; d++) {
            Check.that(
                    strides[d] >= 0,
                    "as_strided: Negative strides are not supported at the moment, got strides: %s",
                    Check.text(strides));
            last += Math.max(0, sizes[d] - 1) * strides[d];
            elements *= sizes[d];
        }
        long available = self.storage().bytes() / self.dtype().size();
        Check.that(
                offset >= 0 && (elements == 0 || last < available),
                "as_strided: setStorage: sizes %s, strides %s, storage offset %s require %s"
                        + " elements, which are out of bounds for storage of %s",
                Check.text(sizes),
                Check.text(strides),
                offset,
                last + 1,
                available);
        return offset - self.layout().offset();
    }

    private static Composite method(String name, DType dtype) {
        return new Composite(
                name + "(Tensor self, Any? memory_format=None) -> Tensor",
                a -> converted(a.value(0), dtype, false, a.all()[1]));
    }

    private static Value converted(Value x, DType dtype, boolean copy, Object format) {
        if (isChannelsLast("to", x, format)) {
            boolean same = x.dtype() == dtype && x.array().layout().isChannelsLast();
            return same && !copy ? x : CHANNELS_LAST.value(x, dtype);
        }
        if (x.dtype() != dtype) {
            return ValueOps.to(x, dtype);
        }
        return copy ? ValueOps.clone(x) : x;
    }

    private static boolean isChannelsLast(String op, Value x, Object format) {
        if (format == null
                || format.equals("preserve_format")
                || format.equals("contiguous_format")) {
            return false;
        }
        Check.that(
                format.equals("channels_last"),
                "%s: memory format %s is not there; expects channels_last, contiguous_format or"
                        + " preserve_format",
                op,
                format);
        Check.that(
                x.layout().dim() == 4,
                "%s: required rank 4 tensor to use channels_last format, got %s",
                op,
                x);
        return true;
    }

    /**
     * The gradient of {@link Copying#AS_STRIDED} where memory is seen twice or self has gaps:
     * summed up in the order of the storage, and read from there.
     */
    static Value asStridedGradient(Backward b) {
        var self = b.layout(0);
        var sizes = b.args().longs(1);
        var strides = b.args().longs(2);
        long relative = b.args().none(3) ? 0 : b.args().integer(3);
        long base = Math.min(0, relative);
        var view = Layout.of(sizes, strides, relative - base);
        var own = self.withOffset(-base);
        long span = Math.max(extent(view), extent(own));
        var tape = b.grad().tape();
        var viewIndex = tape.wrap(positions(view));
        var ownIndex = tape.wrap(positions(own));
        var storage =
                ValueOps.indexAdd(
                        ValueOps.zeros(b.grad(), span),
                        0,
                        viewIndex,
                        ValueOps.reshape(b.grad(), view.numel()));
        if (overlaps(own)) {
            var ones = ValueOps.onesLike(ValueOps.zeros(b.grad(), own.numel()));
            var count = ValueOps.indexAdd(ValueOps.zeros(b.grad(), span), 0, ownIndex, ones);
            storage = ValueOps.div(storage, count);
        }
        return ValueOps.reshape(ValueOps.indexSelect(storage, 0, ownIndex), self.sizes());
    }

    private static long extent(Layout layout) {
        long last = layout.offset();
        for (int d = 0; d < layout.dim(); d++) {
            last += Math.max(0, layout.size(d) - 1) * layout.stride(d);
        }
        return last + 1;
    }

    /** True if two elements may share memory. */
    static boolean overlaps(Layout layout) {
        long reach = 0;
        var order = layout.memoryOrder();
        for (int k = order.length - 1; k >= 0; k--) {
            int d = order[k];
            if (layout.size(d) > 1) {
                if (layout.stride(d) <= reach) {
                    return true;
                }
                reach += (layout.size(d) - 1) * layout.stride(d);
            }
        }
        return false;
    }

    /** Position in the storage of every element. */
    private static dev.cresset.spi.Array positions(Layout layout) {
        var result = new long[Math.toIntExact(layout.numel())];
        var at = new long[layout.dim()];
        for (int i = 0; i < result.length; i++) {
            long position = layout.offset();
            for (int d = 0; d < at.length; d++) {
                position += at[d] * layout.stride(d);
            }
            result[i] = position;
            for (int d = at.length - 1; d >= 0 && ++at[d] == layout.size(d); d--) {
                at[d] = 0;
            }
        }
        return NewArray.of(result);
    }
}
