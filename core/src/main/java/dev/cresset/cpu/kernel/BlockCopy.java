package dev.cresset.cpu.kernel;

import dev.cresset.cpu.Vectors;
import dev.cresset.spi.Memory;

/**
 * Copies of two-dimensional blocks of elements between any two strided places.
 *
 * <p>All sizes count elements, all strides bytes.
 */
final class BlockCopy {
    /** Side of the squares in which a transposition goes, so that every cache line is met once. */
    private static final int SQUARE = 16;

    /** Rows from this many bytes on are worth a call of the bulk copy. */
    private static final int BULK = 64;

    /** Bytes copied at a time where one piece is repeated: they come from the L1 cache. */
    private static final int LARGEST_REPEAT = 8192;

    private static final boolean VECTORS = Vectors.available() && VectorTranspose.isFast();

    private BlockCopy() {}

    /**
     * Copies n1 rows of n0 elements.
     *
     * @param size bytes per element: 1, 2, 4 or 8
     * @param from address of the first element
     * @param from0 distance between elements of a row
     * @param from1 distance between rows
     * @param to address for the first element
     * @param to0 distance between elements of a row there
     * @param to1 distance between rows there
     */
    static void copy(
            int size,
            long from,
            long from0,
            long from1,
            long to,
            long to0,
            long to1,
            long n0,
            long n1) {
        if (from0 == size && to0 == size && (n1 == 1 || n0 * size >= BULK)) {
            rows(size, from, from1, to, to1, n0, n1);
        } else if (from1 == size && to1 == size && n1 * size >= BULK) {
            rows(size, from, from0, to, to0, n1, n0);
        } else if (to0 == size && to1 == n0 * size && from1 == 0 && from0 == size) {
            repeat(from, to, n0 * size, n1 * n0 * size);
        } else if (from1 == size && to0 == size && n0 >= SQUARE) {
            transpose(size, from, from0, to, to1, n0, n1);
        } else if (from0 == size && to1 == size && n1 >= SQUARE) {
            transpose(size, from, from1, to, to0, n1, n0);
        } else if (from0 == 0 && to0 == size && n0 * size >= BULK) {
            for (long i = 0; i < n1; i++) {
                row(size, from + i * from1, 0, to + i * to1, size, 1);
                repeat(to + i * to1, to + i * to1, size, n0 * size);
            }
        } else if (n0 >= n1) {
            for (long i = 0; i < n1; i++) {
                row(size, from + i * from1, from0, to + i * to1, to0, n0);
            }
        } else {
            for (long i = 0; i < n0; i++) {
                row(size, from + i * from0, from1, to + i * to0, to1, n1);
            }
        }
    }

    private static void rows(int size, long from, long from1, long to, long to1, long n0, long n1) {
        long bytes = n0 * size;
        if (n1 == 1 || (from1 == bytes && to1 == bytes)) {
            Memory.copy(from, to, bytes * n1);
        } else {
            for (long i = 0; i < n1; i++) {
                Memory.copy(from + i * from1, to + i * to1, bytes);
            }
        }
    }

    /** Writes some bytes over and over, by copying what is there already. */
    private static void repeat(long from, long to, long bytes, long total) {
        if (from != to) {
            Memory.copy(from, to, bytes);
        }
        for (long done = bytes; done < total; ) {
            long more = Math.min(Math.min(done, LARGEST_REPEAT / bytes * bytes), total - done);
            Memory.copy(to + done - more, to + done, more);
            done += more;
        }
    }

    private static void row(int size, long from, long step, long to, long toStep, long n) {
        switch (size) {
            case 1 -> {
                for (long i = 0; i < n; i++) {
                    Memory.setByte(to + i * toStep, Memory.getByte(from + i * step));
                }
            }
            case 2 -> {
                for (long i = 0; i < n; i++) {
                    Memory.setShort(to + i * toStep, Memory.getShort(from + i * step));
                }
            }
            case 4 -> {
                for (long i = 0; i < n; i++) {
                    Memory.setInt(to + i * toStep, Memory.getInt(from + i * step));
                }
            }
            default -> {
                for (long i = 0; i < n; i++) {
                    Memory.setLong(to + i * toStep, Memory.getLong(from + i * step));
                }
            }
        }
    }

    /** Element i of row j goes to row j, element i; rows of the source lie along i. */
    private static void transpose(
            int size, long from, long from0, long to, long to1, long n0, long n1) {
        long whole0 = n0 / SQUARE * SQUARE;
        long whole1 = n1 / SQUARE * SQUARE;
        boolean vectors = VECTORS && size >= 4;
        for (long j = 0; j < n1; j += SQUARE) {
            long height = Math.min(SQUARE, n1 - j);
            for (long i = 0; i < n0; i += SQUARE) {
                long width = Math.min(SQUARE, n0 - i);
                long source = from + i * from0 + j * size;
                long target = to + i * size + j * to1;
                if (vectors && i < whole0 && j < whole1) {
                    VectorTranspose.square(size, source, from0, target, to1);
                } else {
                    square(size, source, from0, target, to1, width, height);
                }
            }
        }
    }

    private static void square(
            int size, long from, long from0, long to, long to1, long n0, long n1) {
        for (long j = 0; j < n1; j++) {
            row(size, from + j * size, from0, to + j * to1, size, n0);
        }
    }
}
