package dev.cresset;

import dev.cresset.op.NewArray;
import dev.cresset.op.OpException;
import dev.cresset.op.Promotion;
import dev.cresset.op.Scalars;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;

import java.util.ArrayList;
import java.util.List;

/** Java arrays of any rank, and nested lists, as tensors. */
final class Nested {
    private Nested() {}

    static Tensor tensor(Object data, DType wanted) {
        var sizes = sizes(data);
        var dtype = wanted != null ? wanted : typeOf(data);
        var stored =
                isNest(data)
                        ? JavaArrays.dtype(JavaArrays.component(data.getClass())).orElse(dtype)
                        : dtype;
        try (var _ = AddressUse.begin()) {
            var array = NewArray.empty(stored, sizes);
            fill(data, sizes, 0, stored, array.address());
            return Tensor.of(array).to(dtype);
        }
    }

    private static boolean isNest(Object data) {
        return data instanceof List<?> || (data != null && data.getClass().isArray());
    }

    private static int length(Object nest) {
        return nest instanceof List<?> list ? list.size() : java.lang.reflect.Array.getLength(nest);
    }

    private static Object element(Object nest, int i) {
        return nest instanceof List<?> list ? list.get(i) : java.lang.reflect.Array.get(nest, i);
    }

    private static long[] sizes(Object data) {
        var sizes = new ArrayList<Long>();
        for (Object level = data; isNest(level); level = element(level, 0)) {
            sizes.add((long) length(level));
            if (length(level) == 0) {
                break;
            }
        }
        return sizes.stream().mapToLong(Long::longValue).toArray();
    }

    private static DType typeOf(Object data) {
        if (data instanceof Tensor tensor) {
            return tensor.dtype();
        }
        if (!isNest(data)) {
            return data instanceof Boolean || data instanceof Number
                    ? Scalars.typeOf(data)
                    : refuse(data);
        }
        var component = data.getClass();
        while (component.isArray()) {
            component = component.getComponentType();
        }
        if (component.isPrimitive()) {
            return component == double.class || component == float.class
                    ? Promotion.defaultDType()
                    : component == boolean.class ? DType.BOOL : DType.INT64;
        }
        DType common = null;
        for (int i = 0; i < length(data); i++) {
            var type = typeOf(element(data, i));
            common = common == null ? type : DType.promote(common, type);
        }
        return common == null ? Promotion.defaultDType() : common;
    }

    private static DType refuse(Object data) {
        throw new OpException(
                "tensor: cannot make elements of "
                        + (data == null ? "null" : data.getClass().getSimpleName())
                        + "; expects numbers, truth values, arrays or lists of them");
    }

    private static long fill(Object data, long[] sizes, int depth, DType dtype, long address) {
        if (depth == sizes.length) {
            store(data, dtype, address);
            return address + dtype.size();
        }
        if (!isNest(data) || length(data) != sizes[depth]) {
            throw new OpException(
                    "tensor: expected sequence of length "
                            + sizes[depth]
                            + " at dim "
                            + depth
                            + " (got "
                            + (isNest(data) ? length(data) : "a number")
                            + "); all rows must have equal length");
        }
        if (depth == sizes.length - 1 && holds(data, dtype)) {
            JavaArrays.write(data, address);
            return address + sizes[depth] * dtype.size();
        }
        for (int i = 0; i < sizes[depth]; i++) {
            address = fill(element(data, i), sizes, depth + 1, dtype, address);
        }
        return address;
    }

    /**
     * True for an array of a primitive type whose elements lie in memory as those of a dtype do.
     */
    private static boolean holds(Object data, DType dtype) {
        return data.getClass().isArray()
                && JavaArrays.dtype(data.getClass().getComponentType()).orElse(null) == dtype;
    }

    private static void store(Object number, DType dtype, long address) {
        switch (number) {
            case Tensor t when t.numel() == 1 -> store(t.itemObject(), dtype, address);
            case Boolean b -> Scalars.writeNumber(dtype, address, b);
            case Number n -> Scalars.writeNumber(dtype, address, n);
            case null, default -> refuse(number);
        }
    }

    static Tensor bytes(byte[] bytes) {
        return tensor(bytes, DType.UINT8);
    }

    static byte[] bytes(Tensor state) {
        return state.toByteArray();
    }
}
