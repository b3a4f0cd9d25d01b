package dev.cresset.spi;

/**
 * A row-major block of memory seen as {@code outer x length x inner}; an operation along one
 * dimension runs along {@code length}, whose elements lie {@code inner} elements apart.
 *
 * @param outer product of the sizes before the dimension
 * @param length size of the dimension
 * @param inner product of the sizes after the dimension
 */
public record Rows(long outer, long length, long inner) {
    /** The rows of a row-major tensor of these sizes along dimension d; a 0-d tensor is one row. */
    public static Rows of(Layout layout, int d) {
        long outer = 1;
        long inner = 1;
        for (int k = 0; k < layout.dim(); k++) {
            if (k < d) {
                outer *= layout.size(k);
            } else if (k > d) {
                inner *= layout.size(k);
            }
        }
        return new Rows(outer, layout.dim() == 0 ? 1 : layout.size(d), inner);
    }

    /** Number of elements. */
    public long numel() {
        return outer * length * inner;
    }
}
