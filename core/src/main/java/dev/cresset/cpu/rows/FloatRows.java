package dev.cresset.cpu.rows;

import dev.cresset.cpu.Vectors;

/**
 * Loops over runs of contiguous float32 elements: what reductions, softmax and normalisation are
 * made of. Addresses are absolute; a result may be written over an operand that begins at the same
 * address.
 *
 * <p>Sums are formed in float32 only within blocks of at most {@value #BLOCK} elements, spread over
 * many lanes, and in float64 beyond. Their order depends on n and the form alone.
 */
public interface FloatRows {
    /** The most elements whose sum may be formed in float32. */
    int BLOCK = 4096;

    /** What is done to an element before it is combined with others. */
    enum Map {
        /** The element itself. */
        IDENTITY,
        /** Its absolute value. */
        ABS
    }

    /** The form for this machine: Vector API or plain Java. */
    static FloatRows best() {
        return Choice.BEST;
    }

    /** Holds the choice, so that it is a constant for the JIT compiler. */
    final class Choice {
        private static final FloatRows BEST =
                Vectors.available() ? new VectorFloatRows() : new PlainFloatRows();

        private Choice() {}
    }

    /** Sum of map(x) over n elements. */
    double sum(Map map, long x, long n);

    /** Sum of a * b over n elements. */
    double dot(long a, long b, long n);

    /** Largest sign * map(x) over n elements, NaN if there is one; -inf for none. */
    float max(Map map, float sign, long x, long n);

    /** The first i with {@code x[i] == value}, or the first NaN if value is NaN; -1 for none. */
    long indexOf(long x, long n, float value);

    /** {@code acc[j] += map(x[r][j])} for all rows r, which lie {@code stride} bytes apart. */
    void addRows(Map map, long x, long stride, long rows, int width, double[] acc);

    /** {@code best[j] = max(best[j], sign * map(x[r][j]))}; NaN wins. */
    void maxRows(Map map, float sign, long x, long stride, long rows, int width, float[] best);

    /** {@code acc[j] += (x[r][j] - mean[j])^2}. */
    void addSquareRows(long x, long stride, long rows, int width, float[] mean, double[] acc);

    /** {@code acc[j] += a[r][j] * (x[r][j] - mean[j])}; the rows of both lie stride bytes apart. */
    void addProductRows(
            long a, long x, long stride, long rows, int width, float[] mean, double[] acc);

    /** {@code acc[j] += a[j] * (x[j] - mean) * scale}. */
    void addScaledProduct(long a, long x, int n, float mean, float scale, double[] acc);

    /** {@code y = exp(x - max)}; gives the sum of y. */
    double expSum(long x, long y, int n, float max);

    /** Sum of {@code exp(x - max)}. */
    double sumExp(long x, int n, float max);

    /** {@code y = (x - shift) * scale + offset}. */
    void affine(long x, long y, int n, float shift, float scale, float offset);

    /** {@code y = (x - shift) * scale * w[i] + b[i]}; address 0 stands for w = 1, b = 0. */
    void affine(long x, long y, int n, float shift, float scale, long w, long b);

    /** {@code y[i] = (x[i] - shift[i]) * scale[i] + offset[i]}. */
    void affineEach(long x, long y, int n, float[] shift, float[] scale, float[] offset);

    /** {@code y = a * (g - s)}. */
    void timesDifference(long a, long g, long y, int n, float s);

    /** {@code y = g - exp(a) * s}. */
    void minusExp(long a, long g, long y, int n, float s);

    /** Sum of {@code (x - mean)^2} over n elements. */
    double sumSquares(long x, long n, float mean);

    /** Sum of {@code a * (x - mean)} over n elements. */
    double dot(long a, long x, long n, float mean);

    /** {@code y = (g - c0 - (x - mean) * c1) * k}. */
    void normGradient(
            long g, long x, long y, int n, float c0, float mean, float c1, float k);

    /** {@code y = (g * w - c0 - (x - mean) * c1) * k}; address 0 stands for w = 1. */
    void normGradient(
            long g, long x, long w, long y, int n, float c0, float mean, float c1, float k);

    /** {@code y[i] = (g[i] - c0[i] - (x[i] - mean[i]) * c1[i]) * k[i]}. */
    void normGradientEach(
            long g, long x, long y, int n, float[] c0, float[] mean, float[] c1, float[] k);

    /** Sum of g * w and of g * w * (x - mean) into {@code sums[0]} and {@code sums[1]}. */
    void weightedSums(long g, long x, long w, int n, float mean, double[] sums);
}
