package dev.cresset.op;

import static dev.cresset.op.Primitive.Family.SORT;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;

/** Counts of elements, or sums of their weights, between edges. */
public final class Histograms {
    private static final String WEIGHTED = ", Tensor? weight=None, bool density=False) -> ";

    /** A histogram over given edges; the last bin contains its right edge. */
    public static final Primitive HISTOGRAM_EDGES =
            Primitive.of(
                    SORT,
                    "histogram(Tensor self, Tensor bins, *"
                            + WEIGHTED
                            + "(Tensor hist, Tensor bin_edges)",
                    a -> {
                        var x = input("histogram", a);
                        Check.that(
                                a.layout(1).dim() == 1 && a.layout(1).numel() > 0,
                                "histogram: bins tensor should have one dimension, but got %s"
                                        + " dimensions",
                                a.layout(1).dim());
                        Check.sameDType("histogram", x.dtype(), a.dtypeOf(1));
                        var edges = Copies.copyTo(a.array(1), x.dtype());
                        return new Array[] {one(x, doubles(edges), a, 2), edges};
                    });

    /** A histogram of equal bins over a range; none means the range of the elements. */
    public static final Primitive HISTOGRAM =
            Primitive.of(
                    SORT,
                    "histogram(Tensor self, int bins=100, *, float[]? range=None"
                            + WEIGHTED
                            + "(Tensor hist, Tensor bin_edges)",
                    a -> {
                        var x = input("histogram", a);
                        var range = range("histogram", (double[]) a.all()[2], 0, doubles(x));
                        var edges = edges("histogram", x.dtype(), a.integer(1), range);
                        return new Array[] {one(x, doubles(edges), a, 3), edges};
                    });

    private Histograms() {}

    private static Array input(String op, Args a) {
        var x = a.dense(0);
        Check.that(
                x.dtype() == DType.FLOAT32 || x.dtype() == DType.FLOAT64,
                "%s: \"%s_cpu\" not implemented for '%s'; convert to float32 or float64",
                op,
                op,
                x.dtype().scalarName());
        return x;
    }

    private static double[] range(String op, double[] given, int k, double[] values) {
        double low;
        double high;
        if (given != null) {
            low = given[2 * k];
            high = given[2 * k + 1];
        } else {
            low = values.length == 0 ? 0 : Double.POSITIVE_INFINITY;
            high = values.length == 0 ? 0 : Double.NEGATIVE_INFINITY;
            for (double value : values) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        Check.that(
                Double.isFinite(low) && Double.isFinite(high),
                "%s: dimension %s's range [%s, %s] is not finite",
                op,
                k,
                low,
                high);
        Check.that(
                low <= high, "%s: min should not exceed max, but got min %s max %s", op, low, high);
        return low == high ? new double[] {low - 0.5, high + 0.5} : new double[] {low, high};
    }

    private static Array edges(String op, DType dtype, long bins, double[] range) {
        Check.that(bins > 0, "torch.%s(): bins must be > 0, but got %s for dimension 0", op, bins);
        return Sequences.linspace(range[0], range[1], bins + 1, dtype);
    }

    /** The counts of all elements, whatever their sizes. */
    private static Array one(Array x, double[] edges, Args a, int weight) {
        var values = doubles(x);
        double[] weights = null;
        if (!a.none(weight)) {
            Check.that(
                    a.layout(weight).sameSizes(x.layout()),
                    "histogram: if weight tensor is provided it should have the same shape as the"
                            + " input tensor excluding its innermost dimension, but got input with"
                            + " shape %s and weight with shape %s",
                    x.layout(),
                    a.layout(weight));
            weights = doubles(Copies.contiguous(a.array(weight)));
        }
        var counts = new double[edges.length - 1];
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            int k = bin(edges, values[i]);
            if (k >= 0) {
                double w = weights == null ? 1 : weights[i];
                counts[k] += w;
                total += w;
            }
        }
        if (a.flag(weight + 1)) {
            for (int k = 0; k < counts.length; k++) {
                counts[k] /= total * (edges[k + 1] - edges[k]);
            }
        }
        var result = NewArray.empty(x.dtype(), counts.length);
        for (int k = 0; k < counts.length; k++) {
            Scalars.write(x.dtype(), result.address() + (long) k * x.dtype().size(), counts[k]);
        }
        return result;
    }

    /** The bin of a value, -1 for none. */
    private static int bin(double[] edges, double value) {
        int last = edges.length - 1;
        if (!(value >= edges[0] && value <= edges[last])) {
            return -1;
        }
        int low = 0;
        int high = last;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (edges[middle] <= value) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.min(low, last - 1);
    }

    private static double[] doubles(Array x) {
        var values = new double[Math.toIntExact(x.numel())];
        for (int i = 0; i < values.length; i++) {
            values[i] = Scalars.read(x.dtype(), x.address() + (long) i * x.dtype().size());
        }
        return values;
    }
}
