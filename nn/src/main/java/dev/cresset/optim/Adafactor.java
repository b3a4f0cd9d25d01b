package dev.cresset.optim;

import dev.cresset.KeepDim;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.text.Numbers;
import dev.cresset.text.Tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Adam with averages of squares kept for rows and columns only: PyTorch's {@code optim.Adafactor}
 * (Shazeer and Stern, 2018).
 *
 * <p>With {@code b = t^beta2_decay}: rows {@code r += b (mean(g^2, -1) - r)}, columns {@code c += b
 * (mean(g^2, -2) - c)}, {@code v = r c / mean(r)}; for vectors {@code v += b (g^2 - v)}. The update
 * {@code u = g / sqrt(v)} is scaled down to a root mean square of at most d, and {@code p -=
 * max(eps2, rms(p)) min(lr, 1 / sqrt(t)) u}.
 */
public final class Adafactor extends Optimizer {
    /**
     * Options of {@link Adafactor}.
     *
     * @param lr learning rate
     * @param beta2Decay power of the step by which averages slow down
     * @param eps1 least root of an average of squares, empty for that of the dtype
     * @param eps2 least size of parameters
     * @param d largest root mean square of an update
     * @param weightDecay share of the weights that decays, times the learning rate
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double beta2Decay,
            OptionalDouble eps1,
            double eps2,
            double d,
            double weightDecay,
            boolean maximize) {
        /** With another power. */
        public Options beta2Decay(double value) {
            return new Options(lr, value, eps1, eps2, d, weightDecay, maximize);
        }

        /** With other least values. */
        public Options eps(double first, double second) {
            var least = OptionalDouble.of(first);
            return new Options(lr, beta2Decay, least, second, d, weightDecay, maximize);
        }

        /** With another least size of parameters. */
        public Options eps2(double value) {
            return new Options(lr, beta2Decay, eps1, value, d, weightDecay, maximize);
        }

        /** With another largest update. */
        public Options d(double value) {
            return new Options(lr, beta2Decay, eps1, eps2, value, weightDecay, maximize);
        }

        /** With weight decay. */
        public Options weightDecay(double value) {
            return new Options(lr, beta2Decay, eps1, eps2, d, value, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, beta2Decay, eps1, eps2, d, weightDecay, true);
        }

        private Map<String, Object> defaults() {
            that(lr >= 0, "Learning rate should be >= 0 but is: ", lr);
            that(beta2Decay <= 0, "beta2_decay should be <= 0 but is: ", beta2Decay);
            that(eps1.orElse(0) >= 0, "epsilon1 should be >= 0 but is: ", eps1.orElse(0));
            that(eps2 >= 0, "epsilon2 should be >= 0 but is: ", eps2);
            that(d >= 1, "Clipping threshold d should be >= 1 but is: ", d);
            that(weightDecay >= 0, "weight_decay should be >= 0 but is: ", weightDecay);
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("beta2_decay", beta2Decay);
            map.put("eps", Tuple.<Object>of(eps1.isPresent() ? eps1.getAsDouble() : null, eps2));
            map.put("d", d);
            map.put("weight_decay", weightDecay);
            map.put("foreach", null);
            map.put("maximize", maximize);
            return map;
        }

        private static void that(boolean valid, String words, double value) {
            if (!valid) {
                throw new OpException("Adafactor: " + words + Numbers.python(value));
            }
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, -0.8, OptionalDouble.empty(), 1e-3, 1, 0, false);
    }

    /** With learning rate 0.01. */
    public Adafactor(List<? extends Tensor> params) {
        this(params, lr(1e-2));
    }

    /** With options. */
    public Adafactor(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public Adafactor(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = counted(p);
        if (p.dim() > 1) {
            state.put("row_var", zeros(p, p.dim() - 1));
            state.put("col_var", zeros(p, p.dim() - 2));
        } else {
            state.put("variance", Torch.zerosLike(p));
        }
        return state;
    }

    /** Zeros with one dimension of size 1. */
    private static Tensor zeros(Tensor p, int dim) {
        var sizes = p.shape().toArray();
        sizes[dim] = 1;
        return Torch.zeros(p.dtype(), sizes);
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        if (p.isComplex()) {
            throw new OpException("Adafactor: Adafactor does not support complex parameters");
        }
        long t = count(state);
        double lr = group.lr();
        double least =
                group.tuple("eps").get(0) == null
                        ? Torch.finfo(p.dtype()).eps()
                        : group.number("eps", 0);
        double rate = Math.min(lr, 1 / Math.sqrt(t));
        double size = Math.max(group.number("eps", 1), rootMeanSquare(p));
        double weight = Math.pow(t, group.number("beta2_decay"));
        double decay = group.number("weight_decay");
        if (decay != 0) {
            p.mul_(1 - lr * decay);
        }
        var g = group.flag("maximize") ? grad.neg() : grad;
        var update = variance(g, state, weight, least).clampMin(least * least).rsqrt().mul(g);
        double scale = Math.max(1, rootMeanSquare(update) / group.number("d"));
        p.add_(update, -size * rate / scale);
    }

    private static Tensor variance(
            Tensor g, Map<String, Object> state, double weight, double least) {
        if (g.dim() <= 1) {
            return ((Tensor) state.get("variance")).lerp_(g.mul(g), weight);
        }
        var rows = (Tensor) state.get("row_var");
        var columns = (Tensor) state.get("col_var");
        rows.lerp_(g.square().mean(-1, KeepDim.KEEPDIM), weight);
        columns.lerp_(g.square().mean(-2, KeepDim.KEEPDIM), weight);
        return rows.matmul(columns).div(rows.mean(-2, KeepDim.KEEPDIM).clampMin(least));
    }

    private static double rootMeanSquare(Tensor tensor) {
        return tensor.norm().item() / Math.sqrt(tensor.numel());
    }
}
