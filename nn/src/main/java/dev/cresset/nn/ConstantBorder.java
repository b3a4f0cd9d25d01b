package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.text.Numbers;

/** What layers share that put a number around their input. */
abstract class ConstantBorder extends BorderLayer {
    private final Number value;

    ConstantBorder(int dims, Number value, long... padding) {
        super(dims, PaddingMode.ZEROS, padding);
        this.value = value;
    }

    @Override
    public final Tensor forward(Tensor x) {
        return Functional.pad(x, padding, value.doubleValue());
    }

    @Override
    protected final String extraRepr() {
        return "padding=" + super.extraRepr() + ", value=" + Numbers.value(value);
    }
}
