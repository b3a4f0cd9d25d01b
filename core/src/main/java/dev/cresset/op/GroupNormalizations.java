package dev.cresset.op;

import dev.cresset.spi.Array;
import dev.cresset.spi.DType;

import java.util.Arrays;

/** Normalisation of groups of channels, of single images, by root mean squares, by neighbours. */
public final class GroupNormalizations {
    /** {@code (x - mean) / sqrt(var + eps) * weight + bias} over each group of channels. */
    public static final Composite GROUP_NORM =
            new Composite(
                    "group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor?"
                            + " bias=None, float eps=1e-05) -> Tensor",
                    GroupNormalizations::groupNorm);

    /** Batch normalisation of every image by itself. */
    public static final Composite INSTANCE_NORM =
            new Composite(
                    "instance_norm(Tensor input, Tensor? running_mean=None, Tensor?"
                            + " running_var=None, Tensor? weight=None, Tensor? bias=None, bool"
                            + " use_input_stats=True, float momentum=0.1, float eps=1e-05) ->"
                            + " Tensor",
                    GroupNormalizations::instanceNorm);

    /** {@code x / sqrt(mean(x²) + eps) * weight} over the last dimensions. */
    public static final Composite RMS_NORM =
            new Composite(
                    "rms_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, float?"
                            + " eps=None) -> Tensor",
                    GroupNormalizations::rmsNorm);

    /** {@code x / (k + alpha mean(x² of neighbouring channels))^beta}. */
    public static final Composite LOCAL_RESPONSE_NORM =
            new Composite(
                    "local_response_norm(Tensor input, int size, float alpha=0.0001, float"
                            + " beta=0.75, float k=1.0) -> Tensor",
                    GroupNormalizations::localResponseNorm);

    private GroupNormalizations() {}

    private static Value optional(Args a, int i) {
        return a.none(i) ? null : a.value(i);
    }

    private static Object groupNorm(Args a) {
        var x = a.value(0);
        long groups = a.integer(1);
        var sizes = x.layout().sizes();
        Check.that(
                sizes.length >= 2,
                "group_norm: Expected at least 2 dimensions for input tensor but received %s",
                sizes.length);
        Check.that(
                groups > 0, "group_norm: Expected num groups to be greater than 0, got %s", groups);
        Check.that(
                sizes[1] % groups == 0,
                "group_norm: Expected number of channels in input to be divisible by num_groups,"
                        + " but got input of shape %s and num_groups=%s",
                x,
                groups);
        Check.floating("group_norm", x.dtype());
        var weight = optional(a, 2);
        var bias = optional(a, 3);
        checkAffine("group_norm", "weight", weight, x);
        checkAffine("group_norm", "bias", bias, x);
        if (x.layout().numel() == 0) {
            return Normalizations.ofNothing(x, weight, bias, Normalizations.ones(x));
        }
        long length = x.layout().numel() / (sizes[0] * groups);
        Check.that(
                x.layout().numel() > sizes[0] * sizes[1] || sizes[0] * sizes[1] > groups,
                "group_norm: Expected more than 1 value per channel when training, got input size"
                        + " %s",
                x);
        var wide = Normalizations.isReduced(x.dtype()) ? ValueOps.to(x, DType.FLOAT32) : x;
        var rows = ValueOps.reshape(wide, sizes[0] * groups, length);
        var y = ValueOps.reshape(Normalizations.normalizedRows(rows, length, a.number(4)), sizes);
        if (weight != null) {
            var factors = ValueOps.view(weight, Normalizations.ones(x));
            y = ValueOps.mul(y, ValueOps.to(factors, y.dtype()));
        }
        if (bias != null) {
            var summands = ValueOps.view(bias, Normalizations.ones(x));
            y = ValueOps.add(y, ValueOps.to(summands, y.dtype()));
        }
        return ValueOps.to(y, x.dtype());
    }

    private static void checkAffine(String op, String what, Value affine, Value x) {
        if (affine == null) {
            return;
        }
        long channels = x.layout().size(1);
        Check.that(
                affine.layout().hasSizes(channels),
                "%s: Expected %s to be a vector of size equal to the number of channels in input,"
                        + " but got %s of shape %s and input of shape %s",
                op,
                what,
                what,
                affine,
                x);
        Check.that(
                affine.dtype() == x.dtype()
                        || (Normalizations.isReduced(x.dtype()) && affine.dtype() == DType.FLOAT32),
                "%s: mixed dtype (CPU): all inputs must share same datatype; got %s for an input"
                        + " of %s",
                op,
                affine.dtype(),
                x.dtype());
    }

