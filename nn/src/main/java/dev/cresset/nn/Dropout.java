package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;
import dev.cresset.text.Numbers;

/** Zeroes elements at random in training: PyTorch's {@code nn.Dropout} (Hinton et al., 2012). */
public final class Dropout extends Module implements UnaryModule {
    private final double p;

    /** With probability 0.5. */
    public Dropout() {
        this(0.5);
    }

    /** With a probability. */
    public Dropout(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new OpException(
                    "Dropout: dropout probability has to be between 0 and 1, but got " + p);
        }
        this.p = p;
    }

    @Override
    public Tensor forward(Tensor x) {
        return Functional.dropout(x, p, Mode.of(isTraining()));
    }

    @Override
    protected String extraRepr() {
        return "p=" + Numbers.python(p) + ", inplace=False";
    }
}
