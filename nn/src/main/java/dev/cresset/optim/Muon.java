package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;
import dev.cresset.text.Numbers;
import dev.cresset.text.Tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Momentum made orthogonal, for matrices: PyTorch's {@code optim.Muon} (Jordan and others, 2024).
 *
 * <p>{@code b += (1 - momentum)(g - b)}; the direction, {@code b} or with Nesterov {@code g +
 * momentum (b - g)}, is replaced by a nearby orthogonal matrix, found by some steps of a
 * Newton-Schulz iteration in bfloat16; then {@code p = (1 - lr * weight_decay) p - lr' * direction}
 * with a learning rate that is adjusted to the sizes of the matrix.
 *
 * <p>It takes matrices only: give biases and embeddings to another optimiser.
 */
public final class Muon extends Optimizer {
    /** How the learning rate follows from the sizes of a matrix. */
    public enum AdjustLr {
        /** {@code sqrt(max(1, rows / columns))}. */
        ORIGINAL,
        /** {@code 0.2 sqrt(max(rows, columns))}: updates as large as those of AdamW. */
        MATCH_RMS_ADAMW
    }

    /**
     * Options of {@link Muon}.
     *
     * @param lr learning rate
     * @param weightDecay share of the weights that decays, times the learning rate
     * @param momentum share of the last direction that is kept
     * @param nesterov whether momentum looks ahead
     * @param nsCoefficients the three coefficients of the iteration
     * @param eps least norm that the direction is divided by
     * @param nsSteps steps of the iteration
     * @param adjustLr how the learning rate is adjusted, by name; empty for PyTorch's default
     */
    public record Options(
            double lr,
            double weightDecay,
            double momentum,
            boolean nesterov,
            List<Double> nsCoefficients,
            double eps,
            long nsSteps,
            Optional<AdjustLr> adjustLr) {
        /** With another weight decay. */
        public Options weightDecay(double value) {
            return new Options(
                    lr, value, momentum, nesterov, nsCoefficients, eps, nsSteps, adjustLr);
        }

        /** With another momentum. */
        public Options momentum(double value) {
            return new Options(
                    lr, weightDecay, value, nesterov, nsCoefficients, eps, nsSteps, adjustLr);
        }

        /** With momentum that does not look ahead. */
        public Options noNesterov() {
            return new Options(
                    lr, weightDecay, momentum, false, nsCoefficients, eps, nsSteps, adjustLr);
        }

        /** With other coefficients. */
        public Options nsCoefficients(double a, double b, double c) {
            return new Options(
                    lr, weightDecay, momentum, nesterov, List.of(a, b, c), eps, nsSteps, adjustLr);
        }

        /** With another least norm. */
        public Options eps(double value) {
            return new Options(
                    lr, weightDecay, momentum, nesterov, nsCoefficients, value, nsSteps, adjustLr);
        }

        /** With another number of steps of the iteration. */
        public Options nsSteps(long value) {
            return new Options(
                    lr, weightDecay, momentum, nesterov, nsCoefficients, eps, value, adjustLr);
        }

        /** With another adjustment of the learning rate. */
        public Options adjustLr(AdjustLr value) {
            return new Options(
                    lr,
                    weightDecay,
                    momentum,
                    nesterov,
                    nsCoefficients,
                    eps,
                    nsSteps,
                    Optional.of(value));
        }

        private Map<String, Object> defaults() {
            that(lr >= 0, "Learning rate should be >= 0 but is: ", lr);
            that(momentum >= 0, "momentum should be >= 0 but is: ", momentum);
            that(weightDecay >= 0, "weight decay should be >= 0 but is: ", weightDecay);
            if (nsSteps >= 100) {
                throw new OpException(
                        "Muon: Number of steps must be less than 100 for computational efficiency,"
                                + " got "
                                + nsSteps);
            }
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("weight_decay", weightDecay);
            map.put("momentum", momentum);
            map.put("nesterov", nesterov);
            map.put("ns_coefficients", Tuple.copyOf(nsCoefficients));
            map.put("eps", eps);
            map.put("ns_steps", nsSteps);
            map.put(
                    "adjust_lr_fn",
                    adjustLr.map(f -> f.name().toLowerCase(Locale.ROOT)).orElse(null));
            return map;
        }

        private static void that(boolean valid, String words, double value) {
            if (!valid) {
                throw new OpException("Muon: " + words + Numbers.python(value));
            }
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        var coefficients = List.of(3.4445, -4.775, 2.0315);
        return new Options(lr, 0.1, 0.95, true, coefficients, 1e-7, 5, Optional.empty());
    }

    /** With learning rate 0.001. */
    public Muon(List<? extends Tensor> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public Muon(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public Muon(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
        for (var group : groups) {
            for (var p : group.params()) {
                if (p.dim() != 2) {
                    throw new OpException(
                            "Muon: Muon only supports 2D parameters whereas we found a parameter"
                                    + " with size: "
                                    + p.shape());
                }
            }
        }
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = new LinkedHashMap<String, Object>();
        state.put("momentum_buffer", Torch.zerosLike(p));
        return state;
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        if (p.isComplex()) {
            throw new OpException("Muon: Muon does not support complex parameters");
        }
        double lr = group.lr();
        double momentum = group.number("momentum");
        var buffer = (Tensor) state.get("momentum_buffer");
        buffer.lerp_(grad, 1 - momentum);
        var direction = group.flag("nesterov") ? grad.lerp(buffer, momentum) : buffer;
        p.mul_(1 - lr * group.number("weight_decay"));
        p.add_(orthogonal(direction, group).to(p.dtype()), -lr * adjustment(p, group));
    }

    private static double adjustment(Tensor p, ParamGroup group) {
        double rows = p.size(0);
        double columns = p.size(1);
        return "match_rms_adamw".equals(group.get("adjust_lr_fn"))
                ? 0.2 * Math.sqrt(Math.max(rows, columns))
                : Math.sqrt(Math.max(1, rows / columns));
    }

    private static Tensor orthogonal(Tensor matrix, ParamGroup group) {
        boolean tall = matrix.size(0) > matrix.size(1);
        var x = matrix.to(DType.BFLOAT16);
        x = tall ? x.t() : x;
        x = x.div(x.norm().clampMin(group.number("eps")));
        double a = group.number("ns_coefficients", 0);
        double b = group.number("ns_coefficients", 1);
        double c = group.number("ns_coefficients", 2);
        for (long i = 0; i < (long) group.number("ns_steps"); i++) {
            var gram = x.matmul(x.t());
            var change = gram.addmm(gram, gram, b, c);
            x = x.addmm(change, x, a, 1);
        }
        return tall ? x.t() : x;
    }
}
