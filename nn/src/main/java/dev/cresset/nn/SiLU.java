package dev.cresset.nn;

import dev.cresset.Tensor;

/** {@code x * sigmoid(x)}: PyTorch's {@code nn.SiLU}. */
public final class SiLU extends Module implements UnaryModule {
    /** Without parameters. */
    public SiLU() {}

    @Override
    public Tensor forward(Tensor x) {
        return Functional.silu(x);
    }
}
