package dev.cresset.testing;

import dev.cresset.nn.CELU;
import dev.cresset.nn.ELU;
import dev.cresset.nn.GELU;
import dev.cresset.nn.GLU;
import dev.cresset.nn.Hardshrink;
import dev.cresset.nn.Hardsigmoid;
import dev.cresset.nn.Hardswish;
import dev.cresset.nn.Hardtanh;
import dev.cresset.nn.InPlace;
import dev.cresset.nn.LeakyReLU;
import dev.cresset.nn.LogSigmoid;
import dev.cresset.nn.LogSoftmax;
import dev.cresset.nn.Mish;
import dev.cresset.nn.PReLU;
import dev.cresset.nn.RReLU;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.ReLU6;
import dev.cresset.nn.SELU;
import dev.cresset.nn.SiLU;
import dev.cresset.nn.Sigmoid;
import dev.cresset.nn.Softmax;
import dev.cresset.nn.Softmax2d;
import dev.cresset.nn.Softmin;
import dev.cresset.nn.Softplus;
import dev.cresset.nn.Softshrink;
import dev.cresset.nn.Softsign;
import dev.cresset.nn.Tanh;
import dev.cresset.nn.Tanhshrink;
import dev.cresset.nn.Threshold;
import dev.cresset.nn.UnaryModule;

import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Activations. */
final class ActivationClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("ReLU", c -> new ReLU(inPlace(c, 0)))
                    .unary("ReLU6", c -> new ReLU6(inPlace(c, 0)))
                    .unary("SELU", c -> new SELU(inPlace(c, 0)))
                    .unary("SiLU", c -> new SiLU(inPlace(c, 0)))
                    .unary("Mish", c -> new Mish(inPlace(c, 0)))
                    .unary("Hardsigmoid", c -> new Hardsigmoid(inPlace(c, 0)))
                    .unary("Hardswish", c -> new Hardswish(inPlace(c, 0)))
                    .unary("Tanh", c -> new Tanh())
                    .unary("Sigmoid", c -> new Sigmoid())
                    .unary("LogSigmoid", c -> new LogSigmoid())
                    .unary("Softsign", c -> new Softsign())
                    .unary("Tanhshrink", c -> new Tanhshrink())
                    .unary("Softmax2d", c -> new Softmax2d())
                    .unary(
                            "LeakyReLU",
                            c -> new LeakyReLU(number(c, 0, "negative_slope", 0.01), inPlace(c, 1)))
                    .unary("ELU", c -> new ELU(number(c, 0, "alpha", 1.0), inPlace(c, 1)))
                    .unary("CELU", c -> new CELU(number(c, 0, "alpha", 1.0), inPlace(c, 1)))
                    .unary(
                            "Threshold",
                            c ->
                                    new Threshold(
                                            number(c, 0, "threshold", null),
                                            number(c, 1, "value", null),
                                            inPlace(c, 2)))
                    .unary(
                            "Hardtanh",
                            c ->
                                    new Hardtanh(
                                            number(c, 0, "min_val", -1.0),
                                            number(c, 1, "max_val", 1.0),
                                            inPlace(c, 2)))
                    .unary(
                            "Softplus",
                            c ->
                                    new Softplus(
                                            number(c, 0, "beta", 1.0),
                                            number(c, 1, "threshold", 20.0)))
                    .unary("Hardshrink", c -> new Hardshrink(number(c, 0, "lambd", 0.5)))
                    .unary("Softshrink", c -> new Softshrink(number(c, 0, "lambd", 0.5)))
                    .unary(
                            "RReLU",
                            c ->
                                    new RReLU(
                                            number(c, 0, "lower", 1.0 / 8),
                                            number(c, 1, "upper", 1.0 / 3),
                                            inPlace(c, 2)))
                    .unary(
                            "PReLU",
                            c ->
                                    new PReLU(
                                            c.integer(0, "num_parameters", 1),
                                            c.number(1, "init", 0.25)))
                    .unary("GLU", c -> new GLU(c.integer(0, "dim", -1)))
                    .unary(
                            "GELU",
                            c -> new GELU(c.constant(0, "approximate", GELU.Approximate.NONE)))
                    .unary("Softmax", c -> along(c, Softmax::new, Softmax::new))
                    .unary("Softmin", c -> along(c, Softmin::new, Softmin::new))
                    .unary("LogSoftmax", c -> along(c, LogSoftmax::new, LogSoftmax::new));

    private ActivationClasses() {}

    private static InPlace inPlace(PythonCall c, int position) {
        return c.flag(position, "inplace", false) ? InPlace.IN_PLACE : InPlace.OUT_OF_PLACE;
    }

    /** A number whose Python type shows in the printed form. */
    private static Number number(PythonCall c, int position, String keyword, Number fallback) {
        return (Number) c.get(position, keyword, fallback);
    }

    private static UnaryModule along(
            PythonCall c, Supplier<UnaryModule> chosen, LongFunction<UnaryModule> named) {
        return c.get(0, "dim", null) == null ? chosen.get() : named.apply(c.integer(0, "dim"));
    }
}
