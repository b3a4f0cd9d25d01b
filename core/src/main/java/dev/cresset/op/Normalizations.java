package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.NORMALIZE;
import static dev.cresset.op.ValueOps.add;
import static dev.cresset.op.ValueOps.div;
import static dev.cresset.op.ValueOps.mul;
import static dev.cresset.op.ValueOps.sub;
import static dev.cresset.op.ValueOps.sum;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Layout;
import dev.cresset.spi.Normalizations.Channels;
import dev.cresset.spi.Normalizations.Statistics;

import java.util.ArrayList;

/**
 * Batch and layer normalisation.
 *
 * <p>Their gradients run as one kernel, or written out in ops where they are recorded themselves.
 */
public final class Normalizations {
    private static final Primitive BATCH_NORM_ROW =
            Primitive.of(
                            NORMALIZE,
                            "_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor mean,"
                                    + " Tensor var, bool of_batch, float eps) -> Tensor",
                            Normalizations::normalizeChannels)
                    .anywhere()
                    .gradient(Normalizations::batchNormGradient, 0, 1, 3, 4)
                    .named("NativeBatchNormBackward0");

    private static final Primitive BATCH_NORM_BACKWARD =
            Primitive.of(
                            NORMALIZE,
                            "_batch_norm_backward(Tensor grad, Tensor input, Tensor? weight, Tensor mean,"
                                    + " Tensor var, bool of_batch, float eps, bool for_input) -> (Tensor,"
                                    + " Tensor, Tensor)",
                            Normalizations::channelGradients)
                    .anywhere();

    private static final Primitive LAYER_NORM_ROW =
            Primitive.of(
                            NORMALIZE,
                            "_layer_norm(Tensor input, Tensor? weight, Tensor? bias, int length,"
                                    + " float eps) -> (Tensor, Tensor, Tensor)",
                            Normalizations::normalizeRows)
                    .anywhere()
                    .gradient(Normalizations::layerNormGradient, 0, 1)
                    .savingResult()
                    .named("NativeLayerNormBackward0");

    private static final Primitive LAYER_NORM_BACKWARD =
            Primitive.of(
                            NORMALIZE,
                            "_layer_norm_backward(Tensor grad, Tensor input, Tensor? weight, Tensor mean,"
                                    + " Tensor invstd, int length) -> (Tensor, Tensor, Tensor)",
                            Normalizations::rowGradients)
                    .anywhere();

    /** Normalisation of each channel, by the statistics of the batch or by running ones. */
    public static final Composite BATCH_NORM =
            new Composite(
                    "batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor?"
                            + " weight=None, Tensor? bias=None, bool training=False, float"
                            + " momentum=0.1, float eps=1e-05) -> Tensor",
                    Normalizations::batchNorm);

    /** Normalisation over the last dimensions. */
    public static final Composite LAYER_NORM =
            new Composite(
                    "layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor?"
                            + " bias=None, float eps=1e-05) -> Tensor",
                    Normalizations::layerNorm);

    private Normalizations() {}

    private static Value optional(Args a, int i) {
        return a.none(i) ? null : a.value(i);
    }

    private static DType statistics(DType dtype) {
        return dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32;
    }

    static boolean isReduced(DType dtype) {
        return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
    }

    /** An empty result that is linked to all operands. */
    static Value ofNothing(Value x, Value weight, Value bias, long[] sizes) {
        var scaled = weight == null ? mul(x, 1L) : mul(x, ValueOps.view(weight, sizes));
        return bias == null ? scaled : add(scaled, ValueOps.view(bias, sizes));
    }

    /** Sizes of a tensor per channel that broadcasts against x. */
    static long[] ones(Value x) {
        var sizes = new long[x.layout().dim()];
        java.util.Arrays.fill(sizes, 1);
        sizes[1] = x.layout().size(1);
        return sizes;
    }

    // ---- batch normalisation

