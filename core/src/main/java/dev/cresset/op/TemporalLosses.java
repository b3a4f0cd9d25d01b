package dev.cresset.op;

import static dev.cresset.op.Backward.grads;
import static dev.cresset.op.Primitive.Family.SCAN;

import dev.cresset.op.ElementLoss.Reducing;
import dev.cresset.spi.Array;
import dev.cresset.spi.DType;

import java.util.Arrays;
import java.util.List;

/** Losses of sequences whose alignment is not known. */
public final class TemporalLosses {
    /** The losses of single sequences, from log probabilities (time, batch, classes). */
    private static final Primitive ALIGNMENT =
            Primitive.of(
                            SCAN,
                            "_ctc_loss(Tensor log_probs, Tensor targets, int[] input_lengths, int[]"
                                    + " target_lengths, int blank, bool zero_infinity) -> Tensor",
                            a -> {
                                var x = a.dense(0);
                                var lattices = Lattice.all(a);
                                var losses = NewArray.empty(x.dtype(), lattices.length);
                                for (int n = 0; n < lattices.length; n++) {
                                    Scalars.write(
                                            x.dtype(),
                                            losses.address() + (long) n * x.dtype().size(),
                                            lattices[n].loss(lattices[n].forward()));
                                }
                                return losses;
                            })
                    .gradient(
                            b -> {
                                var a = b.args();
                                return grads(
                                        TemporalLosses.ALIGNMENT_GRADIENT.value(
                                                b.value(0),
                                                b.value(1),
                                                a.all()[2],
                                                a.all()[3],
                                                a.all()[4],
                                                a.all()[5],
                                                b.grad()));
                            },
                            0,
                            1)
                    .named("CtcLossBackward0");

    /** Note [Gradient of CTC] in {@link Lattice}; as in PyTorch it has no derivative. */
    private static final Primitive ALIGNMENT_GRADIENT =
            Primitive.of(
                            SCAN,
                            "_ctc_loss_backward(Tensor log_probs, Tensor targets, int[]"
                                    + " input_lengths, int[] target_lengths, int blank, bool"
                                    + " zero_infinity, Tensor grad) -> Tensor",
                            a -> {
                                var x = a.dense(0);
                                var result = NewArray.zeros(x.dtype(), x.layout().sizes());
                                var incoming = a.dense(6);
                                var lattices = Lattice.all(a);
                                for (int n = 0; n < lattices.length; n++) {
                                    double g =
                                            Scalars.read(
                                                    x.dtype(),
                                                    incoming.address()
                                                            + (long) n * x.dtype().size());
                                    lattices[n].gradient(g, a.flag(5), result);
                                }
                                return result;
                            })
                    .gradient(
                            b -> {
                                throw Check.error(
                                        "ctc_loss: the derivative for '_ctc_loss_backward' is not"
                                                + " implemented.");
                            });

    /**
     * Minus the log probability of the target sequences under all alignments with blanks
     * (connectionist temporal classification, Graves et al., 2006).
     */
    public static final Composite CTC_LOSS =
            new Composite(
                    "ctc_loss(Tensor log_probs, Tensor targets, Any input_lengths, Any"
                            + " target_lengths, int blank=0, str reduction='mean', bool"
                            + " zero_infinity=False) -> Tensor",
                    TemporalLosses::ctc);

    private TemporalLosses() {}

