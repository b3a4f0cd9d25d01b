package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.text.Numbers;

/**
 * {@code x} above 0, {@code r x} below, with r drawn for each element in training (Xu et al.,
 * 2015): PyTorch's {@code nn.RReLU}.
 */
public final class RReLU extends Module implements UnaryModule {
    private final Number lower;
    private final Number upper;
    private final InPlace inPlace;

    /** Slopes in [1/8, 1/3). */
    public RReLU() {
        this(1.0 / 8, 1.0 / 3);
    }

    /** Slopes in [lower, upper). */
    public RReLU(Number lower, Number upper) {
        this(lower, upper, InPlace.OUT_OF_PLACE);
    }

    /** Slopes in [lower, upper); may overwrite its input. */
    public RReLU(Number lower, Number upper, InPlace inPlace) {
        this.lower = lower;
        this.upper = upper;
        this.inPlace = inPlace;
    }

    @Override
    public Tensor forward(Tensor x) {
        double from = lower.doubleValue();
        double to = upper.doubleValue();
        var mode = Mode.of(isTraining());
        return inPlace == InPlace.IN_PLACE
                ? Functional.rrelu_(x, from, to, mode)
                : Functional.rrelu(x, from, to, mode);
    }

    @Override
    protected String extraRepr() {
        return "lower="
                + Numbers.value(lower)
                + ", upper="
                + Numbers.value(upper)
                + (inPlace == InPlace.IN_PLACE ? ", inplace=True" : "");
    }
}
