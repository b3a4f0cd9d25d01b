package dev.cresset.cpu.order;

import dev.cresset.cpu.rows.FloatRows;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Ordering.Direction;

import java.util.Arrays;

/**
 * The order of keys of up to 32 bits: a long holds the key above the index. No two such longs are
 * equal, so every sort of them is stable.
 */
final class PackedOrder extends RowOrder {
    private static final FloatRows FLOATS = FloatRows.best();

    /** Shorter rows are sorted by comparing. */
    private static final int RADIX = 160;

    /** Elements looked at between two checks of the bound. */
    private static final int BLOCK = 512;

    /** Up to so many first ones are kept in order while searching. */
    private static final int FEW = 16;

    private static final ThreadLocal<long[][]> MEMORY =
            ThreadLocal.withInitial(() -> new long[2][0]);

    private long[] packed;
    private long[] other;

    PackedOrder(DType dtype, Direction direction) {
        super(dtype, direction);
        var memory = MEMORY.get();
        packed = memory[0];
        other = memory[1];
    }

    private void reserve(int n) {
        if (packed.length < n) {
            packed = new long[n];
            if (n <= KEPT) {
                MEMORY.get()[0] = packed;
            }
        }
    }

    private void reserveOther(int n) {
        if (other.length < n) {
            other = new long[n];
            if (n <= KEPT) {
                MEMORY.get()[1] = other;
            }
        }
    }

    @Override
    void sort(long address, long stride, int n) {
        reserve(n);
        Keys.pack(dtype, address, stride, n, flip, 0, packed, 0);
        sortPacked(n);
    }

    /** Sorts keys of 8 bytes; all are at most 2^32 - 1 above {@code least}. */
    void sortNear(long[] keys, int n, long least) {
        reserve(n);
        for (int i = 0; i < n; i++) {
            packed[i] = (keys[i] - least + Integer.MIN_VALUE) << 32 | i;
        }
        sortPacked(n);
    }

    private void sortPacked(int n) {
        if (n < RADIX) {
            Arrays.sort(packed, 0, n);
            return;
        }
        reserveOther(n);
        long differing = 0;
        for (int i = 1; i < n; i++) {
            differing |= packed[i] ^ packed[0];
        }
        int bits = 32 - Integer.numberOfLeadingZeros((int) (differing >>> 32));
        var sorted = Radix.sort(packed, other, n, bits);
        other = sorted == packed ? other : packed;
        packed = sorted;
    }

    @Override
    void first(long address, long stride, int n, int k) {
        if (k > n / 8) {
            sort(address, stride, n);
            return;
        }
        // The best so far, and behind them candidates; cut back to k whenever it is full. Few are
        // kept in order, which costs less.
        int room = k <= FEW ? k : 2 * k;
        reserve(room + BLOCK);
        reserveOther(BLOCK);
        boolean scan = dtype == DType.FLOAT32 && stride == Float.BYTES;
        int block = Math.min(BLOCK, room);
        int size = 0;
        long bound = Long.MAX_VALUE;
        int i = 0;
        while (i < n) {
            if (scan && bound != Long.MAX_VALUE) {
                i = nextFloat(address, i, n, Memory.getFloat(address + (int) bound * 4L));
                if (i == n) {
                    break;
                }
            }
            int count = Math.min(block, n - i);
            Keys.pack(dtype, address + i * stride, stride, count, flip, i, other, 0);
            for (int j = 0; j < count; j++) {
                long candidate = other[j];
                if (candidate >= bound) {
                    continue;
                }
                if (k <= FEW) {
                    size = insert(candidate, size, k);
                    bound = size == k ? packed[k - 1] : bound;
                } else {
                    packed[size++] = candidate;
                }
            }
            i += count;
            if (k > FEW && size >= room) {
                Arrays.sort(packed, 0, size);
                size = k;
                bound = packed[k - 1];
            }
            if (bound != Long.MAX_VALUE) {
                block = scan ? 1 : BLOCK;
            }
        }
        Arrays.sort(packed, 0, size);
    }

    /**
     * Inserts into the first {@code size} in order, of which at most k stay; returns the number.
     */
    private int insert(long candidate, int size, int k) {
        int last = Math.min(size, k - 1);
        int j = last;
        while (j > 0 && packed[j - 1] > candidate) {
            packed[j] = packed[j - 1];
            j--;
        }
        packed[j] = candidate;
        return last + 1;
    }

    /** The first index from which on an element may come before {@code limit}, or n. */
    private int nextFloat(long address, int from, int n, float limit) {
        float sign = flip != 0 ? 1 : -1;
        long next = FLOATS.indexBeyond(sign, address + from * 4L, n - from, sign * limit);
        return next < 0 ? n : from + (int) next;
    }

    @Override
    int index(int place) {
        return (int) packed[place];
    }
}
