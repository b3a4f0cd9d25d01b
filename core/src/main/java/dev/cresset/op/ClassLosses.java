package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.GATHER;

import dev.cresset.op.ElementLoss.Reducing;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;
import dev.cresset.spi.Memory;

/** Losses over classes: negative log likelihood and cross entropy. */
public final class ClassLosses {
    private static final int INPUT = 0;
    private static final int TARGET = 1;
    private static final int WEIGHT = 2;
    private static final int REDUCING = 3;
    private static final int IGNORED = 4;

    private static final Primitive LIKELIHOOD = likelihood("NllLossBackward0");
    private static final Primitive LIKELIHOOD_2D = likelihood("NllLoss2DBackward0");

    /** The transpose of the linear map {@link #LIKELIHOOD}. */
    private static final Primitive LIKELIHOOD_BACKWARD =
            Primitive.of(
                            GATHER,
                            "_nll_loss_backward(Tensor grad, Tensor target, Tensor? weight, Any"
                                    + " reducing, int ignore_index, int[] size) -> Tensor",
                            ClassLosses::spread)
                    .anywhere()
                    .gradient(
                            b -> {
                                var a = b.args();
                                return grads(
                                        LIKELIHOOD.value(
                                                b.grad(),
                                                b.value(TARGET),
                                                b.count(WEIGHT) == 0 ? null : b.value(WEIGHT),
                                                a.all()[REDUCING],
                                                a.integer(IGNORED)));
                            },
                            TARGET,
                            WEIGHT);

    /** Minus the log probability of the target class, from (batch, classes, ...). */
    public static final Composite NLL_LOSS =
            new Composite(
                    "nll_loss(Tensor input, Tensor target, Tensor? weight=None, bool?"
                            + " size_average=None, int ignore_index=-100, bool? reduce=None, str"
                            + " reduction='mean') -> Tensor",
                    a ->
                            byIndex(
                                    a.value(0),
                                    a.value(1),
                                    a.none(2) ? null : a.value(2),
                                    ElementLoss.reducing(a, 6, 3, 5),
                                    a.integer(4)));

    /** {@link #NLL_LOSS} of the log softmax of logits; targets are indices or probabilities. */
    public static final Composite CROSS_ENTROPY =
            new Composite(
                    "cross_entropy(Tensor input, Tensor target, Tensor? weight=None, bool?"
                            + " size_average=None, int ignore_index=-100, bool? reduce=None, str"
                            + " reduction='mean', float label_smoothing=0.0) -> Tensor",
                    ClassLosses::crossEntropy);

    private ClassLosses() {}

    private static Primitive likelihood(String node) {
        return Primitive.of(
                        GATHER,
                        "nll_loss_nd(Tensor self, Tensor target, Tensor? weight, Any reducing, int"
                                + " ignore_index) -> Tensor",
                        ClassLosses::collect)
                .anywhere()
                .gradient(
                        b -> {
                            var a = b.args();
                            return grads(
                                    ClassLosses.LIKELIHOOD_BACKWARD.value(
                                            b.grad(),
                                            b.value(TARGET),
                                            b.count(WEIGHT) == 0 ? null : b.value(WEIGHT),
                                            a.all()[REDUCING],
                                            a.integer(IGNORED),
                                            b.layout(INPUT).sizes()));
                        },
                        TARGET,
                        WEIGHT)
                .named(node);
    }

    private static Object crossEntropy(Args a) {
        var x = a.value(0);
        var target = a.value(1);
        var weight = a.none(2) ? null : a.value(2);
        var reducing = ElementLoss.reducing(a, 6, 3, 5);
        double smoothing = a.number(7);
        Check.that(
                smoothing >= 0 && smoothing <= 1,
                "cross_entropy: label_smoothing must be between 0.0 and 1.0. Got: %s",
                smoothing);
        long classes = x.layout().dim() == 1 ? 0 : 1;
        Check.that(
                x.layout().dim() >= 1,
                "cross_entropy: expects logits with a dimension of classes, got a 0-d tensor");
        checkClasses(weight, x.layout().size((int) classes));
        var logs = Softmaxes.LOG_SOFTMAX.value(x, classes, null);
        if (target.layout().sameSizes(x.layout())) {
            return byProbability(logs, target, weight, reducing, a.integer(4), smoothing);
        }
        var loss = byIndex(logs, target, weight, reducing, a.integer(4));
        if (smoothing == 0) {
            return loss;
        }
        var even = evenly(logs, target, weight, reducing, a.integer(4), classes);
        return ValueOps.add(
                ValueOps.mul(loss, 1 - smoothing),
                ValueOps.mul(even, smoothing / x.layout().size((int) classes)));
    }

