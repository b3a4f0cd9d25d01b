package dev.cresset.nn;

/** Hyperbolic tangent: PyTorch's {@code nn.Tanh}. */
public final class Tanh extends Activation {
    /** Without options. */
    public Tanh() {
        super("", Functional::tanh);
    }
}
