package dev.cresset.nn;

import dev.cresset.Tensor;

/** Hyperbolic tangent: PyTorch's {@code nn.Tanh}. */
public final class Tanh extends Module implements UnaryModule {
    /** Without parameters. */
    public Tanh() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.tanh();
    }
}
