package dev.cresset.optim;

import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.expr.Expr;
import dev.cresset.op.OpException;
import dev.cresset.op.Pointwise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adagrad: PyTorch's {@code optim.Adagrad} (Duchi, Hazan and Singer, 2011).
 *
 * <p>{@code s += g^2}, {@code p -= lr / (1 + (t - 1) lr_decay) * g / (sqrt(s) + eps)}.
 */
public final class Adagrad extends Optimizer {
    private static final List<String> AVERAGES = List.of("sum");
    private static final Pointwise STEP = row();

    private static Pointwise row() {
        var sum = Expr.in(2).add(G.mul(G));
        var next = P.add(Expr.param(2).mul(G).div(sum.sqrt().add(Expr.param(3))));
        return Pointwise.step("adagrad", 3, List.of(next, sum));
    }

    /**
     * Options of {@link Adagrad}.
     *
     * @param lr learning rate
     * @param lrDecay decay of the learning rate
     * @param weightDecay L2 penalty
     * @param initialAccumulatorValue where the sum of squares starts
     * @param eps added to the denominator
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double lrDecay,
            double weightDecay,
            double initialAccumulatorValue,
            double eps,
            boolean maximize) {
        /** With a decay of the learning rate. */
        public Options lrDecay(double value) {
            return new Options(lr, value, weightDecay, initialAccumulatorValue, eps, maximize);
        }

        /** With an L2 penalty. */
        public Options weightDecay(double value) {
            return new Options(lr, lrDecay, value, initialAccumulatorValue, eps, maximize);
        }

        /** With another start of the sum of squares. */
        public Options initialAccumulatorValue(double value) {
            return new Options(lr, lrDecay, weightDecay, value, eps, maximize);
        }

        /** With another term in the denominator. */
        public Options eps(double value) {
            return new Options(lr, lrDecay, weightDecay, initialAccumulatorValue, value, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, lrDecay, weightDecay, initialAccumulatorValue, eps, true);
        }

        private Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            check(lrDecay >= 0, "lr_decay value", lrDecay);
            check(weightDecay >= 0, "weight_decay value", weightDecay);
            check(
                    initialAccumulatorValue >= 0,
                    "initial_accumulator_value value",
                    initialAccumulatorValue);
            check(eps >= 0, "epsilon value", eps);
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("lr_decay", plain(lrDecay));
            map.put("eps", eps);
            map.put("weight_decay", plain(weightDecay));
            map.put("initial_accumulator_value", plain(initialAccumulatorValue));
            map.put("foreach", null);
            map.put("maximize", maximize);
            map.put("differentiable", false);
            map.put("fused", null);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0, 0, 0, 1e-10, false);
    }

    /** With learning rate 0.01. */
    public Adagrad(List<? extends Tensor> params) {
        this(params, lr(1e-2));
    }

    /** With options. */
    public Adagrad(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public Adagrad(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
        prepare();
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = counted(p);
        var start = (Number) defaults().get("initial_accumulator_value");
        state.put("sum", filled(p, start.doubleValue()));
        return state;
    }

    /** Only the positions of the gradient are read and changed. */
    @Override
    void update(Tensor p, SparseTensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        if (group.number("weight_decay") != 0) {
            throw new OpException(
                    "Adagrad: weight_decay option is not compatible with sparse gradients");
        }
        var g = signed(grad, group).coalesce();
        var sum = (Tensor) state.get("sum");
        sum.add_(g.withValues(g.values().square()));
        var deviations = sum.sparseMask(g).values().sqrt().add_(group.number("eps"));
        double rate = group.lr() / (1 + (t - 1) * group.number("lr_decay"));
        p.add_(g.withValues(g.values().div(deviations)), -rate);
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        run(
                STEP,
                p,
                grad,
                state,
                AVERAGES,
                numbers(
                        group,
                        group.number("weight_decay"),
                        -(group.lr() / (1 + (t - 1) * group.number("lr_decay"))),
                        group.number("eps")));
    }
}
