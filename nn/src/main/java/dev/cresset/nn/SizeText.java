package dev.cresset.nn;

import dev.cresset.Size;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Sizes in printed modules. */
final class SizeText {
    private SizeText() {}

    /** As a Python tuple: {@code (3, 3)}, {@code (3,)}. */
    static String tuple(Size size) {
        return size.dim() == 1
                ? "(" + size.get(0) + ",)"
                : Arrays.stream(size.toArray())
                        .mapToObj(SizeText::number)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    /** One number for all dimensions as a number, several as a tuple. */
    static String given(Size size) {
        return size.dim() == 1 ? number(size.get(0)) : tuple(size);
    }

    private static String number(long size) {
        return size == Pool.KEEP ? "None" : Long.toString(size);
    }
}
