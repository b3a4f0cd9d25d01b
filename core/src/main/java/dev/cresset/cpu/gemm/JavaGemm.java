package dev.cresset.cpu.gemm;

import dev.cresset.cpu.natives.Scratch;
import dev.cresset.spi.Memory;

/**
 * Products by a kernel in Java, in the calling thread.
 *
 * <p>The blocked product follows Goto and van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication" (2008): a block of {@code b} and a block of {@code a} are copied into the order
 * in which the innermost kernel reads them, sized so that they stay in the caches.
 */
final class JavaGemm {
    private static final int BLOCK_K = 256;
    private static final int BLOCK_M = 96;
    private static final int BLOCK_N = 1024;

    /** Multiplications up to which copying {@code a} and {@code b} costs more than it gains. */
    private static final long UNPACKED = 48 * 48 * 48;

    /** Rows of {@code a} for which {@code b} is not worth a transposed copy. */
    private static final long FEW_ROWS = 2;

    private final TileKernel kernel;
    private final int size;

    JavaGemm(TileKernel kernel) {
        this.kernel = kernel;
        this.size = kernel.elementSize();
    }

    /**
     * As {@link Gemm}.
     *
     * <p>Note [Depth of inlining]: the JIT compiler inlines calls to a depth of 15, of which a
     * vector load alone takes 8. Where a long chain of callers ends in vector code, the innermost
     * calls are not inlined, and every vector becomes an object: up to ten times slower, or not,
     * depending on what was compiled first. A method of more than 325 bytes (FreqInlineSize) is
     * never inlined, so the depth begins anew here; that is why the cases are not methods of their
     * own.
     */
    void multiply(
            boolean transA,
            boolean transB,
            long m,
            long n,
            long k,
            double alpha,
            long a,
            long lda,
            long b,
            long ldb,
            double beta,
            long c,
            long ldc) {
        long rowA = transA ? 1 : lda;
        long columnA = transA ? lda : 1;
        long rowB = transB ? 1 : ldb;
        long columnB = transB ? ldb : 1;
        if (m * n * k > UNPACKED || k > Integer.MAX_VALUE) {
            blocked(m, n, k, alpha, a, rowA, columnA, b, rowB, columnB, beta, c, ldc);
            return;
        }
        if (n == 1 && m > 1 && ldc == 1 && rowA == 1) {
            // A column made from columns: as a row it has its elements side by side.
            long swapped = a;
            a = b;
            b = swapped;
            rowA = 0;
            long across = columnA;
            columnA = rowB;
            rowB = across;
            columnB = 1;
            n = m;
            m = 1;
        }
        int depth = (int) k;
        boolean dense = rowB == 1 && columnA == 1 && (columnB != 1 || n == 1);
        if (dense && n == 1) {
            kernel.dots(m, depth, alpha, b, a, rowA, beta, c, ldc);
        } else if (dense && m <= FEW_ROWS) {
            for (long i = 0; i < m; i++) {
                long row = a + i * rowA * size;
                kernel.dots(n, depth, alpha, row, b, columnB, beta, c + i * ldc * size, 1);
            }
        } else if (columnB == 1 || n == 1) {
            tiles(m, n, depth, alpha, a, rowA, columnA, b, rowB, beta, c, ldc);
        } else {
            try (var scratch = Scratch.take(n * k * size)) {
                copy(k, n, b, rowB, columnB, scratch.address(), n);
                tiles(m, n, depth, alpha, a, rowA, columnA, scratch.address(), n, beta, c, ldc);
            }
        }
    }