    private static void checkClasses(Value weight, long classes) {
        Check.that(
                weight == null
                        || (weight.layout().dim() == 1 && weight.layout().size(0) == classes),
                "cross_entropy: weight tensor should be defined either for all %s classes or no"
                        + " classes but got weight tensor of shape: %s",
                classes,
                weight);
    }

    private static Value alongClasses(Value weight, Value like, long classes) {
        var sizes = new long[like.layout().dim()];
        java.util.Arrays.fill(sizes, 1);
        sizes[(int) classes] = weight.layout().numel();
        return ValueOps.view(weight, sizes);
    }

    private static Value byProbability(
            Value logs,
            Value target,
            Value weight,
            Reducing reducing,
            long ignored,
            double smoothing) {
        Check.that(
                target.dtype().isFloatingPoint(),
                "cross_entropy: Expected floating point type for target with class probabilities,"
                        + " got %s",
                target.dtype().scalarName());
        Check.that(
                ignored < 0,
                "cross_entropy: ignore_index is not supported for floating point target, got %s",
                ignored);
        long d = logs.layout().dim() == 1 ? 0 : 1;
        long classes = logs.layout().size((int) d);
        var wanted =
                smoothing == 0
                        ? target
                        : ValueOps.add(ValueOps.mul(target, 1 - smoothing), smoothing / classes);
        var products = ValueOps.mul(logs, wanted);
        if (weight != null) {
            products = ValueOps.mul(products, alongClasses(weight, logs, d));
        }
        return switch (reducing) {
            case NONE -> ValueOps.neg(ValueOps.sum(products, false, d));
            case SUM -> ValueOps.neg(ValueOps.sum(products));
            case MEAN ->
                    ValueOps.div(
                            ValueOps.neg(ValueOps.sum(products)),
                            (double) logs.layout().numel() / classes);
        };
    }

    /** The loss if every class were the target. */
    private static Value evenly(
            Value logs, Value target, Value weight, Reducing reducing, long ignored, long d) {
        var weighted = weight == null ? logs : ValueOps.mul(logs, alongClasses(weight, logs, d));
        var losses = ValueOps.neg(ValueOps.sum(weighted, false, d));
        var mask = ValueOps.eq(target, ignored);
        losses = ValueOps.maskedZero(losses, mask);
        if (reducing != Reducing.MEAN) {
            return reducing.of(losses);
        }
        var known = Comparisons.LOGICAL_NOT.value(mask);
        if (weight == null) {
            return ValueOps.div(ValueOps.sum(losses), ValueOps.sum(known));
        }
        var chosen =
                ValueOps.indexSelect(
                        weight,
                        0,
                        ValueOps.reshape(
                                ValueOps.maskedZero(ValueOps.to(target, DType.INT64), mask),
                                target.layout().numel()));
        var total =
                ValueOps.sum(
                        ValueOps.mul(chosen, ValueOps.reshape(known, target.layout().numel())));
        return ValueOps.div(ValueOps.sum(losses), total);
    }

    private static Value byIndex(
            Value x, Value target, Value weight, Reducing reducing, long ignored) {
        checkIndices(x, target, weight);
        var op = x.layout().dim() > 2 ? LIKELIHOOD_2D : LIKELIHOOD;
        return op.value(x, target, weight, reducing, ignored);
    }

    private static void checkIndices(Value x, Value target, Value weight) {
        int rank = x.layout().dim();
        int wanted = target.layout().dim();
        Check.floating("nll_loss", x.dtype());
        Check.that(
                rank > 0, "nll_loss: input tensor should be 1D or 2D or higher, got 0 dimensions");
        if (rank <= 2) {
            Check.that(
                    wanted <= 1,
                    "nll_loss: 0D or 1D target tensor expected, multi-target not supported; got"
                            + " target %s for input %s",
                    target,
                    x);
            Check.that(
                    wanted == rank - 1 || (rank == 1 && target.layout().numel() == 1),
                    "nll_loss: size mismatch (got input: %s, target: %s)",
                    x,
                    target);
        }
        if (rank > 1 && wanted > 0) {
            Check.that(
                    x.layout().size(0) == target.layout().size(0),
                    "nll_loss: Expected input batch_size (%s) to match target batch_size (%s).",
                    x.layout().size(0),
                    target.layout().size(0));
        }
        if (rank > 2) {
            Check.that(
                    rank == wanted + 1 && sameSpatial(x, target),
                    "nll_loss: Expected target size %s, got %s",
                    lossSizes(x.layout().sizes()),
                    target);
        }
        Check.that(
                target.dtype() == DType.INT64 || target.dtype() == DType.UINT8,
                "nll_loss: expected target dtype to be Long or Byte, but got %s; convert class"
                        + " indices to int64 (expected scalar type Long but found %s)",
                target.dtype().scalarName(),
                target.dtype().scalarName());
        checkClasses(weight, x.layout().size(rank == 1 ? 0 : 1));
        Check.that(
                weight == null || weight.dtype() == x.dtype(),
                "nll_loss: expected scalar type %s but found %s",
                x.dtype().scalarName(),
                weight == null ? null : weight.dtype().scalarName());
    }

