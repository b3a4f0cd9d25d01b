package dev.cresset.cpu.kernel;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.Memory;
import dev.cresset.spi.Plan;
import dev.cresset.spi.PointwiseKernel;

/** The kernel of the formula that gives its only input: moves bytes, whatever the dtype. */
final class CopyKernel implements PointwiseKernel {
    /** Bytes worth handing to another thread. */
    private static final long GRAIN = 1 << 17;

    private final int size;

    /** A kernel for elements of {@code size} bytes. */
    CopyKernel(int size) {
        this.size = size;
    }

    @Override
    public void runContiguous(long n, long[] pointers, long[] params) {
        long bytes = n * size;
        long to = pointers[0];
        long from = pointers[1];
        if (bytes <= GRAIN) {
            Memory.copy(from, to, bytes);
        } else {
            Parallel.forEach(
                    bytes,
                    GRAIN,
                    (first, last) -> Memory.copy(from + first, to + first, last - first));
        }
    }

    @Override
    public void run(Plan plan, long[] pointers, long[] params) {
        PlanLoops.run(
                plan,
                pointers,
                GRAIN / size / 2,
                (p, strides, n0, n1) -> {
                    boolean two = n1 > 1;
                    BlockCopy.copy(
                            size,
                            p[1],
                            strides[1],
                            two ? strides[3] : 0,
                            p[0],
                            strides[0],
                            two ? strides[2] : 0,
                            n0,
                            n1);
                });
    }
}
