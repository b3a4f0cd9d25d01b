package dev.cresset.op;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.Cells;
import dev.cresset.spi.Complex;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

import java.util.Locale;

/** Single numbers in and out of memory. */
public final class Scalars {
    private Scalars() {}

    /** The first element as a double; int64 values beyond 2^53 round. */
    public static double read(Array array) {
        try (var _ = AddressUse.begin()) {
            return read(array.dtype(), array.address());
        }
    }

    /** The first element as an integer; fractions are cut off. */
    public static long readLong(Array array) {
        try (var _ = AddressUse.begin()) {
            return readLong(array.dtype(), array.address());
        }
    }

    /** The first element as a complex number. */
    public static Complex readComplex(Array array) {
        try (var _ = AddressUse.begin()) {
            return readComplex(array.dtype(), array.address());
        }
    }

    /** The first element as a Boolean, Long, Double or Complex, by the category of its dtype. */
    public static Object of(Array array) {
        return switch (array.dtype().category()) {
            case BOOL -> readLong(array) != 0;
            case INTEGRAL -> readLong(array);
            case FLOATING -> read(array);
            case COMPLEX -> readComplex(array);
        };
    }

    /** The element at an address as a complex number. */
    public static Complex readComplex(DType dtype, long address) {
        return switch (dtype) {
            case COMPLEX64 -> new Complex(Memory.getFloat(address), Memory.getFloat(address + 4));
            case COMPLEX128 ->
                    new Complex(Memory.getDouble(address), Memory.getDouble(address + 8));
            default -> new Complex(read(dtype, address), 0);
        };
    }

    /** Writes a number of any kind at an address, as its dtype holds it. */
    public static void writeNumber(DType dtype, long address, Object number) {
        switch (number) {
            case Complex z when dtype.isComplex() -> {
                var part = dtype.toReal();
                write(part, address, z.re());
                write(part, address + part.size(), z.im());
            }
            case Double d -> write(dtype, address, d);
            case Float f -> write(dtype, address, f);
            case Complex z -> write(dtype, address, toDouble(z));
            default -> writeLong(dtype, address, toLong(number));
        }
    }

    /**
     * The element at an address as a double; int64 values beyond 2^53 round, and complex elements
     * must be real.
     */
    public static double read(DType dtype, long address) {
        return dtype.isComplex()
                ? toDouble(readComplex(dtype, address))
                : Cells.getDouble(dtype, address);
    }

    /** The element at an address as an integer; fractions are cut off. */
    public static long readLong(DType dtype, long address) {
        return dtype.isComplex() ? (long) read(dtype, address) : Cells.getLong(dtype, address);
    }

    /** Writes a number at an address, rounding, wrapping or testing against zero as dtypes do. */
    public static void write(DType dtype, long address, double value) {
        if (dtype.isComplex()) {
            writeNumber(dtype, address, new Complex(value, 0));
        } else {
            Cells.setDouble(dtype, address, value);
        }
    }

    /** Writes an integer at an address. */
    public static void writeLong(DType dtype, long address, long value) {
        if (dtype.isComplex()) {
            write(dtype, address, value);
        } else {
            Cells.setLong(dtype, address, value);
        }
    }

    /** The bits in which a number argument travels to a kernel of the given arithmetic. */
    public static long bits(Object number, DType.Compute compute) {
        return switch (compute) {
            case LONG -> toLong(number);
            case FLOAT, DOUBLE -> Double.doubleToRawLongBits(toDouble(number));
        };
    }

    /** True for 1, 1.0, true and 1 + 0i. */
    public static boolean isOne(Object number) {
        return number instanceof Complex z ? z.re() == 1 && z.im() == 0 : toDouble(number) == 1;
    }

    /** True for 0, 0.0, false and 0 + 0i. */
    public static boolean isZero(Object number) {
        return number instanceof Complex z ? z.abs() == 0 : toDouble(number) == 0;
    }

