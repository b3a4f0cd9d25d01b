package dev.cresset.cpu.rows;

import static dev.cresset.cpu.rows.VectorLanes.D;
import static dev.cresset.cpu.rows.VectorLanes.F;
import static dev.cresset.cpu.rows.VectorLanes.H;
import static dev.cresset.cpu.rows.VectorLanes.W;
import static dev.cresset.cpu.rows.VectorLanes.addInto;
import static dev.cresset.cpu.rows.VectorLanes.first;
import static dev.cresset.cpu.rows.VectorLanes.load;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The loops of {@link FloatRows} with the Vector API. Where vectors have fewer than 16 lanes, the
 * lanes of a block are computed in several passes over it.
 */
final class VectorFloatRows implements FloatRows {
    private static final PlainFloatRows PLAIN = new PlainFloatRows();

    /** Bytes between the four vectors that are added side by side. */
    private static final int STEP = 4 * TOTALS;

    private static FloatVector mapped(FloatVector v, boolean abs) {
        return abs ? v.abs() : v;
    }

    @Override
    public double sum(Map map, long x, long n) {
        if (n < FEW) {
            return PLAIN.sum(map, x, n);
        }
        boolean abs = map == Map.ABS;
        if (W == TOTALS && n < BLOCK) {
            return sumOfBlock(x, (int) n, abs);
        }
        var totals = VectorLanes.totals();
        long done = 0;
        if (W == TOTALS) {
            done = n & -BLOCK;
            addBlocks(x, done, abs, totals);
        }
        for (; done < n; done += BLOCK) {
            addBlock(x + 4 * done, (int) Math.min(BLOCK, n - done), abs, totals);
        }
        return FloatRows.total(totals);
    }

    // The loops over a block stand here three times: vectors handed from method to method become
    // objects, and each of the three is fastest with its own beginning and end.

    /** Whole blocks, where one vector holds half of the totals: they stay in registers. */
    private static void addBlocks(long x, long n, boolean abs, double[] totals) {
        var low = DoubleVector.zero(D);
        var high = DoubleVector.zero(D);
        for (long done = 0; done < n; done += BLOCK) {
            long at = (x + 4 * done) & Memory.ADDRESSES;
            var a0 = mapped(load(at), abs);
            var a1 = mapped(load(at + STEP), abs);
            var a2 = mapped(load(at + 2 * STEP), abs);
            var a3 = mapped(load(at + 3 * STEP), abs);
            for (int i = 1; i < BLOCK / LANES; i++) {
                long p = at + 4L * LANES * i;
                a0 = a0.add(mapped(load(p), abs));
                a1 = a1.add(mapped(load(p + STEP), abs));
                a2 = a2.add(mapped(load(p + 2 * STEP), abs));
                a3 = a3.add(mapped(load(p + 3 * STEP), abs));
            }
            var sums = a0.add(a1).add(a2.add(a3));
            low = low.add(sums.convertShape(VectorOperators.F2D, D, 0));
            high = high.add(sums.convertShape(VectorOperators.F2D, D, 1));
        }
        low.intoArray(totals, 0);
        high.intoArray(totals, H);
    }

    /** The sum of a block of at least one round of lanes, whose totals stay in registers. */
    private static double sumOfBlock(long at, int block, boolean abs) {
        long x = at & Memory.ADDRESSES;
        var a0 = mapped(load(x), abs);
        var a1 = mapped(load(x + STEP), abs);
        var a2 = mapped(load(x + 2 * STEP), abs);
        var a3 = mapped(load(x + 3 * STEP), abs);
        int i = LANES;
        for (; i <= block - LANES; i += LANES) {
            a0 = a0.add(mapped(load(x + 4L * i), abs));
            a1 = a1.add(mapped(load(x + 4L * i + STEP), abs));
            a2 = a2.add(mapped(load(x + 4L * i + 2 * STEP), abs));
            a3 = a3.add(mapped(load(x + 4L * i + 3 * STEP), abs));
        }
        if (i < block) {
            long p = x + 4L * i;
            int rest = block - i;
            a0 = a0.add(mapped(load(p, first(rest)), abs));
            if (rest > 16) {
                a1 = a1.add(mapped(load(p + STEP, first(rest - 16)), abs));
            }
            if (rest > 32) {
                a2 = a2.add(mapped(load(p + 2 * STEP, first(rest - 32)), abs));
            }
            if (rest > 48) {
                a3 = a3.add(mapped(load(p + 3 * STEP, first(rest - 48)), abs));
            }
        }
        var sums = a0.add(a1).add(a2.add(a3));
        var low = (DoubleVector) sums.convertShape(VectorOperators.F2D, D, 0);
        var t = low.add(sums.convertShape(VectorOperators.F2D, D, 1));
        double even = (t.lane(0) + t.lane(4)) + (t.lane(2) + t.lane(6));
        double odd = (t.lane(1) + t.lane(5)) + (t.lane(3) + t.lane(7));
        return even + odd + 0.0; // lanes that begin with an element may add up to -0
    }

