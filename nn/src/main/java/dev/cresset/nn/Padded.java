package dev.cresset.nn;

/**
 * Options of functions that pad and pack sequences of different lengths: {@code
 * Padded.batchFirst().unsorted()}. Each function reads those that concern it.
 */
public final class Padded {
    /** Steps first, sorted by falling length, padded at the end with zeros to the longest. */
    public static final Options DEFAULT = new Options(false, true, 0, 0, Side.RIGHT);

    private Padded() {}

    /** The end at which sequences are padded. */
    public enum Side {
        /** Before the first step. */
        LEFT,
        /** After the last step. */
        RIGHT
    }

    /** Padded tensors are (batch, steps, ...) instead of (steps, batch, ...). */
    public static Options batchFirst() {
        return DEFAULT.batchFirst();
    }

    /** Sequences to be packed come in any order. */
    public static Options unsorted() {
        return DEFAULT.unsorted();
    }

    /** What stands where a sequence has no element; default 0. */
    public static Options paddingValue(double value) {
        return DEFAULT.paddingValue(value);
    }

    /** Packed sequences are padded to this length instead of that of the longest. */
    public static Options totalLength(long length) {
        return DEFAULT.totalLength(length);
    }

    /** The end at which lists of sequences are padded; default right. */
    public static Options paddingSide(Side side) {
        return DEFAULT.paddingSide(side);
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param isBatchFirst whether the batch is the first dimension
     * @param isSorted whether the sequences come by falling length
     * @param paddingValue what stands where a sequence has no element
     * @param totalLength the length to pad to, 0 for that of the longest
     * @param paddingSide the end at which lists are padded
     */
    public record Options(
            boolean isBatchFirst,
            boolean isSorted,
            double paddingValue,
            long totalLength,
            Side paddingSide) {
        /** The batch is the first dimension. */
        public Options batchFirst() {
            return new Options(true, isSorted, paddingValue, totalLength, paddingSide);
        }

        /** Sequences come in any order. */
        public Options unsorted() {
            return new Options(isBatchFirst, false, paddingValue, totalLength, paddingSide);
        }

        /** What stands where a sequence has no element. */
        public Options paddingValue(double value) {
            return new Options(isBatchFirst, isSorted, value, totalLength, paddingSide);
        }

        /** The length to pad to. */
        public Options totalLength(long length) {
            return new Options(isBatchFirst, isSorted, paddingValue, length, paddingSide);
        }

        /** The end at which lists are padded. */
        public Options paddingSide(Side side) {
            return new Options(isBatchFirst, isSorted, paddingValue, totalLength, side);
        }
    }
}
