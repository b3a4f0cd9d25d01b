package dev.cresset.cpu.memory;

import java.util.Locale;
import java.util.Optional;

/** Amounts of memory as people write them. */
final class Bytes {
    private static final String UNITS = "kmgt";

    private Bytes() {}

    /** The amount in a system property, e.g. {@code 512m}; empty if it is not set. */
    static Optional<Long> property(String name) {
        var text = System.getProperty(name);
        return text == null ? Optional.empty() : Optional.of(parse(name, text));
    }

    /** The number of bytes in a text such as {@code 1048576}, {@code 512m} or {@code 2g}. */
    static long parse(String name, String text) {
        var lower = text.strip().toLowerCase(Locale.ROOT);
        int unit = lower.isEmpty() ? -1 : UNITS.indexOf(lower.charAt(lower.length() - 1));
        var digits = unit < 0 ? lower : lower.substring(0, lower.length() - 1);
        if (!digits.matches("[0-9]{1,15}") || digits.equals("0")) {
            throw new IllegalArgumentException(
                    "%s: not an amount of memory: '%s'; write e.g. 512m or 2g"
                            .formatted(name, text));
        }
        return Math.multiplyExact(Long.parseLong(digits), 1L << (10 * (unit + 1)));
    }

    /** An amount for people, e.g. {@code 1.5 GiB}. */
    static String text(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        int unit = Math.min((63 - Long.numberOfLeadingZeros(bytes)) / 10, 5);
        return String.format(
                Locale.ROOT,
                "%.1f %siB",
                bytes / (double) (1L << (10 * unit)),
                "KMGTP".charAt(unit - 1));
    }
}
