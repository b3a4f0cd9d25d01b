package dev.cresset.nn;

import dev.cresset.text.Numbers;

/** {@code x} above 0, {@code negativeSlope * x} below: PyTorch's {@code nn.LeakyReLU}. */
public final class LeakyReLU extends Activation {
    /** Slope 0.01. */
    public LeakyReLU() {
        this(0.01);
    }

    /** Slope 0.01. May overwrite its input. */
    public LeakyReLU(InPlace inPlace) {
        this(0.01, inPlace);
    }

    /**
     * Leaves its input as it is.
     *
     * @param negativeSlope the slope below 0
     */
    public LeakyReLU(Number negativeSlope) {
        this(negativeSlope, InPlace.OUT_OF_PLACE);
    }

    /**
     * May overwrite its input.
     *
     * @param negativeSlope the slope below 0
     * @param inPlace whether it does
     */
    public LeakyReLU(Number negativeSlope, InPlace inPlace) {
        super(
                "negative_slope=" + Numbers.value(negativeSlope),
                inPlace,
                x -> Functional.leakyRelu(x, negativeSlope.doubleValue()),
                x -> Functional.leakyRelu_(x, negativeSlope.doubleValue()));
    }
}
