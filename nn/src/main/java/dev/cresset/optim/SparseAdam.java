package dev.cresset.optim;

import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam for sparse gradients: PyTorch's {@code optim.SparseAdam}. Only the positions that a gradient
 * has are read and changed, of the parameter and of its averages.
 *
 * <p>There {@code m += (1 - beta1)(g - m)}, {@code v += (1 - beta2)(g^2 - v)}, {@code p -= lr
 * sqrt(1 - beta2^t) / (1 - beta1^t) * m / (sqrt(v) + eps)}.
 */
public final class SparseAdam extends Optimizer {
    /**
     * Options of {@link SparseAdam}.
     *
     * @param lr learning rate
     * @param beta1 decay rate of the average of gradients
     * @param beta2 decay rate of the average of squares
     * @param eps added to the denominator
     * @param maximize whether to climb instead of descend
     */
    public record Options(double lr, double beta1, double beta2, double eps, boolean maximize) {
        /** With decay rates. */
        public Options betas(double first, double second) {
            return new Options(lr, first, second, eps, maximize);
        }

        /** With another term in the denominator. */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, beta1, beta2, eps, true);
        }

        private Map<String, Object> defaults() {
            check(lr > 0, "learning rate", lr);
            check(eps > 0, "epsilon value", eps);
            checkBetas(beta1, beta2);
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("betas", Tuple.of(beta1, beta2));
            map.put("eps", eps);
            map.put("maximize", maximize);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, false);
    }

    /** With learning rate 0.001. */
    public SparseAdam(List<? extends Tensor> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public SparseAdam(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /**
     * With several groups; options are defaults for those that have none of their own.
     *
     * @throws OpException if a parameter is complex
     */
    public SparseAdam(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
        var complex = new ArrayList<String>();
        for (int g = 0; g < groups.size(); g++) {
            var params = groups.get(g).params();
            for (int i = 0; i < params.size(); i++) {
                if (params.get(i).isComplex()) {
                    complex.add("[" + g + ", " + i + "]");
                }
            }
        }
        if (!complex.isEmpty()) {
            throw new OpException(
                    "SparseAdam: Complex params at indices "
                            + complex
                            + ": SparseAdam does not support complex parameters");
        }
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = new LinkedHashMap<String, Object>();
        state.put("step", 0L);
        state.put("exp_avg", Torch.zerosLike(p));
        state.put("exp_avg_sq", Torch.zerosLike(p));
        return state;
    }

    @Override
    boolean plainState(String key, Object value) {
        return key.equals("step") && value instanceof Number;
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        throw new OpException(
                "SparseAdam: SparseAdam does not support dense gradients, please consider Adam"
                        + " instead");
    }

    @Override
    void update(Tensor p, SparseTensor grad, ParamGroup group, Map<String, Object> state) {
        long t = ((Number) state.get("step")).longValue() + 1;
        state.put("step", t);
        var g = signed(grad, group).coalesce();
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        var values = g.values();
        var m = moved((Tensor) state.get("exp_avg"), g, values, 1 - beta1);
        var v = moved((Tensor) state.get("exp_avg_sq"), g, values.square(), 1 - beta2);
        double size = group.lr() * Math.sqrt(1 - Math.pow(beta2, t)) / (1 - Math.pow(beta1, t));
        p.add_(g.withValues(m.div(v.sqrt_().add_(group.number("eps")))), -size);
    }

    /** Brings an average nearer to values at the positions of a gradient; what it is there now. */
    private static Tensor moved(Tensor average, SparseTensor g, Tensor values, double share) {
        var old = average.sparseMask(g).values();
        var change = values.sub(old).mul_(share);
        average.add_(g.withValues(change));
        return change.add_(old);
    }
}
