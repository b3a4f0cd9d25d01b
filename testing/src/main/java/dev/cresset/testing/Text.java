package dev.cresset.testing;

import dev.cresset.Tensor;
import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** Calls and values in messages. */
final class Text {
    private static final int SHOWN = 8;

    private Text() {}

    /** A call as in Python. */
    static String call(String name, List<?> args, Map<String, ?> kwargs) {
        var joiner = new StringJoiner(", ", name + "(", ")");
        args.forEach(arg -> joiner.add(of(arg)));
        kwargs.forEach((key, value) -> joiner.add(key + "=" + of(value)));
        return joiner.toString();
    }

    /** A value; long tensors are cut. */
    static String of(Object value) {
        return switch (value) {
            case null -> "None";
            case Tensor tensor -> tensor(tensor);
            case List<?> list -> {
                var joiner = new StringJoiner(", ", "[", "]");
                list.forEach(element -> joiner.add(of(element)));
                yield joiner.toString();
            }
            case String text -> "'" + text + "'";
            default -> value.toString();
        };
    }

    private static String tensor(Tensor tensor) {
        var array = tensor.array();
        var joiner = new StringJoiner(", ", "{", "}");
        if (array.numel() > 0) {
            Elements.forEach(
                    array.numel() <= SHOWN ? array : head(array),
                    (i, address) -> joiner.add("" + Elements.number(array.dtype(), address)));
        }
        return kind(tensor) + joiner + (array.numel() > SHOWN ? "..." : "");
    }

    private static dev.cresset.spi.Array head(dev.cresset.spi.Array array) {
        var layout = array.layout();
        int last = layout.dim() - 1;
        var sizes = new long[] {Math.min(SHOWN, layout.size(last))};
        return array.with(
                dev.cresset.spi.Layout.of(
                        sizes, new long[] {layout.stride(last)}, layout.offset()));
    }

    /** Dtype, sizes and strides, as far as they are not row-major. */
    static String kind(Tensor tensor) {
        var layout = tensor.layout();
        return kind(tensor.dtype(), layout.sizes())
                + (layout.isContiguous() ? "" : " stride " + Arrays.toString(layout.strides()));
    }

    static String kind(DType dtype, long[] sizes) {
        return dtype.text() + Arrays.toString(sizes);
    }
}
