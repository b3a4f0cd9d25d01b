package dev.cresset.nn;

/**
 * Options of connectionist temporal classification, of the function and of the module: {@code
 * Ctc.blank(3).zeroInfinity()}.
 */
public final class Ctc {
    /** Blank 0, infinite losses stay, the mean. */
    public static final Options DEFAULT = new Options(Reduction.MEAN, 0, false);

    private Ctc() {}

    /** What to make of the losses of single sequences; default the mean of loss by length. */
    public static Options reduction(Reduction reduction) {
        return DEFAULT.reduction(reduction);
    }

    /** The class that means no label; default 0. */
    public static Options blank(long label) {
        return DEFAULT.blank(label);
    }

    /** Sequences that are too short for their labels count as 0. */
    public static Options zeroInfinity() {
        return DEFAULT.zeroInfinity();
    }

    /**
     * A set of options; the methods that take a value give a changed copy.
     *
     * @param reduction what to make of the losses of single sequences
     * @param blank the class that means no label
     * @param zeroesInfinity whether sequences that are too short count as 0
     */
    public record Options(Reduction reduction, long blank, boolean zeroesInfinity) {
        /** What to make of the losses of single sequences. */
        public Options reduction(Reduction way) {
            return new Options(way, blank, zeroesInfinity);
        }

        /** The class that means no label. */
        public Options blank(long label) {
            return new Options(reduction, label, zeroesInfinity);
        }

        /** Sequences that are too short for their labels count as 0. */
        public Options zeroInfinity() {
            return new Options(reduction, blank, true);
        }
    }
}
