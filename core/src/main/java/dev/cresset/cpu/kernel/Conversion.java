package dev.cresset.cpu.kernel;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Moves elements between memory and Java arrays, and between the number types.
 *
 * <p>A dtype is read into the array of its own compute type (float16 as float, uint8 as long), and
 * arrays of one compute type are converted to another. So does PyTorch: float64 to float16 rounds
 * twice, by way of float32. Numbers wrap when stored to an integer type; a float converts to the
 * nearest integer toward zero, a float too large to the largest 64-bit integer, NaN to 0, before it
 * wraps.
 */
final class Conversion {
    /** From how many elements on a bulk copy is cheaper than a loop. */
    private static final int BULK = 24;

    private Conversion() {}

    // Reading

    static void read(DType type, long p, long stride, float[] to, int from, int n) {
        switch (type) {
            case FLOAT32 -> readFloat32(p, stride, to, from, n);
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    to[from + i] = Float.float16ToFloat(Memory.getShort(p + i * stride));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    to[from + i] = Cells.bfloat16(Memory.getShort(p + i * stride));
                }
            }
            default -> throw unfit(type);
        }
    }

    private static void readFloat32(long p, long stride, float[] to, int from, int n) {
        if (stride == 4 && n >= BULK) {
            MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, p, to, from, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            to[from + i] = Memory.getFloat(p + i * stride);
        }
    }

    static void read(DType type, long p, long stride, double[] to, int from, int n) {
        if (type != DType.FLOAT64) {
            throw unfit(type);
        }
        if (stride == 8 && n >= BULK) {
            MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_DOUBLE_UNALIGNED, p, to, from, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            to[from + i] = Memory.getDouble(p + i * stride);
        }
    }

    static void read(DType type, long p, long stride, long[] to, int from, int n) {
        switch (type) {
            case INT64 -> readInt64(p, stride, to, from, n);
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    to[from + i] = Memory.getInt(p + i * stride);
                }
            }
            case INT16 -> {
                for (int i = 0; i < n; i++) {
                    to[from + i] = Memory.getShort(p + i * stride);
                }
            }
            case INT8 -> {
                for (int i = 0; i < n; i++) {
                    to[from + i] = Memory.getByte(p + i * stride);
                }
            }
            case UINT8, BOOL -> {
                for (int i = 0; i < n; i++) {
                    to[from + i] = Memory.getByte(p + i * stride) & 0xff;
                }
            }
            default -> throw unfit(type);
        }
    }

    private static void readInt64(long p, long stride, long[] to, int from, int n) {
        if (stride == 8 && n >= BULK) {
            MemorySegment.copy(Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, p, to, from, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            to[from + i] = Memory.getLong(p + i * stride);
        }
    }

    // Writing

    static void write(DType type, float[] a, int from, long p, long stride, int n) {
        switch (type) {
            case FLOAT32 -> writeFloat32(a, from, p, stride, n);
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(p + i * stride, Float.floatToFloat16(a[from + i]));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(p + i * stride, Cells.toBfloat16(a[from + i]));
                }
            }
            default -> throw unfit(type);
        }
    }

    private static void writeFloat32(float[] a, int from, long p, long stride, int n) {
        if (stride == 4 && n >= BULK) {
            MemorySegment.copy(a, from, Memory.ALL, ValueLayout.JAVA_FLOAT_UNALIGNED, p, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Memory.setFloat(p + i * stride, a[from + i]);
        }
    }

    static void write(DType type, double[] a, int from, long p, long stride, int n) {
        if (type != DType.FLOAT64) {
            throw unfit(type);
        }
        if (stride == 8 && n >= BULK) {
            MemorySegment.copy(a, from, Memory.ALL, ValueLayout.JAVA_DOUBLE_UNALIGNED, p, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Memory.setDouble(p + i * stride, a[from + i]);
        }
    }

    static void write(DType type, long[] a, int from, long p, long stride, int n) {
        switch (type) {
            case INT64 -> writeInt64(a, from, p, stride, n);
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setInt(p + i * stride, (int) a[from + i]);
                }
            }
            case INT16 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setShort(p + i * stride, (short) a[from + i]);
                }
            }
            case INT8, UINT8 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setByte(p + i * stride, (byte) a[from + i]);
                }
            }
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    Memory.setByte(p + i * stride, (byte) (a[from + i] != 0 ? 1 : 0));
                }
            }
            default -> throw unfit(type);
        }
    }

    private static void writeInt64(long[] a, int from, long p, long stride, int n) {
        if (stride == 8 && n >= BULK) {
            MemorySegment.copy(a, from, Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, p, n);
            return;
        }
        for (int i = 0; i < n; i++) {
            Memory.setLong(p + i * stride, a[from + i]);
        }
    }

    private static IllegalArgumentException unfit(DType type) {
        return new IllegalArgumentException(type + ": not computed in this number type");
    }

    // Between number types

    static void convert(double[] a, int at, float[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = (float) a[at + i];
        }
    }

    static void convert(long[] a, int at, float[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = a[at + i];
        }
    }

    static void convert(float[] a, int at, double[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = a[at + i];
        }
    }

    static void convert(long[] a, int at, double[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = a[at + i];
        }
    }

    static void convert(float[] a, int at, long[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = (long) a[at + i];
        }
    }

    static void convert(double[] a, int at, long[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = (long) a[at + i];
        }
    }

    /** 1 for every number that is not 0, also for NaN and for fractions. */
    static void truth(float[] a, int at, long[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = a[at + i] != 0 ? 1 : 0;
        }
    }

    /** 1 for every number that is not 0, also for NaN and for fractions. */
    static void truth(double[] a, int at, long[] to, int from, int n) {
        for (int i = 0; i < n; i++) {
            to[from + i] = a[at + i] != 0 ? 1 : 0;
        }
    }
}
