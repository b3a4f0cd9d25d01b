package dev.cresset.spi;

import java.util.Arrays;

/**
 * Where the elements of a tensor lie in its storage: sizes, strides and offset, all counted in
 * elements. Immutable and value-equal; every view operation is a new layout over the same storage.
 */
public final class Layout {
    private static final long[] NONE = {};

    private final long[] sizes;
    private final long[] strides;
    private final long offset;
    private final long numel;
    private final boolean contiguous;

    private Layout(long[] sizes, long[] strides, long offset) {
        this.sizes = sizes;
        this.strides = strides;
        this.offset = offset;
        long n = 1;
        for (long size : sizes) {
            n *= size;
        }
        this.numel = n;
        this.contiguous = n == 0 || dense(sizes, strides);
    }

    private static boolean dense(long[] sizes, long[] strides) {
        long expected = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            if (sizes[d] != 1) {
                if (strides[d] != expected) {
                    return false;
                }
                expected *= sizes[d];
            }
        }
        return true;
    }

    /** Row-major layout of the given sizes from offset 0. */
    public static Layout contiguous(long... sizes) {
        return new Layout(sizes.length == 0 ? NONE : sizes.clone(), contiguousStrides(sizes), 0);
    }

    /** A layout with explicit strides and offset, in elements. */
    public static Layout of(long[] sizes, long[] strides, long offset) {
        return new Layout(sizes.clone(), strides.clone(), offset);
    }

    /** The strides of a row-major tensor of the given sizes. */
    public static long[] contiguousStrides(long[] sizes) {
        if (sizes.length == 0) {
            return NONE;
        }
        var strides = new long[sizes.length];
        long step = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        return strides;
    }

    /**
     * The layout of sizes whose last-stored dimension is the second one (PyTorch's channels_last).
     */
    public static Layout channelsLast(long... sizes) {
        var strides = new long[sizes.length];
        strides[1] = 1;
        long step = Math.max(sizes[1], 1);
        for (int d = sizes.length - 1; d >= 2; d--) {
            strides[d] = step;
            step *= Math.max(sizes[d], 1);
        }
        strides[0] = step;
        return new Layout(sizes.clone(), strides, 0);
    }

    /** Number of dimensions. */
    public int dim() {
        return sizes.length;
    }

    /** Size of dimension d, which must lie in [0, dim). */
    public long size(int d) {
        return sizes[d];
    }

    /** Stride of dimension d in elements. */
    public long stride(int d) {
        return strides[d];
    }

    /** A copy of the sizes. */
    public long[] sizes() {
        return sizes.clone();
    }

    /** A copy of the strides, in elements. */
    public long[] strides() {
        return strides.clone();
    }

    /** Position of the first element in the storage, in elements. */
    public long offset() {
        return offset;
    }

    /** Number of elements. */
    public long numel() {
        return numel;
    }

    /** True if the elements lie one after the other in row-major order. */
    public boolean isContiguous() {
        return contiguous;
    }

    /** True if the elements lie in channels-last order (and that order differs from row-major). */
    public boolean isChannelsLast() {
        if (sizes.length < 3 || contiguous) {
            return false;
        }
        long expected = 1;
        for (int k = 0; k < sizes.length; k++) {
            int d = k == 0 ? 1 : k == sizes.length - 1 ? 0 : sizes.length - k;
            if (sizes[d] != 1) {
                if (strides[d] != expected) {
                    return false;
                }
                expected *= sizes[d];
            }
        }
        return true;
    }

    /** True if the elements fill a block of memory without gaps or overlap, in some order. */
    public boolean isDense() {
        if (contiguous) {
            return true;
        }
        var order = memoryOrder();
        long expected = 1;
        for (int k = order.length - 1; k >= 0; k--) {
            int d = order[k];
            if (sizes[d] != 1) {
                if (strides[d] != expected) {
                    return false;
                }
                expected *= sizes[d];
            }
        }
        return true;
    }

    /** The dimensions from the largest stride to the smallest; equal strides keep their order. */
    public int[] memoryOrder() {
        var order = new int[sizes.length];
        for (int d = 0; d < order.length; d++) {
            int k = d;
            while (k > 0 && strides[order[k - 1]] < strides[d]) {
                order[k] = order[k - 1];
                k--;
            }
            order[k] = d;
        }
        return order;
    }

    /** Memory without gaps for these sizes, whose dimensions follow each other as they do here. */
    public Layout dense() {
        if (isDense()) {
            return withOffset(0);
        }
        var result = new long[sizes.length];
        var order = memoryOrder();
        long step = 1;
        for (int k = order.length - 1; k >= 0; k--) {
            if (strides[order[k]] == 0 && sizes[order[k]] != 1) {
                return contiguous(sizes);
            }
            result[order[k]] = step;
            step *= Math.max(1, sizes[order[k]]);
        }
        return new Layout(sizes, result, 0);
    }

    /** True if the sizes are equal; strides and offset may differ. */
    public boolean sameSizes(Layout other) {
        return Arrays.equals(sizes, other.sizes);
    }

    /** True if the sizes equal the given ones. */
    public boolean hasSizes(long... other) {
        return Arrays.equals(sizes, other);
    }

    /** The number of storage elements that a tensor of this layout reaches, counted from 0. */
    public long extent() {
        if (numel == 0) {
            return 0;
        }
        long last = offset;
        for (int d = 0; d < sizes.length; d++) {
            last += (sizes[d] - 1) * strides[d];
        }
        return last + 1;
    }

    /** The same sizes and strides at another offset. */
    public Layout withOffset(long newOffset) {
        return newOffset == offset ? this : new Layout(sizes, strides, newOffset);
    }

    /** Dimensions reordered: dimension i of the result is dimension {@code order[i]} of this. */
    public Layout permute(int... order) {
        var newSizes = new long[order.length];
        var newStrides = new long[order.length];
        for (int d = 0; d < order.length; d++) {
            newSizes[d] = sizes[order[d]];
            newStrides[d] = strides[order[d]];
        }
        return new Layout(newSizes, newStrides, offset);
    }

    /** Two dimensions exchanged. */
    public Layout transpose(int a, int b) {
        var newSizes = sizes.clone();
        var newStrides = strides.clone();
        newSizes[a] = sizes[b];
        newSizes[b] = sizes[a];
        newStrides[a] = strides[b];
        newStrides[b] = strides[a];
        return new Layout(newSizes, newStrides, offset);
    }

    /** Dimension d fixed at an index and dropped. */
    public Layout select(int d, long index) {
        return new Layout(without(sizes, d), without(strides, d), offset + index * strides[d]);
    }

    /** Every {@code step}-th index of dimension d in [start, start + length * step). */
    public Layout slice(int d, long start, long length, long step) {
        var newSizes = sizes.clone();
        var newStrides = strides.clone();
        newSizes[d] = length;
        newStrides[d] = strides[d] * step;
        return new Layout(newSizes, newStrides, offset + start * strides[d]);
    }

    /** A dimension of size 1 inserted before dimension d, with PyTorch's stride for it. */
    public Layout unsqueeze(int d) {
        long stride = d < sizes.length ? sizes[d] * strides[d] : 1;
        return insert(d, 1, stride);
    }

    /** A dimension with the given size and stride inserted before dimension d. */
    public Layout insert(int d, long size, long stride) {
        var newSizes = new long[sizes.length + 1];
        var newStrides = new long[sizes.length + 1];
        for (int k = 0; k < newSizes.length; k++) {
            newSizes[k] = k < d ? sizes[k] : k == d ? size : sizes[k - 1];
            newStrides[k] = k < d ? strides[k] : k == d ? stride : strides[k - 1];
        }
        return new Layout(newSizes, newStrides, offset);
    }

    /** Dimension d, which must have size 1, dropped. */
    public Layout squeeze(int d) {
        return select(d, 0);
    }

    /**
     * The layout stretched to larger sizes with stride 0, aligned at the last dimension.
     *
     * @return the stretched layout; the caller has checked that each size is equal or 1
     */
    public Layout expand(long... target) {
        var newStrides = new long[target.length];
        int shift = target.length - sizes.length;
        for (int d = 0; d < target.length; d++) {
            boolean own = d >= shift && sizes[d - shift] == target[d];
            newStrides[d] = own ? strides[d - shift] : 0;
        }
        return new Layout(target.clone(), newStrides, offset);
    }

    /**
     * The strides with which the same elements can be seen under other sizes without a copy.
     *
     * @return the layout, or null where only a copy will do; the element counts must be equal
     */
    public Layout viewOrNull(long... target) {
        if (contiguous) {
            return new Layout(target.clone(), contiguousStrides(target), offset);
        }
        var newStrides = new long[target.length];
        int viewDim = target.length - 1;
        long chunkBase = strides[sizes.length - 1];
        long oldChunk = 1;
        long newChunk = 1;
        for (int d = sizes.length - 1; d >= 0; d--) {
            oldChunk *= sizes[d];
            boolean ends = d == 0 || (sizes[d - 1] != 1 && strides[d - 1] != oldChunk * chunkBase);
            if (ends) {
                while (viewDim >= 0 && (newChunk < oldChunk || target[viewDim] == 1)) {
                    newStrides[viewDim] = newChunk * chunkBase;
                    newChunk *= target[viewDim];
                    viewDim--;
                }
                if (newChunk != oldChunk) {
                    return null;
                }
                if (d > 0) {
                    chunkBase = strides[d - 1];
                    oldChunk = 1;
                    newChunk = 1;
                }
            }
        }
        return viewDim == -1 ? new Layout(target.clone(), newStrides, offset) : null;
    }

    private static long[] without(long[] a, int d) {
        var rest = new long[a.length - 1];
        System.arraycopy(a, 0, rest, 0, d);
        System.arraycopy(a, d + 1, rest, d, rest.length - d);
        return rest;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Layout other
                && offset == other.offset
                && Arrays.equals(sizes, other.sizes)
                && Arrays.equals(strides, other.strides);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Arrays.hashCode(sizes) + Arrays.hashCode(strides))
                + Long.hashCode(offset);
    }

    @Override
    public String toString() {
        return "Layout[sizes="
                + Arrays.toString(sizes)
                + ", strides="
                + Arrays.toString(strides)
                + ", offset="
                + offset
                + "]";
    }
}
