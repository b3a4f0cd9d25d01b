package dev.cresset;

import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.text.Python;

/**
 * Limits of a floating-point dtype, or of the parts of a complex one: PyTorch's {@code
 * torch.finfo}.
 *
 * @param bits bits of a number
 * @param eps distance from 1 to the next larger number
 * @param max largest finite number
 * @param min smallest finite number
 * @param tiny smallest positive number of full precision
 * @param smallestNormal the same as {@code tiny}
 * @param resolution about the decimal precision
 * @param dtype name of the dtype
 */
public record FloatInfo(
        int bits,
        double eps,
        double max,
        double min,
        double tiny,
        double smallestNormal,
        double resolution,
        String dtype) {
    static FloatInfo of(DType dtype) {
        return switch (dtype.toReal()) {
            case FLOAT64 ->
                    of(dtype.toReal(), Math.ulp(1.0), Double.MAX_VALUE, Double.MIN_NORMAL, 1e-15);
            case FLOAT32 ->
                    of(dtype.toReal(), Math.ulp(1f), Float.MAX_VALUE, Float.MIN_NORMAL, 1e-6);
            case FLOAT16 -> of(dtype, 0x1p-10, 65504, 0x1p-14, 1e-3);
            case BFLOAT16 -> of(dtype, 0x1p-7, 0x1.fep127, 0x1p-126, 1e-2);
            case COMPLEX64, COMPLEX128 -> of(dtype.toReal());
            default ->
                    throw new OpException(
                            "finfo: torch.finfo() requires a floating point input type. Use"
                                    + " torch.iinfo to handle '"
                                    + dtype
                                    + "'");
        };
    }

    private static FloatInfo of(
            DType dtype, double eps, double max, double tiny, double resolution) {
        return new FloatInfo(
                8 * dtype.size(), eps, max, -max, tiny, tiny, resolution, dtype.text());
    }

    /** PyTorch's printed form. */
    @Override
    public String toString() {
        return "finfo(resolution=%s, min=%s, max=%s, eps=%s, smallest_normal=%s, tiny=%s, dtype=%s)"
                .formatted(
                        Python.format(resolution, "g"),
                        Python.format(min, "g"),
                        Python.format(max, "g"),
                        Python.format(eps, "g"),
                        Python.format(smallestNormal, "g"),
                        Python.format(tiny, "g"),
                        dtype);
    }
}