    /** A block of any length up to {@link #BLOCK}. */
    private static void addBlock(long x, int block, boolean abs, double[] totals) {
        for (int o = 0; o < TOTALS; o += W) {
            long at = x + 4 * o;
            var a0 = FloatVector.zero(F);
            var a1 = FloatVector.zero(F);
            var a2 = FloatVector.zero(F);
            var a3 = FloatVector.zero(F);
            int i = 0;
            for (; i <= block - LANES; i += LANES) {
                a0 = a0.add(mapped(load(at + 4L * i), abs));
                a1 = a1.add(mapped(load(at + 4L * i + STEP), abs));
                a2 = a2.add(mapped(load(at + 4L * i + 2 * STEP), abs));
                a3 = a3.add(mapped(load(at + 4L * i + 3 * STEP), abs));
            }
            if (i < block) {
                long p = at + 4L * i;
                int rest = block - i - o;
                if (rest > 0) {
                    a0 = a0.add(mapped(load(p, first(rest)), abs));
                }
                if (rest > 16) {
                    a1 = a1.add(mapped(load(p + STEP, first(rest - 16)), abs));
                }
                if (rest > 32) {
                    a2 = a2.add(mapped(load(p + 2 * STEP, first(rest - 32)), abs));
                }
                if (rest > 48) {
                    a3 = a3.add(mapped(load(p + 3 * STEP, first(rest - 48)), abs));
                }
            }
            addInto(a0.add(a1).add(a2.add(a3)), totals, o);
        }
    }

    @Override
    public double dot(long a, long x, long n, float mean) {
        if (n < FEW) {
            return PLAIN.dot(a, x, n, mean);
        }
        var totals = VectorLanes.totals();
        for (long done = 0; done < n; done += BLOCK) {
            int block = (int) Math.min(BLOCK, n - done);
            for (int o = 0; o < TOTALS; o += W) {
                long p = a + 4 * done + 4 * o;
                long q = x + 4 * done + 4 * o;
                var s0 = FloatVector.zero(F);
                var s1 = FloatVector.zero(F);
                var s2 = FloatVector.zero(F);
                var s3 = FloatVector.zero(F);
                int i = 0;
                for (; i <= block - LANES; i += LANES) {
                    long b = 4L * i;
                    s0 = load(q + b).sub(mean).fma(load(p + b), s0);
                    b += STEP;
                    s1 = load(q + b).sub(mean).fma(load(p + b), s1);
                    b += STEP;
                    s2 = load(q + b).sub(mean).fma(load(p + b), s2);
                    b += STEP;
                    s3 = load(q + b).sub(mean).fma(load(p + b), s3);
                }
                if (i < block) {
                    long b = 4L * i;
                    int rest = block - i - o;
                    var m = first(rest);
                    s0 = load(q + b, m).sub(mean, m).fma(load(p + b, m), s0);
                    b += STEP;
                    m = first(rest - 16);
                    s1 = load(q + b, m).sub(mean, m).fma(load(p + b, m), s1);
                    b += STEP;
                    m = first(rest - 32);
                    s2 = load(q + b, m).sub(mean, m).fma(load(p + b, m), s2);
                    b += STEP;
                    m = first(rest - 48);
                    s3 = load(q + b, m).sub(mean, m).fma(load(p + b, m), s3);
                }
                addInto(s0.add(s1).add(s2.add(s3)), totals, o);
            }
        }
        return FloatRows.total(totals);
    }

