package dev.cresset.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cresset.cpu.Cellar;
import dev.cresset.cpu.Parallel;
import dev.cresset.cpu.Vectors;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

/** Against the definition of a product, with numbers for which it is exact. */
class GemmTest {
    private final Cellar cellar = new Cellar(1);
    private final int threadsBefore = Parallel.numThreads();

    @AfterEach
    void close() {
        cellar.close();
        Parallel.setNumThreads(threadsBefore);
    }

    private static final int[][] SIZES = {
        {1, 1, 1}, {4, 4, 4}, {16, 16, 16}, {100, 16, 1}, {1000, 1, 1}, {1, 1, 1000}, {100, 1, 16},
        {16, 1, 100}, {1, 128, 32}, {1, 300, 7}, {6, 33, 5}, {7, 31, 9}, {13, 17, 19}, {5, 70, 3},
        {40, 41, 42}, {97, 65, 33}, {3, 500, 40}, {500, 3, 40}
    };

    /** What one product is made of: random operands, leading dimensions with room to spare. */
    private final class Case {
        final DType dtype;
        final boolean transA;
        final boolean transB;
        final int m;
        final int n;
        final int k;
        final double alpha;
        final double beta;
        final int lda;
        final int ldb;
        final int ldc;
        final double[] a;
        final double[] b;
        final double[] c;

        Case(DType dtype, int[] size, int variant) {
            this.dtype = dtype;
            m = size[0];
            n = size[1];
            k = size[2];
            transA = (variant & 1) != 0;
            transB = (variant & 2) != 0;
            alpha = (variant & 4) != 0 ? -2 : 1;
            beta = (variant & 4) != 0 ? 3 : 0;
            int slack = (variant & 4) != 0 ? 5 : 0;
            lda = (transA ? m : k) + slack;
            ldb = (transB ? k : n) + slack;
            ldc = n + slack;
            a = numbers((transA ? k : m) * lda);
            b = numbers((transB ? n : k) * ldb);
            c = numbers(m * ldc);
        }

        private double[] numbers(int count) {
            return Cellar.as(
                    dtype, dtype.isFloatingPoint() ? cellar.eighths(count) : cellar.wholes(count));
        }

