package dev.cresset.op;

import dev.cresset.expr.Expr;
import dev.cresset.random.Distributions;
import dev.cresset.random.Generator;
import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.Layout;

import java.util.List;

/** Elements or channels left out at random. */
public final class Dropouts {
    private static final double SELU_ALPHA = 1.6732632423543772848170429916717;
    private static final double SELU_SCALE = 1.0507009873554804934193349852946;

    private static final Pointwise SCALE =
            Pointwise.step("dropout_scale", 1, List.of(Expr.in(0).div(Expr.param(0))));

    /** Zeroes elements with probability p in training and scales the others by 1 / (1 - p). */
    public static final Composite DROPOUT =
            new Composite(
                    "dropout(Tensor input, float p=0.5, bool training=True, bool inplace=False) ->"
                            + " Tensor",
                    a -> {
                        Value x = a.value(0);
                        var noise = noise("dropout", a);
                        if (noise == null) {
                            return x;
                        }
                        return scaled(a, x, noise);
                    });

    /** {@link #DROPOUT} under the keyword of {@code torch.dropout}. */
    public static final Composite DROPOUT_TRAIN =
            new Composite(
                    "dropout(Tensor input, float p, bool train) -> Tensor",
                    a -> DROPOUT.call(a.all()[0], a.all()[1], a.all()[2], false));

    /** Zeroes whole channels of (batch, channels, length). */
    public static final Composite DROPOUT1D = channels("dropout1d", 2, 3);

    /** Zeroes whole channels of (batch, channels, height, width). */
    public static final Composite DROPOUT2D = channels("dropout2d", 0, 0);

    /** Zeroes whole channels of (batch, channels, depth, height, width). */
    public static final Composite DROPOUT3D = channels("dropout3d", 4, 5);

    /** Sets elements to the negative limit of SELU and keeps mean and variance. */
    public static final Composite ALPHA_DROPOUT =
            new Composite(
                    "alpha_dropout(Tensor input, float p=0.5, bool training=False, bool"
                            + " inplace=False) -> Tensor",
                    a -> {
                        checkProbability("alpha_dropout", a.number(1));
                        return active(a)
                                ? alpha(a, a.value(0), wholeOrder(a.value(0)))
                                : a.value(0);
                    });

    /** {@link #ALPHA_DROPOUT} of whole channels of (batch, channels, ...). */
    public static final Composite FEATURE_ALPHA_DROPOUT =
            new Composite(
                    "feature_alpha_dropout(Tensor input, float p=0.5, bool training=False, bool"
                            + " inplace=False) -> Tensor",
                    a -> {
                        checkProbability("feature_alpha_dropout", a.number(1));
                        return active(a)
                                ? alpha(a, a.value(0), channelOrder(a.value(0)))
                                : a.value(0);
                    });

    private Dropouts() {}

    /** {@code a (x noise + alpha' (noise - 1))} shifted so that mean and variance stay. */
    private static Value alpha(Args a, Value x, Layout order) {
        double p = a.number(1);
        if (p == 1) {
            return scaled(a, x, ValueOps.zeros(x));
        }
        double limit = SELU_ALPHA * SELU_SCALE;
        double factor = 1 / Math.sqrt((limit * limit * p + 1) * (1 - p));
        var noise = x.tape().wrap(kept(x, p, order));
        var shift = ValueOps.mul(ValueOps.add(noise, -1L), limit * factor);
        shift = ValueOps.add(shift, limit * factor * p);
        var y = scaled(a, x, ValueOps.mul(noise, factor));
        return a.flag(3) ? Arithmetic.PLUS.callInPlace(y, shift) : ValueOps.add(y, shift);
    }

    private static Value scaled(Args a, Value x, Value noise) {
        return a.flag(3) ? Arithmetic.MUL.callInPlace(x, noise) : ValueOps.mul(x, noise);
    }

