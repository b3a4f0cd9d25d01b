package dev.cresset.cpu.gemm;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

import java.nio.ByteOrder;

/**
 * float32 kernels on the Vector API. {@link DoubleVectorTile} is the same for float64: the vector
 * types of the lanes have no common form that the JIT compiler keeps in registers.
 *
 * <p>A tile is six rows by two vectors, twelve sums that fit the registers of every x86 and ARM
 * processor with one row of {@code b} and one element of {@code a}. Rows that are missing repeat
 * the last one: they are computed alike and stored to the same place, which saves a kernel per
 * height.
 *
 * <p>Every element is summed in an order that {@link ScalarTile} keeps too, so that results do not
 * depend on which of the two runs.
 */
final class FloatVectorTile implements TileKernel {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int L = S.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final VectorShuffle<Float> BY_8 = VectorShuffle.iota(S, 8, 1, true);
    private static final VectorShuffle<Float> BY_4 = VectorShuffle.iota(S, 4, 1, true);
    private static final VectorShuffle<Float> BY_2 = VectorShuffle.iota(S, 2, 1, true);
    private static final VectorShuffle<Float> BY_1 = VectorShuffle.iota(S, 1, 1, true);

    @Override
    public int elementSize() {
        return 4;
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
        long rowA = rowStrideA * 4;
        long stepA = columnStrideA * 4;
        long stepB = rowStrideB * 4;
        long rowC = rowStrideC * 4;
        if (n == 2 * L) {
            wide(m, k, (float) alpha, a, rowA, stepA, b, stepB, (float) beta, c, rowC);
            return;
        }
        for (int j = 0; j < n; j += L) {
            narrow(
                    m,
                    n - j,
                    k,
                    (float) alpha,
                    a,
                    rowA,
                    stepA,
                    b + 4L * j,
                    stepB,
                    (float) beta,
                    c + 4L * j,
                    rowC);
        }
    }

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(S, Memory.ALL, address, ORDER);
    }

    private static FloatVector load(long address, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(S, Memory.ALL, address, ORDER, mask);
    }

    private static FloatVector broadcast(long address) {
        return FloatVector.broadcast(S, Memory.getFloat(address));
    }

    /** Two whole vectors wide. */
    private static void wide(
            int m,
            int k,
            float alpha,
            long a,
            long rowA,
            long stepA,
            long b,
            long stepB,
            float beta,
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
        var s00 = FloatVector.zero(S);
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
            var b1 = load(b + 4L * L);
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
        long second = 4L * L;
        if (beta != 0) {
            // All of c is read before any is written: rows may be the same.
            var scale = FloatVector.broadcast(S, beta);
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
            float alpha,
            long a,
            long rowA,
            long stepA,
            long b,
            long stepB,
            float beta,
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
        var s0 = FloatVector.zero(S);
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
            var scale = FloatVector.broadcast(S, beta);
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
        long stepA = strideA * 4;
        long stepB = rowStrideB * 4;
        long j = 0;
        for (; j + 4L * L <= n; j += 4L * L) {
            fourVectors(k, (float) alpha, a, stepA, b + 4 * j, stepB, (float) beta, c + 4 * j);
        }
        for (; j < n; j += L) {
            oneVector(
                    (int) Math.min(L, n - j),
                    k,
                    (float) alpha,
                    a,
                    stepA,
                    b + 4 * j,
                    stepB,
                    (float) beta,
                    c + 4 * j);
        }
    }

    private static void fourVectors(
            int k, float alpha, long a, long stepA, long b, long stepB, float beta, long c) {
        var s0 = FloatVector.zero(S);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        for (int p = 0; p < k; p++) {
            var x = broadcast(a);
            s0 = x.fma(load(b), s0);
            s1 = x.fma(load(b + 4L * L), s1);
            s2 = x.fma(load(b + 8L * L), s2);
            s3 = x.fma(load(b + 12L * L), s3);
            a += stepA;
            b += stepB;
        }
        s0 = s0.mul(alpha);
        s1 = s1.mul(alpha);
        s2 = s2.mul(alpha);
        s3 = s3.mul(alpha);
        if (beta != 0) {
            var scale = FloatVector.broadcast(S, beta);
            s0 = load(c).fma(scale, s0);
            s1 = load(c + 4L * L).fma(scale, s1);
            s2 = load(c + 8L * L).fma(scale, s2);
            s3 = load(c + 12L * L).fma(scale, s3);
        }
        s0.intoMemorySegment(Memory.ALL, c, ORDER);
        s1.intoMemorySegment(Memory.ALL, c + 4L * L, ORDER);
        s2.intoMemorySegment(Memory.ALL, c + 8L * L, ORDER);
        s3.intoMemorySegment(Memory.ALL, c + 12L * L, ORDER);
    }

    private static void oneVector(
            int n, int k, float alpha, long a, long stepA, long b, long stepB, float beta, long c) {
        var mask = S.indexInRange(0, n);
        var sums = FloatVector.zero(S);
        for (int p = 0; p < k; p++) {
            sums = load(b, mask).fma(broadcast(a), sums);
            a += stepA;
            b += stepB;
        }
        sums = sums.mul(alpha);
        if (beta != 0) {
            sums = load(c, mask).fma(FloatVector.broadcast(S, beta), sums);
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
        long stepY = rowStride * 4;
        long stepC = strideC * 4;
        long i = 0;
        for (; i + 4 <= rows; i += 4) {
            fourDots(k, (float) alpha, x, y + i * stepY, stepY, (float) beta, c + i * stepC, stepC);
        }
        for (; i < rows; i++) {
            store(dot(k, x, y + i * stepY), (float) alpha, (float) beta, c + i * stepC);
        }
    }

    private static void fourDots(
            int k, float alpha, long x, long y, long stepY, float beta, long c, long stepC) {
        var s0 = FloatVector.zero(S);
        var s1 = s0;
        var s2 = s0;
        var s3 = s0;
        int p = 0;
        for (; p + L <= k; p += L) {
            var v = load(x + 4L * p);
            long at = y + 4L * p;
            s0 = load(at).fma(v, s0);
            s1 = load(at + stepY).fma(v, s1);
            s2 = load(at + 2 * stepY).fma(v, s2);
            s3 = load(at + 3 * stepY).fma(v, s3);
        }
        if (p < k) {
            var mask = S.indexInRange(p, k);
            var v = load(x + 4L * p, mask);
            long at = y + 4L * p;
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

    private static float dot(int k, long a, long b) {
        var sums = FloatVector.zero(S);
        int p = 0;
        for (; p + L <= k; p += L) {
            sums = load(b + 4L * p).fma(load(a + 4L * p), sums);
        }
        if (p < k) {
            var mask = S.indexInRange(p, k);
            sums = load(b + 4L * p, mask).fma(load(a + 4L * p, mask), sums);
        }
        return sum(sums);
    }

    /** The sum of the lanes, halves added to halves: reduceLanes promises no order. */
    private static float sum(FloatVector v) {
        if (L > 8) {
            v = v.add(v.rearrange(BY_8));
        }
        if (L > 4) {
            v = v.add(v.rearrange(BY_4));
        }
        if (L > 2) {
            v = v.add(v.rearrange(BY_2));
        }
        return v.add(v.rearrange(BY_1)).lane(0);
    }

    private static void store(float sum, float alpha, float beta, long c) {
        float scaled = alpha * sum;
        Memory.setFloat(c, beta == 0 ? scaled : Math.fma(beta, Memory.getFloat(c), scaled));
    }
}