        double[] expected() {
            var result = c.clone();
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum +=
                                a[transA ? p * lda + i : i * lda + p]
                                        * b[transB ? j * ldb + p : p * ldb + j];
                    }
                    double old = beta == 0 ? 0 : beta * c[i * ldc + j];
                    result[i * ldc + j] = alpha * sum + old;
                }
            }
            return Cellar.as(dtype, result);
        }

        double[] result(Tiles.Engine engine) {
            long result = cellar.put(dtype, c);
            if (beta == 0 && dtype.isFloatingPoint()) {
                for (int i = 0; i < m * n; i++) {
                    Cellar.set(dtype, result + (long) i * dtype.size(), Double.NaN);
                }
            }
            engine.multiply(
                    transA,
                    transB,
                    m,
                    n,
                    k,
                    alpha,
                    cellar.put(dtype, a),
                    lda,
                    cellar.put(dtype, b),
                    ldb,
                    beta,
                    result,
                    ldc);
            return Cellar.get(dtype, result, c.length);
        }

        void check(Tiles.Engine engine) {
            assertArrayEquals(expected(), result(engine), toString());
        }

        @Override
        public String toString() {
            return "%s %dx%dx%d %b %b %s %s".formatted(dtype, m, n, k, transA, transB, alpha, beta);
        }
    }

    private static Tiles.Engine face(DType dtype) {
        return (ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc) ->
                Gemm.multiply(dtype, ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            mode = EnumSource.Mode.MATCH_NONE,
            names = {"BOOL", "COMPLEX.*"})
    void everyDtypeAgreesWithTheDefinition(DType dtype) {
        for (var size : SIZES) {
            for (int variant = 0; variant < 8; variant++) {
                new Case(dtype, size, variant).check(face(dtype));
            }
        }
    }

    private static JavaGemm scalar(DType dtype) {
        int bytes = TieredGemm.registerBytes();
        return new JavaGemm(
                dtype == DType.FLOAT32
                        ? new ScalarTile.Float32(bytes / 4)
                        : new ScalarTile.Float64(bytes / 8));
    }

    private static JavaGemm vector(DType dtype) {
        return new JavaGemm(
                dtype == DType.FLOAT32 ? new FloatVectorTile() : new DoubleVectorTile());
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void vectorAndScalarProductsAreEqualInEveryBit(DType dtype) {
        assumeTrue(Vectors.available());
        var random = new Random(5);
        for (var size : SIZES) {
            for (int variant = 0; variant < 8; variant++) {
                var product = new Case(dtype, size, variant);
                for (var operand : new double[][] {product.a, product.b, product.c}) {
                    Arrays.setAll(operand, i -> random.nextGaussian());
                }
                assertArrayEquals(
                        product.result(scalar(dtype)::multiply),
                        product.result(vector(dtype)::multiply),
                        product.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void javaProductsAgreeWithTheDefinition(DType dtype) {
        var scalar = scalar(dtype);
        for (var size : SIZES) {
            for (int variant = 0; variant < 8; variant++) {
                var product = new Case(dtype, size, variant);
                product.check(scalar::multiply);
                if (Vectors.available()) {
                    product.check(vector(dtype)::multiply);
                }
            }
        }
    }

    @Test
    void largeProductsAgreeWithTheDefinition() {
        for (int variant = 4; variant < 8; variant++) {
            var product = new Case(DType.FLOAT32, new int[] {130, 1100, 300}, variant);
            product.check(face(DType.FLOAT32));
            product.check(TieredGemm.FLOAT32::multiply);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 16})
    void tilesCoverTheResultForAnyNumberOfThreads(int threads) {
        Parallel.setNumThreads(threads);
        for (var size : new int[][] {{100, 100, 100}, {17, 600, 64}, {601, 9, 70}, {64, 64, 64}}) {
            for (int variant = 0; variant < 8; variant++) {
                new Case(DType.FLOAT32, size, variant).check(face(DType.FLOAT32));
            }
        }
    }

    @Test
    void emptySumsAreZeroOrTheScaledResult() {
        long c = cellar.put(DType.FLOAT32, 1, 2, 3, Double.NaN);
        Gemm.multiply(DType.FLOAT32, false, false, 1, 3, 0, 1, 0, 1, 0, 3, 2, c, 3);
        assertArrayEquals(new double[] {2, 4, 6}, Cellar.get(DType.FLOAT32, c, 3));
        Gemm.multiply(DType.FLOAT32, false, false, 2, 2, 0, 1, 0, 1, 0, 2, 0, c, 2);
        assertArrayEquals(new double[4], Cellar.get(DType.FLOAT32, c, 4));
    }

    @Test
    void integersWrap() {
        long a = cellar.put(DType.INT8, 100, 100);
        long b = cellar.put(DType.INT8, 2, 1);
        long c = cellar.room(DType.INT8, 1);
        Gemm.multiply(DType.INT8, false, false, 1, 1, 2, 1, a, 2, b, 1, 0, c, 1);
        assertEquals((byte) 300, Memory.getByte(c));
        long big = cellar.put(DType.INT64, 0x1p62);
        long result = cellar.room(DType.INT64, 1);
        Gemm.multiply(DType.INT64, false, false, 1, 1, 1, 4, big, 1, big, 1, 0, result, 1);
        assertEquals(0, Memory.getLong(result));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT16", "BFLOAT16"})
    void reducedTypesAreRoundedOnce(DType dtype) {
        // Half a unit in the last place, three times: rounding after every product would lose
        // it.
        int k = 4;
        double small = dtype == DType.FLOAT16 ? 0x1p-11 : 0x1p-8;
        long a = cellar.put(dtype, 1, small, small, small);
        long b = cellar.put(dtype, 1, 1, 1, 1);
        long c = cellar.room(dtype, 1);
        Gemm.multiply(dtype, false, false, 1, 1, k, 1, a, k, b, 1, 0, c, 1);
        assertEquals(Cellar.as(dtype, 1 + 3 * small), Cellar.get(dtype, c));
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64", "FLOAT16", "INT64"})
    void batchesAreIndependentProducts(DType dtype) {
        int batch = 5;
        for (var size : new int[][] {{2, 3, 4}, {20, 30, 10}}) {
            int m = size[0];
            int n = size[1];
            int k = size[2];
            for (int repeatB = 0; repeatB < 2; repeatB++) {
                var a = cellar.wholes((long) batch * m * k);
                var b = cellar.wholes((long) batch * k * n);
                int strideB = repeatB == 1 ? 0 : k * n;
                long c = cellar.room(dtype, (long) batch * m * n);
                Gemm.multiplyBatch(
                        dtype,
                        false,
                        false,
                        m,
                        n,
                        k,
                        1,
                        cellar.put(dtype, a),
                        k,
                        (long) m * k,
                        cellar.put(dtype, b),
                        n,
                        strideB,
                        0,
                        c,
                        n,
                        (long) m * n,
                        batch);
                for (int i = 0; i < batch * m * n; i++) {
                    int matrix = i / (m * n);
                    int row = i / n % m;
                    double sum = 0;
                    for (int p = 0; p < k; p++) {
                        sum += a[(matrix * m + row) * k + p] * b[matrix * strideB + p * n + i % n];
                    }
                    assertEquals(sum, Cellar.get(dtype, c + (long) i * dtype.size()));
                }
            }
        }
    }

    @Test
    void boolHasNoProducts() {
        var thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                Gemm.multiply(
                                        DType.BOOL, false, false, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 1));
        assertEquals("\"addmm_impl_cpu_\" not implemented for 'Bool'", thrown.getMessage());
    }
}
