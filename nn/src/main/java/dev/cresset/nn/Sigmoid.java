package dev.cresset.nn;

/** Logistic function {@code 1 / (1 + exp(-x))}: PyTorch's {@code nn.Sigmoid}. */
public final class Sigmoid extends Activation {
    /** Without options. */
    public Sigmoid() {
        super("", Functional::sigmoid);
    }
}