    private static Object ctc(Args a) {
        var x = a.value(0);
        var targets = a.value(1);
        int rank = x.layout().dim();
        Check.that(
                rank == 2 || rank == 3,
                "ctc_loss: expects log_probs of (time, batch, classes) or (time, classes), got %s",
                x);
        Check.floating("ctc_loss", x.dtype());
        Check.that(
                targets.dtype() == DType.INT64 || targets.dtype() == DType.INT32,
                "ctc_loss: targets must be int64 or int32, got %s",
                targets.dtype().scalarName());
        var batched = rank == 3 ? x : ValueOps.unsqueeze(x, 1);
        long time = batched.layout().size(0);
        long batch = batched.layout().size(1);
        long classes = batched.layout().size(2);
        long blank = a.integer(4);
        Check.that(
                blank >= 0 && blank < classes,
                "ctc_loss: blank must be in label range, got %s of %s classes",
                blank,
                classes);
        var inputs = lengths("input_lengths", a.all()[2], batch);
        var outputs = lengths("target_lengths", a.all()[3], batch);
        for (long length : inputs) {
            Check.that(
                    length >= 0 && length <= time,
                    "ctc_loss: Expected input_lengths to have value at most %s, but got value %s",
                    time,
                    length);
        }
        checkTargets(targets, outputs, batch, rank == 3);
        var losses = ALIGNMENT.value(batched, targets, inputs, outputs, blank, a.flag(6));
        if (a.flag(6)) {
            losses = ValueOps.maskedZero(losses, ValueOps.eq(losses, Double.POSITIVE_INFINITY));
        }
        var reducing = Reducing.of(a.text(5), null, null);
        if (reducing == Reducing.MEAN) {
            var counts = new double[outputs.length];
            Arrays.setAll(counts, n -> Math.max(1, outputs[n]));
            var divisors = NewArray.empty(x.dtype(), outputs.length);
            for (int n = 0; n < counts.length; n++) {
                Scalars.write(
                        x.dtype(), divisors.address() + (long) n * x.dtype().size(), counts[n]);
            }
            return reducing.of(ValueOps.div(losses, x.tape().wrap(divisors)));
        }
        var reduced = reducing.of(losses);
        return rank == 2 && reducing == Reducing.NONE ? ValueOps.squeeze(reduced, 0) : reduced;
    }

    private static void checkTargets(Value targets, long[] lengths, long batch, boolean batched) {
        long longest = Arrays.stream(lengths).max().orElse(0);
        if (targets.layout().dim() == 1) {
            long total = Arrays.stream(lengths).sum();
            Check.that(
                    batched ? targets.layout().numel() == total : targets.layout().numel() >= total,
                    "ctc_loss: Expected target of size %s (the sum of target_lengths), got %s",
                    total,
                    targets);
            return;
        }
        Check.that(
                targets.layout().dim() == 2
                        && targets.layout().size(0) == batch
                        && targets.layout().size(1) >= longest,
                "ctc_loss: Expected targets to have size at least %s at dimension 1 and %s at"
                        + " dimension 0, but got size %s",
                longest,
                batch,
                targets);
    }

    private static long[] lengths(String name, Object given, long batch) {
        long[] lengths =
                switch (given) {
                    case long[] array -> array;
                    case Value v -> {
                        Check.that(
                                !v.dtype().isFloatingPoint(),
                                "ctc_loss: %s must be integral, got %s",
                                name,
                                v.dtype().scalarName());
                        yield NewArray.longs(v.array());
                    }
                    case List<?> list ->
                            list.stream().mapToLong(o -> ((Number) o).longValue()).toArray();
                    case Number n -> new long[] {n.longValue()};
                    case null, default ->
                            throw Check.error("ctc_loss: %s must be integers, got %s", name, given);
                };
        Check.that(
                lengths.length == batch,
                "ctc_loss: %s must be of size batch_size %s, got %s",
                name,
                batch,
                lengths.length);
        return lengths;
    }

    /**
     * The alignments of one sequence: states are the labels with blanks around them.
     *
     * <p>Note [Gradient of CTC]: the sum over paths through state s at time t is alpha + beta,
     * which both count the probability of that step. PyTorch's gradient with respect to log
     * probabilities is {@code exp(x) - exp(log sum (alpha + beta) + loss - x)}: that of logits,
     * which a log softmax in front passes on unchanged.
     */
    private static final class Lattice {
        private static final double NEVER = Double.NEGATIVE_INFINITY;

        private final Array probabilities;
        private final int sequence;
        private final int time;
        private final int[] states;

        private Lattice(Array probabilities, int sequence, int time, int[] states) {
            this.probabilities = probabilities;
            this.sequence = sequence;
            this.time = time;
            this.states = states;
        }

