package dev.cresset.cpu.gemm;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/** float64 kernels on the Vector API; {@link FloatVectorTile} explains them. */
final class DoubleVectorTile implements TileKernel {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VectorShuffle<Double> BY_4 = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Double> BY_2 = VectorShuffle.iota(S, 2, 1, true);
    private static final VectorShuffle<Double> BY_1 = VectorShuffle.iota(S, 1, 1, true);

    @Override
    public int elementSize() {
        return 8;
    }

    @Override
    public int rows() {
        return 6;
    }

    @Override
    public int columns() {
        return 2 * L;
    }

    @Override
    public void tile(
            int m,
            int n,
            int k,
            double alpha,
            long a,
            long rowStrideA,
            long columnStrideA,
            long b,
            long rowStrideB,
            double beta,
            long c,
            long rowStrideC) {
        long rowA = rowStrideA * 8;
        long stepA = columnStrideA * 8;
        long stepB = rowStrideB * 8;
        long rowC = rowStrideC * 8;
        if (n == 2 * L) {
            wide(m, k, alpha, a, rowA, stepA, b, stepB, beta, c, rowC);
            return;
        }
        for (int j = 0; j < n; j += L) {
            narrow(m, n - j, k, alpha, a, rowA, stepA, b + 8L * j, stepB, beta, c + 8L * j, rowC);
        }
    }

    private static DoubleVector load(long address) {
        return DoubleVector.fromMemorySegment(S, Memory.ALL, address, ORDER);
    }

    private static DoubleVector load(long address, VectorMask<Double> mask) {
        return DoubleVector.fromMemorySegment(S, Memory.ALL, address, ORDER, mask);
    }

    private static DoubleVector broadcast(long address) {
        return DoubleVector.broadcast(S, Memory.getDouble(address));
    }

    /** Two whole vectors wide. */
    private static void wide(
            int m,
            int k,
            double alpha,
            long a,
            long rowA,
            long stepA,
            long b,
            long stepB,
            double beta,
            long c,
            long rowC) {
        int r1 = Math.min(1, m - 1);
        int r2 = Math.min(2, m - 1);
        int r3 = Math.min(3, m - 1);
        int r4 = Math.min(4, m - 1);
        int r5 = Math.min(5, m - 1);
        long a1 = r1 * rowA;
        long a2 = r2 * rowA;
        long a3 = r3 * rowA;
        long a4 = r4 * rowA;
        long a5 = r5 * rowA;
        var s00 = DoubleVector.zero(S);
        var s01 = s00;
        var s10 = s00;
        var s11 = s00;
        var s20 = s00;
        var s21 = s00;
        var s30 = s00;
        var s31 = s00;
        var s40 = s00;
        var s41 = s00;
        var s50 = s00;
        var s51 = s00;
        for (int p = 0; p < k; p++) {
            var b0 = load(b);
            var b1 = load(b + 8L * L);
            var x = broadcast(a);
            s00 = x.fma(b0, s00);
            s01 = x.fma(b1, s01);
            x = broadcast(a + a1);
            s10 = x.fma(b0, s10);
            s11 = x.fma(b1, s11);
            x = broadcast(a + a2);
            s20 = x.fma(b0, s20);
            s21 = x.fma(b1, s21);
            x = broadcast(a + a3);
            s30 = x.fma(b0, s30);
            s31 = x.fma(b1, s31);
            x = broadcast(a + a4);
            s40 = x.fma(b0, s40);
            s41 = x.fma(b1, s41);
            x = broadcast(a + a5);
            s50 = x.fma(b0, s50);
            s51 = x.fma(b1, s51);
            a += stepA;
            b += stepB;
        }
        if (alpha != 1) {
            s00 = s00.mul(alpha);
            s01 = s01.mul(alpha);
            s10 = s10.mul(alpha);
            s11 = s11.mul(alpha);
            s20 = s20.mul(alpha);
            s21 = s21.mul(alpha);
            s30 = s30.mul(alpha);
            s31 = s31.mul(alpha);
            s40 = s40.mul(alpha);
            s41 = s41.mul(alpha);
            s50 = s50.mul(alpha);
            s51 = s51.mul(alpha);
        }
        long c0 = c;
        long c1 = c + r1 * rowC;
        long c2 = c + r2 * rowC;
        long c3 = c + r3 * rowC;
        long c4 = c + r4 * rowC;
        long c5 = c + r5 * rowC;
        long second = 8L * L;
        if (beta != 0) {
            // All of c is read before any is written: rows may be the same.
            var scale = DoubleVector.broadcast(S, beta);
            s00 = load(c0).fma(scale, s00);
            s01 = load(c0 + second).fma(scale, s01);
            s10 = load(c1).fma(scale, s10);
            s11 = load(c1 + second).fma(scale, s11);
            s20 = load(c2).fma(scale, s20);
            s21 = load(c2 + second).fma(scale, s21);
            s30 = load(c3).fma(scale, s30);
            s31 = load(c3 + second).fma(scale, s31);
            s40 = load(c4).fma(scale, s40);
            s41 = load(c4 + second).fma(scale, s41);
            s50 = load(c5).fma(scale, s50);
            s51 = load(c5 + second).fma(scale, s51);
        }
        s00.intoMemorySegment(Memory.ALL, c0, ORDER);
        s01.intoMemorySegment(Memory.ALL, c0 + second, ORDER);
        s10.intoMemorySegment(Memory.ALL, c1, ORDER);
        s11.intoMemorySegment(Memory.ALL, c1 + second, ORDER);
        s20.intoMemorySegment(Memory.ALL, c2, ORDER);
        s21.intoMemorySegment(Memory.ALL, c2 + second, ORDER);
        s30.intoMemorySegment(Memory.ALL, c3, ORDER);
        s31.intoMemorySegment(Memory.ALL, c3 + second, ORDER);
        s40.intoMemorySegment(Memory.ALL, c4, ORDER);
        s41.intoMemorySegment(Memory.ALL, c4 + second, ORDER);
        s50.intoMemorySegment(Memory.ALL, c5, ORDER);
        s51.intoMemorySegment(Memory.ALL, c5 + second, ORDER);
    }

