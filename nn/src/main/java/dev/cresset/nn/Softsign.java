package dev.cresset.nn;

/** {@code x / (1 + |x|)}: PyTorch's {@code nn.Softsign}. */
public final class Softsign extends Activation {
    /** Without options. */
    public Softsign() {
        super("", Functional::softsign);
    }
}
