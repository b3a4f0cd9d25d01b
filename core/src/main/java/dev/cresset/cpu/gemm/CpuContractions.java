package dev.cresset.cpu.gemm;

import dev.cresset.spi.Contractions;

/** Matrix products by {@link Gemm}. */
public final class CpuContractions implements Contractions {
    /** Without state. */
    public CpuContractions() {}

    @Override
    public void multiply(Contractions.Gemm g, long a, long b, long c) {
        boolean transA = g.transA() == Transpose.YES;
        boolean transB = g.transB() == Transpose.YES;
        if (g.batch() == 1) {
            dev.cresset.cpu.gemm.Gemm.multiply(
                    g.dtype(), transA, transB, g.m(), g.n(), g.k(), g.alpha(), a, g.lda(), b,
                    g.ldb(), g.beta(), c, g.ldc());
        } else {
            dev.cresset.cpu.gemm.Gemm.multiplyBatch(
                    g.dtype(),
                    transA,
                    transB,
                    g.m(),
                    g.n(),
                    g.k(),
                    g.alpha(),
                    a,
                    g.lda(),
                    g.strideA(),
                    b,
                    g.ldb(),
                    g.strideB(),
                    g.beta(),
                    c,
                    g.ldc(),
                    g.strideC(),
                    g.batch());
        }
    }
}