    private static Object instanceNorm(Args a) {
        var x = a.value(0);
        var sizes = x.layout().sizes();
        boolean own = a.flag(5);
        Check.that(
                sizes.length >= 2,
                "instance_norm: expects an input of (batch, channels, ...), got %s",
                x);
        long spatial = 1;
        for (int d = 2; d < sizes.length; d++) {
            spatial *= sizes[d];
        }
        Check.that(
                !own || spatial != 1,
                "instance_norm: Expected more than 1 spatial element when training, got input size"
                        + " torch.Size(%s)",
                x);
        Check.that(
                own || (!a.none(1) && !a.none(2)),
                "instance_norm: Expected running_mean and running_var to be defined when"
                        + " use_input_stats is false");
        var joined = sizes.clone();
        joined[0] = 1;
        joined[1] = sizes[0] * sizes[1];
        var mean = repeated(a, 1, sizes[0]);
        var variance = repeated(a, 2, sizes[0]);
        var y =
                Normalizations.BATCH_NORM.value(
                        ValueOps.reshape(x, joined),
                        mean,
                        variance,
                        repeated(a, 3, sizes[0]),
                        repeated(a, 4, sizes[0]),
                        own,
                        a.number(6),
                        a.number(7));
        if (own && x.layout().numel() > 0) {
            average(mean, a, 1, sizes[0]);
            average(variance, a, 2, sizes[0]);
        }
        return ValueOps.reshape(y, sizes);
    }

    private static Value repeated(Args a, int i, long times) {
        return a.none(i) ? null : Joins.REPEAT.value(a.value(i), new long[] {times});
    }

    /** Moves running statistics to the mean over those of the images. */
    private static void average(Value ofImages, Args a, int i, long images) {
        if (!a.none(i)) {
            Array running = a.array(i);
            var all = ofImages.tape().wrap(ofImages.array());
            var table = ValueOps.reshape(all, images, running.numel());
            var mean = Aggregates.MEAN.value(table, new long[] {0}, false, null);
            Copies.copy(mean.array(), running);
            running.storage().bump();
        }
    }

    private static Object rmsNorm(Args a) {
        var x = a.value(0);
        var shape = a.longs(1);
        Check.that(
                shape.length >= 1,
                "rms_norm: Expected normalized_shape to be at least 1-dimensional, i.e., containing"
                        + " at least one element, but got normalized_shape = %s",
                shape);
        var weight = optional(a, 2);
        Check.that(
                weight == null || weight.layout().hasSizes(shape),
                "rms_norm: Expected weight to be of same shape as normalized_shape, but got weight"
                        + " of shape %s and normalized_shape = %s",
                weight,
                shape);
        int first = x.layout().dim() - shape.length;
        var sizes = x.layout().sizes();
        Check.that(
                first >= 0 && Arrays.equals(Arrays.copyOfRange(sizes, first, sizes.length), shape),
                "Given normalized_shape=%s, expected input with shape [*%s], but got input of"
                        + " size%s",
                shape,
                Check.text(shape).replaceAll("[\\[\\]]", ""),
                x);
        Check.that(
                x.dtype().isDifferentiable(),
                "rms_norm: expects a floating-point tensor, got %s; convert it first",
                x.dtype());
        var wide = Normalizations.isReduced(x.dtype()) ? ValueOps.to(x, DType.FLOAT32) : x;
        double eps = a.none(3) ? epsilon(wide.dtype()) : a.number(3);
        var dims = new long[shape.length];
        Arrays.setAll(dims, d -> first + d);
        var squares = Aggregates.MEAN.value(ValueOps.mul(wide, wide), dims, true, null);
        var y = ValueOps.mul(wide, Elementary.RSQRT.value(ValueOps.add(squares, eps)));
        return ValueOps.to(weight == null ? y : ValueOps.mul(y, weight), x.dtype());
    }

    private static double epsilon(DType dtype) {
        return dtype == DType.FLOAT64 ? Math.ulp(1.0) : Math.ulp(1f);
    }

    private static Object localResponseNorm(Args a) {
        var x = a.value(0);
        var sizes = x.layout().sizes();
        Check.that(
                sizes.length >= 3,
                "local_response_norm: Expected 3D or higher dimensionality input (got %s"
                        + " dimensions)",
                sizes.length);
        if (x.layout().numel() == 0) {
            return x;
        }
        long size = a.integer(1);
        long inner = x.layout().numel() / (sizes[0] * sizes[1]);
        var squares = ValueOps.reshape(ValueOps.mul(x, x), sizes[0], 1, sizes[1], inner);
        var border = new long[] {0, 0, size / 2, (size - 1) / 2};
        var means =
                Poolings.MEAN_POOL2D.value(
                        Paddings.CONSTANT.value(squares, border, 0L),
                        new long[] {size, 1},
                        new long[] {1, 1},
                        new long[] {0, 0},
                        false,
                        true,
                        0L);
        var scale = ValueOps.add(ValueOps.mul(means, a.all()[2]), a.all()[4]);
        return ValueOps.div(x, ValueOps.reshape(ValueOps.pow(scale, a.all()[3]), sizes));
    }
}
