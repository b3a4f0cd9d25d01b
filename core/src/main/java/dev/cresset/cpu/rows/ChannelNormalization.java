package dev.cresset.cpu.rows;

import dev.cresset.spi.DType;

/** The passes of batch normalisation over the elements of a tensor of some shape and dtype. */
interface ChannelNormalization {
    /** Stores mean and biased variance of each channel. */
    void statistics(long x, long mean, long variance);

    /** {@code y = (x - mean) * scale + bias} per channel. */
    void normalize(ChannelFactors factors, long x, long y);

    /** Sums of g and of g * (x - mean) per channel. */
    void sums(ChannelFactors factors, long x, long g, double[] sums, double[] products);

    /** {@code y = (g - c0 - (x - mean) * c1) * k} per channel. */
    void gradient(ChannelFactors.Gradient coefficients, long x, long g, long y);

    /** The dtype of statistics. */
    static DType statisticsType(DType dtype) {
        return dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    }
}