    /** One vector wide, of which {@code n} lanes count. */
    private static void narrow(
            int m,
            int n,
            int k,
            double alpha,
            long a,
            long rowA,
            long stepA,
            long b,
            long stepB,
            double beta,
            long c,
            long rowC) {
        var mask = S.indexInRange(0, n);
        int r1 = Math.min(1, m - 1);
        int r2 = Math.min(2, m - 1);
        int r3 = Math.min(3, m - 1);
        int r4 = Math.min(4, m - 1);
        int r5 = Math.min(5, m - 1);
        long a1 = r1 * rowA;
        long a2 = r2 * rowA;
        long a3 = r3 * rowA;
        long a4 = r4 * rowA;
        long a5 = r5 * rowA;
        var s0 = DoubleVector.zero(S);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        var s4 = s0;
        var s5 = s0;
        for (int p = 0; p < k; p++) {
            var row = load(b, mask);
            s0 = row.fma(broadcast(a), s0);
            s1 = row.fma(broadcast(a + a1), s1);
            s2 = row.fma(broadcast(a + a2), s2);
            s3 = row.fma(broadcast(a + a3), s3);
            s4 = row.fma(broadcast(a + a4), s4);
            s5 = row.fma(broadcast(a + a5), s5);
            a += stepA;
            b += stepB;
        }
        if (alpha != 1) {
            s0 = s0.mul(alpha);
            s1 = s1.mul(alpha);
            s2 = s2.mul(alpha);
            s3 = s3.mul(alpha);
            s4 = s4.mul(alpha);
            s5 = s5.mul(alpha);
        }
        long c1 = c + r1 * rowC;
        long c2 = c + r2 * rowC;
        long c3 = c + r3 * rowC;
        long c4 = c + r4 * rowC;
        long c5 = c + r5 * rowC;
        if (beta != 0) {
            var scale = DoubleVector.broadcast(S, beta);
            s0 = load(c, mask).fma(scale, s0);
            s1 = load(c1, mask).fma(scale, s1);
            s2 = load(c2, mask).fma(scale, s2);
            s3 = load(c3, mask).fma(scale, s3);
            s4 = load(c4, mask).fma(scale, s4);
            s5 = load(c5, mask).fma(scale, s5);
        }
        s0.intoMemorySegment(Memory.ALL, c, ORDER, mask);
        s1.intoMemorySegment(Memory.ALL, c1, ORDER, mask);
        s2.intoMemorySegment(Memory.ALL, c2, ORDER, mask);
        s3.intoMemorySegment(Memory.ALL, c3, ORDER, mask);
        s4.intoMemorySegment(Memory.ALL, c4, ORDER, mask);
        s5.intoMemorySegment(Memory.ALL, c5, ORDER, mask);
    }

    @Override
    public void row(
            long n,
            int k,
            double alpha,
            long a,
            long strideA,
            long b,
            long rowStrideB,
            double beta,
            long c) {
        long stepA = strideA * 8;
        long stepB = rowStrideB * 8;
        long j = 0;
        for (; j + 4L * L <= n; j += 4L * L) {
            fourVectors(k, alpha, a, stepA, b + 8 * j, stepB, beta, c + 8 * j);
        }
        for (; j < n; j += L) {
            oneVector(
                    (int) Math.min(L, n - j),
                    k,
                    alpha,
                    a,
                    stepA,
                    b + 8 * j,
                    stepB,
                    beta,
                    c + 8 * j);
        }
    }

