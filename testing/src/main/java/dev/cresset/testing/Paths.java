package dev.cresset.testing;

import dev.cresset.Size;

import java.util.Arrays;
import java.util.List;

/** Nested values by position. */
final class Paths {
    private Paths() {}

    /** The elements of a list-like value, or null. */
    static List<?> elements(Object value) {
        return switch (value) {
            case List<?> list -> list;
            case Size size -> elements(size.toArray());
            case long[] numbers -> Arrays.stream(numbers).boxed().toList();
            case null, default -> null;
        };
    }
}
