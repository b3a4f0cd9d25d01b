package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code max(x, 0)}: PyTorch's {@code nn.ReLU}. */
public final class ReLU extends Module implements UnaryModule {
    /** Without parameters. */
    public ReLU() {}

    @Override
    public Tensor forward(Tensor x) {
        return x.relu();
    }
}
