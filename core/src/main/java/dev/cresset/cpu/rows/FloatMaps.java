package dev.cresset.cpu.rows;

/**
 * Elementwise steps of softmax and normalisation over runs of contiguous float32 elements.
 * Addresses are absolute; a result may be written over an operand that begins at the same address.
 * All forms give the same bits. Arrays with an element per column have room for {@link
 * FloatRows#padded} columns.
 */
public interface FloatMaps {
    /**
     * Exponentials that are summed in float32, in 16 lanes; what does not fill the lanes at the end
     * is added in float64 by itself.
     */
    int BLOCK = 1024;

    /** The form for this machine and moment. */
    static FloatMaps best() {
        return TieredFloatMaps.ONLY;
    }

    /** {@code y = exp(x - max)}, max being the largest x; gives the sum of y. */
    double expSum(long x, long y, int n, float max);

    /** Sum of {@code exp(x - max)}. */
    double sumExp(long x, int n, float max);

    /** {@code y = g - exp(a) * s}, a being at most 0. */
    void minusExp(long a, long g, long y, int n, float s);

    /** {@code y = a * (g - s)}. */
    void timesDifference(long a, long g, long y, int n, float s);

    /** {@code y = (x - shift) * scale + offset}. */
    void affine(long x, long y, int n, float shift, float scale, float offset);

    /** {@code y = (x - shift) * scale * w[i] + b[i]}; address 0 stands for w = 1, b = 0. */
    void affine(long x, long y, int n, float shift, float scale, long w, long b);

    /** {@code y[i] = (x[i] - shift[i]) * scale[i] + offset[i]}. */
    void affineEach(long x, long y, int n, float[] shift, float[] scale, float[] offset);

    /** {@code y = (g * w - c0 - (x - mean) * c1) * k}; address 0 stands for w = 1. */
    void normGradient(
            long g, long x, long w, long y, int n, float c0, float mean, float c1, float k);

    /** {@code y[i] = (g[i] - c0[i] - (x[i] - mean[i]) * c1[i]) * k[i]}. */
    void normGradientEach(
            long g, long x, long y, int n, float[] c0, float[] mean, float[] c1, float[] k);
}
