package dev.cresset;

import dev.cresset.op.NewArray;
import dev.cresset.op.OpException;
import dev.cresset.op.Promotion;
import dev.cresset.op.Scalars;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.util.ArrayList;
import java.util.List;

/** Java arrays of any rank, and nested lists, as tensors. */
final class Nested {
    private Nested() {}

    static Tensor tensor(Object data, DType wanted) {
        var sizes = sizes(data);
        var dtype = wanted != null ? wanted : typeOf(data);
        var array = NewArray.empty(dtype, sizes);
        fill(data, sizes, 0, dtype, array.address());
        return Tensor.of(array);
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
        for (int i = 0; i < sizes[depth]; i++) {
            address = fill(element(data, i), sizes, depth + 1, dtype, address);
        }
        return address;
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
        var array = NewArray.empty(DType.UINT8, bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            Memory.setByte(array.address() + i, bytes[i]);
        }
        return Tensor.of(array);
    }

    static byte[] bytes(Tensor state) {
        var ints = state.toIntArray();
        var bytes = new byte[ints.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) ints[i];
        }
        return bytes;
    }
}
