package dev.cresset.cpu.order;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

/**
 * Elements as integers whose signed order is the order of the elements: NaN above everything, both
 * zeros equal. A flip of -1 turns the order around.
 */
final class Keys {
    private Keys() {}

    /** The key of a float32, in the range of int. */
    static int of(float value) {
        // Adding zero makes -0.0 positive.
        int bits = Float.floatToRawIntBits(value + 0.0f);
        int key = bits ^ (bits >> 31 & 0x7fffffff);
        return value != value ? Integer.MAX_VALUE : key;
    }

    /** The key of a float64. */
    static long of(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        long key = bits ^ (bits >> 63 & Long.MAX_VALUE);
        return value != value ? Long.MAX_VALUE : key;
    }

    /** {@code to[at + i] = key << 32 | first + i} for n elements {@code stride} bytes apart. */
    static void pack(
            DType dtype,
            long address,
            long stride,
            int n,
            long flip,
            int first,
            long[] to,
            int at) {
        switch (dtype) {
            case FLOAT32 -> {
                for (int i = 0; i < n; i++) {
                    long key = of(Memory.getFloat(address + i * stride)) ^ flip;
                    to[at + i] = key << 32 | (first + i);
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    float value = Float.float16ToFloat(Memory.getShort(address + i * stride));
                    // The low 13 bits of a float16's key are all equal; without them half the
                    // digits are.
                    to[at + i] = (of(value) >> 13 ^ flip) << 32 | (first + i);
                }
            }
            case BFLOAT16 -> {
                for (int i = 0; i < n; i++) {
                    float value = Cells.bfloat16(Memory.getShort(address + i * stride));
                    to[at + i] = (of(value) >> 16 ^ flip) << 32 | (first + i);
                }
            }
            case INT32 -> {
                for (int i = 0; i < n; i++) {
                    long key = Memory.getInt(address + i * stride) ^ flip;
                    to[at + i] = key << 32 | (first + i);
                }
            }
            default -> {
                for (int i = 0; i < n; i++) {
                    long key = Cells.getLong(dtype, address + i * stride) ^ flip;
                    to[at + i] = key << 32 | (first + i);
                }
            }
        }
    }

    /** {@code to[at + i] = key} for n elements of 8 bytes {@code stride} bytes apart. */
    static void load(DType dtype, long address, long stride, int n, long flip, long[] to, int at) {
        if (dtype == DType.FLOAT64) {
            for (int i = 0; i < n; i++) {
                to[at + i] = of(Memory.getDouble(address + i * stride)) ^ flip;
            }
        } else {
            for (int i = 0; i < n; i++) {
                to[at + i] = Memory.getLong(address + i * stride) ^ flip;
            }
        }
    }
}
