package dev.cresset.op;

import dev.cresset.spi.DType;

/**
 * Where each position of a resampled dimension takes its value from: tap t of output i is {@code
 * weight[t][i] * x[index[t][i]]}.
 *
 * <p>Places are computed in float32 unless the tensor is float64, so that they fall on the same
 * elements as PyTorch's.
 *
 * @param index per tap and output
 * @param weight per tap and output
 * @param divisor per output, or null for none; see also {@link #fixedPoint}
 */
record Taps(long[][] index, double[][] weight, double[] divisor) {
    private static final double CUBIC = -0.75;

    /** The constant of image libraries, which PyTorch uses with antialiasing. */
    private static final double SMOOTH_CUBIC = -0.5;

    private static Taps empty(int taps, long out) {
        int n = Math.toIntExact(out);
        return new Taps(new long[taps][n], new double[taps][n], null);
    }

    private static double rounded(double value, DType dtype) {
        return dtype == DType.FLOAT64 ? value : (float) value;
    }

    /** Input elements per output element; {@code factor} is 0 where only the sizes are known. */
    private static double step(long in, long out, boolean aligned, double factor, DType dtype) {
        if (aligned) {
            return out > 1 ? rounded((double) (in - 1) / (out - 1), dtype) : 0;
        }
        return rounded(factor > 0 ? 1 / factor : (double) in / out, dtype);
    }

    private static double place(double step, int i, boolean aligned, boolean cubic, DType dtype) {
        if (aligned) {
            return rounded(step * i, dtype);
        }
        double at = rounded(rounded(step * rounded(i + 0.5, dtype), dtype) - 0.5, dtype);
        return cubic ? at : Math.max(at, 0);
    }

    /** One element each. */
    static Taps nearest(long in, long out, double factor, boolean exact, DType dtype) {
        var taps = empty(1, out);
        double step = step(in, out, false, factor, dtype);
        for (int i = 0; i < out; i++) {
            double at = (float) rounded(step * (exact ? i + 0.5 : i), dtype);
            taps.index[0][i] = Math.min((long) Math.floor(at), in - 1);
            taps.weight[0][i] = 1;
        }
        return taps;
    }

    /** Two neighbours. */
    static Taps linear(long in, long out, double factor, boolean aligned, DType dtype) {
        var taps = empty(2, out);
        double step = step(in, out, aligned, factor, dtype);
        for (int i = 0; i < out; i++) {
            double at = in == out ? i : place(step, i, aligned, false, dtype);
            long first = Math.min((long) Math.floor(at), in - 1);
            double share = Math.clamp(rounded(at - first, dtype), 0, 1);
            taps.index[0][i] = first;
            taps.index[1][i] = Math.min(first + 1, in - 1);
            taps.weight[0][i] = rounded(1 - share, dtype);
            taps.weight[1][i] = share;
        }
        return taps;
    }

    /** Four neighbours. */
    static Taps cubic(long in, long out, double factor, boolean aligned, DType dtype) {
        var taps = empty(4, out);
        double step = step(in, out, aligned, factor, dtype);
        for (int i = 0; i < out; i++) {
            double at = place(step, i, aligned, true, dtype);
            long second = Math.min((long) Math.floor(at), in - 1);
            double t = Math.clamp(rounded(at - second, dtype), 0, 1);
            double[] weights = {outer(t + 1), inner(t), inner(1 - t), outer(2 - t)};
            for (int k = 0; k < 4; k++) {
                taps.index[k][i] = Math.clamp(second - 1 + k, 0, in - 1);
                taps.weight[k][i] = rounded(weights[k], dtype);
            }
        }
        return taps;
    }

    private static double inner(double x) {
        return inner(x, CUBIC);
    }

    private static double outer(double x) {
        return outer(x, CUBIC);
    }

    private static double inner(double x, double a) {
        return ((a + 2) * x - (a + 3)) * x * x + 1;
    }

    private static double outer(double x, double a) {
        return ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
    }

    /** All neighbours that an output covers, by a filter as wide as the step: no aliasing. */
    static Taps smooth(
            long in, long out, double factor, boolean aligned, boolean cubic, DType dtype) {
        double step = step(in, out, aligned, factor, dtype);
        double reach = (cubic ? 2 : 1) * Math.max(step, 1);
        int n = Math.toIntExact(out);
        var starts = new long[n];
        var counts = new long[n];
        int most = 1;
        for (int i = 0; i < n; i++) {
            double center = step * (i + 0.5);
            starts[i] = Math.max((long) (center - reach + 0.5), 0);
            counts[i] = Math.min((long) (center + reach + 0.5), in) - starts[i];
            most = Math.max(most, Math.toIntExact(counts[i]));
        }
        var taps = empty(most, out);
        for (int i = 0; i < n; i++) {
            double center = step * (i + 0.5);
            double total = 0;
            for (int t = 0; t < most; t++) {
                taps.index[t][i] = starts[i] + Math.min(t, counts[i] - 1);
                double away = (starts[i] + t - center + 0.5) / Math.max(step, 1);
                taps.weight[t][i] = t < counts[i] ? filter(Math.abs(away), cubic) : 0;
                total += taps.weight[t][i];
            }
            for (int t = 0; t < most && total != 0; t++) {
                taps.weight[t][i] = rounded(taps.weight[t][i] / total, dtype);
            }
        }
        return taps;
    }

