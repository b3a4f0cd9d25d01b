package dev.cresset.op;

import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;

import java.util.Arrays;
import java.util.StringJoiner;

/** The place where wrong arguments are found and the messages about them are made. */
public final class Check {
    private Check() {}

    /** Throws with a message if a condition does not hold. */
    public static void that(boolean condition, String format, Object... values) {
        if (!condition) {
            throw error(format, values);
        }
    }

    /** The exception for a message; layouts and size arrays print as {@code [2, 3]}. */
    public static OpException error(String format, Object... values) {
        var shown = new Object[values.length];
        for (int i = 0; i < values.length; i++) {
            shown[i] =
                    switch (values[i]) {
                        case Layout layout -> text(layout.sizes());
                        case long[] sizes -> text(sizes);
                        case Value v -> text(v.layout().sizes());
                        case null -> "None";
                        default -> values[i];
                    };
        }
        return new OpException(String.format(format, shown));
    }

    /** Numbers as a Python tuple, e.g. {@code (2, 3)}. */
    static String tuple(long[] numbers) {
        var list = text(numbers);
        return "(" + list.substring(1, list.length() - 1) + (numbers.length == 1 ? ",)" : ")");
    }

    /** Sizes as PyTorch prints them in messages: {@code [2, 3]}. */
    public static String text(long[] sizes) {
        var joiner = new StringJoiner(", ", "[", "]");
        for (long size : sizes) {
            joiner.add(Long.toString(size));
        }
        return joiner.toString();
    }

    /** A dimension in [0, dims) from one that may count from the end. A 0-d tensor has one. */
    public static int dim(long d, int dims) {
        int range = Math.max(dims, 1);
        if (d < -range || d >= range) {
            throw new OpIndexException(
                    "Dimension out of range (expected to be in range of ["
                            + -range
                            + ", "
                            + (range - 1)
                            + "], but got "
                            + d
                            + ")");
        }
        return (int) (d < 0 ? d + range : d);
    }

    /** Several dimensions, all different; null or an empty list means all. */
    public static boolean[] dims(String op, long[] dims, int count) {
        that(count <= 64, "%s: only tensors with up to 64 dims are supported, got %s", op, count);
        var chosen = new boolean[count];
        if (dims == null || dims.length == 0) {
            Arrays.fill(chosen, true);
            return chosen;
        }
        for (long given : dims) {
            int d = dim(given, count);
            if (count == 0) {
                continue;
            }
            that(!chosen[d], "%s: dim %s appears multiple times in the list of dims", op, d);
            chosen[d] = true;
        }
        return chosen;
    }

    /** An index in [0, size) from one that may count from the end. */
    public static long index(String op, long index, long size, int dim) {
        if (index < -size || index >= size) {
            throw new OpIndexException(
                    op
                            + ": index "
                            + index
                            + " is out of bounds for dimension "
                            + dim
                            + " with size "
                            + size);
        }
        return index < 0 ? index + size : index;
    }

    /** The common sizes of two broadcastable operands. */
    public static long[] broadcast(long[] a, long[] b) {
        int n = Math.max(a.length, b.length);
        var result = new long[n];
        for (int i = 1; i <= n; i++) {
            long x = i <= a.length ? a[a.length - i] : 1;
            long y = i <= b.length ? b[b.length - i] : 1;
            if (x != y && x != 1 && y != 1) {
                throw new OpException(
                        "The size of tensor a ("
                                + x
                                + ") must match the size of tensor b ("
                                + y
                                + ") at non-singleton dimension "
                                + (n - i)
                                + ": cannot broadcast "
                                + text(a)
                                + " and "
                                + text(b));
            }
            result[n - i] = x == 1 ? y : x;
        }
        return result;
    }

    /** Sizes must not be negative. */
    public static void sizes(String op, long[] sizes) {
        for (long size : sizes) {
            that(
                    size >= 0,
                    "%s: Trying to create tensor with negative dimension %s: %s",
                    op,
                    size,
                    sizes);
        }
        if (Arrays.stream(sizes).noneMatch(size -> size == 0)) {
            try {
                Arrays.stream(sizes).reduce(1, Math::multiplyExact);
            } catch (ArithmeticException e) {
                throw overflow(op, sizes, e);
            }
        }
    }

    /** What is wrong with sizes of 2^63 bytes and more. */
    static OpException overflow(String op, long[] sizes, ArithmeticException cause) {
        return new OpException(
                op
                        + ": Storage size calculation overflowed with sizes="
                        + Arrays.toString(sizes)
                        + "; tensors, those on the meta device too, have less than 2^63 bytes",
                cause);
    }

    /** The dtype must be floating point. */
    public static void floating(String op, DType dtype) {
        that(
                dtype.isFloatingPoint(),
                "%s: expects a floating-point tensor, got %s; convert it first",
                op,
                dtype);
    }

    /** Two dtypes must be equal. */
    public static void sameDType(String op, DType a, DType b) {
        that(
                a == b,
                "%s: expected both tensors to have the same dtype, but got %s and %s (%s != %s)",
                op,
                a,
                b,
                a.scalarName(),
                b.scalarName());
    }
}