        static Lattice[] all(Args a) {
            var x = a.dense(0);
            var labels = NewArray.longs(a.array(1));
            boolean joined = a.layout(1).dim() == 1;
            long classes = x.layout().size(2);
            var lattices = new Lattice[(int) x.layout().size(1)];
            int start = 0;
            for (int n = 0; n < lattices.length; n++) {
                int length = (int) a.longs(3)[n];
                start = joined ? start : n * (int) a.layout(1).size(1);
                var states = new int[2 * length + 1];
                Arrays.fill(states, (int) a.integer(4));
                for (int k = 0; k < length; k++) {
                    long label = labels[start + k];
                    if (label < 0 || label >= classes) {
                        throw new OpIndexException(
                                "ctc_loss: target " + label + " is not in [0, " + classes + ")");
                    }
                    states[2 * k + 1] = (int) label;
                }
                start += joined ? length : 0;
                lattices[n] = new Lattice(x, n, (int) a.longs(2)[n], states);
            }
            return lattices;
        }

        private long address(Array array, int t, int c) {
            long batch = array.layout().size(1);
            long classes = array.layout().size(2);
            return array.address() + ((t * batch + sequence) * classes + c) * array.dtype().size();
        }

        private double at(int t, int c) {
            return Scalars.read(probabilities.dtype(), address(probabilities, t, c));
        }

        /** In PyTorch every step rounds to the dtype, which shows in the gradients of float32. */
        private double round(double x) {
            return probabilities.dtype() == DType.FLOAT64 ? x : (float) x;
        }

        /** Log of the sum over paths from the start to each state at each time. */
        double[][] forward() {
            var alpha = new double[time][states.length];
            for (int t = 0; t < time; t++) {
                for (int s = 0; s < states.length; s++) {
                    double sum = s <= 1 ? 0 : NEVER;
                    if (t > 0) {
                        boolean skips = s > 1 && states[s] != states[s - 2];
                        sum =
                                sum(
                                        alpha[t - 1][s],
                                        s > 0 ? alpha[t - 1][s - 1] : NEVER,
                                        skips ? alpha[t - 1][s - 2] : NEVER);
                    }
                    alpha[t][s] = round(sum + at(t, states[s]));
                }
            }
            return alpha;
        }

        /** Log of the sum over paths from each state at each time to the end. */
        private double[][] backward() {
            var beta = new double[time][states.length];
            int last = states.length - 1;
            for (int t = time - 1; t >= 0; t--) {
                for (int s = 0; s <= last; s++) {
                    double sum = s >= last - 1 ? 0 : NEVER;
                    if (t < time - 1) {
                        boolean skips = s < last - 1 && states[s] != states[s + 2];
                        sum =
                                sum(
                                        beta[t + 1][s],
                                        s < last ? beta[t + 1][s + 1] : NEVER,
                                        skips ? beta[t + 1][s + 2] : NEVER);
                    }
                    beta[t][s] = round(sum + at(t, states[s]));
                }
            }
            return beta;
        }

        double loss(double[][] alpha) {
            int last = states.length - 1;
            if (time == 0) {
                return last == 0 ? 0 : Double.POSITIVE_INFINITY;
            }
            double end = alpha[time - 1][last];
            return -(last == 0 ? end : sum(end, alpha[time - 1][last - 1], NEVER));
        }

        void gradient(double incoming, boolean zeroInfinity, Array result) {
            var alpha = forward();
            double loss = loss(alpha);
            if (zeroInfinity && loss == Double.POSITIVE_INFINITY) {
                return;
            }
            var beta = backward();
            int classes = (int) result.layout().size(2);
            var through = new double[classes];
            for (int t = 0; t < time; t++) {
                Arrays.fill(through, NEVER);
                for (int s = states.length - 1; s >= 0; s--) {
                    double own = round(alpha[t][s] + beta[t][s]);
                    double known = through[states[s]];
                    through[states[s]] = known == NEVER ? own : sum(known, own, NEVER);
                }
                for (int c = 0; c < classes; c++) {
                    double x = at(t, c);
                    double paths = round(Math.exp(round(round(through[c] + loss) - x)));
                    double g = round(round(Math.exp(x)) - paths);
                    Scalars.write(result.dtype(), address(result, t, c), g * incoming);
                }
            }
        }

        /** {@code log(exp(a) + exp(b) + exp(c))}. */
        private double sum(double a, double b, double c) {
            double most = Math.max(a, Math.max(b, c));
            double shift = most == NEVER ? 0 : most;
            double total = round(share(a, shift) + share(b, shift));
            total = round(total + share(c, shift));
            return round(round(Math.log(total)) + shift);
        }

        private double share(double a, double shift) {
            return round(Math.exp(round(a - shift)));
        }
    }
}
