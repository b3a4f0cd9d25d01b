package dev.cresset.nn;

import dev.cresset.text.Numbers;

/** {@code x} above a threshold, else a value: PyTorch's {@code nn.Threshold}. */
public final class Threshold extends Activation {
    /**
     * Leaves its input as it is.
     *
     * @param threshold where the result changes
     * @param value the result below
     */
    public Threshold(Number threshold, Number value) {
        this(threshold, value, InPlace.OUT_OF_PLACE);
    }

    /**
     * May overwrite its input.
     *
     * @param threshold where the result changes
     * @param value the result below
     * @param inPlace whether it does
     */
    public Threshold(Number threshold, Number value, InPlace inPlace) {
        super(
                "threshold=" + Numbers.value(threshold) + ", value=" + Numbers.value(value),
                inPlace,
                x -> Functional.threshold(x, threshold.doubleValue(), value.doubleValue()),
                x -> Functional.threshold_(x, threshold.doubleValue(), value.doubleValue()));
    }
}
