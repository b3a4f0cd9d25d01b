package dev.cresset.testing;

import dev.cresset.nn.Bias;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Identity;
import dev.cresset.nn.Linear;

/** Linear layers, dropout and layers that only change the form. */
final class LinearClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("Linear", LinearClasses::linear)
                    .unary("Identity", c -> new Identity())
                    .unary("Flatten", LinearClasses::flatten)
                    .unary("Dropout", c -> new Dropout(c.number(0, "p", 0.5)));

    private LinearClasses() {}

    private static Linear linear(PythonCall c) {
        return new Linear(c.integer(0, "in_features"), c.integer(1, "out_features"), bias(c, 2));
    }

    static Bias bias(PythonCall c, int position) {
        return c.flag(position, "bias", true) ? Bias.BIAS : Bias.NO_BIAS;
    }

    private static Flatten flatten(PythonCall c) {
        return new Flatten(c.integer(0, "start_dim", 1), c.integer(1, "end_dim", -1));
    }
}
