package dev.cresset.cpu.index;

import dev.cresset.spi.Memory;

/** Copies by index, of elements known by their size alone. */
final class Moves {
    private Moves() {}

    /** Copies n rows of a table, one after the other. */
    static void selectRows(long rowBytes, long table, long index, long n, long out) {
        if (rowBytes == 1) {
            for (long k = 0; k < n; k++) {
                Memory.setByte(out + k, Memory.getByte(table + Memory.getLong(index + k * 8)));
            }
        } else if (rowBytes == 2) {
            for (long k = 0; k < n; k++) {
                long from = table + Memory.getLong(index + k * 8) * 2;
                Memory.setShort(out + k * 2, Memory.getShort(from));
            }
        } else if (rowBytes == 4) {
            for (long k = 0; k < n; k++) {
                long from = table + Memory.getLong(index + k * 8) * 4;
                Memory.setInt(out + k * 4, Memory.getInt(from));
            }
        } else if (rowBytes >= 8) {
            RowLoops.best().select(rowBytes, table, index, n, out);
        } else {
            for (long k = 0; k < n; k++) {
                long from = table + Memory.getLong(index + k * 8) * rowBytes;
                for (long b = 0; b < rowBytes; b++) {
                    Memory.setByte(out + k * rowBytes + b, Memory.getByte(from + b));
                }
            }
        }
    }

    /**
     * {@code out[i] = in[i with index[i] steps added]} for i below n; out and index are contiguous,
     * inStride and step count bytes.
     */
    static void gather(int size, long n, long out, long index, long in, long inStride, long step) {
        switch (size) {
            case 1 -> {
                for (long i = 0; i < n; i++) {
                    long from = in + i * inStride + Memory.getLong(index + i * 8) * step;
                    Memory.setByte(out + i, Memory.getByte(from));
                }
            }
            case 2 -> {
                for (long i = 0; i < n; i++) {
                    long from = in + i * inStride + Memory.getLong(index + i * 8) * step;
                    Memory.setShort(out + i * 2, Memory.getShort(from));
                }
            }
            case 4 -> gather4(n, out, index, in, inStride, step);
            default -> gather8(n, out, index, in, inStride, step);
        }
    }

    private static void gather4(long n, long out, long index, long in, long inStride, long step) {
        if (inStride == 0 && step == 4) {
            for (long i = 0; i < n; i++) {
                long from = in + Memory.getLong(index + i * 8) * 4;
                Memory.setInt(out + i * 4, Memory.getInt(from));
            }
            return;
        }
        for (long i = 0; i < n; i++) {
            long from = in + i * inStride + Memory.getLong(index + i * 8) * step;
            Memory.setInt(out + i * 4, Memory.getInt(from));
        }
    }

    private static void gather8(long n, long out, long index, long in, long inStride, long step) {
        for (long i = 0; i < n; i++) {
            long from = in + i * inStride + Memory.getLong(index + i * 8) * step;
            Memory.setLong(out + i * 8, Memory.getLong(from));
        }
    }
}
