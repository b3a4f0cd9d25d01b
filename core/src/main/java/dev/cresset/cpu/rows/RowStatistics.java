package dev.cresset.cpu.rows;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;

/**
 * Mean and inverse standard deviation of each row in memory.
 *
 * @param dtype of the rows; the statistics are float64 where it is, else float32
 * @param mean address of the means, or 0 for none
 * @param invstd address of the inverse standard deviations, or 0 for none
 */
record RowStatistics(DType dtype, long mean, long invstd) {
    private DType type() {
        return ChannelNormalization.statisticsType(dtype);
    }

    void store(long row, double rowMean, double rowInvstd) {
        long at = row * type().size();
        if (mean != 0) {
            Cells.setDouble(type(), mean + at, rowMean);
        }
        if (invstd != 0) {
            Cells.setDouble(type(), invstd + at, rowInvstd);
        }
    }

    double mean(long row) {
        return Cells.getDouble(type(), mean + row * type().size());
    }

    double invstd(long row) {
        return Cells.getDouble(type(), invstd + row * type().size());
    }
}
