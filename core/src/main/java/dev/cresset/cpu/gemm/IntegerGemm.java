package dev.cresset.cpu.gemm;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.util.Arrays;

/**
 * Products of integer matrices. The low bits of sums and products do not depend on the high ones,
 * so that 64-bit arithmetic, cut when stored, wraps as every narrower type does.
 */
final class IntegerGemm {
    private static final long WORK_PER_THREAD = 1 << 15;

    private IntegerGemm() {}

    static void multiply(
            DType dtype,
            boolean transA,
            boolean transB,
            long m,
            long n,
            long k,
            long alpha,
            long a,
            long lda,
            long b,
            long ldb,
            long beta,
            long c,
            long ldc) {
        if (m == 0 || n == 0) {
            return;
        }
        int width = Math.toIntExact(n);
        int size = dtype.size();
        var factor = new long[Math.toIntExact(k)][width];
        for (int p = 0; p < k; p++) {
            for (int j = 0; j < width; j++) {
                factor[p][j] = load(dtype, b + (transB ? j * ldb + p : p * ldb + j) * size);
            }
        }
        Parallel.forEach(
                m,
                Math.ceilDiv(WORK_PER_THREAD, Math.max(1, n * k)),
                (from, to) -> {
                    var sums = new long[width];
                    for (long i = from; i < to; i++) {
                        Arrays.fill(sums, 0);
                        for (int p = 0; p < k; p++) {
                            long x = load(dtype, a + (transA ? p * lda + i : i * lda + p) * size);
                            addProduct(sums, alpha * x, factor[p]);
                        }
                        long row = c + i * ldc * size;
                        for (int j = 0; j < width; j++) {
                            long at = row + (long) j * size;
                            long old = beta == 0 ? 0 : beta * load(dtype, at);
                            store(dtype, at, sums[j] + old);
                        }
                    }
                });
    }

    private static void addProduct(long[] sums, long x, long[] row) {
        for (int j = 0; j < sums.length; j++) {
            sums[j] += x * row[j];
        }
    }

    private static long load(DType dtype, long address) {
        return switch (dtype.size()) {
            case 1 ->
                    dtype == DType.UINT8
                            ? Byte.toUnsignedLong(Memory.getByte(address))
                            : Memory.getByte(address);
            case 2 -> Memory.getShort(address);
            case 4 -> Memory.getInt(address);
            default -> Memory.getLong(address);
        };
    }

    private static void store(DType dtype, long address, long value) {
        switch (dtype.size()) {
            case 1 -> Memory.setByte(address, (byte) value);
            case 2 -> Memory.setShort(address, (short) value);
            case 4 -> Memory.setInt(address, (int) value);
            default -> Memory.setLong(address, value);
        }
    }
}
