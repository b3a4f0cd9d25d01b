package dev.cresset.nn;

import dev.cresset.Tensor;

/** A loss as a module: a prediction and a target give a number. */
public abstract class LossModule extends Module {
    final Loss.Options options;

    LossModule(Loss.Options options) {
        this.options = options;
    }

    /** The loss of a prediction. */
    public abstract Tensor forward(Tensor input, Tensor target);
}
