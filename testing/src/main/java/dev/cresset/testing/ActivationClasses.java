package dev.cresset.testing;

import dev.cresset.nn.LogSoftmax;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.SiLU;
import dev.cresset.nn.Sigmoid;
import dev.cresset.nn.Softmax;
import dev.cresset.nn.Tanh;

/** Activations. */
final class ActivationClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("ReLU", c -> new ReLU())
                    .unary("Tanh", c -> new Tanh())
                    .unary("Sigmoid", c -> new Sigmoid())
                    .unary("SiLU", c -> new SiLU())
                    .unary("Softmax", c -> new Softmax(c.integer(0, "dim")))
                    .unary("LogSoftmax", c -> new LogSoftmax(c.integer(0, "dim")));

    private ActivationClasses() {}
}
