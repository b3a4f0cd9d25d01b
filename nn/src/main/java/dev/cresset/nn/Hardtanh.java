package dev.cresset.nn;

import dev.cresset.text.Numbers;

/** {@code x} cut to an interval: PyTorch's {@code nn.Hardtanh}. */
public final class Hardtanh extends Activation {
    /** The interval [-1, 1]. */
    public Hardtanh() {
        this(-1.0, 1.0);
    }

    /** The interval [-1, 1]. May overwrite its input. */
    public Hardtanh(InPlace inPlace) {
        this(-1.0, 1.0, inPlace);
    }

    /**
     * Leaves its input as it is.
     *
     * @param minVal the smallest result
     * @param maxVal the largest result
     */
    public Hardtanh(Number minVal, Number maxVal) {
        this(minVal, maxVal, InPlace.OUT_OF_PLACE);
    }

    /**
     * May overwrite its input.
     *
     * @param minVal the smallest result
     * @param maxVal the largest result
     * @param inPlace whether it does
     */
    public Hardtanh(Number minVal, Number maxVal, InPlace inPlace) {
        super(
                "min_val=" + Numbers.value(minVal) + ", max_val=" + Numbers.value(maxVal),
                inPlace,
                x -> Functional.hardtanh(x, minVal.doubleValue(), maxVal.doubleValue()),
                x -> Functional.hardtanh_(x, minVal.doubleValue(), maxVal.doubleValue()));
    }
}
