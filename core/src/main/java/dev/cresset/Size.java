package dev.cresset;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The sizes of a tensor; prints as {@code torch.Size([2, 3])}. */
public final class Size {
    private final long[] sizes;

    /** Given sizes. */
    public Size(long... sizes) {
        this.sizes = sizes.clone();
    }

    /** Number of dimensions. */
    public int dim() {
        return sizes.length;
    }

    /** The size of a dimension; negative counts from the end. */
    public long get(int dim) {
        return sizes[dim < 0 ? dim + sizes.length : dim];
    }

    /** Product of the sizes. */
    public long numel() {
        return Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
    }

    /** The sizes as an array. */
    public long[] toArray() {
        return sizes.clone();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Size other && Arrays.equals(sizes, other.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return Arrays.stream(sizes)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "torch.Size([", "])"));
    }
}