    private static boolean sameSpatial(Value x, Value target) {
        for (int d = 1; d < target.layout().dim(); d++) {
            if (x.layout().size(d + 1) != target.layout().size(d)) {
                return false;
            }
        }
        return true;
    }

    /** The sizes without the classes. */
    private static long[] lossSizes(long[] sizes) {
        if (sizes.length == 1) {
            return new long[0];
        }
        var result = new long[sizes.length - 1];
        result[0] = sizes[0];
        System.arraycopy(sizes, 2, result, 1, sizes.length - 2);
        return result;
    }

    /** How the input lies: element (n, c, m) at (n * classes + c) * inner + m. */
    private record Block(long batch, long classes, long inner) {
        static Block of(long[] sizes) {
            if (sizes.length == 1) {
                return new Block(1, sizes[0], 1);
            }
            long inner = 1;
            for (int d = 2; d < sizes.length; d++) {
                inner *= sizes[d];
            }
            return new Block(sizes[0], sizes[1], inner);
        }

        long at(long i, long c) {
            return inner == 1 ? i * classes + c : (i / inner * classes + c) * inner + i % inner;
        }

        long count() {
            return batch * inner;
        }
    }

    /** The target class of element i, or -1 if it does not count. */
    private static long target(Array target, long i, long ignored, long classes) {
        long c = Scalars.readLong(target.dtype(), target.address() + i * target.dtype().size());
        if (c == ignored) {
            return -1;
        }
        if (c < 0 || c >= classes) {
            throw new OpIndexException("nll_loss: Target " + c + " is out of bounds.");
        }
        return c;
    }

    private static double weight(Array weight, long c) {
        return weight == null
                ? 1
                : Scalars.read(weight.dtype(), weight.address() + c * weight.dtype().size());
    }

    private static Object collect(Args a) {
        var x = a.dense(INPUT);
        var target = a.dense(TARGET);
        var weight = a.none(WEIGHT) ? null : a.dense(WEIGHT);
        var reducing = (Reducing) a.all()[REDUCING];
        long ignored = a.integer(IGNORED);
        var dtype = x.dtype();
        var block = Block.of(x.layout().sizes());
        boolean each = reducing == Reducing.NONE;
        var sizes = each ? lossSizes(x.layout().sizes()) : new long[0];
        if (a.withoutMemory()) {
            return Meta.empty(dtype, sizes);
        }
        var result = NewArray.empty(dtype, sizes);
        double sum = 0;
        double total = 0;
        for (long i = 0; i < block.count(); i++) {
            long c = target(target, i, ignored, block.classes);
            double w = c < 0 ? 0 : weight(weight, c);
            double loss =
                    c < 0
                            ? 0
                            : -w * Scalars.read(dtype, x.address() + block.at(i, c) * dtype.size());
            sum += loss;
            total += w;
            if (each) {
                Scalars.write(dtype, result.address() + i * dtype.size(), loss);
            }
        }
        if (!each) {
            Scalars.write(dtype, result.address(), reducing == Reducing.MEAN ? sum / total : sum);
        }
        return result;
    }

    private static Object spread(Args a) {
        var g = a.dense(INPUT);
        var target = a.dense(TARGET);
        var weight = a.none(WEIGHT) ? null : a.dense(WEIGHT);
        var reducing = (Reducing) a.all()[REDUCING];
        long ignored = a.integer(IGNORED);
        var dtype = g.dtype();
        if (a.withoutMemory()) {
            return Meta.empty(dtype, a.longs(5));
        }
        var block = Block.of(a.longs(5));
        var result = NewArray.empty(dtype, a.longs(5));
        Memory.zero(result.address(), result.numel() * dtype.size());
        double common = reducing == Reducing.NONE ? 0 : Scalars.read(g);
        if (reducing == Reducing.MEAN) {
            double total = 0;
            for (long i = 0; i < block.count(); i++) {
                long c = target(target, i, ignored, block.classes);
                total += c < 0 ? 0 : weight(weight, c);
            }
            common /= total;
        }
        for (long i = 0; i < block.count(); i++) {
            long c = target(target, i, ignored, block.classes);
            if (c >= 0) {
                double incoming =
                        reducing == Reducing.NONE
                                ? Scalars.read(dtype, g.address() + i * dtype.size())
                                : common;
                Scalars.write(
                        dtype,
                        result.address() + block.at(i, c) * dtype.size(),
                        -weight(weight, c) * incoming);
            }
        }
        return result;
    }
}
