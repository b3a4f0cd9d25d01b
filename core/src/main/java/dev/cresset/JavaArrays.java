package dev.cresset;

import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;

/** Arrays of primitive Java types, and the dtypes that hold the same numbers. */
final class JavaArrays {
    private JavaArrays() {}

    /** The type of the elements of an array of any rank; that of anything else is itself. */
    static Class<?> component(Class<?> type) {
        return type.isArray() ? component(type.getComponentType()) : type;
    }

    /** Number of dimensions of an array type. */
    static int rank(Class<?> type) {
        return type.isArray() ? 1 + rank(type.getComponentType()) : 0;
    }

    /** The dtype of the same numbers; none for char and for objects. */
    static Optional<DType> dtype(Class<?> component) {
        return Optional.ofNullable(
                switch (component.getName()) {
                    case "boolean" -> DType.BOOL;
                    case "byte" -> DType.INT8;
                    case "short" -> DType.INT16;
                    case "int" -> DType.INT32;
                    case "long" -> DType.INT64;
                    case "float" -> DType.FLOAT32;
                    case "double" -> DType.FLOAT64;
                    default -> null;
                });
    }

    /** The Java type that holds all numbers of a dtype; none for complex numbers. */
    static Optional<Class<?>> component(DType dtype) {
        return Optional.ofNullable(
                switch (dtype) {
                    case BOOL -> boolean.class;
                    case INT8 -> byte.class;
                    case INT16 -> short.class;
                    case UINT8, INT32 -> int.class;
                    case INT64 -> long.class;
                    case FLOAT16, BFLOAT16, FLOAT32 -> float.class;
                    case FLOAT64 -> double.class;
                    default -> null;
                });
    }

    /** Copies a one-dimensional array of a primitive type to memory of its dtype. */
    static void write(Object array, long address) {
        switch (array) {
            case float[] a ->
                    MemorySegment.copy(
                            a, 0, Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, a.length);
            case double[] a ->
                    MemorySegment.copy(
                            a, 0, Memory.ALL, ValueLayout.JAVA_DOUBLE_UNALIGNED, address, a.length);
            case long[] a ->
                    MemorySegment.copy(
                            a, 0, Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, address, a.length);
            case int[] a ->
                    MemorySegment.copy(
                            a, 0, Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, address, a.length);
            case short[] a ->
                    MemorySegment.copy(
                            a, 0, Memory.ALL, ValueLayout.JAVA_SHORT_UNALIGNED, address, a.length);
            case byte[] a ->
                    MemorySegment.copy(a, 0, Memory.ALL, ValueLayout.JAVA_BYTE, address, a.length);
            case boolean[] a -> {
                for (int i = 0; i < a.length; i++) {
                    Memory.setByte(address + i, (byte) (a[i] ? 1 : 0));
                }
            }
            default -> throw new IllegalArgumentException("no primitive array: " + array);
        }
    }

    /** Copies memory of the dtype of a one-dimensional array of a primitive type into it. */
    static void read(long address, Object array) {
        switch (array) {
            case float[] a ->
                    MemorySegment.copy(
                            Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, a, 0, a.length);
            case double[] a ->
                    MemorySegment.copy(
                            Memory.ALL, ValueLayout.JAVA_DOUBLE_UNALIGNED, address, a, 0, a.length);
            case long[] a ->
                    MemorySegment.copy(
                            Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, address, a, 0, a.length);
            case int[] a ->
                    MemorySegment.copy(
                            Memory.ALL, ValueLayout.JAVA_INT_UNALIGNED, address, a, 0, a.length);
            case short[] a ->
                    MemorySegment.copy(
                            Memory.ALL, ValueLayout.JAVA_SHORT_UNALIGNED, address, a, 0, a.length);
            case byte[] a ->
                    MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_BYTE, address, a, 0, a.length);
            case boolean[] a -> {
                for (int i = 0; i < a.length; i++) {
                    a[i] = Memory.getByte(address + i) != 0;
                }
            }
            default -> throw new IllegalArgumentException("no primitive array: " + array);
        }
    }
}