    private static Object batchNorm(Args a) {
        var x = a.value(0);
        boolean training = a.flag(5);
        if (x.layout().numel() == 0 && x.layout().dim() == 1) {
            return ValueOps.mul(x, 1L);
        }
        checkBatch(a, training);
        var weight = optional(a, 3);
        var bias = optional(a, 4);
        // Weights in float32 beside 16-bit images: everything in float32, rounded once.
        var affine = weight != null ? weight : bias;
        boolean widened = affine != null && affine.dtype() != x.dtype();
        var input = widened ? ValueOps.to(x, affine.dtype()) : x;
        if (x.layout().numel() == 0) {
            return ofNothing(x, weight, bias, ones(x));
        }
        Value mean;
        Value variance;
        boolean ofBatch = training || a.none(1);
        if (ofBatch && Meta.is(x.physical())) {
            var none = Meta.empty(statistics(input.dtype()), x.layout().size(1));
            mean = x.tape().wrap(none);
            variance = x.tape().wrap(none);
        } else if (ofBatch) {
            var stats = statistics(input.dtype());
            long channels = x.layout().size(1);
            var means = NewArray.empty(stats, channels);
            var variances = NewArray.empty(stats, channels);
            try (var _ = AddressUse.begin()) {
                var from = Formats.of(input);
                var shape = channels(input.layout(), from);
                Backends.cpu()
                        .normalizations()
                        .channelStatistics(
                                shape,
                                input.dtype(),
                                from.address(),
                                means.address(),
                                variances.address());
                if (!a.none(1)) {
                    double n = shape.perChannel();
                    move(a.array(1), means, a.number(6), 1);
                    move(a.array(2), variances, a.number(6), n / (n - 1));
                }
            }
            mean = x.tape().wrap(means);
            variance = x.tape().wrap(variances);
        } else {
            var stats = statistics(input.dtype());
            mean = x.tape().wrap(Copies.dense(a.array(1), stats));
            variance = x.tape().wrap(Copies.dense(a.array(2), stats));
        }
        var y = BATCH_NORM_ROW.value(input, weight, bias, mean, variance, ofBatch, a.number(7));
        return widened ? ValueOps.to(y, x.dtype()) : y;
    }

    /** {@code running = (1 - share) * running + share * factor * fresh}. */
    private static void move(Array running, Array fresh, double share, double factor) {
        for (int c = 0; c < fresh.numel(); c++) {
            long at = running.address() + c * running.layout().stride(0) * running.dtype().size();
            double now =
                    Scalars.read(fresh.dtype(), fresh.address() + (long) c * fresh.dtype().size());
            double old = Scalars.read(running.dtype(), at);
            Scalars.write(running.dtype(), at, (1 - share) * old + share * factor * now);
        }
        running.storage().bump();
    }

    private static void checkBatch(Args a, boolean training) {
        var x = a.value(0);
        var sizes = x.layout().sizes();
        Check.that(
                x.dtype().isFloatingPoint(),
                "batch_norm: \"batch_norm\" not implemented for '%s'; convert to a floating dtype",
                x.dtype().scalarName());
        Check.that(
                sizes.length >= 2,
                "batch_norm: expects an input of (batch, channels, ...), got %s",
                x);
        long each = sizes[0];
        for (int d = 2; d < sizes.length; d++) {
            each *= sizes[d];
        }
        Check.that(
                !training || each != 1,
                "batch_norm: Expected more than 1 value per channel when training, got input size"
                        + " torch.Size(%s)",
                x);
        Check.that(
                training ? a.number(7) > 0 : a.number(7) >= 0,
                "batch_norm eps must be %s, but got %s",
                training ? "positive during training" : "non-negative",
                a.number(7));
        var names = new String[] {"input", "running_mean", "running_var", "weight", "bias"};
        for (int i = 1; i <= 4; i++) {
            Check.that(
                    !a.none(i) || i > 2 || training,
                    "batch_norm: %s must be defined in evaluation mode",
                    names[i]);
            if (a.none(i)) {
                continue;
            }
            Check.that(
                    a.layout(i).numel() == sizes[1] && a.layout(i).dim() == 1,
                    "batch_norm: %s should contain %s elements not %s",
                    names[i],
                    sizes[1],
                    a.layout(i).numel());
            Check.that(
                    a.dtypeOf(i) == x.dtype()
                            || (isReduced(x.dtype()) && a.dtypeOf(i) == DType.FLOAT32),
                    "batch_norm: mixed dtype (CPU): all inputs must share same datatype; got %s for"
                            + " an input of %s",
                    a.dtypeOf(i),
                    x.dtype());
        }
    }

    private static Channels channels(Layout layout, Formats.Formatted in) {
        long spatial = 1;
        for (int d = 2; d < layout.dim(); d++) {
            spatial *= layout.size(d);
        }
        return new Channels(layout.size(0), layout.size(1), spatial, in.format());
    }

    private static long address(Array array) {
        return array == null ? 0 : array.address();
    }

    private static Array dense(Args a, int i, DType dtype) {
        return a.none(i) ? null : Copies.dense(a.array(i), dtype);
    }

    private static Object normalizeChannels(Args a) {
        var dtype = a.dtypeOf(0);
        if (a.withoutMemory()) {
            return Meta.empty(dtype, a.layout(0).sizes());
        }
        var x = Formats.of(a.value(0));
        var result = Formats.empty(dtype, x.format(), a.layout(0).sizes());
        Backends.cpu()
                .normalizations()
                .channelNormalize(
                        channels(a.layout(0), x),
                        dtype,
                        a.number(6),
                        x.address(),
                        a.array(3).address(),
                        a.array(4).address(),
                        address(dense(a, 1, dtype)),
                        address(dense(a, 2, dtype)),
                        result.address());
        return Formats.result(result);
    }

