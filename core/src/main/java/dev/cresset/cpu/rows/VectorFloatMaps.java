package dev.cresset.cpu.rows;

import static dev.cresset.cpu.rows.VectorLanes.F;
import static dev.cresset.cpu.rows.VectorLanes.W;
import static dev.cresset.cpu.rows.VectorLanes.addInto;
import static dev.cresset.cpu.rows.VectorLanes.first;
import static dev.cresset.cpu.rows.VectorLanes.load;
import static dev.cresset.cpu.rows.VectorLanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The loops of {@link FloatMaps} with the Vector API. */
final class VectorFloatMaps implements FloatMaps {
    private static final PlainFloatMaps PLAIN = new PlainFloatMaps();
    private static final int TOTALS = FloatRows.TOTALS;

    /** See {@link PlainFloatMaps#exp}. */
    private static FloatVector exp(FloatVector x) {
        final float magic = 0x1.8p23f;
        var lowest = FloatVector.broadcast(F, -104f);
        var c = x.blend(lowest, x.compare(VectorOperators.LT, lowest));
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
        var k = t.reinterpretAsInts().sub(Float.floatToRawIntBits(magic));
        var half = k.lanewise(VectorOperators.ASHR, 1);
        var low = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        var high = k.sub(half).add(127).lanewise(VectorOperators.LSHL, 23);
        return e.mul(low).mul(high.reinterpretAsFloats());
    }

    @Override
    public double expSum(long x, long y, int n, float max) {
        var totals = new double[TOTALS];
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            for (int o = 0; o < TOTALS; o += W) {
                long p = x + 4L * (done + o);
                long q = y + 4L * (done + o);
                var sum = FloatVector.zero(F);
                int i = 0;
                for (; i <= block - TOTALS; i += TOTALS) {
                    var e = exp(load(p + 4L * i).sub(max));
                    store(e, q + 4L * i);
                    sum = sum.add(e);
                }
                if (i < block) {
                    var m = first(block - i - o);
                    var e = exp(load(p + 4L * i, m).sub(max));
                    store(e, q + 4L * i, m);
                    sum = sum.add(e, m);
                }
                addInto(sum, totals, o);
            }
        }
        return FloatRows.total(totals);
    }

    @Override
    public double sumExp(long x, int n, float max) {
        var totals = new double[TOTALS];
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            for (int o = 0; o < TOTALS; o += W) {
                long p = x + 4L * (done + o);
                var sum = FloatVector.zero(F);
                int i = 0;
                for (; i <= block - TOTALS; i += TOTALS) {
                    sum = sum.add(exp(load(p + 4L * i).sub(max)));
                }
                if (i < block) {
                    var m = first(block - i - o);
                    sum = sum.add(exp(load(p + 4L * i, m).sub(max)), m);
                }
                addInto(sum, totals, o);
            }
        }
        return FloatRows.total(totals);
    }

    @Override
    public void minusExp(long a, long g, long y, int n, float s) {
        var minus = FloatVector.broadcast(F, -s);
        int i = 0;
        for (; i <= n - W; i += W) {
            store(exp(load(a + 4L * i)).fma(minus, load(g + 4L * i)), y + 4L * i);
        }
        if (i < n) {
            var m = first(n - i);
            var e = exp(load(a + 4L * i, m));
            store(e.fma(minus, load(g + 4L * i, m)), y + 4L * i, m);
        }
    }

    @Override
    public void timesDifference(long a, long g, long y, int n, float s) {
        int i = 0;
        for (; i <= n - W; i += W) {
            store(load(g + 4L * i).sub(s).mul(load(a + 4L * i)), y + 4L * i);
        }
        if (i < n) {
            var m = first(n - i);
            store(load(g + 4L * i, m).sub(s).mul(load(a + 4L * i, m)), y + 4L * i, m);
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
        if (i < n) {
            var m = first(n - i);
            store(load(x + 4L * i, m).sub(shift).fma(factor, added), y + 4L * i, m);
        }
    }

    @Override
    public void affine(long x, long y, int n, float shift, float scale, long w, long b) {
        if (w == 0 || b == 0) {
            PLAIN.affine(x, y, n, shift, scale, w, b);
            return;
        }
        int i = 0;
        for (; i <= n - W; i += W) {
            var v = load(x + 4L * i).sub(shift).mul(scale);
            store(v.fma(load(w + 4L * i), load(b + 4L * i)), y + 4L * i);
        }
        if (i < n) {
            var m = first(n - i);
            var v = load(x + 4L * i, m).sub(shift).mul(scale);
            store(v.fma(load(w + 4L * i, m), load(b + 4L * i, m)), y + 4L * i, m);
        }
    }

    @Override
    public void affineEach(long x, long y, int n, float[] shift, float[] scale, float[] offset) {
        int i = 0;
        for (; i <= n - W; i += W) {
            var v = load(x + 4L * i).sub(FloatVector.fromArray(F, shift, i));
            v = v.fma(FloatVector.fromArray(F, scale, i), FloatVector.fromArray(F, offset, i));
            store(v, y + 4L * i);
        }
        PLAIN.affineEach(x, y, i, n, shift, scale, offset);
    }

    @Override
    public void normGradient(
            long g, long x, long w, long y, int n, float c0, float mean, float c1, float k) {
        var minus = FloatVector.broadcast(F, -c1);
        int i = 0;
        if (w == 0) {
            for (; i <= n - W; i += W) {
                var grad = load(g + 4L * i).sub(c0);
                store(load(x + 4L * i).sub(mean).fma(minus, grad).mul(k), y + 4L * i);
            }
        } else {
            for (; i <= n - W; i += W) {
                var grad = load(g + 4L * i).mul(load(w + 4L * i)).sub(c0);
                store(load(x + 4L * i).sub(mean).fma(minus, grad).mul(k), y + 4L * i);
            }
        }
        if (i < n) {
            var m = first(n - i);
            var grad = load(g + 4L * i, m);
            grad = w == 0 ? grad.sub(c0) : grad.mul(load(w + 4L * i, m)).sub(c0);
            store(load(x + 4L * i, m).sub(mean).fma(minus, grad).mul(k), y + 4L * i, m);
        }
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
        PLAIN.normGradientEach(g, x, y, i, n, c0, mean, c1, k);
    }
}
