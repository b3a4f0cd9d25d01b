package dev.cresset.cpu.memory;

/**
 * Which sizes of memory exist. Requests are rounded up to one of them so that freed memory fits
 * later requests.
 *
 * <p>Cells (up to {@link #LARGEST_CELL}) are carved from slabs; blocks (from {@link
 * #SMALLEST_BLOCK}) are tracked one by one.
 */
final class SizeClasses {
    /** Requests up to this size share slabs. */
    static final int LARGEST_CELL = 4096;

    /** Blocks are not smaller; the smallest slab. */
    static final long SMALLEST_BLOCK = 4096;

    /** Size and alignment of a huge page; from here on a block has its own mapping. */
    static final long HUGE_PAGE = 2L << 20;

    /** Upper bound of {@link #block(long)}. */
    static final int BLOCK_CLASSES = 64 * 8;

    private static final int[] CELLS = {
        16, 32, 64, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 3072, 4096
    };
    private static final byte[] CELL_OF_UNITS = cellOfUnits();

    private SizeClasses() {}

    private static byte[] cellOfUnits() {
        var table = new byte[LARGEST_CELL / 16 + 1];
        int cell = 0;
        for (int units = 0; units < table.length; units++) {
            if (units * 16 > CELLS[cell]) {
                cell++;
            }
            table[units] = (byte) cell;
        }
        return table;
    }

    /** Number of cell classes. */
    static int cells() {
        return CELLS.length;
    }

    /** The class of the smallest cell of at least {@code bytes} bytes. */
    static int cell(int bytes) {
        return CELL_OF_UNITS[(bytes + 15) >> 4];
    }

    /** Bytes of a cell of a class. */
    static int cellBytes(int cell) {
        return CELLS[cell];
    }

    /**
     * Bytes of the slabs of a cell class: at least 32 cells, but never more than 32 KiB, because
     * one reachable cell keeps its whole slab.
     */
    static int slabBytes(int cell) {
        int cellBytes = CELLS[cell];
        return Math.clamp(Integer.highestOneBit(cellBytes * 2 - 1) * 32L, 4096, 32768);
    }

    /** {@code bytes} rounded up to a block: 4 sizes per doubling up to 1 MiB, 8 beyond. */
    static long blockBytes(long bytes) {
        if (bytes <= SMALLEST_BLOCK) {
            return SMALLEST_BLOCK;
        }
        long last = bytes - 1;
        int shift = 61 - Long.numberOfLeadingZeros(last) - (bytes <= 1L << 20 ? 0 : 1);
        return ((last >> shift) + 1) << shift;
    }

    /** A number for the class of blocks of this size, which {@link #blockBytes} returned. */
    static int block(long blockBytes) {
        long last = blockBytes - 1;
        int log = 63 - Long.numberOfLeadingZeros(last);
        return log * 8 + (int) (last >> (log - 3) & 7);
    }

    /** Bytes of the mapping from which blocks of a size are carved. */
    static long chunkBytes(long blockBytes) {
        if (blockBytes >= HUGE_PAGE) {
            return (blockBytes + 4095) & -4096;
        }
        return (blockBytes * 8 + HUGE_PAGE - 1) & -HUGE_PAGE;
    }
}