    private static Composite channels(String name, int unbatched, int batched) {
        return new Composite(
                name
                        + "(Tensor input, float p=0.5, bool training=True, bool inplace=False) ->"
                        + " Tensor",
                a -> {
                    Value given = a.value(0);
                    int rank = given.layout().dim();
                    Check.that(
                            unbatched == 0 || rank == unbatched || rank == batched,
                            "%1$s: Expected %2$sD or %3$sD input, but received a %4$sD input. Note that"
                                    + " %1$s exists to provide channel-wise dropout on inputs with"
                                    + " %5$s spatial dimension%6$s, a channel dimension, and an"
                                    + " optional batch dimension (i.e. %2$sD or %3$sD inputs).",
                            name,
                            unbatched,
                            batched,
                            rank,
                            unbatched - 1,
                            unbatched == 2 ? "" : "s");
                    boolean single = rank == unbatched && unbatched != 0;
                    var x = single ? ValueOps.unsqueeze(given, 0) : given;
                    checkProbability(name, a.number(1));
                    if (!active(a)) {
                        return given;
                    }
                    var noise = drawn(x, a.number(1), channelOrder(x));
                    var y = scaled(a, x, noise);
                    return a.flag(3) ? given : single ? ValueOps.squeeze(y, 0) : y;
                });
    }

    private static void checkProbability(String name, double p) {
        Check.that(
                p >= 0 && p <= 1,
                "%s: dropout probability has to be between 0 and 1, but got %s",
                name,
                p);
    }

    private static boolean active(Args a) {
        return a.flag(2) && a.number(1) != 0 && a.layout(0).numel() > 0;
    }

    /** What to multiply with, or null if nothing is dropped. */
    private static Value noise(String name, Args a) {
        checkProbability(name, a.number(1));
        if (!active(a)) {
            return null;
        }
        return drawn(a.value(0), a.number(1), wholeOrder(a.value(0)));
    }

    /** Noise for every element, in the order that the user sees: that of PyTorch's stream. */
    private static Layout wholeOrder(Value x) {
        return denseOrder(x.hidden() ? x.array().layout() : x.layout());
    }

    /** Noise for every channel of (batch, channels, ...). */
    private static Layout channelOrder(Value x) {
        Check.that(
                x.layout().dim() >= 2,
                "Feature dropout requires at least 2 dimensions in the input, got %s",
                x);
        var sizes = new long[x.layout().dim()];
        java.util.Arrays.fill(sizes, 1);
        sizes[0] = x.layout().size(0);
        sizes[1] = x.layout().size(1);
        return Layout.contiguous(sizes);
    }

    /** The layout without gaps whose dimensions are ordered as those of a layout. */
    private static Layout denseOrder(Layout layout) {
        if (layout.isDense()) {
            return layout.withOffset(0);
        }
        var order = layout.memoryOrder();
        var strides = new long[order.length];
        long step = 1;
        for (int k = order.length - 1; k >= 0; k--) {
            strides[order[k]] = step;
            step *= Math.max(1, layout.size(order[k]));
        }
        return Layout.of(layout.sizes(), strides, 0);
    }

    /** Zeros with probability p, else 1 / (1 - p). */
    private static Value drawn(Value x, double p, Layout layout) {
        if (p == 1) {
            return ValueOps.zeros(x);
        }
        var noise = kept(x, p, layout);
        if (Meta.is(noise)) {
            return x.tape().wrap(noise);
        }
        var flat = noise.with(Layout.contiguous(noise.numel()));
        Elementwise.run(SCALE, new Array[] {flat}, new Array[] {flat}, new double[] {1 - p});
        return x.tape().wrap(noise);
    }

    /** Zeros with probability p, else ones. */
    private static Array kept(Value x, double p, Layout layout) {
        Check.that(
                x.dtype().isFloatingPoint(),
                "dropout: result type Float can't be cast to the desired output type %s; convert"
                        + " to a floating dtype",
                x.dtype().scalarName());
        var noise = NewArray.beside(x.physical(), x.dtype(), layout);
        if (Meta.is(noise)) {
            return noise;
        }
        try (var _ = AddressUse.begin()) {
            Distributions.bernoulli(
                    Generator.defaultGenerator(),
                    noise.dtype(),
                    noise.address(),
                    noise.numel(),
                    1 - p);
        }
        return noise;
    }
}
