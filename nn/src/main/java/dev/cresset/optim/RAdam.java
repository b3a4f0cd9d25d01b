package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;

import java.util.List;
import java.util.Map;

/**
 * Adam that trusts its average of squares only once it is known well: PyTorch's {@code optim.RAdam}
 * (Liu and others, 2019).
 *
 * <p>With averages m, v as in {@link Adam}, {@code R = 2 / (1 - beta2) - 1} and {@code r = R - 2 t
 * beta2^t / (1 - beta2^t)}: {@code p -= lr m / (1 - beta1^t)}, where r is above 5 times {@code
 * sqrt((r-4)(r-2)R / ((R-4)(R-2)r)) * sqrt(1 - beta2^t) / (sqrt(v) + eps)}.
 */
public final class RAdam extends Optimizer {
    private static final List<String> AVERAGES = List.of("exp_avg", "exp_avg_sq");
    private static final Pointwise EARLY = row("radam_early", false);
    private static final Pointwise RECTIFIED = row("radam", true);

    private static Pointwise row(String name, boolean rectified) {
        var m = lerp(Expr.in(2), G, Expr.param(3));
        var v = Expr.in(3).mul(Expr.param(4)).add(Expr.param(5).mul(G).mul(G));
        var direction = m.div(Expr.param(6)).mul(Expr.param(7));
        var adaptive = Expr.param(8).div(v.sqrt().add(Expr.param(9)));
        var change = rectified ? direction.mul(adaptive).mul(Expr.param(10)) : direction;
        return Pointwise.step(name, 4, List.of(P.mul(Expr.param(2)).sub(change), m, v));
    }

    /**
     * Options of {@link RAdam}.
     *
     * @param lr learning rate
     * @param beta1 decay rate of the average of gradients
     * @param beta2 decay rate of the average of their squares
     * @param eps added to the denominator
     * @param weightDecay weight decay
     * @param decoupled whether the weights decay by themselves, apart from the loss
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean decoupled,
            boolean maximize) {
        /** With decay rates. */
        public Options betas(double first, double second) {
            return new Options(lr, first, second, eps, weightDecay, decoupled, maximize);
        }

        /** With another term in the denominator. */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, decoupled, maximize);
        }

        /** With weight decay. */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, decoupled, maximize);
        }

        /** With weight decay apart from the loss. */
        public Options decoupledWeightDecay() {
            return new Options(lr, beta1, beta2, eps, weightDecay, true, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, beta1, beta2, eps, weightDecay, decoupled, true);
        }

        private Map<String, Object> defaults() {
            var map = moments(lr, beta1, beta2, eps, weightDecay);
            map.put("maximize", maximize);
            map.put("foreach", null);
            map.put("capturable", false);
            map.put("decoupled_weight_decay", decoupled);
            map.put("differentiable", false);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0, false, false);
    }

    /** With learning rate 0.001. */
    public RAdam(List<? extends Tensor> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public RAdam(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public RAdam(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        return counted(p, "exp_avg", "exp_avg_sq");
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double lr = group.lr();
        double decay = group.number("weight_decay");
        boolean decoupled = group.flag("decoupled_weight_decay");
        double known = 1 - Math.pow(beta2, t);
        double most = 2 / (1 - beta2) - 1;
        double length = most - 2 * t * Math.pow(beta2, t) / known;
        boolean rectified = length > 5;
        double rectification =
                rectified
                        ? Math.sqrt(
                                (length - 4)
                                        * (length - 2)
                                        * most
                                        / ((most - 4) * (most - 2) * length))
                        : 1;
        run(
                rectified ? RECTIFIED : EARLY,
                p,
                grad,
                state,
                AVERAGES,
                numbers(
                        group,
                        decoupled ? 0 : decay,
                        decoupled ? 1 - lr * decay : 1,
                        1 - beta1,
                        beta2,
                        1 - beta2,
                        1 - Math.pow(beta1, t),
                        lr,
                        Math.sqrt(known),
                        group.number("eps"),
                        rectification));
    }
}
