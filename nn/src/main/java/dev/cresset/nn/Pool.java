package dev.cresset.nn;

import dev.cresset.Size;

/**
 * Options of pooling, of the functions and of the modules: {@code Pool.stride(2).ceilMode()}.
 *
 * <p>Stride, padding and dilation take one number for all spatial dimensions or one for each.
 */
public final class Pool {
    /** Stride as the window, no padding. */
    public static final Options DEFAULT =
            new Options(new Size(), new Size(0), new Size(1), false, true, 0);

    /** An output size of adaptive pooling: as large as the input there; Python's {@code None}. */
    public static final long KEEP = Long.MIN_VALUE;

    private Pool() {}

    /** Step of the window; default the window's size. */
    public static Options stride(long... each) {
        return DEFAULT.stride(each);
    }

    /** Border on both sides, at most half of the window; default 0. */
    public static Options padding(long... each) {
        return DEFAULT.padding(each);
    }

    /** Distance between window elements (maxima only); default 1. */
    public static Options dilation(long... each) {
        return DEFAULT.dilation(each);
    }

    /** Windows that only begin inside count too. */
    public static Options ceilMode() {
        return DEFAULT.ceilMode();
    }

    /** Averages are over what lies inside, without the border. */
    public static Options excludePadding() {
        return DEFAULT.excludePadding();
    }

    /** Averages divide by this number instead of the window's size. */
    public static Options divisor(long number) {
        return DEFAULT.divisor(number);
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param stride step of the window; of no dimension: the window's size
     * @param padding border on both sides
     * @param dilation distance between window elements
     * @param roundsUp whether windows that only begin inside count
     * @param countsPadding whether averages count the border
     * @param divisor what averages divide by, 0 for the window's size
     */
    public record Options(
            Size stride,
            Size padding,
            Size dilation,
            boolean roundsUp,
            boolean countsPadding,
            long divisor) {
        /** Step of the window. */
        public Options stride(long... each) {
            return new Options(new Size(each), padding, dilation, roundsUp, countsPadding, divisor);
        }

        /** Border on both sides. */
        public Options padding(long... each) {
            return new Options(stride, new Size(each), dilation, roundsUp, countsPadding, divisor);
        }

        /** Distance between window elements. */
        public Options dilation(long... each) {
            return new Options(stride, padding, new Size(each), roundsUp, countsPadding, divisor);
        }

        /** Windows that only begin inside count too. */
        public Options ceilMode() {
            return new Options(stride, padding, dilation, true, countsPadding, divisor);
        }

        /** Averages are over what lies inside, without the border. */
        public Options excludePadding() {
            return new Options(stride, padding, dilation, roundsUp, false, divisor);
        }

        /** Averages divide by this number. */
        public Options divisor(long number) {
            return new Options(stride, padding, dilation, roundsUp, countsPadding, number);
        }
    }
}