    @Override
    public double sumSquares(long x, long n, float mean) {
        if (n < FEW) {
            return PLAIN.sumSquares(x, n, mean);
        }
        var totals = VectorLanes.totals();
        for (long done = 0; done < n; done += BLOCK) {
            int block = (int) Math.min(BLOCK, n - done);
            for (int o = 0; o < TOTALS; o += W) {
                long q = x + 4 * done + 4 * o;
                var s0 = FloatVector.zero(F);
                var s1 = FloatVector.zero(F);
                var s2 = FloatVector.zero(F);
                var s3 = FloatVector.zero(F);
                int i = 0;
                for (; i <= block - LANES; i += LANES) {
                    var d0 = load(q + 4L * i).sub(mean);
                    s0 = d0.fma(d0, s0);
                    var d1 = load(q + 4L * i + STEP).sub(mean);
                    s1 = d1.fma(d1, s1);
                    var d2 = load(q + 4L * i + 2 * STEP).sub(mean);
                    s2 = d2.fma(d2, s2);
                    var d3 = load(q + 4L * i + 3 * STEP).sub(mean);
                    s3 = d3.fma(d3, s3);
                }
                if (i < block) {
                    long p = q + 4L * i;
                    int rest = block - i - o;
                    var m = first(rest);
                    var d = load(p, m).sub(mean, m);
                    s0 = d.fma(d, s0);
                    m = first(rest - 16);
                    d = load(p + STEP, m).sub(mean, m);
                    s1 = d.fma(d, s1);
                    m = first(rest - 32);
                    d = load(p + 2 * STEP, m).sub(mean, m);
                    s2 = d.fma(d, s2);
                    m = first(rest - 48);
                    d = load(p + 3 * STEP, m).sub(mean, m);
                    s3 = d.fma(d, s3);
                }
                addInto(s0.add(s1).add(s2.add(s3)), totals, o);
            }
        }
        return FloatRows.total(totals);
    }