    private static double filter(double x, boolean cubic) {
        if (!cubic) {
            return Math.max(1 - x, 0);
        }
        return x < 1 ? inner(x, SMOOTH_CUBIC) : x < 2 ? outer(x, SMOOTH_CUBIC) : 0;
    }

    /** The mean of the elements that an output covers. */
    static Taps area(long in, long out) {
        int most = 0;
        for (long i = 0; i < out; i++) {
            most = Math.max(most, Math.toIntExact(end(i, in, out) - start(i, in, out)));
        }
        int n = Math.toIntExact(out);
        var taps = new Taps(new long[most][n], new double[most][n], new double[n]);
        for (int i = 0; i < out; i++) {
            long start = start(i, in, out);
            long count = end(i, in, out) - start;
            taps.divisor[i] = count;
            for (int t = 0; t < most; t++) {
                taps.index[t][i] = start + Math.min(t, count - 1);
                taps.weight[t][i] = t < count ? 1 : 0;
            }
        }
        return taps;
    }

    /**
     * The same with weights in fixed point, as PyTorch samples images of bytes.
     *
     * @return weights that are integers, and in {@link #divisor} the power of two that they count
     */
    Taps fixedPoint() {
        var merged = new double[weight.length][weight[0].length];
        double most = 0;
        for (int i = 0; i < weight[0].length; i++) {
            for (int t = 0; t < weight.length; t++) {
                int first = 0;
                while (index[first][i] != index[t][i]) {
                    first++;
                }
                merged[first][i] += weight[t][i];
            }
            for (var tap : merged) {
                most = Math.max(most, tap[i]);
            }
        }
        int bits = 0;
        while (bits < 22 && (int) (0.5 + most * (1 << bits + 1)) < 1 << 15) {
            bits++;
        }
        for (var tap : merged) {
            for (int i = 0; i < tap.length; i++) {
                double scaled = tap[i] * (1 << bits);
                tap[i] = (int) (scaled < 0 ? scaled - 0.5 : scaled + 0.5);
            }
        }
        return new Taps(index, merged, new double[] {1 << bits});
    }

    /** The sum along dimension d of whole numbers by weights in {@link #fixedPoint}. */
    Value applyFixedPoint(Value x, int d) {
        var sum = new Taps(index, weight, null).apply(x, d);
        var rounded =
                Elementary.FLOOR.value(ValueOps.div(ValueOps.add(sum, divisor[0] / 2), divisor[0]));
        return Arithmetic.CLAMP_OPTIONAL.value(rounded, 0L, 255L);
    }

    private static long start(long i, long in, long out) {
        return i * in / out;
    }

    private static long end(long i, long in, long out) {
        return ((i + 1) * in + out - 1) / out;
    }

    /** The weighted sum of the taps along dimension d. */
    Value apply(Value x, int d) {
        Value sum = null;
        for (int t = 0; t < index.length; t++) {
            var term = ValueOps.indexSelect(x, d, x.tape().wrap(NewArray.of(index[t])));
            if (!all(weight[t], 1)) {
                var weights = along(weight[t], x, d);
                // A masked element must not count even if it is infinite.
                term =
                        divisor != null
                                ? ValueOps.maskedZero(term, ValueOps.eq(weights, 0L))
                                : ValueOps.mul(term, weights);
            }
            sum = sum == null ? term : ValueOps.add(sum, term);
        }
        return divisor == null ? sum : ValueOps.div(sum, along(divisor, x, d));
    }

    private static boolean all(double[] values, double value) {
        for (double v : values) {
            if (v != value) {
                return false;
            }
        }
        return true;
    }

    /** Numbers as a tensor that broadcasts along dimension d. */
    private static Value along(double[] values, Value x, int d) {
        var sizes = new long[x.layout().dim() - d];
        java.util.Arrays.fill(sizes, 1);
        sizes[0] = values.length;
        var array = NewArray.empty(x.dtype(), sizes);
        try (var _ = dev.cresset.spi.AddressUse.begin()) {
            for (int i = 0; i < values.length; i++) {
                Scalars.write(x.dtype(), array.address() + (long) i * x.dtype().size(), values[i]);
            }
        }
        return ValueOps.placed(x, array);
    }
}
