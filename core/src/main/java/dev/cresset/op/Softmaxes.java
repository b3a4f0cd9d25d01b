package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.NORMALIZE;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Reductions;
import dev.cresset.spi.Rows;

/** Softmax and its logarithm. */
public final class Softmaxes {
    /** {@code exp(x) / sum exp(x)} along a dimension. */
    public static final Primitive SOFTMAX_ROW =
            Primitive.of(
                            NORMALIZE,
                            "_softmax(Tensor self, int dim) -> Tensor",
                            a -> forward(Reductions.Softmax.PLAIN, a))
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            Softmaxes.SOFTMAX_GRADIENT.value(
                                                    b.grad(), b.result(0), b.args().all()[1])))
                    .savingResult()
                    .named("SoftmaxBackward0");

    /** {@code y * (g - sum(g * y))}. */
    static final Primitive SOFTMAX_GRADIENT =
            Primitive.of(
                            NORMALIZE,
                            "_softmax_backward(Tensor grad, Tensor output, int dim) -> Tensor",
                            a -> backward(Reductions.Softmax.PLAIN, a))
                    .anywhere()
                    .gradient(
                            b -> {
                                long d = b.args().integer(2);
                                var gg = b.grad();
                                var g = b.value(0);
                                var y = b.value(1);
                                Value forY = null;
                                if (b.needs(1)) {
                                    var gy = ValueOps.sum(mul(g, y), true, d);
                                    var ggy = ValueOps.sum(mul(gg, y), true, d);
                                    forY = sub(mul(gg, sub(g, gy)), mul(g, ggy));
                                }
                                return grads(
                                        b.needs(0)
                                                ? Softmaxes.SOFTMAX_GRADIENT.value(gg, y, d)
                                                : null,
                                        forY);
                            },
                            0,
                            1);

    /** {@code x - log sum exp(x)} along a dimension. */
    public static final Primitive LOG_SOFTMAX_ROW =
            Primitive.of(
                            NORMALIZE,
                            "_log_softmax(Tensor self, int dim) -> Tensor",
                            a -> forward(Reductions.Softmax.LOG, a))
                    .anywhere()
                    .gradient(
                            b ->
                                    grads(
                                            Softmaxes.LOG_SOFTMAX_GRADIENT.value(
                                                    b.grad(), b.result(0), b.args().all()[1])))
                    .savingResult()
                    .named("LogSoftmaxBackward0");

    /** {@code g - exp(y) * sum(g)}. */
    static final Primitive LOG_SOFTMAX_GRADIENT =
            Primitive.of(
                            NORMALIZE,
                            "_log_softmax_backward(Tensor grad, Tensor output, int dim) -> Tensor",
                            a -> backward(Reductions.Softmax.LOG, a))
                    .anywhere()
                    .gradient(
                            b -> {
                                long d = b.args().integer(2);
                                var gg = b.grad();
                                var p = ValueOps.exp(b.value(1));
                                return grads(
                                        b.needs(0)
                                                ? sub(gg, ValueOps.sum(mul(gg, p), true, d))
                                                : null,
                                        b.needs(1)
                                                ? ValueOps.neg(
                                                        mul(
                                                                mul(gg, p),
                                                                ValueOps.sum(b.value(0), true, d)))
                                                : null);
                            },
                            0,
                            1);

    /** {@link #SOFTMAX_ROW} with an optional dtype to convert to first. */
    public static final Composite SOFTMAX =
            new Composite(
                    "softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
                    a -> SOFTMAX_ROW.call(converted("softmax", a), a.all()[1]));

    /** {@link #LOG_SOFTMAX_ROW} with an optional dtype to convert to first. */
    public static final Composite LOG_SOFTMAX =
            new Composite(
                    "log_softmax(Tensor self, int dim, ScalarType? dtype=None) -> Tensor",
                    a -> LOG_SOFTMAX_ROW.call(converted("log_softmax", a), a.all()[1]));

    private Softmaxes() {}

    private static Value converted(String op, Args a) {
        var x = a.none(2) ? a.value(0) : ValueOps.to(a.value(0), a.dtype(2, DType.FLOAT32));
        Check.that(
                x.dtype().isFloatingPoint(),
                "%s: \"%s_lastdim_kernel_impl\" not implemented for '%s'; convert to a floating"
                        + " dtype",
                op,
                op,
                x.dtype().scalarName());
        return x;
    }

    private static Array forward(Reductions.Softmax kind, Args a) {
        var x = a.dense(0);
        int d = a.dim(1);
        if (a.withoutMemory()) {
            return Meta.empty(x.dtype(), x.layout().sizes());
        }
        var result = NewArray.empty(x.dtype(), x.layout().sizes());
        if (x.numel() > 0) {
            Backends.cpu()
                    .reductions()
                    .softmax(
                            kind, x.dtype(), Rows.of(x.layout(), d), x.address(), result.address());
        }
        return result;
    }

    private static Array backward(Reductions.Softmax kind, Args a) {
        var g = a.dense(0);
        var y = a.dense(1);
        if (a.withoutMemory()) {
            return Meta.empty(g.dtype(), g.layout().sizes());
        }
        var result = NewArray.empty(g.dtype(), g.layout().sizes());
        int d = Check.dim(a.integer(2), g.layout().dim());
        if (g.numel() > 0) {
            Backends.cpu()
                    .reductions()
                    .softmaxGradient(
                            kind,
                            g.dtype(),
                            Rows.of(g.layout(), d),
                            g.address(),
                            y.address(),
                            result.address());
        }
        return result;
    }
}
