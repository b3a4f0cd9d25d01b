package dev.cresset.cpu.gemm;

import dev.cresset.cpu.VectorTier;
import dev.cresset.cpu.Vectors;

import jdk.incubator.vector.VectorShape;

import java.util.function.Supplier;

/**
 * Products in Java, in the calling thread: the small ones always, all of them without natives. The
 * vector kernels take over from the scalar ones as Note [Cold vectors] says.
 */
final class TieredGemm {
    // Lambdas, since a reference to a constructor loads the class at once, and without the module
    // of
    // the Vector API it cannot be loaded.

    /** float32 products. */
    static final TieredGemm FLOAT32 =
            new TieredGemm(
                    new ScalarTile.Float32(registerBytes() / 4), () -> new FloatVectorTile());

    /** float64 products. */
    static final TieredGemm FLOAT64 =
            new TieredGemm(
                    new ScalarTile.Float64(registerBytes() / 8), () -> new DoubleVectorTile());

    private final JavaGemm plain;
    private final VectorTier tier = new VectorTier(this::trial);
    private final Supplier<TileKernel> vectorKernel;

    /** Made when first wanted, since loading the Vector API takes tens of milliseconds. */
    private volatile JavaGemm vector;

    private TieredGemm(TileKernel plainKernel, Supplier<TileKernel> vectorKernel) {
        plain = new JavaGemm(plainKernel);
        this.vectorKernel = vectorKernel;
    }

    /** The width of a vector register, which the scalar kernels copy. */
    static int registerBytes() {
        return Vectors.available() ? Shape.BYTES : 64;
    }

    private static final class Shape {
        static final int BYTES = VectorShape.preferredShape().vectorBitSize() / 8;
    }

    /** As {@link Gemm}. */
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
        var form = tier.fast(m * n * k) ? vector() : plain;
        form.multiply(transA, transB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    private JavaGemm vector() {
        var made = vector;
        if (made == null) {
            made = new JavaGemm(vectorKernel.get());
            vector = made;
        }
        return made;
    }

    /** Reaches every loop of a kernel: whole and partial tiles, rows, dot products. */
    private void trial(boolean vectors, long scratch, int n) {
        var form = vectors ? vector() : plain;
        long a = scratch;
        long b = scratch + VectorTier.SCRATCH / 4;
        long c = scratch + VectorTier.SCRATCH * 3 / 4;
        int width = Math.min(n, 72);
        int depth = 12;
        form.multiply(false, false, 7, width, depth, 2, a, depth, b, width, 1, c, width);
        form.multiply(false, false, 1, n / 2, 3, 2, a, 3, b, n / 2, 1, c, n / 2);
        form.multiply(false, true, 1, 5, n / 2, 2, a, n / 2, b, n / 2, 1, c, 5);
    }
}