    private static void fourVectors(
            int k, double alpha, long a, long stepA, long b, long stepB, double beta, long c) {
        var s0 = DoubleVector.zero(S);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        for (int p = 0; p < k; p++) {
            var x = broadcast(a);
            s0 = x.fma(load(b), s0);
            s1 = x.fma(load(b + 8L * L), s1);
            s2 = x.fma(load(b + 16L * L), s2);
            s3 = x.fma(load(b + 24L * L), s3);
            a += stepA;
            b += stepB;
        }
        s0 = s0.mul(alpha);
        s1 = s1.mul(alpha);
        s2 = s2.mul(alpha);
        s3 = s3.mul(alpha);
        if (beta != 0) {
            var scale = DoubleVector.broadcast(S, beta);
            s0 = load(c).fma(scale, s0);
            s1 = load(c + 8L * L).fma(scale, s1);
            s2 = load(c + 16L * L).fma(scale, s2);
            s3 = load(c + 24L * L).fma(scale, s3);
        }
        s0.intoMemorySegment(Memory.ALL, c, ORDER);
        s1.intoMemorySegment(Memory.ALL, c + 8L * L, ORDER);
        s2.intoMemorySegment(Memory.ALL, c + 16L * L, ORDER);
        s3.intoMemorySegment(Memory.ALL, c + 24L * L, ORDER);
    }

    private static void oneVector(
            int n,
            int k,
            double alpha,
            long a,
            long stepA,
            long b,
            long stepB,
            double beta,
            long c) {
        var mask = S.indexInRange(0, n);
        var sums = DoubleVector.zero(S);
        for (int p = 0; p < k; p++) {
            sums = load(b, mask).fma(broadcast(a), sums);
            a += stepA;
            b += stepB;
        }
        sums = sums.mul(alpha);
        if (beta != 0) {
            sums = load(c, mask).fma(DoubleVector.broadcast(S, beta), sums);
        }
        sums.intoMemorySegment(Memory.ALL, c, ORDER, mask);
    }

    @Override
    public void dots(
            long rows,
            int k,
            double alpha,
            long x,
            long y,
            long rowStride,
            double beta,
            long c,
            long strideC) {
        long stepY = rowStride * 8;
        long stepC = strideC * 8;
        long i = 0;
        for (; i + 4 <= rows; i += 4) {
            fourDots(k, alpha, x, y + i * stepY, stepY, beta, c + i * stepC, stepC);
        }
        for (; i < rows; i++) {
            store(dot(k, x, y + i * stepY), alpha, beta, c + i * stepC);
        }
    }

    private static void fourDots(
            int k, double alpha, long x, long y, long stepY, double beta, long c, long stepC) {
        var s0 = DoubleVector.zero(S);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        int p = 0;
        for (; p + L <= k; p += L) {
            var v = load(x + 8L * p);
            long at = y + 8L * p;
            s0 = load(at).fma(v, s0);
            s1 = load(at + stepY).fma(v, s1);
            s2 = load(at + 2 * stepY).fma(v, s2);
            s3 = load(at + 3 * stepY).fma(v, s3);
        }
        if (p < k) {
            var mask = S.indexInRange(p, k);
            var v = load(x + 8L * p, mask);
            long at = y + 8L * p;
            s0 = load(at, mask).fma(v, s0);
            s1 = load(at + stepY, mask).fma(v, s1);
            s2 = load(at + 2 * stepY, mask).fma(v, s2);
            s3 = load(at + 3 * stepY, mask).fma(v, s3);
        }
        store(sum(s0), alpha, beta, c);
        store(sum(s1), alpha, beta, c + stepC);
        store(sum(s2), alpha, beta, c + 2 * stepC);
        store(sum(s3), alpha, beta, c + 3 * stepC);
    }

    private static double dot(int k, long a, long b) {
        var sums = DoubleVector.zero(S);
        int p = 0;
        for (; p + L <= k; p += L) {
            sums = load(b + 8L * p).fma(load(a + 8L * p), sums);
        }
        if (p < k) {
            var mask = S.indexInRange(p, k);
            sums = load(b + 8L * p, mask).fma(load(a + 8L * p, mask), sums);
        }
        return sum(sums);
    }

    /** The sum of the lanes, halves added to halves: reduceLanes promises no order. */
    private static double sum(DoubleVector v) {
        if (L > 4) {
            v = v.add(v.rearrange(BY_4));
        }
        if (L > 2) {
            v = v.add(v.rearrange(BY_2));
        }
        return v.add(v.rearrange(BY_1)).lane(0);
    }

    private static void store(double sum, double alpha, double beta, long c) {
        double scaled = alpha * sum;
        Memory.setDouble(c, beta == 0 ? scaled : Math.fma(beta, Memory.getDouble(c), scaled));
    }
}
