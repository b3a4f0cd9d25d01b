package dev.cresset.spi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Raw access to off-heap memory by absolute address.
 *
 * <p>Note [One segment]: every tensor byte lies outside the Java heap and is reached through the
 * single segment {@link #ALL}, which spans the whole address space. Because the segment is a
 * constant of the JIT compiler its bounds and liveness checks fold away, and because there is only
 * one kind of segment no kernel is ever compiled for two. Bounds are therefore checked once per op,
 * on shapes, before any address is formed; nothing below the op layer checks again.
 */
public final class Memory {
    /** The whole address space as one segment; offsets are absolute addresses. */
    public static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    /**
     * The bits that an address may have; {@code address & ADDRESSES} is the address.
     *
     * <p>Note [Known addresses]: the compiler folds the bounds check of an access away only if it
     * can see that the address is neither negative nor near the largest long. Where a loop masks
     * the address it begins with, it sees that, for what is added to it as well.
     */
    public static final long ADDRESSES = (1L << 56) - 1;

    private Memory() {}

    /** Reads the 8-bit integer at an address. */
    public static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /** Reads the 16-bit integer at an address. */
    public static short getShort(long address) {
        return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
    }

    /** Reads the 32-bit integer at an address. */
    public static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    /** Reads the 64-bit integer at an address. */
    public static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /** Reads the float32 at an address. */
    public static float getFloat(long address) {
        return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
    }

    /** Reads the float64 at an address. */
    public static double getDouble(long address) {
        return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
    }

    /** Writes an 8-bit integer. */
    public static void setByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /** Writes a 16-bit integer. */
    public static void setShort(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    /** Writes a 32-bit integer. */
    public static void setInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    /** Writes a 64-bit integer. */
    public static void setLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /** Writes a float32. */
    public static void setFloat(long address, float value) {
        ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
    }

    /** Writes a float64. */
    public static void setDouble(long address, double value) {
        ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, value);
    }

    /** Copies {@code bytes} bytes; the ranges may overlap. */
    public static void copy(long from, long to, long bytes) {
        MemorySegment.copy(ALL, from, ALL, to, bytes);
    }

    /** Sets {@code bytes} bytes to zero. */
    public static void zero(long address, long bytes) {
        ALL.asSlice(address, bytes).fill((byte) 0);
    }
}
