package dev.cresset.cpu;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/**
 * Elements in memory for tests of kernels: a layout over a block of its own, written and read as
 * numbers in row-major order of the layout. The block is filled with 0x5A before, so that what is
 * not written shows.
 */
public final class TestArray {
    private final MemorySegment memory;
    private final Layout layout;
    private final DType dtype;

    private TestArray(DType dtype, Layout layout) {
        this.dtype = dtype;
        this.layout = layout;
        memory = Arena.ofAuto().allocate(Math.max(8, layout.extent() * dtype.size()), 8);
        memory.fill((byte) 0x5A);
    }

    /** An array with undefined content. */
    public static TestArray of(DType dtype, Layout layout) {
        return new TestArray(dtype, layout);
    }

    /** An array with undefined content in row-major order. */
    public static TestArray of(DType dtype, long... sizes) {
        return new TestArray(dtype, Layout.contiguous(sizes));
    }

    /** A one-dimensional array of numbers. */
    public static TestArray of(DType dtype, double[] values) {
        return of(dtype, values.length).fill(i -> values[i]);
    }

    /** Sets element i, in row-major order, to what a function says. */
    public TestArray fill(IntToDoubleFunction value) {
        int n = (int) layout.numel();
        for (int i = 0; i < n; i++) {
            long at = address(i);
            if (dtype.isFloatingPoint()) {
                Cells.setDouble(dtype, at, value.applyAsDouble(i));
            } else {
                Cells.setLong(dtype, at, (long) value.applyAsDouble(i));
            }
        }
        return this;
    }

    /** Fills with numbers around 0 (small integers, 0 and 1 for bool). */
    public TestArray random(long seed) {
        var random = new Random(seed);
        return switch (dtype.category()) {
            case BOOL -> fill(i -> random.nextInt(2));
            case INTEGRAL -> fill(i -> random.nextInt(dtype == DType.UINT8 ? 0 : -9, 10));
            case FLOATING -> fill(i -> random.nextGaussian());
            case COMPLEX -> throw new IllegalArgumentException(dtype + ": kernels take its parts");
        };
    }

    private long address(long i) {
        long at = layout.offset();
        long rest = i;
        for (int d = layout.dim() - 1; d >= 0; d--) {
            at += rest % layout.size(d) * layout.stride(d);
            rest /= layout.size(d);
        }
        return memory.address() + at * dtype.size();
    }

    /** Element i in row-major order. */
    public double get(long i) {
        return Cells.getDouble(dtype, address(i));
    }

    /** Element i in row-major order as an integer. */
    public long getLong(long i) {
        return Cells.getLong(dtype, address(i));
    }

    /** All elements in row-major order. */
    public double[] values() {
        var values = new double[(int) layout.numel()];
        for (int i = 0; i < values.length; i++) {
            values[i] = get(i);
        }
        return values;
    }

    /** All bytes of the block. */
    public byte[] bytes() {
        return memory.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    /** Address of the block; the layout's offset is not added. */
    public long address() {
        return memory.address();
    }

    /** Where the elements lie. */
    public Layout layout() {
        return layout;
    }

    /** What they are. */
    public DType dtype() {
        return dtype;
    }
}
