package dev.cresset;

import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.text.Python;

/**
 * Limits of an integer dtype: PyTorch's {@code torch.iinfo}.
 *
 * @param bits bits of a number
 * @param max largest number
 * @param min smallest number
 * @param dtype name of the dtype
 */
public record IntInfo(int bits, long max, long min, String dtype) {
    static IntInfo of(DType dtype) {
        if (!dtype.isIntegral()) {
            throw new OpException(
                    dtype == DType.BOOL
                            ? "iinfo: torch.bool is not supported by torch.iinfo"
                            : "iinfo: torch.iinfo() requires an integer input type. Use"
                                    + " torch.finfo to handle '"
                                    + dtype
                                    + "'");
        }
        int bits = 8 * dtype.size();
        return dtype == DType.UINT8
                ? new IntInfo(bits, 255, 0, dtype.text())
                : new IntInfo(
                        bits,
                        Long.MAX_VALUE >> 64 - bits,
                        Long.MIN_VALUE >> 64 - bits,
                        dtype.text());
    }

    /** PyTorch's printed form. */
    @Override
    public String toString() {
        return "iinfo(min=%s, max=%s, dtype=%s)"
                .formatted(
                        Python.format((double) min, "g"), Python.format((double) max, "g"), dtype);
    }
}
