package dev.cresset.random;

import dev.cresset.spi.Cells;
import dev.cresset.spi.DType;

/** Checks of the parameters of {@link Distributions}, with PyTorch's messages. */
final class Bounds {
    private Bounds() {}

    /** Bits of precision, with the hidden one. */
    static int digits(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> 53;
            case FLOAT32 -> 24;
            case FLOAT16 -> 11;
            case BFLOAT16 -> 8;
            default -> throw Elements.notImplemented("digits", dtype);
        };
    }

    /** The largest finite number of a floating-point dtype. */
    private static double largest(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> Double.MAX_VALUE;
            case FLOAT32 -> Float.MAX_VALUE;
            case FLOAT16 -> 65504;
            case BFLOAT16 -> 0x1.fep127;
            default -> throw Elements.notImplemented("largest", dtype);
        };
    }

    static double smallestNormal(DType dtype) {
        return switch (dtype) {
            case FLOAT64 -> Double.MIN_NORMAL;
            case FLOAT32, BFLOAT16 -> Float.MIN_NORMAL;
            case FLOAT16 -> 0x1p-14;
            default -> throw Elements.notImplemented("smallestNormal", dtype);
        };
    }

    static void floating(String kernel, DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw Elements.notImplemented(kernel, dtype);
        }
    }

    static void continuous(String op, String name, DType dtype) {
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    op
                            + ": "
                            + name
                            + " distribution is a continuous probability distribution. dtype must"
                            + " be a floating point but you specified "
                            + dtype);
        }
    }

    static void positive(String op, String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(
                    op + " expects " + name + " > 0.0, but found " + name + "=" + value);
        }
    }

    static void uniform(DType dtype, double from, double to) {
        floating("check_uniform_bounds", dtype);
        double max = largest(dtype);
        inRange("uniform_", "from", from >= -max && from <= max, dtype, from);
        inRange("uniform_", "to", to >= -max && to <= max, dtype, to);
        if (from > to) {
            throw new IllegalArgumentException(
                    "uniform_ expects to return a [from, to) range, but found from="
                            + from
                            + " > to="
                            + to);
        }
        if (to - from > max) {
            throw new IllegalArgumentException(
                    "uniform_ expects to-from <= std::numeric_limits<"
                            + dtype.scalarName()
                            + ">::max(), but found to="
                            + to
                            + " and from="
                            + from
                            + " which result in to-from to exceed the limit");
        }
    }

    private static void inRange(String op, String name, boolean fits, DType dtype, Object got) {
        if (!fits) {
            throw new IllegalArgumentException(
                    op + ": " + name + " is out of bounds for " + dtype.text() + ", got " + got);
        }
    }

    static void normal(DType dtype, double std) {
        if (!(std >= 0)) {
            throw new IllegalArgumentException(
                    "normal_: normal expects std >= 0.0, but found std " + std);
        }
        floating("normal_kernel_cpu", dtype);
    }

    static void geometric(DType dtype, double p) {
        if (!(p > 0 && p < 1)) {
            throw new IllegalArgumentException(
                    "geometric_ expects p to be in (0, 1), but got p=" + p);
        }
        if (dtype == DType.BOOL) {
            throw Elements.notImplemented("geometric_cpu", dtype);
        }
    }

    static void bernoulli(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    "bernoulli_ expects p to be in [0, 1], but got p=" + p);
        }
    }

    /** The bounds of {@code random_(from, to)}, moved inwards for floating-point dtypes. */
    static long[] integers(DType dtype, long from, long to) {
        ordered("'from' to be less than 'to'", from, to);
        long low = from;
        long high = to;
        if (dtype.isFloatingPoint()) {
            low = raise(dtype, from);
            high = lower(dtype, to);
            ordered("'from' casted to dtype to be less than 'to' casted to dtype", low, high);
        }
        holds(dtype, "from", low);
        holds(dtype, "to - 1", high - 1);
        return new long[] {low, high};
    }

    /** The bounds, both included, of {@code random_(from, None)}. */
    static long[] integersFrom(DType dtype, long from) {
        long low = from;
        long high = largestInteger(dtype);
        if (dtype.isFloatingPoint()) {
            high = 1L << digits(dtype);
            low = raise(dtype, from);
            ordered("'from' casted to dtype to be less than or equal to 'to_inc'", low, high);
        }
        holds(dtype, "from", low);
        holds(dtype, "to - 1", high);
        return new long[] {low, high};
    }

    private static void ordered(String what, long from, long to) {
        if (from >= to) {
            throw new IllegalArgumentException(
                    "random_ expects " + what + ", but got from=" + from + " >= to=" + to);
        }
    }

    private static void holds(DType dtype, String name, long value) {
        boolean fits;
        if (dtype.isFloatingPoint()) {
            fits = Math.abs((double) value) <= largest(dtype);
        } else {
            long high = largestInteger(dtype);
            long low = dtype == DType.BOOL || dtype == DType.UINT8 ? 0 : -high - 1;
            fits = value >= low && value <= high;
        }
        inRange("random_", name, fits, dtype, value);
    }

    private static long largestInteger(DType dtype) {
        return switch (dtype) {
            case BOOL -> 1;
            case UINT8 -> 255;
            case INT8 -> Byte.MAX_VALUE;
            case INT16 -> Short.MAX_VALUE;
            case INT32 -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    /** {@code from}, or the next number above that the dtype can hold. */
    private static long raise(DType dtype, long from) {
        long next = (long) round(dtype, from + 1);
        return next < from ? next + spacing(dtype, from + 1) : from;
    }

    /** {@code to}, or the next number below that the dtype can hold. */
    private static long lower(DType dtype, long to) {
        long previous = (long) round(dtype, to - 1);
        return previous >= to ? previous - spacing(dtype, to - 1) : to;
    }

    private static double round(DType dtype, long value) {
        return dtype == DType.FLOAT64 ? value : Cells.rounded(dtype, (float) value);
    }

    private static long spacing(DType dtype, long value) {
        int exponent = 63 - Long.numberOfLeadingZeros(Math.abs(value));
        return 1L << (exponent - digits(dtype) + 1);
    }

    static void permutation(DType dtype, long n) {
        if (n < 0) {
            throw new IllegalArgumentException(
                    "randperm: n must be non-negative, got " + n + "; give the number of elements");
        }
        if (dtype == DType.BOOL) {
            throw Elements.notImplemented("randperm", dtype);
        }
        long most = dtype.isFloatingPoint() ? (1L << digits(dtype)) + 1 : largestInteger(dtype);
        if (n > most) {
            throw new IllegalArgumentException(
                    "randperm: n is too large for result tensor type "
                            + dtype
                            + ", got "
                            + n
                            + ", at most "
                            + most);
        }
    }

    static void multinomial(DType dtype, int categories, long samples) {
        if (!dtype.isFloatingPoint()) {
            throw new IllegalArgumentException(
                    "multinomial: only supports floating-point dtypes for input, got: " + dtype);
        }
        if (samples <= 0) {
            throw new IllegalArgumentException(
                    "multinomial: cannot sample n_sample <= 0 samples, got " + samples);
        }
        if (categories > 1 << 24) {
            throw new IllegalArgumentException(
                    "multinomial: number of categories cannot exceed 2^24, got " + categories);
        }
    }
}
