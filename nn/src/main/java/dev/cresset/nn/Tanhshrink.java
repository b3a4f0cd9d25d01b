package dev.cresset.nn;

/** {@code x - tanh(x)}: PyTorch's {@code nn.Tanhshrink}. */
public final class Tanhshrink extends Activation {
    /** Without options. */
    public Tanhshrink() {
        super("", Functional::tanhshrink);
    }
}
