package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.OpException;
import dev.cresset.text.Numbers;

/** What layers share that leave out elements at random in training. */
abstract class DropoutLayer extends Module implements UnaryModule {
    private final double p;
    private final boolean inPlace;
    private final Drop drop;

    /** One of the functions that drop. */
    interface Drop {
        /** With probability p, in training. */
        Tensor apply(Tensor x, double p, Mode mode);
    }

    DropoutLayer(double p, InPlace where, Drop drop, Drop dropInPlace) {
        if (!(p >= 0 && p <= 1)) {
            throw new OpException(
                    name()
                            + ": dropout probability has to be between 0 and 1, but got "
                            + Numbers.python(p));
        }
        this.p = p;
        this.inPlace = where == InPlace.IN_PLACE;
        this.drop = inPlace ? dropInPlace : drop;
    }

    @Override
    public final Tensor forward(Tensor x) {
        return drop.apply(x, p, Mode.of(isTraining()));
    }

    @Override
    protected final String extraRepr() {
        return "p=" + Numbers.python(p) + ", inplace=" + Numbers.value(inPlace);
    }
}
