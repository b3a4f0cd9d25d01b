package dev.cresset.nn;

import dev.cresset.Tensor;

/** Gives its input back: PyTorch's {@code nn.Identity}. */
public final class Identity extends Module implements UnaryModule {
    /** Without parameters. */
    public Identity() {}

    @Override
    public Tensor forward(Tensor x) {
        return x;
    }
}
