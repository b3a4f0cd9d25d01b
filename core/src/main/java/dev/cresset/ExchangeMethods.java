package dev.cresset;

import dev.cresset.op.Copies;
import dev.cresset.op.Scalars;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Methods that hand the elements to Java, in row-major order, converted as casts do. */
sealed interface ExchangeMethods permits Tensor {
    /** The elements as float. */
    default float[] toFloatArray() {
        try (var _ = AddressUse.begin()) {
            var array = Copies.dense(((Tensor) this).array(), DType.FLOAT32);
            var result = new float[Math.toIntExact(array.numel())];
            MemorySegment.copy(
                    Memory.ALL,
                    ValueLayout.JAVA_FLOAT_UNALIGNED,
                    array.address(),
                    result,
                    0,
                    result.length);
            return result;
        }
    }

    /** The elements as double. */
    default double[] toDoubleArray() {
        try (var _ = AddressUse.begin()) {
            var array = Copies.dense(((Tensor) this).array(), DType.FLOAT64);
            var result = new double[Math.toIntExact(array.numel())];
            MemorySegment.copy(
                    Memory.ALL,
                    ValueLayout.JAVA_DOUBLE_UNALIGNED,
                    array.address(),
                    result,
                    0,
                    result.length);
            return result;
        }
    }

    /** The elements as long. */
    default long[] toLongArray() {
        try (var _ = AddressUse.begin()) {
            var array = Copies.dense(((Tensor) this).array(), DType.INT64);
            var result = new long[Math.toIntExact(array.numel())];
            MemorySegment.copy(
                    Memory.ALL,
                    ValueLayout.JAVA_LONG_UNALIGNED,
                    array.address(),
                    result,
                    0,
                    result.length);
            return result;
        }
    }

    /** The elements as int. */
    default int[] toIntArray() {
        try (var _ = AddressUse.begin()) {
            var array = Copies.dense(((Tensor) this).array(), DType.INT32);
            var result = new int[Math.toIntExact(array.numel())];
            MemorySegment.copy(
                    Memory.ALL,
                    ValueLayout.JAVA_INT_UNALIGNED,
                    array.address(),
                    result,
                    0,
                    result.length);
            return result;
        }
    }

    /** The elements as truth values. */
    default boolean[] toBooleanArray() {
        try (var _ = AddressUse.begin()) {
            var array = Copies.dense(((Tensor) this).array(), DType.BOOL);
            var result = new boolean[Math.toIntExact(array.numel())];
            for (int i = 0; i < result.length; i++) {
                result[i] = Scalars.readLong(DType.BOOL, array.address() + i) != 0;
            }
            return result;
        }
    }
}
