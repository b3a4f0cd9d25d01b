package dev.cresset.nn;

/** {@code log(1 / (1 + exp(-x)))}: PyTorch's {@code nn.LogSigmoid}. */
public final class LogSigmoid extends Activation {
    /** Without options. */
    public LogSigmoid() {
        super("", Functional::logsigmoid);
    }
}
