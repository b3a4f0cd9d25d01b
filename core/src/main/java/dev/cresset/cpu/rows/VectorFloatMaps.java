package dev.cresset.cpu.rows;

import static dev.cresset.cpu.rows.VectorLanes.F;
import static dev.cresset.cpu.rows.VectorLanes.W;
import static dev.cresset.cpu.rows.VectorLanes.addInto;
import static dev.cresset.cpu.rows.VectorLanes.first;
import static dev.cresset.cpu.rows.VectorLanes.load;
import static dev.cresset.cpu.rows.VectorLanes.store;

import dev.cresset.spi.Memory;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** The loops of {@link FloatMaps} with the Vector API. */
final class VectorFloatMaps implements FloatMaps {
    private static final PlainFloatMaps PLAIN = new PlainFloatMaps();
    private static final int TOTALS = FloatRows.TOTALS;

    private static final float MAGIC = PlainFloatMaps.MAGIC;

    // Note [Small vector methods]: a method that is compiled by itself into much code is no longer
    // inlined, and vectors that go in and out of it become objects. The steps of exp, explained at
    // PlainFloatMaps.exp, are therefore methods of a few operations, called by each loop.

    private static FloatVector clamp(FloatVector x) {
        var lowest = FloatVector.broadcast(F, -104f);
        return x.blend(lowest, x.compare(VectorOperators.LT, lowest));
    }

    private static FloatVector exponent(FloatVector x) {
        return x.fma(FloatVector.broadcast(F, 1.44269504f), FloatVector.broadcast(F, MAGIC));
    }

    private static FloatVector remainder(FloatVector x, FloatVector n) {
        var r = n.fma(FloatVector.broadcast(F, -0.693359375f), x);
        return n.fma(FloatVector.broadcast(F, 2.12194440e-4f), r);
    }

    private static FloatVector polynomial(FloatVector r) {
        var p = FloatVector.broadcast(F, 1.9875691500e-4f);
        p = p.fma(r, FloatVector.broadcast(F, 1.3981999507e-3f));
        p = p.fma(r, FloatVector.broadcast(F, 8.3334519073e-3f));
        p = p.fma(r, FloatVector.broadcast(F, 4.1665795894e-2f));
        p = p.fma(r, FloatVector.broadcast(F, 1.6666665459e-1f));
        p = p.fma(r, FloatVector.broadcast(F, 5.0000001201e-1f));
        return p.fma(r.mul(r), r.add(1f));
    }

    private static FloatVector scaled(FloatVector e, FloatVector t, FloatVector n) {
        var k = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        var factor = n.fma(FloatVector.zero(F), FloatVector.broadcast(F, PlainFloatMaps.SCALE));
        return e.reinterpretAsInts().add(k).reinterpretAsFloats().mul(factor);
    }

    // Note [Tails apart]: what does not fill a vector is a method of its own, so that the loop over
    // whole vectors makes no calls. No register lives through a call, and the compiler would load
    // all constants anew for each vector. Nor is there a condition in it: storing or not decided
    // within one loop took half as long again as two loops.

    @Override
    public double expSum(long x, long y, int n, float max) {
        return exponentials(x, y, n, max);
    }

    @Override
    public double sumExp(long x, int n, float max) {
        return exponentials(x, 0, n, max);
    }

    private static double exponentials(long x, long y, int n, float max) {
        var totals = VectorLanes.totals();
        for (int done = 0; done < n; done += BLOCK) {
            int block = Math.min(BLOCK, n - done);
            int whole = block & -TOTALS;
            for (int o = 0; o < TOTALS; o += W) {
                long at = 4L * (done + o);
                if (y == 0) {
                    addExps(x + at, whole, max, totals, o);
                } else {
                    storeExps(x + at, y + at, whole, max, totals, o);
                }
                if (whole + o < block) {
                    at += 4L * whole;
                    int rest = block - whole - o;
                    addLastExps(x + at, y == 0 ? 0 : y + at, rest, max, totals, o);
                }
            }
        }
        return FloatRows.total(totals);
    }

    private static void addExps(long x, int n, float max, double[] totals, int o) {
        long p = x & Memory.ADDRESSES;
        var sum = FloatVector.zero(F);
        for (int i = 0; i < n; i += TOTALS) {
            var c = clamp(load(p + 4L * i).sub(max));
            var t = exponent(c);
            var k = t.sub(MAGIC);
            sum = sum.add(scaled(polynomial(remainder(c, k)), t, k));
        }
        addInto(sum, totals, o);
    }

    private static void storeExps(long x, long y, int n, float max, double[] totals, int o) {
        long p = x & Memory.ADDRESSES;
        long q = y & Memory.ADDRESSES;
        var sum = FloatVector.zero(F);
        for (int i = 0; i < n; i += TOTALS) {
            var c = clamp(load(p + 4L * i).sub(max));
            var t = exponent(c);
            var k = t.sub(MAGIC);
            var e = scaled(polynomial(remainder(c, k)), t, k);
            store(e, q + 4L * i);
            sum = sum.add(e);
        }
        addInto(sum, totals, o);
    }

    private static void addLastExps(long x, long y, int n, float max, double[] totals, int o) {
        var m = first(n);
        var c = clamp(load(x, m).sub(max));
        var t = exponent(c);
        var k = t.sub(MAGIC);
        var e = scaled(polynomial(remainder(c, k)), t, k);
        if (y != 0) {
            store(e, y, m);
        }
        addInto(FloatVector.zero(F).add(e, m), totals, o);
    }

    @Override
    public void minusExp(long a, long g, long y, int n, float s) {
        int whole = n & -W;
        minusExps(a, g, y, whole, s);
        if (whole < n) {
            var m = first(n - whole);
            long at = 4L * whole;
            var c = clamp(load(a + at, m));
            var t = exponent(c);
            var k = t.sub(MAGIC);
            var e = scaled(polynomial(remainder(c, k)), t, k);
            store(e.fma(FloatVector.broadcast(F, -s), load(g + at, m)), y + at, m);
        }
    }

    private static void minusExps(long a, long g, long y, int n, float s) {
        long p = a & Memory.ADDRESSES;
        long q = g & Memory.ADDRESSES;
        long r = y & Memory.ADDRESSES;
        var minus = FloatVector.broadcast(F, -s);
        for (int i = 0; i < n; i += W) {
            var c = clamp(load(p + 4L * i));
            var t = exponent(c);
            var k = t.sub(MAGIC);
            var e = scaled(polynomial(remainder(c, k)), t, k);
            store(e.fma(minus, load(q + 4L * i)), r + 4L * i);
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
        if (w == 0 && b == 0) {
            affine(x, y, n, shift, scale, 0f);
            return;
        }
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
        if (i < n) {
            var m = first(n - i);
            var v = load(x + 4L * i, m).sub(FloatVector.fromArray(F, shift, i));
            v = v.fma(FloatVector.fromArray(F, scale, i), FloatVector.fromArray(F, offset, i));
            store(v, y + 4L * i, m);
        }
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
        if (i < n) {
            var m = first(n - i);
            var centred = load(x + 4L * i, m).sub(FloatVector.fromArray(F, mean, i));
            var grad = load(g + 4L * i, m).sub(FloatVector.fromArray(F, c0, i));
            var v = grad.sub(centred.mul(FloatVector.fromArray(F, c1, i)));
            store(v.mul(FloatVector.fromArray(F, k, i)), y + 4L * i, m);
        }
    }
}
