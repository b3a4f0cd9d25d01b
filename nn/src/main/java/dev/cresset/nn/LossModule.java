package dev.cresset.nn;

import dev.cresset.Tensor;

/** A loss as a module: a prediction and a target give a number. */
public abstract class LossModule extends Module implements BinaryModule {
    /** Without options. */
    LossModule() {}

    /** The loss of a prediction. */
    @Override
    public abstract Tensor forward(Tensor input, Tensor target);
}
