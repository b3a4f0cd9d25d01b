package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;

import java.util.List;
import java.util.Map;

/**
 * Adam with the largest gradient in place of the average of squares: PyTorch's {@code optim.Adamax}
 * (Kingma and Ba, 2014).
 *
 * <p>{@code m += (1 - beta1)(g - m)}, {@code u = max(beta2 u, |g| + eps)}, {@code p -= lr / (1 -
 * beta1^t) * m / u}.
 */
public final class Adamax extends Optimizer {
    private static final List<String> AVERAGES = List.of("exp_avg", "exp_inf");
    private static final Pointwise STEP = row();

    private static Pointwise row() {
        var m = lerp(Expr.in(2), G, Expr.param(2));
        var u = Expr.in(3).mul(Expr.param(3)).max(G.abs().add(Expr.param(4)));
        return Pointwise.step("adamax", 4, List.of(P.add(Expr.param(5).mul(m).div(u)), m, u));
    }

    /**
     * Options of {@link Adamax}.
     *
     * @param lr learning rate
     * @param beta1 decay rate of the average of gradients
     * @param beta2 decay rate of the largest gradient
     * @param eps added to the size of gradients
     * @param weightDecay L2 penalty
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean maximize) {
        /** With decay rates. */
        public Options betas(double first, double second) {
            return new Options(lr, first, second, eps, weightDecay, maximize);
        }

        /** With another term added to the size of gradients. */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, maximize);
        }

        /** With an L2 penalty. */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, beta1, beta2, eps, weightDecay, true);
        }

        private Map<String, Object> defaults() {
            var map = moments(lr, beta1, beta2, eps, weightDecay);
            map.put("foreach", null);
            map.put("maximize", maximize);
            map.put("differentiable", false);
            map.put("capturable", false);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0, false);
    }

    /** With learning rate 0.002. */
    public Adamax(List<? extends Tensor> params) {
        this(params, lr(2e-3));
    }

    /** With options. */
    public Adamax(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public Adamax(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        return counted(p, "exp_avg", "exp_inf");
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        double beta1 = group.number("betas", 0);
        run(
                STEP,
                p,
                grad,
                state,
                AVERAGES,
                numbers(
                        group,
                        group.number("weight_decay"),
                        1 - beta1,
                        group.number("betas", 1),
                        group.number("eps"),
                        -(group.lr() / (1 - Math.pow(beta1, t)))));
    }
}
