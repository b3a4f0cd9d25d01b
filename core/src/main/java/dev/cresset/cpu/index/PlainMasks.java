package dev.cresset.cpu.index;

import dev.cresset.spi.Memory;

/**
 * Masks in plain Java: eight mask bytes at a time, and without branches on single elements. Every
 * element is written to the next free place, which moves on only if the element counts.
 */
final class PlainMasks implements Masks {
    private static final long LOW_BITS = 0x0101010101010101L;

    @Override
    public long count(long mask, long n) {
        long count = 0;
        long i = 0;
        for (; i <= n - 8; i += 8) {
            count += Long.bitCount(Memory.getLong(mask + i) & LOW_BITS);
        }
        for (; i < n; i++) {
            count += Memory.getByte(mask + i) & 1;
        }
        return count;
    }

    @Override
    public void select(int size, long n, long in, long mask, long out, long count) {
        switch (size) {
            case 1 -> select1(in, mask, out, out + count);
            case 2 -> select2(in, mask, out, out + count * 2);
            case 4 -> select4(in, mask, out, out + count * 4);
            default -> select8(in, mask, out, out + count * 8);
        }
    }

    private static void select1(long in, long mask, long out, long end) {
        long to = out;
        for (long i = 0; to < end; i++) {
            Memory.setByte(to, Memory.getByte(in + i));
            to += Memory.getByte(mask + i) & 1;
        }
    }

    private static void select2(long in, long mask, long out, long end) {
        long to = out;
        for (long i = 0; to < end; i++) {
            Memory.setShort(to, Memory.getShort(in + i * 2));
            to += (Memory.getByte(mask + i) & 1) * 2;
        }
    }

    private static void select4(long in, long mask, long out, long end) {
        long to = out;
        for (long i = 0; to < end; i++) {
            Memory.setInt(to, Memory.getInt(in + i * 4));
            to += (Memory.getByte(mask + i) & 1) * 4;
        }
    }

    private static void select8(long in, long mask, long out, long end) {
        long to = out;
        for (long i = 0; to < end; i++) {
            Memory.setLong(to, Memory.getLong(in + i * 8));
            to += (Memory.getByte(mask + i) & 1) * 8;
        }
    }

    @Override
    public void positions(long base, long n, long mask, long out, long count) {
        long to = out;
        long end = out + count * 8;
        for (long i = 0; to < end; i++) {
            Memory.setLong(to, base + i);
            to += (Memory.getByte(mask + i) & 1) * 8;
        }
    }
}
