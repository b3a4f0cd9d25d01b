package dev.cresset.cpu.rows;

/**
 * Reductions of runs of contiguous float32 elements: what sums, softmax and normalisation are made
 * of. Addresses are absolute.
 *
 * <p>Note [Order of float32 sums]: a long sum is formed in blocks of {@value #BLOCK} elements.
 * Within a block, element i is added in float32 to lane {@code i % 64}. At the end of the block
 * lanes j, j + 16, j + 32 and j + 48 are added pairwise in float32, and the 16 results are added to
 * 16 float64 totals, which are added pairwise at the very end. This order depends on n alone: it is
 * the same for plain and vector code, for any width of the vectors and any number of threads. Fewer
 * than {@value #FEW} elements are added one after the other in float64; sums of a tensor follow
 * {@link ShortSums} there.
 *
 * <p>Arrays with an element per column have room for {@link #padded} columns; what is beyond the
 * width is read and written without meaning.
 */
public interface FloatRows {
    /** Elements that are summed in float32. */
    int BLOCK = 1024;

    /** Fewer elements than this are not worth setting up lanes for. */
    int FEW = 64;

    /** Partial sums side by side within a block. */
    int LANES = 64;

    /** Totals side by side. */
    int TOTALS = 16;

    /** What is done to an element before it is combined with others. */
    enum Map {
        /** The element itself. */
        IDENTITY,
        /** Its absolute value. */
        ABS
    }

    /** The form for this machine and moment. */
    static FloatRows best() {
        return TieredFloatRows.ONLY;
    }

    /** Sum of map(x) over n elements. */
    double sum(Map map, long x, long n);

    /** Sum of {@code a * (x - mean)} over n elements. */
    double dot(long a, long x, long n, float mean);

    /** Sum of {@code (x - mean)^2} over n elements. */
    double sumSquares(long x, long n, float mean);

    /** Sum of g * w and of g * w * (x - mean) into {@code sums[0]} and {@code sums[1]}. */
    void weightedSums(long g, long x, long w, int n, float mean, double[] sums);

    /** Largest sign * map(x) over n elements, NaN if there is one; -inf for none. */
    float max(Map map, float sign, long x, long n);

    /** Largest of n elements that are not NaN; -inf for none. */
    float largestNumber(long x, long n);

    /** The first i with {@code x[i] == value}, or the first NaN if value is NaN; -1 for none. */
    long indexOf(long x, long n, float value);

    /** The first i with {@code sign * x[i] > limit}, or the first NaN; -1 for none. */
    long indexBeyond(float sign, long x, long n, float limit);

    /**
     * {@code acc[j] += map(x[r][j])} for all rows r, which lie {@code stride} bytes apart; eight
     * rows are added pairwise in float32 first.
     */
    void addRows(Map map, long x, long stride, long rows, int width, double[] acc);

    /** {@code acc[j] += (x[r][j] - mean[j])^2}; four rows are added in float32 first. */
    void addSquareRows(long x, long stride, long rows, int width, float[] mean, double[] acc);

    /**
     * {@code acc[j] += a[r][j] * (x[r][j] - mean[j])}; the rows of both lie stride bytes apart, and
     * four are added in float32 first.
     */
    void addProductRows(
            long a, long x, long stride, long rows, int width, float[] mean, double[] acc);

    /** {@code acc[j] += a[j] * ((x[j] - mean) * scale)}. */
    void addScaledProduct(long a, long x, int n, float mean, float scale, double[] acc);

    /** {@code best[j] = max(best[j], sign * map(x[r][j]))}; NaN wins. */
    void maxRows(Map map, float sign, long x, long stride, long rows, int width, float[] best);

    /** The room that arrays need for a number of columns: that of whole vectors. */
    static int padded(int width) {
        return (width + TOTALS - 1) & -TOTALS;
    }

    /** Adds the totals pairwise: j and j + 8, then j and j + 4, and so on. */
    static double total(double[] t) {
        double s0 = (t[0] + t[8]) + (t[4] + t[12]);
        double s1 = (t[1] + t[9]) + (t[5] + t[13]);
        double s2 = (t[2] + t[10]) + (t[6] + t[14]);
        double s3 = (t[3] + t[11]) + (t[7] + t[15]);
        return (s0 + s2) + (s1 + s3);
    }
}
