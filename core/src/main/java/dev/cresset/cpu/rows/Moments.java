package dev.cresset.cpu.rows;

/**
 * Number, means and sums of squared deviations of several columns of elements.
 *
 * <p>Note [Two passes over a block]: mean and deviations of a block are computed while it is in the
 * cache, and blocks are merged by the formula of Chan, Golub and LeVeque. Memory is read once, and
 * nothing cancels however large the mean is.
 */
final class Moments {
    private long count;
    private final double[] mean;
    private final double[] squares;

    Moments(int width) {
        mean = new double[width];
        squares = new double[width];
    }

    int width() {
        return mean.length;
    }

    long count() {
        return count;
    }

    double mean(int j) {
        return mean[j];
    }

    /** The biased variance. */
    double variance(int j) {
        return squares[j] / count;
    }

    /**
     * Adds a block of n elements per column.
     *
     * @param sums of the elements
     * @param centre numbers near the means
     * @param deviations sums of (x - centre)^2
     */
    void add(long n, double[] sums, float[] centre, double[] deviations) {
        double factor = (double) n / (count + n);
        double cross = count * factor;
        for (int j = 0; j < mean.length; j++) {
            double blockMean = sums[j] / n;
            double off = blockMean - centre[j];
            double delta = blockMean - mean[j];
            squares[j] += deviations[j] - n * off * off + delta * delta * cross;
            mean[j] += delta * factor;
        }
        count += n;
    }

    /** Adds all elements of another set with the same columns. */
    void add(Moments other) {
        for (int j = 0; j < mean.length; j++) {
            merge(j, count, other, j);
        }
        count += other.count;
    }

    /**
     * Adds the columns of another set, of which column j belongs to column {@code (j / run) %
     * width} here.
     */
    void addFolded(Moments other, int run) {
        int width = mean.length;
        int period = run * width;
        for (int j = 0; j < other.width(); j++) {
            int earlier = j / period * run + j % run;
            merge(j / run % width, count + earlier * other.count, other, j);
        }
        count += other.width() / width * other.count;
    }

    private void merge(int j, long before, Moments other, int k) {
        double delta = other.mean[k] - mean[j];
        double factor = (double) other.count / (before + other.count);
        squares[j] += other.squares[k] + delta * delta * before * factor;
        mean[j] += delta * factor;
    }
}
