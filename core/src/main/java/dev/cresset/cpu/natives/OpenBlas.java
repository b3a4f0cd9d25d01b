package dev.cresset.cpu.natives;

import static dev.cresset.cpu.natives.Symbols.DOUBLE;
import static dev.cresset.cpu.natives.Symbols.FLOAT;
import static dev.cresset.cpu.natives.Symbols.INT;
import static dev.cresset.cpu.natives.Symbols.POINTER;

import dev.cresset.cpu.natives.NativeLibraries.Library;

import java.lang.invoke.MethodHandle;

/**
 * The functions of OpenBLAS that are used, one method each, named and parametrised as in {@code
 * cblas.h}. Call only where {@link #available()}; see Note [One pool] for the thread count.
 */
public final class OpenBlas {
    private static final int ROW_MAJOR = 101;
    private static final int NO_TRANS = 111;
    private static final int TRANS = 112;

    private static final Symbols SYMBOLS =
            NativeLibraries.load(Library.OPENBLAS).map(Symbols::new).orElse(null);

    static {
        if (SYMBOLS != null) {
            try {
                SYMBOLS.procedure("openblas_set_num_threads", INT).invokeExact(1);
            } catch (Throwable e) {
                throw Symbols.broken(e);
            }
        }
    }

    private OpenBlas() {}

    /** True if the library could be loaded; the first call loads it. */
    public static boolean available() {
        return SYMBOLS != null;
    }

    // Handles in a class of their own are made when first used, which takes milliseconds each.
    private static final class Sgemm {
        static final MethodHandle HANDLE = gemm("cblas_sgemm", FLOAT);
    }

    private static final class Dgemm {
        static final MethodHandle HANDLE = gemm("cblas_dgemm", DOUBLE);
    }

    private static MethodHandle gemm(String name, java.lang.foreign.ValueLayout scalar) {
        return SYMBOLS.procedure(
                name, INT, INT, INT, INT, INT, INT, scalar, POINTER, INT, POINTER, INT, scalar,
                POINTER, INT);
    }

    /** {@code cblas_sgemm}, row-major: c = alpha op(a) op(b) + beta c. */
    public static void sgemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            float alpha,
            long a,
            int lda,
            long b,
            int ldb,
            float beta,
            long c,
            int ldc) {
        try {
            Sgemm.HANDLE.invokeExact(
                    ROW_MAJOR,
                    transA ? TRANS : NO_TRANS,
                    transB ? TRANS : NO_TRANS,
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    lda,
                    b,
                    ldb,
                    beta,
                    c,
                    ldc);
        } catch (Throwable e) {
            throw Symbols.broken(e);
        }
    }

    /** {@code cblas_dgemm}, row-major: c = alpha op(a) op(b) + beta c. */
    public static void dgemm(
            boolean transA,
            boolean transB,
            int m,
            int n,
            int k,
            double alpha,
            long a,
            int lda,
            long b,
            int ldb,
            double beta,
            long c,
            int ldc) {
        try {
            Dgemm.HANDLE.invokeExact(
                    ROW_MAJOR,
                    transA ? TRANS : NO_TRANS,
                    transB ? TRANS : NO_TRANS,
                    m,
                    n,
                    k,
                    alpha,
                    a,
                    lda,
                    b,
                    ldb,
                    beta,
                    c,
                    ldc);
        } catch (Throwable e) {
            throw Symbols.broken(e);
        }
    }
}
