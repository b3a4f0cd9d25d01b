package dev.cresset.spi;

/**
 * The loops of an elementwise computation over several strided operands: the one place that
 * understands strides (PyTorch's TensorIterator).
 *
 * <p>A plan broadcasts the operands to common sizes, sorts the dimensions by the strides of the
 * operands, merges dimensions that are adjacent in every operand, and offers the result as nested
 * loops, innermost first, with byte strides. It knows no device and touches no memory.
 */
public final class Plan {
    private final int operands;
    private final int dim;
    private final long[] sizes;
    private final long[] strides;
    private final long numel;

    private Plan(int operands, int dim, long[] sizes, long[] strides) {
        this.operands = operands;
        this.dim = dim;
        this.sizes = sizes;
        this.strides = strides;
        long n = 1;
        for (int d = 0; d < dim; d++) {
            n *= sizes[d];
        }
        this.numel = n;
    }

    /**
     * Plans loops over layouts that all broadcast to {@code sizes}.
     *
     * @param sizes the common sizes, outermost dimension first
     * @param layouts one layout per operand, outputs first; each dimension is equal or 1 or missing
     * @param itemSizes bytes per element of each operand
     */
    public static Plan of(long[] sizes, Layout[] layouts, int[] itemSizes) {
        int count = layouts.length;
        int full = sizes.length;
        var size = new long[Math.max(full, 1)];
        var stride = new long[Math.max(full, 1) * count];
        for (int d = 0; d < full; d++) {
            int outer = full - 1 - d;
            size[d] = sizes[outer];
            for (int k = 0; k < count; k++) {
                int own = layouts[k].dim() - 1 - d;
                boolean moves = own >= 0 && (layouts[k].size(own) != 1 || sizes[outer] == 1);
                stride[d * count + k] = moves ? layouts[k].stride(own) * itemSizes[k] : 0;
            }
        }
        if (full == 0) {
            size[0] = 1;
        }
        int dim = Math.max(full, 1);
        sort(dim, count, size, stride);
        dim = merge(dim, count, size, stride);
        return new Plan(count, dim, size, stride);
    }

    /** Stable insertion sort: the dimension with the smallest strides becomes the innermost. */
    private static void sort(int dim, int count, long[] size, long[] stride) {
        for (int d = 1; d < dim; d++) {
            for (int k = d; k > 0 && precedes(k, k - 1, count, size, stride); k--) {
                swap(k, k - 1, count, size, stride);
            }
        }
    }

    private static boolean precedes(int a, int b, int count, long[] size, long[] stride) {
        if (size[a] == 1 || size[b] == 1) {
            return size[b] == 1 && size[a] != 1;
        }
        for (int k = 0; k < count; k++) {
            long sa = Math.abs(stride[a * count + k]);
            long sb = Math.abs(stride[b * count + k]);
            if (sa == 0 || sb == 0 || sa == sb) {
                continue;
            }
            return sa < sb;
        }
        return false;
    }

    private static void swap(int a, int b, int count, long[] size, long[] stride) {
        long s = size[a];
        size[a] = size[b];
        size[b] = s;
        for (int k = 0; k < count; k++) {
            long t = stride[a * count + k];
            stride[a * count + k] = stride[b * count + k];
            stride[b * count + k] = t;
        }
    }

    private static int merge(int dim, int count, long[] size, long[] stride) {
        int last = 0;
        for (int d = 1; d < dim; d++) {
            if (mergeable(last, d, count, size, stride)) {
                if (size[last] == 1) {
                    System.arraycopy(stride, d * count, stride, last * count, count);
                }
                size[last] *= size[d];
            } else {
                last++;
                size[last] = size[d];
                System.arraycopy(stride, d * count, stride, last * count, count);
            }
        }
        return last + 1;
    }

    private static boolean mergeable(int inner, int outer, int count, long[] size, long[] stride) {
        if (size[inner] == 1 || size[outer] == 1) {
            return true;
        }
        for (int k = 0; k < count; k++) {
            if (stride[outer * count + k] != size[inner] * stride[inner * count + k]) {
                return false;
            }
        }
        return true;
    }

    /** Number of operands. */
    public int operands() {
        return operands;
    }

    /** Number of nested loops, at least 1. */
    public int dim() {
        return dim;
    }

    /** Trip count of loop d; loop 0 is the innermost. */
    public long size(int d) {
        return sizes[d];
    }

    /** Byte stride of an operand in loop d. */
    public long stride(int d, int operand) {
        return strides[d * operands + operand];
    }

    /** The strides of all loops: {@code [d * operands + operand]}; not to be written. */
    public long[] strides() {
        return strides;
    }

    /** Total number of elements. */
    public long numel() {
        return numel;
    }
}
