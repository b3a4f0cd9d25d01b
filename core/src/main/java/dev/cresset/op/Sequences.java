package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.Cells;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;

import java.util.Arrays;

/** Regular sequences of numbers. */
final class Sequences {
    private Sequences() {}

    /** The dtype of {@code arange}: the one wanted, or what its numbers give. */
    static DType arangeType(Object start, Object end, Object step, DType wanted) {
        boolean integral = isIntegral(start, end, step);
        var dtype = wanted != null ? wanted : integral ? DType.INT64 : Promotion.defaultDType();
        Check.that(
                !dtype.isComplex(),
                "arange: \"arange_cpu\" not implemented for '%s'; ask for a real dtype",
                dtype.scalarName());
        return dtype;
    }

    /** How many elements {@code arange} has. */
    static long arangeLength(Object start, Object end, Object step, DType dtype) {
        Check.that(Scalars.toDouble(step) != 0, "arange: step must be nonzero");
        double from = Scalars.toDouble(start);
        double to = Scalars.toDouble(end);
        Check.that(
                Double.isFinite(from) && Double.isFinite(to),
                "arange: unsupported range: %s -> %s",
                start,
                end);
        Check.that(
                Scalars.toDouble(step) > 0 ? to >= from : to <= from,
                "arange: upper bound and lower bound inconsistent with step sign: %s, %s, step %s",
                start,
                end,
                step);
        if (isExact(isIntegral(start, end, step), dtype)) {
            long d = Scalars.toLong(step);
            long span = Scalars.toLong(end) - Scalars.toLong(start);
            Check.that(d != 0, "arange: step must be nonzero");
            return (span + d - Long.signum(d)) / d;
        }
        return (long) Math.ceil((to - from) / Scalars.toDouble(step));
    }

    /** Writes {@code start, start + step, ...}. */
    static void arange(Object start, Object step, Array result) {
        var dtype = result.dtype();
        long n = result.numel();
        if (isExact(isIntegral(start, step), dtype)) {
            long a = Scalars.toLong(start);
            long d = Scalars.toLong(step);
            for (long i = 0; i < n; i++) {
                Scalars.writeLong(dtype, result.address() + i * dtype.size(), a + i * d);
            }
            return;
        }
        double from = Scalars.toDouble(start);
        double d = Scalars.toDouble(step);
        for (long i = 0; i < n; i++) {
            double value =
                    dtype.isFloatingPoint()
                            ? step(from, d, i, n, dtype)
                            : (long) from + (double) i * (long) d;
            Scalars.write(dtype, result.address() + i * dtype.size(), value);
        }
    }

    /** True if elements and their number are computed in integers. */
    private static boolean isExact(boolean integral, DType dtype) {
        return integral && !dtype.isFloatingPoint() || dtype == DType.INT64;
    }

    /**
     * Element i of n of a sequence with fractions.
     *
     * <p>PyTorch computes a vector at a time, two vectors a round: it rounds the first element of a
     * vector to the dtype and adds multiples of the step to that, so that the last bits depend on
     * the position; what does not fill a round is computed directly. Vectors have 256 bits, those
     * of 16-bit numbers are computed as two in float32.
     */
    private static double step(double start, double step, long i, long n, DType dtype) {
        int lanes = 32 / dtype.size();
        boolean direct = i >= n - n % (2 * lanes);
        long lane = direct ? 0 : i % lanes;
        if (dtype.isReduced()) {
            float first = Math.fma((float) step, i - lane, (float) start);
            return direct
                    ? first
                    : Math.fma(lane, (float) step, (float) Cells.rounded(dtype, first));
        }
        double first = Math.fma(step, i - lane, start);
        return direct ? first : Math.fma(lane, step, Cells.rounded(dtype, first));
    }

    private static boolean isIntegral(Object... numbers) {
        return Arrays.stream(numbers).noneMatch(x -> x instanceof Double || x instanceof Float);
    }

    /** Computed from both ends, in the precision of the dtype, so that the ends are exact. */
    static Array linspace(double start, double end, long steps, DType dtype) {
        var result = NewArray.empty(dtype, steps);
        for (long i = 0; i < steps; i++) {
            Scalars.write(
                    dtype, result.address() + i * dtype.size(), point(start, end, steps, i, dtype));
        }
        return result;
    }

    /** {@link #linspace} of both parts. */
    static Array linspace(Complex start, Complex end, long steps, DType dtype) {
        var part = dtype.toReal();
        return Parts.join(
                linspace(start.re(), end.re(), steps, part),
                linspace(start.im(), end.im(), steps, part));
    }

    /** {@code base} to the powers of {@link #linspace}. */
    static Array logspace(Complex start, Complex end, long steps, double base, DType dtype) {
        var exponents = linspace(start, end, steps, dtype);
        return Arithmetic.POW.computeOne(new Object[] {base, Elementwise.plain(exponents)});
    }

    /** The dtype of a sequence with complex ends or of a complex dtype, or null if it is real. */
    static DType complexOrNull(String op, Object start, Object end, DType wanted) {
        boolean complex = start instanceof Complex || end instanceof Complex;
        if (complex && wanted != null) {
            Check.that(
                    wanted.isComplex(),
                    "torch.%s(): inferred dtype %s can't be safely cast to passed dtype %s",
                    op,
                    Convolutions.typeName(Promotion.defaultDType().toComplex()),
                    wanted.scalarName());
        }
        return wanted != null && wanted.isComplex()
                ? wanted
                : complex ? Promotion.defaultDType().toComplex() : null;
    }

    private static double point(double start, double end, long steps, long i, DType dtype) {
        if (steps == 1) {
            return start;
        }
        if (dtype.compute() == DType.Compute.FLOAT) {
            float a = (float) start;
            float b = (float) end;
            float step = (b - a) / (steps - 1);
            return i < steps / 2 ? Math.fma(step, i, a) : Math.fma(-step, steps - i - 1, b);
        }
        if (dtype == DType.FLOAT64) {
            double step = (end - start) / (steps - 1);
            return i < steps / 2 ? Math.fma(step, i, start) : Math.fma(-step, steps - i - 1, end);
        }
        double step = (double) ((long) end - (long) start) / (steps - 1);
        return i < steps / 2
                ? (long) ((long) start + step * i)
                : (long) ((long) end - step * (steps - i - 1));
    }

    static Array logspace(double start, double end, long steps, double base, DType dtype) {
        var result = NewArray.empty(dtype, steps);
        for (long i = 0; i < steps; i++) {
            long to = result.address() + i * dtype.size();
            switch (dtype.compute()) {
                case FLOAT -> {
                    float exponent = exponent((float) start, (float) end, steps, i);
                    Scalars.write(dtype, to, (float) Math.pow(base, exponent));
                }
                case DOUBLE ->
                        Scalars.write(dtype, to, Math.pow(base, exponent(start, end, steps, i)));
                case LONG -> {
                    // As in PyTorch, all three numbers are integers here, and the steps float32.
                    float exponent = exponent((float) (long) start, (float) (long) end, steps, i);
                    Scalars.write(dtype, to, Math.pow((long) base, exponent));
                }
            }
        }
        return result;
    }

    private static float exponent(float start, float end, long steps, long i) {
        float step = steps == 1 ? 0 : (end - start) / (steps - 1);
        return i < steps / 2 || steps == 1 ? start + step * i : end - step * (steps - i - 1);
    }

    private static double exponent(double start, double end, long steps, long i) {
        double step = steps == 1 ? 0 : (end - start) / (steps - 1);
        return i < steps / 2 || steps == 1 ? start + step * i : end - step * (steps - i - 1);
    }
}
