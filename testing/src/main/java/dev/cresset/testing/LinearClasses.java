package dev.cresset.testing;

import dev.cresset.nn.AlphaDropout;
import dev.cresset.nn.Bias;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Dropout1d;
import dev.cresset.nn.Dropout2d;
import dev.cresset.nn.Dropout3d;
import dev.cresset.nn.FeatureAlphaDropout;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.Identity;
import dev.cresset.nn.InPlace;
import dev.cresset.nn.Linear;
import dev.cresset.nn.Unflatten;

/** Linear layers, dropout and layers that only change the form. */
final class LinearClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("Linear", LinearClasses::linear)
                    .unary("Identity", c -> new Identity())
                    .unary("Flatten", LinearClasses::flatten)
                    .unary("Unflatten", LinearClasses::unflatten)
                    .unary("Dropout", c -> new Dropout(p(c), inPlace(c)))
                    .unary("Dropout1d", c -> new Dropout1d(p(c), inPlace(c)))
                    .unary("Dropout2d", c -> new Dropout2d(p(c), inPlace(c)))
                    .unary("Dropout3d", c -> new Dropout3d(p(c), inPlace(c)))
                    .unary("AlphaDropout", c -> new AlphaDropout(p(c), inPlace(c)))
                    .unary("FeatureAlphaDropout", c -> new FeatureAlphaDropout(p(c), inPlace(c)));

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

    private static Unflatten unflatten(PythonCall c) {
        return new Unflatten(
                c.integer(0, "dim"), PythonCall.longs(c.get(1, "unflattened_size", null)));
    }

    private static double p(PythonCall c) {
        return c.number(0, "p", 0.5);
    }

    private static InPlace inPlace(PythonCall c) {
        return c.flag(1, "inplace", false) ? InPlace.IN_PLACE : InPlace.OUT_OF_PLACE;
    }
}
