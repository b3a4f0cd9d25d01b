package dev.cresset.cpu.gemm;

import dev.cresset.cpu.Parallel;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

/** Conversions between float32 and the storage types float16 and bfloat16, on several threads. */
public final class Reduced {
    private static final long GRAIN = 1 << 15;

    private Reduced() {}

    /** Copies {@code n} elements of a reduced dtype to float32, exactly. */
    public static void widen(DType dtype, long from, long to, long n) {
        boolean half = dtype == DType.FLOAT16;
        Parallel.forEach(
                n,
                GRAIN,
                (begin, end) -> {
                    if (half) {
                        for (long i = begin; i < end; i++) {
                            Memory.setFloat(
                                    to + 4 * i,
                                    Float.float16ToFloat(Memory.getShort(from + 2 * i)));
                        }
                    } else {
                        for (long i = begin; i < end; i++) {
                            Memory.setInt(to + 4 * i, Memory.getShort(from + 2 * i) << 16);
                        }
                    }
                });
    }

    /** Rounds {@code n} float32 elements to a reduced dtype, to nearest with ties to even. */
    public static void narrow(DType dtype, long from, long to, long n) {
        boolean half = dtype == DType.FLOAT16;
        Parallel.forEach(
                n,
                GRAIN,
                (begin, end) -> {
                    if (half) {
                        for (long i = begin; i < end; i++) {
                            Memory.setShort(
                                    to + 2 * i,
                                    Float.floatToFloat16(Memory.getFloat(from + 4 * i)));
                        }
                    } else {
                        for (long i = begin; i < end; i++) {
                            Memory.setShort(to + 2 * i, bfloat16(Memory.getInt(from + 4 * i)));
                        }
                    }
                });
    }

    private static short bfloat16(int bits) {
        if ((bits & 0x7fffffff) > 0x7f800000) {
            return (short) 0x7fc0; // rounding could turn a NaN into an infinity
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }
}
