package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;

import java.util.List;
import java.util.Map;

/**
 * Adam, with weight decay as an L2 penalty on the loss unless decoupled: PyTorch's {@code
 * optim.Adam} (Kingma and Ba, 2014).
 *
 * <p>{@code m += (1 - beta1)(g - m)}, {@code v = beta2 v + (1 - beta2) g^2}, {@code p -= lr / (1 -
 * beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)}.
 */
public sealed class Adam extends Optimizer permits AdamW {
    private static final Expr M = Expr.in(2);
    private static final Expr V = Expr.in(3);
    private static final Expr SHRINK = Expr.param(2);
    private static final Expr ONE_MINUS_BETA1 = Expr.param(3);
    private static final Expr BETA2 = Expr.param(4);
    private static final Expr ONE_MINUS_BETA2 = Expr.param(5);
    private static final Expr MINUS_STEP = Expr.param(6);
    private static final Expr CORRECTION = Expr.param(7);
    private static final Expr EPS = Expr.param(8);

    private static final List<String> AVERAGES = List.of("exp_avg", "exp_avg_sq");
    private static final List<String> WITH_PEAK =
            List.of("exp_avg", "exp_avg_sq", "max_exp_avg_sq");
    private static final Pointwise PLAIN = row("adam", Expr.in(1), P, false);
    private static final Pointwise DECAYING = row("adam_decay", G, P.mul(SHRINK), false);
    private static final Pointwise AMSGRAD = row("adam_amsgrad", G, P.mul(SHRINK), true);

    private static Pointwise row(String name, Expr g, Expr p, boolean amsgrad) {
        var m = lerp(M, g, ONE_MINUS_BETA1);
        var v = V.mul(BETA2).add(ONE_MINUS_BETA2.mul(g).mul(g));
        var peak = amsgrad ? Expr.in(4).max(v) : v;
        var denominator = peak.sqrt().div(CORRECTION).add(EPS);
        var next = p.add(MINUS_STEP.mul(m).div(denominator));
        return amsgrad
                ? Pointwise.step(name, 5, List.of(next, m, v, peak))
                : Pointwise.step(name, 4, List.of(next, m, v));
    }

    /**
     * Options of {@link Adam} and {@link AdamW}.
     *
     * @param lr learning rate
     * @param beta1 decay rate of the average of gradients
     * @param beta2 decay rate of the average of their squares
     * @param eps added to the denominator
     * @param weightDecay weight decay
     * @param amsgrad whether the largest average of squares counts
     * @param maximize whether to climb instead of descend
     * @param decoupled whether the weights decay by themselves, apart from the loss
     */
    public record Options(
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            boolean amsgrad,
            boolean maximize,
            boolean decoupled) {
        /** With decay rates. */
        public Options betas(double first, double second) {
            return new Options(lr, first, second, eps, weightDecay, amsgrad, maximize, decoupled);
        }

        /** With another term in the denominator. */
        public Options eps(double value) {
            return new Options(lr, beta1, beta2, value, weightDecay, amsgrad, maximize, decoupled);
        }

        /** With weight decay. */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, amsgrad, maximize, decoupled);
        }

        /** With the AMSGrad variant. */
        public Options withAmsgrad() {
            return new Options(lr, beta1, beta2, eps, weightDecay, true, maximize, decoupled);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, true, decoupled);
        }

        /** With weight decay apart from the loss, as in {@link AdamW}. */
        public Options decoupledWeightDecay() {
            return new Options(lr, beta1, beta2, eps, weightDecay, amsgrad, maximize, true);
        }

        private Map<String, Object> defaults() {
            var map = moments(lr, beta1, beta2, eps, weightDecay);
            map.put("amsgrad", amsgrad);
            map.put("maximize", maximize);
            map.put("foreach", null);
            map.put("capturable", false);
            map.put("differentiable", false);
            map.put("fused", null);
            map.put("decoupled_weight_decay", decoupled);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0, false, false, false);
    }

    /** With learning rate 0.001. */
    public Adam(List<? extends Tensor> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public Adam(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public Adam(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    final Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = counted(p, "exp_avg", "exp_avg_sq");
        if (group.flag("amsgrad")) {
            state.put("max_exp_avg_sq", Torch.zerosLike(p));
        }
        return state;
    }

    @Override
    final void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double lr = group.lr();
        double decay = group.number("weight_decay");
        boolean decoupled = group.flag("decoupled_weight_decay");
        boolean amsgrad = group.flag("amsgrad");
        boolean plain = decay == 0 && !group.flag("maximize");
        run(
                amsgrad ? AMSGRAD : plain ? PLAIN : DECAYING,
                p,
                grad,
                state,
                amsgrad ? WITH_PEAK : AVERAGES,
                numbers(
                        group,
                        decoupled ? 0 : decay,
                        decoupled ? 1 - lr * decay : 1,
                        1 - beta1,
                        beta2,
                        1 - beta2,
                        -(lr / (1 - Math.pow(beta1, t))),
                        Math.sqrt(1 - Math.pow(beta2, t)),
                        group.number("eps")));
    }
}