    private void tiles(
            long m,
            long n,
            int k,
            double alpha,
            long a,
            long rowA,
            long columnA,
            long b,
            long rowB,
            double beta,
            long c,
            long ldc) {
        if (m == 1) {
            kernel.row(n, k, alpha, a, columnA, b, rowB, beta, c);
            return;
        }
        int rows = kernel.rows();
        int columns = kernel.columns();
        for (long j = 0; j < n; j += columns) {
            int width = (int) Math.min(columns, n - j);
            for (long i = 0; i < m; i += rows) {
                kernel.tile(
                        (int) Math.min(rows, m - i),
                        width,
                        k,
                        alpha,
                        a + i * rowA * size,
                        rowA,
                        columnA,
                        b + j * size,
                        rowB,
                        beta,
                        c + (i * ldc + j) * size,
                        ldc);
            }
        }
    }

    private void blocked(
            long m,
            long n,
            long k,
            double alpha,
            long a,
            long rowA,
            long columnA,
            long b,
            long rowB,
            long columnB,
            double beta,
            long c,
            long ldc) {
        int rows = kernel.rows();
        int columns = kernel.columns();
        long packedA = (long) BLOCK_K * (BLOCK_M + rows) * size;
        long packedB = (long) BLOCK_K * (BLOCK_N + columns) * size;
        try (var scratch = Scratch.take(packedA + packedB)) {
            long toA = scratch.address();
            long toB = toA + packedA;
            for (long j = 0; j < n; j += BLOCK_N) {
                int width = (int) Math.min(BLOCK_N, n - j);
                for (long p = 0; p < k; p += BLOCK_K) {
                    int depth = (int) Math.min(BLOCK_K, k - p);
                    double betaHere = p == 0 ? beta : 1;
                    for (int jj = 0; jj < width; jj += columns) {
                        copy(
                                depth,
                                Math.min(columns, width - jj),
                                b + (p * rowB + (j + jj) * columnB) * size,
                                rowB,
                                columnB,
                                toB + (long) jj * depth * size,
                                columns);
                    }
                    for (long i = 0; i < m; i += BLOCK_M) {
                        int height = (int) Math.min(BLOCK_M, m - i);
                        for (int ii = 0; ii < height; ii += rows) {
                            copy(
                                    depth,
                                    Math.min(rows, height - ii),
                                    a + ((i + ii) * rowA + p * columnA) * size,
                                    columnA,
                                    rowA,
                                    toA + (long) ii * depth * size,
                                    rows);
                        }
                        block(
                                height,
                                width,
                                depth,
                                alpha,
                                toA,
                                toB,
                                betaHere,
                                c + (i * ldc + j) * size,
                                ldc);
                    }
                }
            }
        }
    }

    private void block(
            int height,
            int width,
            int depth,
            double alpha,
            long a,
            long b,
            double beta,
            long c,
            long ldc) {
        int rows = kernel.rows();
        int columns = kernel.columns();
        for (int j = 0; j < width; j += columns) {
            for (int i = 0; i < height; i += rows) {
                kernel.tile(
                        Math.min(rows, height - i),
                        Math.min(columns, width - j),
                        depth,
                        alpha,
                        a + (long) i * depth * size,
                        1,
                        rows,
                        b + (long) j * depth * size,
                        columns,
                        beta,
                        c + (i * ldc + j) * size,
                        ldc);
            }
        }
    }

    /** Copies a matrix of any strides to one whose rows are {@code stride} apart. */
    private void copy(
            long rows, long columns, long from, long row, long column, long to, long stride) {
        if (column == 1) {
            for (long i = 0; i < rows; i++) {
                Memory.copy(from + i * row * size, to + i * stride * size, columns * size);
            }
        } else if (size == 4) {
            for (long j = 0; j < columns; j++) {
                for (long i = 0; i < rows; i++) {
                    Memory.setInt(
                            to + (i * stride + j) * 4,
                            Memory.getInt(from + (i * row + j * column) * 4));
                }
            }
        } else {
            for (long j = 0; j < columns; j++) {
                for (long i = 0; i < rows; i++) {
                    Memory.setLong(
                            to + (i * stride + j) * 8,
                            Memory.getLong(from + (i * row + j * column) * 8));
                }
            }
        }
    }
}