    /** A Number or Boolean as a double; a complex number must be real. */
    public static double toDouble(Object number) {
        try {
            return number instanceof Boolean b ? (b ? 1 : 0) : ((Number) number).doubleValue();
        } catch (ArithmeticException e) {
            throw new OpException(e.getMessage(), e);
        }
    }

    /** A Number or Boolean as an integer; a complex number must be real. */
    public static long toLong(Object number) {
        try {
            return number instanceof Boolean b ? (b ? 1 : 0) : ((Number) number).longValue();
        } catch (ArithmeticException e) {
            throw new OpException(e.getMessage(), e);
        }
    }

    /** An integer as an integral dtype or bool holds it: higher bits are dropped. */
    static long wrapped(long value, DType dtype) {
        return switch (dtype) {
            case BOOL -> value != 0 ? 1 : 0;
            case UINT8 -> value & 0xff;
            case INT8 -> (byte) value;
            case INT16 -> (short) value;
            case INT32 -> (int) value;
            default -> value;
        };
    }

    /**
     * A number as an element of a dtype, which must have room for it before fractions are cut off
     * for integers; a negative integer counts from the top for uint8, as in PyTorch.
     */
    static Object fitting(String op, Object number, DType dtype) {
        if (dtype.isComplex()) {
            return number;
        }
        if (dtype == DType.BOOL) {
            return !isZero(number);
        }
        boolean fits;
        if (number instanceof Complex z && z.im() != 0) {
            fits = false;
        } else if (dtype.isIntegral()) {
            double x = toDouble(number);
            double limit = Math.scalb(1.0, 8 * dtype.size() - (dtype == DType.UINT8 ? 0 : 1));
            double least = dtype != DType.UINT8 ? -limit : isWhole(number) ? 1 - limit : 0;
            // As a double the maximum of int64 is 2^63, which PyTorch takes for it.
            fits = x >= least && x <= limit - 1;
        } else {
            double x = Math.abs(toDouble(number));
            fits = !(x > largest(dtype)) || Double.isInfinite(x);
        }
        Check.that(
                fits,
                "%s: value cannot be converted to type %s without overflow: %s",
                op,
                nativeName(dtype),
                number);
        if (!dtype.isIntegral()) {
            return toDouble(number);
        }
        return wrapped(isWhole(number) ? toLong(number) : cut(toDouble(number)), dtype);
    }

    /** True for numbers that come as integers. */
    private static boolean isWhole(Object number) {
        return !(number instanceof Double || number instanceof Float || number instanceof Complex);
    }

    /** The integer part as processors compute it: 2^63, for which int64 has no room, is -2^63. */
    private static long cut(double x) {
        return x == 0x1p63 ? Long.MIN_VALUE : (long) x;
    }

    private static double largest(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> 65504;
            case BFLOAT16 -> 0x1.fep127;
            case FLOAT32 -> Float.MAX_VALUE;
            default -> Double.MAX_VALUE;
        };
    }

    /** What a dtype's elements are called in C++, and so in PyTorch's messages. */
    private static String nativeName(DType dtype) {
        return switch (dtype) {
            case FLOAT16 -> "c10::Half";
            case BFLOAT16 -> "c10::BFloat16";
            case FLOAT32 -> "float";
            case FLOAT64 -> "double";
            case INT32 -> "int";
            default -> dtype.name().toLowerCase(Locale.ROOT) + "_t";
        };
    }

    /**
     * The dtype a Java number stands for: bool, int64, the default floating dtype or the complex
     * dtype that goes with it.
     */
    public static DType typeOf(Object number) {
        return switch (number) {
            case Boolean b -> DType.BOOL;
            case Double d -> Promotion.defaultDType();
            case Float f -> Promotion.defaultDType();
            case Complex z -> Promotion.defaultDType().toComplex();
            default -> DType.INT64;
        };
    }
}
