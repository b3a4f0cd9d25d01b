package dev.cresset.text;

import java.util.Optional;

/**
 * How tensors are printed: PyTorch's {@code set_printoptions}.
 *
 * @param precision digits after the point
 * @param threshold element count above which only the edges are shown
 * @param edgeitems elements shown at each edge of each dimension
 * @param linewidth characters per line
 * @param sciMode scientific notation always or never; empty lets the numbers decide
 */
public record PrintOptions(
        int precision, long threshold, int edgeitems, int linewidth, Optional<Boolean> sciMode) {
    private static volatile PrintOptions current =
            new PrintOptions(4, 1000, 3, 80, Optional.empty());

    /** PyTorch's defaults. */
    public static PrintOptions defaults() {
        return new PrintOptions(4, 1000, 3, 80, Optional.empty());
    }

    /** Few digits and few elements. */
    public static PrintOptions shorter() {
        return new PrintOptions(2, 1000, 2, 80, Optional.empty());
    }

    /** All elements. */
    public static PrintOptions full() {
        return new PrintOptions(4, Long.MAX_VALUE, 3, 80, Optional.empty());
    }

    /** The options in force. */
    public static PrintOptions current() {
        return current;
    }

    /** Puts options in force for everything printed from now on. */
    public static void current(PrintOptions options) {
        current = options;
    }

    /** With another number of digits. */
    public PrintOptions withPrecision(int digits) {
        return new PrintOptions(digits, threshold, edgeitems, linewidth, sciMode);
    }

    /** With another count above which only the edges are shown. */
    public PrintOptions withThreshold(long count) {
        return new PrintOptions(precision, count, edgeitems, linewidth, sciMode);
    }

    /** With another number of elements at the edges. */
    public PrintOptions withEdgeitems(int count) {
        return new PrintOptions(precision, threshold, count, linewidth, sciMode);
    }

    /** With another line width. */
    public PrintOptions withLinewidth(int characters) {
        return new PrintOptions(precision, threshold, edgeitems, characters, sciMode);
    }

    /** With scientific notation always. */
    public PrintOptions withSciMode() {
        return new PrintOptions(precision, threshold, edgeitems, linewidth, Optional.of(true));
    }

    /** With scientific notation never. */
    public PrintOptions withoutSciMode() {
        return new PrintOptions(precision, threshold, edgeitems, linewidth, Optional.of(false));
    }
}
