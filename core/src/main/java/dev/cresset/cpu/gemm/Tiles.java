package dev.cresset.cpu.gemm;

import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.natives.OneDnn;
import dev.cresset.cpu.natives.OpenBlas;
import dev.cresset.spi.DType;

/** float32 and float64 products: which code computes them, and in how many tiles. */
final class Tiles {
    /** Multiplications below which a Java kernel computes the whole product where it is called. */
    private static final long SMALL = 20 * 20 * 20;

    /** Multiplications up to which OpenBLAS is faster than oneDNN. */
    private static final long MEDIUM = 100 * 100 * 100;

    /** Multiplications worth waking a thread for. */
    static final long WORK_PER_THREAD = 64 * 1024;

    /** Sides of a tile are multiples of this, so that tiles share no cache line of {@code c}. */
    private static final long TILE_STEP = 16;

    /** Computes one tile in the calling thread. */
    @FunctionalInterface
    interface Engine {
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
                long ldc);
    }

    /** In holders, so that a library is loaded by the first product that wants it. */
    private static final class Float32 {
        static final Engine MEDIUM =
                OpenBlas.available() ? Tiles::openBlas32 : TieredGemm.FLOAT32::multiply;
    }

    private static final class LargeFloat32 {
        static final Engine ENGINE = choose();

        private static Engine choose() {
            // oneDNN's float32 product is the fastest on x86, once its fixed costs are small.
            var arch = System.getProperty("os.arch");
            boolean x86 = arch.equals("amd64") || arch.equals("x86_64");
            return x86 && OneDnn.available() ? Tiles::oneDnn : Float32.MEDIUM;
        }
    }

    private static final class Float64 {
        static final Engine ENGINE =
                OpenBlas.available() ? Tiles::openBlas64 : TieredGemm.FLOAT64::multiply;
    }

    private Tiles() {}

    static void multiply(
            DType dtype,
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
        if (m == 0 || n == 0) {
            return;
        }
        var java = dtype == DType.FLOAT32 ? TieredGemm.FLOAT32 : TieredGemm.FLOAT64;
        if (k == 0 || m * n * k <= SMALL) {
            java.multiply(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            return;
        }
        var engine = engine(dtype, m * n * k);
        if (Math.max(Math.max(m, n), k) > Integer.MAX_VALUE
                || Math.max(Math.max(lda, ldb), ldc) > Integer.MAX_VALUE) {
            engine = java::multiply;
        }
        multiply(
                engine, dtype.size(), transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    private static Engine engine(DType dtype, long work) {
        if (dtype == DType.FLOAT64) {
            return Float64.ENGINE;
        }
        if (work > MEDIUM) {
            return LargeFloat32.ENGINE;
        }
        // Without OpenBLAS, oneDNN is still much faster than Java.
        return OpenBlas.available() ? Float32.MEDIUM : LargeFloat32.ENGINE;
    }

    /** Cuts {@code c} into tiles, one per thread, and has the engine compute each. */
    static void multiply(
            Engine engine,
            int size,
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
        long wanted = Math.min(Parallel.numThreads(), m * n * k / WORK_PER_THREAD);
        if (wanted <= 1) {
            engine.multiply(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
            return;
        }
        long down = tilesDown(m, n, wanted);
        long height = step(Math.ceilDiv(m, down));
        long width = step(Math.ceilDiv(n, Math.max(1, wanted / down)));
        long across = Math.ceilDiv(n, width);
        Parallel.forEach(
                Math.ceilDiv(m, height) * across,
                1,
                (from, to) -> {
                    for (long tile = from; tile < to; tile++) {
                        long i = tile / across * height;
                        long j = tile % across * width;
                        engine.multiply(
                                transA,
                                transB,
                                Math.min(height, m - i),
                                Math.min(width, n - j),
                                k,
                                alpha,
                                a + (transA ? i : i * lda) * size,
                                lda,
                                b + (transB ? j * ldb : j) * size,
                                ldb,
                                beta,
                                c + (i * ldc + j) * size,
                                ldc);
                    }
                });
    }

    private static long step(long side) {
        return (side + TILE_STEP - 1) / TILE_STEP * TILE_STEP;
    }

    /**
     * How many tiles lie above each other: every engine packs the rows of {@code a} once per tile
     * beside them and the columns of {@code b} once per tile above each other, so the least packing
     * comes from the most square tiles.
     */
    private static long tilesDown(long m, long n, long tiles) {
        long best = 1;
        double least = Double.MAX_VALUE;
        for (long down = 1; down <= tiles; down++) {
            long across = tiles / down;
            double idle = tiles / (double) (down * across);
            double shortM = Math.max(1, down * TILE_STEP / (double) m);
            double shortN = Math.max(1, across * TILE_STEP / (double) n);
            double cost = idle * shortM * shortN * (m * across + n * down);
            if (cost < least) {
                least = cost;
                best = down;
            }
        }
        return best;
    }

    private static void oneDnn(
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
        OneDnn.sgemm(transA, transB, m, n, k, (float) alpha, a, lda, b, ldb, (float) beta, c, ldc);
    }

    private static void openBlas32(
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
        OpenBlas.sgemm(
                transA,
                transB,
                (int) m,
                (int) n,
                (int) k,
                (float) alpha,
                a,
                (int) lda,
                b,
                (int) ldb,
                (float) beta,
                c,
                (int) ldc);
    }

    private static void openBlas64(
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
        OpenBlas.dgemm(
                transA, transB, (int) m, (int) n, (int) k, alpha, a, (int) lda, b, (int) ldb, beta,
                c, (int) ldc);
    }
}