    @Override
    public void weightedSums(long g, long x, long w, int n, float mean, double[] sums) {
        if (w == 0) {
            sums[0] = sum(Map.IDENTITY, g, n);
            sums[1] = dot(g, x, n, mean);
            return;
        }
        var totals = VectorLanes.totals();
        var products = new double[TOTALS];
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            for (int o = 0; o < TOTALS; o += W) {
                long at = 4L * done + 4 * o;
                var s0 = FloatVector.zero(F);
                var s1 = FloatVector.zero(F);
                int i = 0;
                for (; i <= block - TOTALS; i += TOTALS) {
                    var v = load(g + at + 4L * i).mul(load(w + at + 4L * i));
                    s0 = s0.add(v);
                    s1 = load(x + at + 4L * i).sub(mean).fma(v, s1);
                }
                if (i < block) {
                    var m = first(block - i - o);
                    var v = load(g + at + 4L * i, m).mul(load(w + at + 4L * i, m));
                    s0 = s0.add(v);
                    s1 = load(x + at + 4L * i, m).sub(mean, m).fma(v, s1);
                }
                addInto(s0, totals, o);
                addInto(s1, products, o);
            }
        }
        sums[0] = FloatRows.total(totals);
        sums[1] = FloatRows.total(products);
    }

    @Override
    public float max(Map map, float sign, long x, long n) {
        if (n < FEW) {
            return PLAIN.max(map, sign, x, n);
        }
        boolean abs = map == Map.ABS;
        var m0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        var m1 = m0;
        var m2 = m0;
        var m3 = m0;
        for (long done = 0; done < n; done += BLOCK) {
            int block = (int) Math.min(BLOCK, n - done);
            long at = x + 4 * done;
            int i = 0;
            for (; i <= block - 4 * W; i += 4 * W) {
                m0 = m0.max(mapped(load(at + 4L * i), abs).mul(sign));
                m1 = m1.max(mapped(load(at + 4L * i + 4 * W), abs).mul(sign));
                m2 = m2.max(mapped(load(at + 4L * i + 8 * W), abs).mul(sign));
                m3 = m3.max(mapped(load(at + 4L * i + 12 * W), abs).mul(sign));
            }
            for (; i <= block - W; i += W) {
                m0 = m0.max(mapped(load(at + 4L * i), abs).mul(sign));
            }
            if (i < block) {
                // What was seen already may be seen again.
                m1 = m1.max(mapped(load(x + 4 * (done + block - W)), abs).mul(sign));
            }
        }
        return m0.max(m1).max(m2.max(m3)).reduceLanes(VectorOperators.MAX);
    }

    @Override
    public float largestNumber(long x, long n) {
        if (n < FEW) {
            return PLAIN.largestNumber(x, n);
        }
        var m0 = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        var m1 = m0;
        long i = 0;
        for (; i <= n - 2 * W; i += 2 * W) {
            m0 = larger(m0, load(x + 4 * i));
            m1 = larger(m1, load(x + 4 * i + 4 * W));
        }
        // What was seen already may be seen again.
        m0 = larger(m0, load(x + 4 * Math.min(i, n - W)));
        m1 = larger(m1, load(x + 4 * (n - W)));
        return larger(m0, m1).reduceLanes(VectorOperators.MAX);
    }

    /** Without the care for NaN and signed zeros that the maximum of two vectors takes. */
    private static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
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
    public long indexBeyond(float sign, long x, long n, float limit) {
        long done = 0;
        while (n - done >= W) {
            long at = x + 4 * done;
            int block = (int) Math.min(BLOCK, n - done);
            int i = 0;
            for (; i <= block - W; i += W) {
                var within = load(at + 4L * i).mul(sign).compare(VectorOperators.LE, limit);
                if (!within.allTrue()) {
                    return done + i + within.not().firstTrue();
                }
            }
            done += i;
        }
        long rest = PLAIN.indexBeyond(sign, x + 4 * done, n - done, limit);
        return rest < 0 ? rest : done + rest;
    }

    @Override
    public void addRows(Map map, long x, long stride, long rows, int width, double[] acc) {
        boolean abs = map == Map.ABS;
        long r = 0;
        for (; r + 8 <= rows; r += 8) {
            long p0 = (x + r * stride) & Memory.ADDRESSES;
            long p1 = (p0 + stride) & Memory.ADDRESSES;
            long p2 = (p1 + stride) & Memory.ADDRESSES;
            long p3 = (p2 + stride) & Memory.ADDRESSES;
            long p4 = (p3 + stride) & Memory.ADDRESSES;
            long p5 = (p4 + stride) & Memory.ADDRESSES;
            long p6 = (p5 + stride) & Memory.ADDRESSES;
            long p7 = (p6 + stride) & Memory.ADDRESSES;
            int j = 0;
            for (; j <= width - W; j += W) {
                long o = 4L * j;
                var s = ofTwo(p0 + o, p1 + o, abs).add(ofTwo(p2 + o, p3 + o, abs));
                var t = ofTwo(p4 + o, p5 + o, abs).add(ofTwo(p6 + o, p7 + o, abs));
                addInto(s.add(t), acc, j);
            }
            if (j < width) {
                addLastOfEight(p0 + 4L * j, stride, width - j, abs, acc, j);
            }
        }
        for (; r < rows; r++) {
            long at = x + r * stride;
            int j = 0;
            for (; j <= width - W; j += W) {
                addInto(mapped(load(at + 4L * j), abs), acc, j);
            }
            if (j < width) {
                addInto(mapped(load(at + 4L * j, first(width - j)), abs), acc, j);
            }
        }
    }

    /** The sum of two rows; small, see Note [Small vector methods] in {@link VectorFloatMaps}. */
    private static FloatVector ofTwo(long p, long q, boolean abs) {
        return mapped(load(p), abs).add(mapped(load(q), abs));
    }

    /** Of eight rows the last columns, fewer than a vector has. */
    private static void addLastOfEight(
            long p, long stride, int columns, boolean abs, double[] acc, int j) {
        var m = first(columns);
        var s = mapped(load(p, m), abs).add(mapped(load(p + stride, m), abs));
        p += 2 * stride;
        s = s.add(mapped(load(p, m), abs).add(mapped(load(p + stride, m), abs)));
        p += 2 * stride;
        var t = mapped(load(p, m), abs).add(mapped(load(p + stride, m), abs));
        p += 2 * stride;
        t = t.add(mapped(load(p, m), abs).add(mapped(load(p + stride, m), abs)));
        addInto(s.add(t), acc, j);
    }

    @Override
    public void addSquareRows(
            long x, long stride, long rows, int width, float[] mean, double[] acc) {
        long r = 0;
        for (; r + 4 <= rows; r += 4) {
            long at = x + r * stride;
            int j = 0;
            for (; j <= width - W; j += W) {
                long p = at + 4L * j;
                var m = FloatVector.fromArray(F, mean, j);
                var d0 = load(p).sub(m);
                var d1 = load(p + stride).sub(m);
                p += 2 * stride;
                var d2 = load(p).sub(m);
                var d3 = load(p + stride).sub(m);
                addInto(d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2))), acc, j);
            }
            if (j < width) {
                long p = at + 4L * j;
                var lanes = first(width - j);
                var m = FloatVector.fromArray(F, mean, j);
                var d0 = load(p, lanes).sub(m);
                var d1 = load(p + stride, lanes).sub(m);
                p += 2 * stride;
                var d2 = load(p, lanes).sub(m);
                var d3 = load(p + stride, lanes).sub(m);
                addInto(d1.fma(d1, d0.mul(d0)).add(d3.fma(d3, d2.mul(d2))), acc, j);
            }
        }
        for (; r < rows; r++) {
            long at = x + r * stride;
            int j = 0;
            for (; j <= width - W; j += W) {
                var d = load(at + 4L * j).sub(FloatVector.fromArray(F, mean, j));
                addInto(d.mul(d), acc, j);
            }
            if (j < width) {
                var row = load(at + 4L * j, first(width - j));
                var d = row.sub(FloatVector.fromArray(F, mean, j));
                addInto(d.mul(d), acc, j);
            }
        }
    }

    @Override
    public void addProductRows(
            long a, long x, long stride, long rows, int width, float[] mean, double[] acc) {
        long r = 0;
        for (; r + 4 <= rows; r += 4) {
            long atA = a + r * stride;
            long atX = x + r * stride;
            int j = 0;
            for (; j <= width - W; j += W) {
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
            if (j < width) {
                long p = atA + 4L * j;
                long q = atX + 4L * j;
                var lanes = first(width - j);
                var m = FloatVector.fromArray(F, mean, j);
                var s0 = load(q, lanes).sub(m).mul(load(p, lanes));
                s0 = load(q + stride, lanes).sub(m).fma(load(p + stride, lanes), s0);
                p += 2 * stride;
                q += 2 * stride;
                var s1 = load(q, lanes).sub(m).mul(load(p, lanes));
                s1 = load(q + stride, lanes).sub(m).fma(load(p + stride, lanes), s1);
                addInto(s0.add(s1), acc, j);
            }
        }
        for (; r < rows; r++) {
            long at = r * stride;
            int j = 0;
            for (; j <= width - W; j += W) {
                var d = load(x + at + 4L * j).sub(FloatVector.fromArray(F, mean, j));
                addInto(d.mul(load(a + at + 4L * j)), acc, j);
            }
            if (j < width) {
                var m = first(width - j);
                var d = load(x + at + 4L * j, m).sub(FloatVector.fromArray(F, mean, j));
                addInto(d.mul(load(a + at + 4L * j, m)), acc, j);
            }
        }
    }

    @Override
    public void addScaledProduct(long a, long x, int n, float mean, float scale, double[] acc) {
        int j = 0;
        for (; j <= n - W; j += W) {
            var d = load(x + 4L * j).sub(mean).mul(scale);
            addInto(d.mul(load(a + 4L * j)), acc, j);
        }
        if (j < n) {
            var m = first(n - j);
            var d = load(x + 4L * j, m).sub(mean).mul(scale);
            addInto(d.mul(load(a + 4L * j, m)), acc, j);
        }
    }

    @Override
    public void maxRows(
            Map map, float sign, long x, long stride, long rows, int width, float[] best) {
        boolean abs = map == Map.ABS;
        long r = 0;
        for (; r + 4 <= rows; r += 4) {
            long at = x + r * stride;
            int j = 0;
            for (; j <= width - W; j += W) {
                long p = at + 4L * j;
                var m0 = mapped(load(p), abs).mul(sign);
                var m1 = mapped(load(p + stride), abs).mul(sign);
                p += 2 * stride;
                var m2 = mapped(load(p), abs).mul(sign);
                var m3 = mapped(load(p + stride), abs).mul(sign);
                var m = m0.max(m1).max(m2.max(m3));
                FloatVector.fromArray(F, best, j).max(m).intoArray(best, j);
            }
            if (j < width) {
                maxTail(abs, sign, at, stride, 4, j, width, best);
            }
        }
        for (; r < rows; r++) {
            long at = x + r * stride;
            int j = 0;
            for (; j <= width - W; j += W) {
                var m = mapped(load(at + 4L * j), abs).mul(sign);
                FloatVector.fromArray(F, best, j).max(m).intoArray(best, j);
            }
            if (j < width) {
                maxTail(abs, sign, at, stride, 1, j, width, best);
            }
        }
    }

    /** The columns from j of a few rows. */
    private static void maxTail(
            boolean abs,
            float sign,
            long x,
            long stride,
            int rows,
            int j,
            int width,
            float[] best) {
        var lanes = first(width - j);
        var most = FloatVector.fromArray(F, best, j);
        for (int r = 0; r < rows; r++) {
            most = most.max(mapped(load(x + r * stride + 4L * j, lanes), abs).mul(sign));
        }
        most.intoArray(best, j);
    }
}
