package dev.cresset.cpu.rows;

import static dev.cresset.spi.Memory.getFloat;
import static dev.cresset.spi.Memory.setFloat;

import dev.cresset.spi.Memory;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The loops of {@link FloatRows} with the Vector API.
 *
 * <p>Note [Lanes and blocks]: a sum runs in four vectors of float32 over a block, whose total is
 * then added to a vector of float64. Horizontal sums are formed lane by lane in a fixed order,
 * because {@code reduceLanes} may order the lanes differently once compiled.
 */
final class VectorFloatRows implements FloatRows {
    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;
    private static final int W = F.length();
    private static final int H = D.length();
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final FloatRows PLAIN = new PlainFloatRows();

    /** Elements whose sum is formed in float32: at most 16 additions to each lane. */
    private static final int SUM_BLOCK = 64 * W;

    /** Fewer elements than this are not worth setting up vectors for. */
    private static final int FEW = 2 * W;

    private static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(F, Memory.ALL, address, ORDER);
    }

    private static void store(FloatVector v, long address) {
        v.intoMemorySegment(Memory.ALL, address, ORDER);
    }

    /** The bits that a map keeps of an element. */
    private static int kept(Map map) {
        return map == Map.ABS ? 0x7fff_ffff : -1;
    }

    private static FloatVector keep(FloatVector v, int bits) {
        return v.reinterpretAsInts().and(bits).reinterpretAsFloats();
    }

    private static DoubleVector low(FloatVector v) {
        return (DoubleVector) v.convertShape(VectorOperators.F2D, D, 0);
    }

    private static DoubleVector high(FloatVector v) {
        return (DoubleVector) v.convertShape(VectorOperators.F2D, D, 1);
    }

    private static double ordered(DoubleVector v) {
        var lanes = new double[H];
        v.intoArray(lanes, 0);
        double sum = 0;
        for (double lane : lanes) {
            sum += lane;
        }
        return sum;
    }

    @Override
    public double sum(Map map, long x, long n) {
        if (n < FEW) {
            return PLAIN.sum(map, x, n);
        }
        int bits = kept(map);
        var total = DoubleVector.zero(D);
        long done = 0;
        while (n - done >= W) {
            long at = x + 4 * done;
            int block = (int) Math.min(SUM_BLOCK, n - done);
            var a0 = FloatVector.zero(F);
            var a1 = FloatVector.zero(F);
            var a2 = FloatVector.zero(F);
            var a3 = FloatVector.zero(F);
            int i = 0;
            for (; i <= block - 4 * W; i += 4 * W) {
                a0 = a0.add(keep(load(at + 4L * i), bits));
                a1 = a1.add(keep(load(at + 4L * i + 4 * W), bits));
                a2 = a2.add(keep(load(at + 4L * i + 8 * W), bits));
                a3 = a3.add(keep(load(at + 4L * i + 12 * W), bits));
            }
            for (; i <= block - W; i += W) {
                a0 = a0.add(keep(load(at + 4L * i), bits));
            }
            var sum = a0.add(a1).add(a2.add(a3));
            total = total.add(low(sum)).add(high(sum));
            done += i;
        }
        return ordered(total) + PLAIN.sum(map, x + 4 * done, n - done);
    }

    @Override
    public double dot(long a, long b, long n) {
        return dot(a, b, n, 0);
    }

    @Override
    public double dot(long a, long x, long n, float mean) {
        if (n < FEW) {
            return PLAIN.dot(a, x, n, mean);
        }
        var total = DoubleVector.zero(D);
        long done = 0;
        while (n - done >= W) {
            long atA = a + 4 * done;
            long atX = x + 4 * done;
            int block = (int) Math.min(SUM_BLOCK, n - done);
            var s0 = FloatVector.zero(F);
            var s1 = FloatVector.zero(F);
            int i = 0;
            for (; i <= block - 2 * W; i += 2 * W) {
                s0 = load(atX + 4L * i).sub(mean).fma(load(atA + 4L * i), s0);
                s1 = load(atX + 4L * i + 4 * W).sub(mean).fma(load(atA + 4L * i + 4 * W), s1);
            }
            for (; i <= block - W; i += W) {
                s0 = load(atX + 4L * i).sub(mean).fma(load(atA + 4L * i), s0);
            }
            var sum = s0.add(s1);
            total = total.add(low(sum)).add(high(sum));
            done += i;
        }
        return ordered(total) + PLAIN.dot(a + 4 * done, x + 4 * done, n - done, mean);
    }

    @Override
    public double sumSquares(long x, long n, float mean) {
        if (n < FEW) {
            return PLAIN.sumSquares(x, n, mean);
        }
        var total = DoubleVector.zero(D);
        long done = 0;
        while (n - done >= W) {
            long at = x + 4 * done;
            int block = (int) Math.min(SUM_BLOCK, n - done);
            var s0 = FloatVector.zero(F);
            var s1 = FloatVector.zero(F);
            int i = 0;
            for (; i <= block - 2 * W; i += 2 * W) {
                var d0 = load(at + 4L * i).sub(mean);
                var d1 = load(at + 4L * i + 4 * W).sub(mean);
                s0 = d0.fma(d0, s0);
                s1 = d1.fma(d1, s1);
            }
            for (; i <= block - W; i += W) {
                var d0 = load(at + 4L * i).sub(mean);
                s0 = d0.fma(d0, s0);
            }
            var sum = s0.add(s1);
            total = total.add(low(sum)).add(high(sum));
            done += i;
        }
        return ordered(total) + PLAIN.sumSquares(x + 4 * done, n - done, mean);
    }

    @Override
    public float max(Map map, float sign, long x, long n) {
        if (n < FEW) {
            return PLAIN.max(map, sign, x, n);
        }
        int bits = kept(map);
        var m0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        var m1 = m0;
        var m2 = m0;
        var m3 = m0;
        long done = 0;
        while (n - done >= W) {
            long at = x + 4 * done;
            int block = (int) Math.min(BLOCK, n - done);
            int i = 0;
            for (; i <= block - 4 * W; i += 4 * W) {
                m0 = m0.max(keep(load(at + 4L * i), bits).mul(sign));
                m1 = m1.max(keep(load(at + 4L * i + 4 * W), bits).mul(sign));
                m2 = m2.max(keep(load(at + 4L * i + 8 * W), bits).mul(sign));
                m3 = m3.max(keep(load(at + 4L * i + 12 * W), bits).mul(sign));
            }
            for (; i <= block - W; i += W) {
                m0 = m0.max(keep(load(at + 4L * i), bits).mul(sign));
            }
            done += i;
        }
        float max = m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
        return Math.max(max, PLAIN.max(map, sign, x + 4 * done, n - done));
    }

    @Override
    public long indexOf(long x, long n, float value) {
        boolean nan = value != value;
        long done = 0;
        while (n - done >= W) {
            long at = x + 4 * done;
            int block = (int) Math.min(BLOCK, n - done);
            int i = 0;
            for (; i <= block - W; i += W) {
                var v = load(at + 4L * i);
                var found =
                        nan ? v.test(VectorOperators.IS_NAN) : v.compare(VectorOperators.EQ, value);
                if (found.anyTrue()) {
                    return done + i + found.firstTrue();
                }
            }
            done += i;
        }
        long rest = PLAIN.indexOf(x + 4 * done, n - done, value);
        return rest < 0 ? rest : done + rest;
    }

    @Override
    public void addRows(Map map, long x, long stride, long rows, int width, double[] acc) {
        int bits = kept(map);
        long r = 0;
        int j = 0;
        for (; r + 8 <= rows; r += 8) {
            long at = x + r * stride;
            for (j = 0; j <= width - W; j += W) {
                long p = at + 4L * j;
                var s01 = keep(load(p), bits).add(keep(load(p + stride), bits));
                p += 2 * stride;
                var s23 = keep(load(p), bits).add(keep(load(p + stride), bits));
                p += 2 * stride;
                var s45 = keep(load(p), bits).add(keep(load(p + stride), bits));
                p += 2 * stride;
                var s67 = keep(load(p), bits).add(keep(load(p + stride), bits));
                addInto(s01.add(s23).add(s45.add(s67)), acc, j);
            }
        }
        for (; r < rows; r++) {
            long at = x + r * stride;
            for (j = 0; j <= width - W; j += W) {
                addInto(keep(load(at + 4L * j), bits), acc, j);
            }
        }
        int whole = width / W * W;
        if (whole < width) {
            for (r = 0; r < rows; r++) {
                for (j = whole; j < width; j++) {
                    float v = getFloat(x + r * stride + 4L * j);
                    acc[j] += map == Map.ABS ? Math.abs(v) : v;
                }
            }
        }
    }

    private static void addInto(FloatVector v, double[] acc, int j) {
        DoubleVector.fromArray(D, acc, j).add(low(v)).intoArray(acc, j);
        DoubleVector.fromArray(D, acc, j + H).add(high(v)).intoArray(acc, j + H);
    }

    @Override
    public void maxRows(
            Map map, float sign, long x, long stride, long rows, int width, float[] best) {
        int bits = kept(map);
        int whole = width / W * W;
        long r = 0;
        for (; r + 4 <= rows; r += 4) {
            long at = x + r * stride;
            for (int j = 0; j < whole; j += W) {
                long p = at + 4L * j;
                var m0 = keep(load(p), bits).mul(sign);
                var m1 = keep(load(p + stride), bits).mul(sign);
                p += 2 * stride;
                var m2 = keep(load(p), bits).mul(sign);
                var m3 = keep(load(p + stride), bits).mul(sign);
                var m = m0.max(m1).max(m2.max(m3));
                FloatVector.fromArray(F, best, j).max(m).intoArray(best, j);
            }
        }
        for (; r < rows; r++) {
            long at = x + r * stride;
            for (int j = 0; j < whole; j += W) {
                var m = keep(load(at + 4L * j), bits).mul(sign);
                FloatVector.fromArray(F, best, j).max(m).intoArray(best, j);
            }
        }
        for (r = 0; whole < width && r < rows; r++) {
            for (int j = whole; j < width; j++) {
                float v = getFloat(x + r * stride + 4L * j);
                best[j] = Math.max(best[j], sign * (map == Map.ABS ? Math.abs(v) : v));
            }
        }
    }

    @Override
    public void addSquareRows(
            long x, long stride, long rows, int width, float[] mean, double[] acc) {
        int whole = width / W * W;
        long r = 0;
        for (; r + 4 <= rows; r += 4) {
            long at = x + r * stride;
            for (int j = 0; j < whole; j += W) {
                long p = at + 4L * j;
                var m = FloatVector.fromArray(F, mean, j);
                var d0 = load(p).sub(m);
                var d1 = load(p + stride).sub(m);
                p += 2 * stride;
                var d2 = load(p).sub(m);
                var d3 = load(p + stride).sub(m);
                addInto(d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2))), acc, j);
            }
        }
        for (; r < rows; r++) {
            long at = x + r * stride;
            for (int j = 0; j < whole; j += W) {
                var d = load(at + 4L * j).sub(FloatVector.fromArray(F, mean, j));
                addInto(d.mul(d), acc, j);
            }
        }
        for (r = 0; whole < width && r < rows; r++) {
            for (int j = whole; j < width; j++) {
                double d = getFloat(x + r * stride + 4L * j) - mean[j];
                acc[j] += d * d;
            }
        }
    }

    @Override
    public void addProductRows(
            long a, long x, long stride, long rows, int width, float[] mean, double[] acc) {
        int whole = width / W * W;
        long r = 0;
        for (; r + 4 <= rows; r += 4) {
            long atA = a + r * stride;
            long atX = x + r * stride;
            for (int j = 0; j < whole; j += W) {
                long p = atA + 4L * j;
                long q = atX + 4L * j;
                var m = FloatVector.fromArray(F, mean, j);
                var s0 = load(q).sub(m).mul(load(p));
                s0 = load(q + stride).sub(m).fma(load(p + stride), s0);
                p += 2 * stride;
                q += 2 * stride;
                var s1 = load(q).sub(m).mul(load(p));
                s1 = load(q + stride).sub(m).fma(load(p + stride), s1);
                addInto(s0.add(s1), acc, j);
            }
        }
        for (; r < rows; r++) {
            long at = r * stride;
            for (int j = 0; j < whole; j += W) {
                var d = load(x + at + 4L * j).sub(FloatVector.fromArray(F, mean, j));
                addInto(d.mul(load(a + at + 4L * j)), acc, j);
            }
        }
        for (r = 0; whole < width && r < rows; r++) {
            for (int j = whole; j < width; j++) {
                long at = r * stride + 4L * j;
                acc[j] += (double) getFloat(a + at) * (getFloat(x + at) - mean[j]);
            }
        }
    }

    @Override
    public void addScaledProduct(
            long a, long x, int n, float mean, float scale, double[] acc) {
        int j = 0;
        for (; j <= n - W; j += W) {
            var d = load(x + 4L * j).sub(mean).mul(scale);
            addInto(d.mul(load(a + 4L * j)), acc, j);
        }
        for (; j < n; j++) {
            double d = (getFloat(x + 4L * j) - mean) * scale;
            acc[j] += d * getFloat(a + 4L * j);
        }
    }

    private static VectorMask<Float> firstLanes(int count) {
        return F.indexInRange(0, count);
    }

    private static FloatVector load(long address, VectorMask<Float> lanes) {
        return FloatVector.fromMemorySegment(F, Memory.ALL, address, ORDER, lanes);
    }

    /**
     * exp(x) for x below 1, to about 1e-7 relative, down to the denormal numbers: {@code 2^n *
     * exp(r)} with |r| at most log(2) / 2 and a polynomial for exp(r) (the coefficients of Cephes'
     * expf).
     */
    private static FloatVector exp(FloatVector x) {
        final float magic = 0x1.8p23f; // adding it rounds to an integer, found in the low bits
        var lowest = FloatVector.broadcast(F, -104f);
        var c = x.blend(lowest, x.compare(VectorOperators.LT, lowest)); // keeps NaN
        var t = c.fma(FloatVector.broadcast(F, 1.44269504f), FloatVector.broadcast(F, magic));
        var n = t.sub(magic);
        var r = n.fma(FloatVector.broadcast(F, -0.693359375f), c);
        r = n.fma(FloatVector.broadcast(F, 2.12194440e-4f), r);
        var p = FloatVector.broadcast(F, 1.9875691500e-4f);
        p = p.fma(r, FloatVector.broadcast(F, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(F, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(F, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(F, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(F, 5.0000001201e-1f));
        var e = p.fma(r.mul(r), r.add(1f));
        // 2^n in two factors, since n may lie below the exponents of normal numbers.
        var k = t.reinterpretAsInts().sub(Float.floatToRawIntBits(magic));
        var half = k.lanewise(VectorOperators.ASHR, 1);
        var first = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        var second = k.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
        return e.mul(first).mul(second.reinterpretAsFloats());
    }

    @Override
    public double expSum(long x, long y, int n, float max) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            long atX = x + 4L * done;
            long atY = y + 4L * done;
            var sum = FloatVector.zero(F);
            int i = 0;
            for (; i <= block - W; i += W) {
                var e = exp(load(atX + 4L * i).sub(max));
                store(e, atY + 4L * i);
                sum = sum.add(e);
            }
            if (i < block) {
                var lanes = firstLanes(block - i);
                var e = exp(load(atX + 4L * i, lanes).sub(max));
                e.intoMemorySegment(Memory.ALL, atY + 4L * i, ORDER, lanes);
                sum = sum.add(e, lanes);
            }
            total += ordered(low(sum).add(high(sum)));
        }
        return total;
    }

    @Override
    public double sumExp(long x, int n, float max) {
        double total = 0;
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            long at = x + 4L * done;
            var sum = FloatVector.zero(F);
            int i = 0;
            for (; i <= block - W; i += W) {
                sum = sum.add(exp(load(at + 4L * i).sub(max)));
            }
            if (i < block) {
                var lanes = firstLanes(block - i);
                sum = sum.add(exp(load(at + 4L * i, lanes).sub(max)), lanes);
            }
            total += ordered(low(sum).add(high(sum)));
        }
        return total;
    }

    @Override
    public void minusExp(long a, long g, long y, int n, float s) {
        var minus = FloatVector.broadcast(F, -s);
        int i = 0;
        for (; i <= n - W; i += W) {
            store(exp(load(a + 4L * i)).fma(minus, load(g + 4L * i)), y + 4L * i);
        }
        if (i < n) {
            var lanes = firstLanes(n - i);
            exp(load(a + 4L * i, lanes))
                    .fma(minus, load(g + 4L * i, lanes))
                    .intoMemorySegment(Memory.ALL, y + 4L * i, ORDER, lanes);
        }
    }

    @Override
    public void timesDifference(long a, long g, long y, int n, float s) {
        int i = 0;
        for (; i <= n - W; i += W) {
            store(load(g + 4L * i).sub(s).mul(load(a + 4L * i)), y + 4L * i);
        }
        for (; i < n; i++) {
            setFloat(y + 4L * i, getFloat(a + 4L * i) * (getFloat(g + 4L * i) - s));
        }
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, float offset) {
        var factor = FloatVector.broadcast(F, scale);
        var added = FloatVector.broadcast(F, offset);
        int i = 0;
        for (; i <= n - W; i += W) {
            store(load(x + 4L * i).sub(shift).fma(factor, added), y + 4L * i);
        }
        PLAIN.affine(x + 4L * i, y + 4L * i, n - i, shift, scale, offset);
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, long w, long b) {
        int i = 0;
        if (w != 0 && b != 0) {
            for (; i <= n - W; i += W) {
                var v = load(x + 4L * i).sub(shift).mul(scale);
                store(v.fma(load(w + 4L * i), load(b + 4L * i)), y + 4L * i);
            }
        } else if (w != 0) {
            for (; i <= n - W; i += W) {
                var v = load(x + 4L * i).sub(shift).mul(scale);
                store(v.mul(load(w + 4L * i)), y + 4L * i);
            }
        } else if (b == 0) {
            affine(x, y, n, shift, scale, 0f);
            return;
        }
        long at = 4L * i;
        PLAIN.affine(
                x + at, y + at, n - i, shift, scale, w == 0 ? 0 : w + at, b == 0 ? 0 : b + at);
    }

    @Override
    public void affineEach(long x, long y, int n, float[] shift, float[] scale, float[] offset) {
        int i = 0;
        for (; i <= n - W; i += W) {
            var v = load(x + 4L * i).sub(FloatVector.fromArray(F, shift, i));
            v = v.fma(FloatVector.fromArray(F, scale, i), FloatVector.fromArray(F, offset, i));
            store(v, y + 4L * i);
        }
        for (; i < n; i++) {
            setFloat(y + 4L * i, (getFloat(x + 4L * i) - shift[i]) * scale[i] + offset[i]);
        }
    }

    @Override
    public void normGradient(
            long g, long x, long y, int n, float c0, float mean, float c1, float k) {
        var minus = FloatVector.broadcast(F, -c1);
        int i = 0;
        for (; i <= n - W; i += W) {
            var centred = load(x + 4L * i).sub(mean);
            store(centred.fma(minus, load(g + 4L * i).sub(c0)).mul(k), y + 4L * i);
        }
        long at = 4L * i;
        PLAIN.normGradient(g + at, x + at, y + at, n - i, c0, mean, c1, k);
    }

    @Override
    public void normGradient(
            long g, long x, long w, long y, int n, float c0, float mean, float c1, float k) {
        if (w == 0) {
            normGradient(g, x, y, n, c0, mean, c1, k);
            return;
        }
        var minus = FloatVector.broadcast(F, -c1);
        int i = 0;
        for (; i <= n - W; i += W) {
            var grad = load(g + 4L * i).mul(load(w + 4L * i)).sub(c0);
            store(load(x + 4L * i).sub(mean).fma(minus, grad).mul(k), y + 4L * i);
        }
        long at = 4L * i;
        PLAIN.normGradient(g + at, x + at, w + at, y + at, n - i, c0, mean, c1, k);
    }

    @Override
    public void normGradientEach(
            long g, long x, long y, int n, float[] c0, float[] mean, float[] c1, float[] k) {
        int i = 0;
        for (; i <= n - W; i += W) {
            var centred = load(x + 4L * i).sub(FloatVector.fromArray(F, mean, i));
            var grad = load(g + 4L * i).sub(FloatVector.fromArray(F, c0, i));
            var v = grad.sub(centred.mul(FloatVector.fromArray(F, c1, i)));
            store(v.mul(FloatVector.fromArray(F, k, i)), y + 4L * i);
        }
        for (; i < n; i++) {
            float centred = (getFloat(x + 4L * i) - mean[i]) * c1[i];
            setFloat(y + 4L * i, (getFloat(g + 4L * i) - c0[i] - centred) * k[i]);
        }
    }

    @Override
    public void weightedSums(long g, long x, long w, int n, float mean, double[] sums) {
        if (w == 0) {
            sums[0] = sum(Map.IDENTITY, g, n);
            sums[1] = dot(g, x, n, mean);
            return;
        }
        var total0 = DoubleVector.zero(D);
        var total1 = DoubleVector.zero(D);
        int done = 0;
        while (n - done >= W) {
            long at = 4L * done;
            int block = Math.min(SUM_BLOCK, n - done);
            var s0 = FloatVector.zero(F);
            var s1 = FloatVector.zero(F);
            int i = 0;
            for (; i <= block - W; i += W) {
                var v = load(g + at + 4L * i).mul(load(w + at + 4L * i));
                s0 = s0.add(v);
                s1 = load(x + at + 4L * i).sub(mean).fma(v, s1);
            }
            total0 = total0.add(low(s0)).add(high(s0));
            total1 = total1.add(low(s1)).add(high(s1));
            done += i;
        }
        long at = 4L * done;
        PLAIN.weightedSums(g + at, x + at, w + at, n - done, mean, sums);
        sums[0] += ordered(total0);
        sums[1] += ordered(total1);
    }
}
