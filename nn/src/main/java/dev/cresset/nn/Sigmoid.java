package dev.cresset.nn;

import dev.cresset.Tensor;

/** Logistic function {@code 1 / (1 + exp(-x))}: PyTorch's {@code nn.Sigmoid}. */
public final class Sigmoid extends Module implements UnaryModule {
    /** Without parameters. */
    public Sigmoid() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.sigmoid();
    }
}
