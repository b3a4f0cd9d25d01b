package dev.cresset.random;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.lang.foreign.Arena;

/** Draws of indices by weight. Sums are float64 for float64 weights and float32 for all others. */
final class Multinomial {
    private Multinomial() {}

    /** Looks uniform numbers up in the cumulative distribution, by bisection. */
    static void withReplacement(
            Generator g,
            DType dtype,
            long weights,
            long rows,
            int categories,
            long samples,
            long into) {
        double[] cumulative = new double[categories];
        DType accumulate = dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
        for (long row = 0; row < rows; row++) {
            accumulate(accumulate, row(dtype, weights, row, categories), cumulative);
            for (long sample = 0; sample < samples; sample++) {
                double u = g.uniform53();
                int left = 0;
                int right = categories;
                while (left < right) {
                    int middle = (left + right) >>> 1;
                    if (cumulative[middle] < u) {
                        left = middle + 1;
                    } else {
                        right = middle;
                    }
                }
                Memory.setLong(into + 8 * (row * samples + sample), left);
            }
        }
    }

    private static void accumulate(DType dtype, double[] weights, double[] into) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double weight = weights[i];
            if (!(weight >= 0)) {
                throw invalid("encountering probability entry < 0", weight);
            }
            if (Double.isInfinite(weight)) {
                throw invalid("encountering probability entry = infinity or NaN", weight);
            }
            sum = Cells.rounded(dtype, sum + weight);
            into[i] = sum;
        }
        if (!(sum > 0)) {
            throw invalid("sum of probabilities <= 0", sum);
        }
        for (int i = 0; i < into.length; i++) {
            into[i] = Cells.rounded(dtype, into[i] / sum);
        }
        into[into.length - 1] = 1;
    }

    /** The largest quotients of weight and an exponential number of all rows' fill. */
    static void withoutReplacement(
            Generator g,
            DType dtype,
            long weights,
            long rows,
            int categories,
            int samples,
            long into) {
        for (long row = 0; row < rows; row++) {
            check(row(dtype, weights, row, categories));
        }
        long n = rows * categories;
        try (var arena = Arena.ofConfined()) {
            long noise = arena.allocate(n * dtype.size(), 64).address();
            Distributions.exponential(g, dtype, noise, n, 1);
            for (long row = 0; row < rows; row++) {
                double[] ratio = row(dtype, weights, row, categories);
                double[] q = row(dtype, noise, row, categories);
                for (int i = 0; i < categories; i++) {
                    ratio[i] = Cells.rounded(dtype, ratio[i] / q[i]);
                }
                int[] best = largest(ratio, samples);
                for (int i = 0; i < samples; i++) {
                    Memory.setLong(into + 8 * (row * samples + i), best[i]);
                }
            }
        }
    }

    private static void check(double[] weights) {
        double sum = 0;
        for (double weight : weights) {
            if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "multinomial: probability tensor contains either `inf`, `nan` or element"
                                + " < 0, got "
                                + weight);
            }
            sum += weight;
        }
        if (sum == 0) {
            throw invalid("sum of probabilities <= 0", sum);
        }
    }

    /** The indices of the k largest values, largest first; of equal ones the first index wins. */
    static int[] largest(double[] values, int k) {
        // A heap with the worst of the best k on top; then the order of leaving it, reversed.
        int[] heap = new int[k];
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (size < k) {
                heap[size++] = i;
                for (int c = size - 1, p = (c - 1) / 2;
                        c > 0 && worse(values, heap[c], heap[p]);
                        c = p, p = (c - 1) / 2) {
                    exchange(heap, c, p);
                }
            } else if (worse(values, heap[0], i)) {
                heap[0] = i;
                sink(values, heap, k);
            }
        }
        for (int last = k - 1; last > 0; last--) {
            exchange(heap, 0, last);
            sink(values, heap, last);
        }
        return heap;
    }

    private static void sink(double[] values, int[] heap, int size) {
        for (int p = 0; ; ) {
            int c = 2 * p + 1;
            if (c >= size) {
                return;
            }
            if (c + 1 < size && worse(values, heap[c + 1], heap[c])) {
                c++;
            }
            if (!worse(values, heap[c], heap[p])) {
                return;
            }
            exchange(heap, c, p);
            p = c;
        }
    }

    private static boolean worse(double[] values, int a, int b) {
        int order = Double.compare(values[a], values[b]);
        return order < 0 || (order == 0 && a > b);
    }

    private static void exchange(int[] heap, int a, int b) {
        int save = heap[a];
        heap[a] = heap[b];
        heap[b] = save;
    }

    private static double[] row(DType dtype, long address, long row, int n) {
        double[] values = new double[n];
        long start = address + row * n * dtype.size();
        for (int i = 0; i < n; i++) {
            values[i] = Elements.load(dtype, start + (long) i * dtype.size());
        }
        return values;
    }

    private static IllegalArgumentException invalid(String why, double got) {
        return new IllegalArgumentException(
                "multinomial: invalid multinomial distribution (" + why + "), got " + got);
    }
}
