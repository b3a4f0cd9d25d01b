package dev.cresset.random;

import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

/** Random orders by the shuffle of Fisher and Yates, in place in the result. */
final class Permutation {
    /** From here on a 32-bit word is too coarse, and PyTorch uses another shuffle. */
    static final long LARGE = 0xffffffffL / 20;

    private static final int BLOCK = 1024;

    private Permutation() {}

    static void fill(Generator g, DType dtype, long address, long n) {
        if (n >= LARGE) {
            insideOut(g, dtype, address, n);
            return;
        }
        identity(dtype, address, n);
        int count = (int) n;
        int[] words = new int[Math.min(BLOCK, Math.max(0, count - 1))];
        for (int at = 0; at < count - 1; at += BLOCK) {
            int k = Math.min(count - 1 - at, BLOCK);
            g.words(words, k);
            // The other element of every swap: at + i + word % (n - at - i).
            for (int i = 0; i < k; i++) {
                words[i] = at + i + remainder(words[i], count - at - i);
            }
            swap(dtype.size(), address, at, words, k);
        }
    }

    /**
     * The remainder of an unsigned word. The quotient of two numbers below 2^32, rounded as a
     * double, never crosses an integer, and a floating-point division is faster than a long one.
     */
    private static int remainder(int word, int divisor) {
        long unsigned = Integer.toUnsignedLong(word);
        long quotient = (long) ((double) unsigned / divisor);
        return (int) (unsigned - quotient * divisor);
    }

    private static void swap(int size, long address, int first, int[] other, int k) {
        switch (size) {
            case 8 -> {
                for (int i = 0; i < k; i++) {
                    long a = address + 8L * (first + i);
                    long b = address + 8L * other[i];
                    long save = Memory.getLong(a);
                    Memory.setLong(a, Memory.getLong(b));
                    Memory.setLong(b, save);
                }
            }
            case 4 -> {
                for (int i = 0; i < k; i++) {
                    long a = address + 4L * (first + i);
                    long b = address + 4L * other[i];
                    int save = Memory.getInt(a);
                    Memory.setInt(a, Memory.getInt(b));
                    Memory.setInt(b, save);
                }
            }
            case 2 -> {
                for (int i = 0; i < k; i++) {
                    long a = address + 2L * (first + i);
                    long b = address + 2L * other[i];
                    short save = Memory.getShort(a);
                    Memory.setShort(a, Memory.getShort(b));
                    Memory.setShort(b, save);
                }
            }
            default -> {
                for (int i = 0; i < k; i++) {
                    long a = address + first + i;
                    long b = address + other[i];
                    byte save = Memory.getByte(a);
                    Memory.setByte(a, Memory.getByte(b));
                    Memory.setByte(b, save);
                }
            }
        }
    }

    private static void identity(DType dtype, long address, long n) {
        long[] values = new long[(int) Math.min(n, BLOCK)];
        for (long at = 0; at < n; at += BLOCK) {
            int k = (int) Math.min(n - at, BLOCK);
            for (int i = 0; i < k; i++) {
                values[i] = at + i;
            }
            Elements.store(dtype, address + at * dtype.size(), values, k);
        }
    }

    /** Element i goes to a random place of the first i + 1, and what was there to place i. */
    static void insideOut(Generator g, DType dtype, long address, long n) {
        long size = dtype.size();
        long[] value = new long[1];
        for (long i = 0; i < n; i++) {
            long z = Long.remainderUnsigned(g.random64(), i + 1);
            Memory.copy(address + z * size, address + i * size, size);
            value[0] = i;
            Elements.store(dtype, address + z * size, value, 1);
        }
    }
}