    private static Object channelGradients(Args a) {
        var dtype = a.dtypeOf(1);
        long channels = a.layout(1).size(1);
        if (a.withoutMemory()) {
            var forInput = a.flag(7) ? a.layout(1).sizes() : new long[] {0};
            var each = Meta.empty(dtype, channels);
            return new Object[] {Meta.empty(dtype, forInput), each, each};
        }
        var x = Formats.of(a.value(1));
        var g = Formats.in(a.value(0), x.format());
        var forX =
                a.flag(7)
                        ? Formats.empty(dtype, x.format(), a.layout(1).sizes())
                        : NewArray.empty(dtype, 0);
        var forW = NewArray.empty(dtype, channels);
        var forB = NewArray.empty(dtype, channels);
        Backends.cpu()
                .normalizations()
                .channelGradient(
                        channels(a.layout(1), x),
                        dtype,
                        a.flag(5) ? Statistics.BATCH : Statistics.FIXED,
                        a.number(6),
                        x.address(),
                        g.address(),
                        a.array(3).address(),
                        a.array(4).address(),
                        address(dense(a, 2, dtype)),
                        a.flag(7) ? forX.address() : 0,
                        forW.address(),
                        forB.address());
        return new Object[] {Formats.result(forX), forW, forB};
    }

    private static Object[] batchNormGradient(Backward b) {
        var a = b.args();
        var x = b.value(0);
        var weight = b.count(1) == 0 ? null : b.value(1);
        boolean ofBatch = a.flag(5);
        double eps = a.number(6);
        if (!x.tape().recording()) {
            var all =
                    BATCH_NORM_BACKWARD.values(
                            b.grad(), x, weight, b.value(3), b.value(4), ofBatch, eps, b.needs(0));
            return grads(b.needs(0) ? all.get(0) : null, all.get(1), all.get(2));
        }
        var dims = new long[x.layout().dim() - 1];
        for (int d = 1; d < dims.length; d++) {
            dims[d] = d + 1;
        }
        var perChannel = ones(x);
        double n = (double) x.layout().numel() / perChannel[1];
        Value mean = ofBatch ? null : ValueOps.view(b.value(3), perChannel);
        Value variance = ofBatch ? null : ValueOps.view(b.value(4), perChannel);
        var all = written(b.grad(), x, weight, perChannel, mean, variance, dims, n, eps);
        return grads(
                all[0],
                b.needs(1) ? sum(all[1], false, dims) : null,
                b.needs(2) ? sum(b.grad(), false, dims) : null);
    }

    /**
     * The gradient of a normalisation over {@code dims} in ops: that of x, and the elements whose
     * sum is that of the weight. Mean and variance are null where they follow from x.
     */
    private static Value[] written(
            Value g,
            Value x,
            Value weight,
            long[] weightSizes,
            Value mean,
            Value variance,
            long[] dims,
            double n,
            double eps) {
        boolean own = mean == null;
        var centered = sub(x, own ? div(sum(x, true, dims), n) : mean);
        var spread = own ? div(sum(mul(centered, centered), true, dims), n) : variance;
        var inverse = Elementary.RSQRT.value(add(spread, eps));
        var normal = mul(centered, inverse);
        var incoming = weight == null ? g : mul(g, ValueOps.view(weight, weightSizes));
        if (!own) {
            return new Value[] {mul(incoming, inverse), mul(g, normal)};
        }
        var average = div(sum(incoming, true, dims), n);
        var along = div(sum(mul(incoming, normal), true, dims), n);
        var forX = mul(sub(sub(incoming, average), mul(normal, along)), inverse);
        return new Value[] {forX, mul(g, normal)};
    }

    // ---- layer normalisation

    /** {@code (x - mean) / sqrt(var + eps)} of rows of {@code length} elements. */
    static Value normalizedRows(Value x, long length, double eps) {
        return LAYER_NORM_ROW.values(x, null, null, length, eps).get(0);
    }

