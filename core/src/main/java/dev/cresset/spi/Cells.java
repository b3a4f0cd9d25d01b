package dev.cresset.spi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Elements of any dtype as Java numbers: one at a time, or a run of them to and from an array.
 *
 * <p>Floating-point values are stored rounded once to float32 and from there to the 16-bit types;
 * integers keep their low bits; anything stored as bool is tested against zero.
 */
public final class Cells {
    private Cells() {}

    /** The element as a float64; exact but for large int64. */
    public static double getDouble(DType dtype, long address) {
        return switch (dtype) {
            case FLOAT32 -> Memory.getFloat(address);
            case FLOAT64 -> Memory.getDouble(address);
            case FLOAT16 -> Float.float16ToFloat(Memory.getShort(address));
            case BFLOAT16 -> bfloat16(Memory.getShort(address));
            case COMPLEX64, COMPLEX128 -> throw notReal(dtype);
            default -> getLong(dtype, address);
        };
    }

    /** The element as an integer; floating-point values are truncated. */
    public static long getLong(DType dtype, long address) {
        return switch (dtype) {
            case INT64 -> Memory.getLong(address);
            case INT32 -> Memory.getInt(address);
            case INT16 -> Memory.getShort(address);
            case INT8 -> Memory.getByte(address);
            case UINT8 -> Memory.getByte(address) & 0xff;
            case BOOL -> Memory.getByte(address) != 0 ? 1 : 0;
            default -> (long) getDouble(dtype, address);
        };
    }

    /** Stores a floating-point value as an element of a dtype. */
    public static void setDouble(DType dtype, long address, double value) {
        switch (dtype) {
            case FLOAT32 -> Memory.setFloat(address, (float) value);
            case FLOAT64 -> Memory.setDouble(address, value);
            case FLOAT16 -> Memory.setShort(address, Float.floatToFloat16((float) value));
            case BFLOAT16 -> Memory.setShort(address, toBfloat16((float) value));
            case BOOL -> Memory.setByte(address, (byte) (value != 0 ? 1 : 0));
            case COMPLEX64, COMPLEX128 -> throw notReal(dtype);
            default -> setLong(dtype, address, (long) value);
        }
    }

    private static IllegalArgumentException notReal(DType dtype) {
        return new IllegalArgumentException(dtype + ": kernels take the parts one by one");
    }

    /** Stores an integer as an element of a dtype. */
    public static void setLong(DType dtype, long address, long value) {
        switch (dtype) {
            case INT64 -> Memory.setLong(address, value);
            case INT32 -> Memory.setInt(address, (int) value);
            case INT16 -> Memory.setShort(address, (short) value);
            case INT8, UINT8 -> Memory.setByte(address, (byte) value);
            case BOOL -> Memory.setByte(address, (byte) (value != 0 ? 1 : 0));
            default -> setDouble(dtype, address, value);
        }
    }

    /** Loads n elements that lie {@code stride} bytes apart. */
    public static void load(DType dtype, long address, long stride, int n, double[] to) {
        switch (dtype) {
            case FLOAT64 -> {
                if (stride == Double.BYTES) {
                    MemorySegment.copy(
                            Memory.ALL, ValueLayout.JAVA_DOUBLE_UNALIGNED, address, to, 0, n);
                } else {
                    for (int i = 0; i < n; i++) {
                        to[i] = Memory.getDouble(address + i * stride);
                    }
                }
            }
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    to[i] = Memory.getFloat(address + i * stride);
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    to[i] = Float.float16ToFloat(Memory.getShort(address + i * stride));
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    to[i] = bfloat16(Memory.getShort(address + i * stride));
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to[i] = getLong(dtype, address + i * stride);
                }
            }
        }
    }

    /** Loads n elements that lie {@code stride} bytes apart; floating-point values truncate. */
    public static void load(DType dtype, long address, long stride, int n, long[] to) {
        switch (dtype) {
            case INT64 -> {
                if (stride == Long.BYTES) {
                    MemorySegment.copy(
                            Memory.ALL, ValueLayout.JAVA_LONG_UNALIGNED, address, to, 0, n);
                } else {
                    for (int i = 0; i < n; i++) {
                        to[i] = Memory.getLong(address + i * stride);
                    }
                }
            }
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    to[i] = Memory.getInt(address + i * stride);
                }
            }
            case BOOL -> {
                for (int i = 0; i < n; i++) {
                    to[i] = Memory.getByte(address + i * stride) != 0 ? 1 : 0;
                }
            }
            case UINT8 -> {
                for (int i = 0; i < n; i++) {
                    to[i] = Memory.getByte(address + i * stride) & 0xff;
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    to[i] = getLong(dtype, address + i * stride);
                }
            }
        }
    }

    /** Stores n numbers as elements that lie {@code stride} bytes apart. */
    public static void store(DType dtype, double[] from, int n, long address, long stride) {
        switch (dtype) {
            case FLOAT64 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setDouble(address + i * stride, from[i]);
                }
            }
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    Memory.setFloat(address + i * stride, (float) from[i]);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    setDouble(dtype, address + i * stride, from[i]);
                }
            }
        }
    }

    /** Stores n integers as elements that lie {@code stride} bytes apart. */
    public static void store(DType dtype, long[] from, int n, long address, long stride) {
        for (int i = 0; i < n; i++) {
            setLong(dtype, address + i * stride, from[i]);
        }
    }

    /** The value of 16 bits of a bfloat16. */
    public static float bfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** Rounds to bfloat16, ties to even; NaN becomes the canonical one. */
    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int rounded = (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
        return (short) (value != value ? 0x7fc0 : rounded);
    }

    /** The value that an element of a floating-point dtype has after it was stored. */
    public static double rounded(DType dtype, double value) {
        return switch (dtype) {
            case FLOAT16 -> Float.float16ToFloat(Float.floatToFloat16((float) value));
            case BFLOAT16 -> bfloat16(toBfloat16((float) value));
            case FLOAT32 -> (float) value;
            default -> value;
        };
    }
}
