package dev.cresset.cpu.rows;

import static dev.cresset.spi.Memory.getFloat;

/**
 * Sums of few contiguous float32 elements in PyTorch's order, so that they agree to the last bit
 * and print alike.
 *
 * <p>The elements stand in rows of eight, what does not fill a row is added up first, then the sums
 * of the columns, one after the other. A column, or everything where there are fewer than eight
 * elements, is summed with four partial sums: the first takes elements 0, 4, 5, ..., the others
 * elements 1, 2 and 3. (PyTorch: {@code vectorized_inner_sum} and {@code row_sum} with 256-bit
 * vectors.)
 */
public final class ShortSums {
    /** Fewer elements than this are summed here. */
    public static final int LIMIT = FloatRows.FEW;

    private static final int LANES = 8;

    private ShortSums() {}

    /** Sum of n elements, fewer than {@value #LIMIT}. */
    public static float sum(long x, int n) {
        if (n < LANES) {
            return column(x, Float.BYTES, n);
        }
        int rows = n / LANES;
        float sum = 0;
        for (int i = rows * LANES; i < n; i++) {
            sum += getFloat(x + 4L * i);
        }
        for (int lane = 0; lane < LANES; lane++) {
            sum += column(x + 4L * lane, LANES * Float.BYTES, rows);
        }
        return sum;
    }

    private static float column(long x, long stride, int n) {
        float sum = 0;
        if (n < 4) {
            for (int i = 0; i < n; i++) {
                sum += getFloat(x + i * stride);
            }
            return sum;
        }
        sum += getFloat(x);
        for (int i = 4; i < n; i++) {
            sum += getFloat(x + i * stride);
        }
        for (int i = 1; i < 4; i++) {
            sum += getFloat(x + i * stride);
        }
        return sum;
    }
}