    private static Object layerNorm(Args a) {
        var x = a.value(0);
        var shape = a.longs(1);
        Check.that(
                shape.length >= 1,
                "layer_norm: Expected normalized_shape to be at least 1-dimensional, i.e.,"
                        + " containing at least one element, but got normalized_shape = %s",
                shape);
        int first = x.layout().dim() - shape.length;
        boolean fits = first >= 0;
        long length = 1;
        for (int k = 0; k < shape.length; k++) {
            fits = fits && x.layout().size(first + k) == shape[k];
            length *= shape[k];
        }
        Check.that(
                fits,
                "Given normalized_shape=%s, expected input with shape [*, %s], but got input of"
                        + " size%s",
                shape,
                Check.text(shape).replaceAll("[\\[\\]]", ""),
                x);
        Check.floating("layer_norm", x.dtype());
        for (int i = 2; i <= 3; i++) {
            Check.that(
                    a.none(i) || a.layout(i).hasSizes(shape),
                    "layer_norm: Expected %s to be of same shape as normalized_shape, but got %s"
                            + " of shape %s and normalized_shape = %s",
                    i == 2 ? "weight" : "bias",
                    i == 2 ? "weight" : "bias",
                    a.all()[i],
                    shape);
        }
        var weight = optional(a, 2);
        var bias = optional(a, 3);
        if (x.layout().numel() == 0) {
            return ofNothing(x, weight, bias, shape);
        }
        var affine = weight != null ? weight : bias;
        boolean widened = affine != null && affine.dtype() != x.dtype();
        Check.that(
                !widened || (isReduced(x.dtype()) && affine.dtype() == DType.FLOAT32),
                "layer_norm: mixed dtype (CPU): all inputs must share same datatype.");
        var input = widened ? ValueOps.to(x, affine.dtype()) : x;
        var y = LAYER_NORM_ROW.values(input, weight, bias, length, a.number(4)).get(0);
        return widened ? ValueOps.to(y, x.dtype()) : y;
    }

    private static Object normalizeRows(Args a) {
        var x = a.dense(0);
        long length = a.integer(3);
        long rows = x.numel() / length;
        if (a.withoutMemory()) {
            var each = Meta.empty(statistics(x.dtype()), rows);
            return new Object[] {Meta.empty(x.dtype(), x.layout().sizes()), each, each};
        }
        var result = NewArray.empty(x.dtype(), x.layout().sizes());
        var mean = NewArray.empty(statistics(x.dtype()), rows);
        var inverse = NewArray.empty(statistics(x.dtype()), rows);
        Backends.cpu()
                .normalizations()
                .rowNormalize(
                        x.dtype(),
                        rows,
                        length,
                        a.number(4),
                        x.address(),
                        address(dense(a, 1, x.dtype())),
                        address(dense(a, 2, x.dtype())),
                        result.address(),
                        mean.address(),
                        inverse.address());
        return new Object[] {result, mean, inverse};
    }

    private static Object rowGradients(Args a) {
        var g = a.dense(0);
        var x = a.dense(1);
        long length = a.integer(5);
        var weightSizes = a.none(2) ? new long[] {length} : a.layout(2).sizes();
        if (a.withoutMemory()) {
            var each = Meta.empty(x.dtype(), weightSizes);
            return new Object[] {Meta.empty(x.dtype(), x.layout().sizes()), each, each};
        }
        var forX = NewArray.empty(x.dtype(), x.layout().sizes());
        var forW = NewArray.empty(x.dtype(), weightSizes);
        var forB = NewArray.empty(x.dtype(), weightSizes);
        Backends.cpu()
                .normalizations()
                .rowGradient(
                        x.dtype(),
                        x.numel() / length,
                        length,
                        x.address(),
                        g.address(),
                        a.array(3).address(),
                        a.array(4).address(),
                        address(dense(a, 2, x.dtype())),
                        forX.address(),
                        forW.address(),
                        forB.address());
        return new Object[] {forX, forW, forB};
    }

    private static Object[] layerNormGradient(Backward b) {
        var a = b.args();
        var g = b.grad(0);
        var x = b.value(0);
        var weight = b.count(1) == 0 ? null : b.value(1);
        long length = a.integer(3);
        if (!x.tape().recording()) {
            var all = LAYER_NORM_BACKWARD.values(g, x, weight, b.result(1), b.result(2), length);
            return grads(all.get(0), all.get(1), fitted(all.get(2), b));
        }
        int first = 0;
        var layout = x.layout();
        for (long rest = layout.numel() / length; rest > 1 && first < layout.dim(); first++) {
            rest /= layout.size(first);
        }
        var sizes = weight != null ? weight.layout() : b.count(2) > 0 ? b.layout(2) : null;
        int inner = sizes != null ? layout.dim() - sizes.dim() : first;
        var dims = new ArrayList<Long>();
        for (long d = inner; d < layout.dim(); d++) {
            dims.add(d);
        }
        var over = dims.stream().mapToLong(Long::longValue).toArray();
        var all =
                written(
                        g,
                        x,
                        weight,
                        weight == null ? null : weight.layout().sizes(),
                        null,
                        null,
                        over,
                        length,
                        a.number(4));
        return grads(
                all[0],
                b.needs(1) ? ValueOps.sumTo(all[1], b.layout(1).sizes()) : null,
                b.needs(2) ? ValueOps.sumTo(g, b.layout(2).sizes()) : null);
    }

    private static Value fitted(Value forBias, Backward b) {
        return b.needs(2) ? ValueOps.view(forBias, b.layout(2).sizes()) : null;
    }
}
