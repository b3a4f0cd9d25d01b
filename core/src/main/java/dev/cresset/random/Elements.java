package dev.cresset.random;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads and writes contiguous elements of any dtype, with the casts of C++ on x86-64. */
final class Elements {
    private Elements() {}

    /** Reads a floating-point element. */
    static double load(DType dtype, long address) {
        return switch (dtype) {
            case FLOAT64 -> Memory.getDouble(address);
            case FLOAT32 -> Memory.getFloat(address);
            case FLOAT16 -> Float.float16ToFloat(Memory.getShort(address));
            case BFLOAT16 -> Float.intBitsToFloat(Memory.getShort(address) << 16);
            default -> throw notImplemented("load", dtype);
        };
    }

    /** Writes {@code n} float32 values, rounded to a floating-point dtype. */
    static void store(DType dtype, long address, float[] values, int n) {
        switch (dtype) {
            case FLOAT32 ->
                    MemorySegment.copy(
                            values, 0, Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, address, n);
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(address + 2L * i, Float.floatToFloat16(values[i]));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(address + 2L * i, Cells.toBfloat16(values[i]));
                }
            }
            default -> throw notImplemented("store", dtype);
        }
    }

    /** Writes {@code n} float64 values: 16-bit types go through float32, as in PyTorch. */
    static void store(DType dtype, long address, double[] values, int n) {
        switch (dtype) {
            case FLOAT64 ->
                    MemorySegment.copy(
                            values, 0, Memory.ALL, ValueLayout.JAVA_DOUBLE_UNALIGNED, address, n);
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setFloat(address + 4L * i, (float) values[i]);
                }
            }
            case FLOAT16, BFLOAT16 -> {
                float[] single = new float[n];
                for (int i = 0; i < n; i++) {
                    single[i] = (float) values[i];
                }
                store(dtype, address, single, n);
            }
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    Memory.setByte(address + i, (byte) (values[i] != 0 ? 1 : 0));
                }
            }
            default -> {
                long[] whole = new long[n];
                for (int i = 0; i < n; i++) {
                    whole[i] = (long) values[i];
                }
                store(dtype, address, whole, n);
            }
        }
    }

    /** Writes {@code n} integers; integer types keep the low bits, floating types round. */
    static void store(DType dtype, long address, long[] values, int n) {
        switch (dtype) {
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    Memory.setByte(address + i, (byte) (values[i] != 0 ? 1 : 0));
                }
            }
            case UINT8, INT8 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setByte(address + i, (byte) values[i]);
                }
            }
            case INT16 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(address + 2L * i, (short) values[i]);
                }
            }
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setInt(address + 4L * i, (int) values[i]);
                }
            }
            case INT64 ->
                    MemorySegment.copy(
                            values, 0, Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, address, n);
            case FLOAT64 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setDouble(address + 8L * i, values[i]);
                }
            }
            case FLOAT32, FLOAT16, BFLOAT16 -> {
                float[] single = new float[n];
                for (int i = 0; i < n; i++) {
                    single[i] = values[i];
                }
                store(dtype, address, single, n);
            }
        }
    }

    /** PyTorch's error for a dtype that an operation does not have. */
    static IllegalArgumentException notImplemented(String kernel, DType dtype) {
        return new IllegalArgumentException(
                "\"" + kernel + "\" not implemented for '" + dtype.scalarName() + "'");
    }
}
