package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adam with Nesterov's momentum: PyTorch's {@code optim.NAdam} (Dozat, 2016).
 *
 * <p>With {@code mu_t = beta1 (1 - 0.96^(t * momentum_decay) / 2)} and averages m, v as in {@link
 * Adam}: {@code p -= lr ((1 - mu_t) g / (1 - mu_1...mu_t) + mu_(t+1) m / (1 - mu_1...mu_(t+1))) /
 * (sqrt(v / (1 - beta2^t)) + eps)}.
 */
public final class NAdam extends Optimizer {
    private static final List<String> AVERAGES = List.of("exp_avg", "exp_avg_sq");
    private static final Pointwise STEP = row();

    private static Pointwise row() {
        var m = lerp(Expr.in(2), G, Expr.param(3));
        var v = Expr.in(3).mul(Expr.param(4)).add(Expr.param(5).mul(G).mul(G));
        var denominator = v.div(Expr.param(6)).sqrt().add(Expr.param(7));
        var next =
                P.mul(Expr.param(2))
                        .add(Expr.param(8).mul(G).div(denominator))
                        .add(Expr.param(9).mul(m).div(denominator));
        return Pointwise.step("nadam", 4, List.of(next, m, v));
    }

    /**
     * Options of {@link NAdam}.
     *
     * @param lr learning rate
     * @param beta1 decay rate of the average of gradients
     * @param beta2 decay rate of the average of their squares
     * @param eps added to the denominator
     * @param weightDecay weight decay
     * @param momentumDecay decay of the momentum
     * @param decoupled whether the weights decay by themselves, apart from the loss
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double beta1,
            double beta2,
            double eps,
            double weightDecay,
            double momentumDecay,
            boolean decoupled,
            boolean maximize) {
        /** With decay rates. */
        public Options betas(double first, double second) {
            return new Options(
                    lr, first, second, eps, weightDecay, momentumDecay, decoupled, maximize);
        }

        /** With another term in the denominator. */
        public Options eps(double value) {
            return new Options(
                    lr, beta1, beta2, value, weightDecay, momentumDecay, decoupled, maximize);
        }

        /** With weight decay. */
        public Options weightDecay(double value) {
            return new Options(lr, beta1, beta2, eps, value, momentumDecay, decoupled, maximize);
        }

        /** With another decay of the momentum. */
        public Options momentumDecay(double value) {
            return new Options(lr, beta1, beta2, eps, weightDecay, value, decoupled, maximize);
        }

        /** With weight decay apart from the loss. */
        public Options decoupledWeightDecay() {
            return new Options(lr, beta1, beta2, eps, weightDecay, momentumDecay, true, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, beta1, beta2, eps, weightDecay, momentumDecay, decoupled, true);
        }

        private Map<String, Object> defaults() {
            var map = moments(lr, beta1, beta2, eps, weightDecay);
            check(momentumDecay >= 0, "momentum_decay value", momentumDecay);
            map.put("momentum_decay", plain(momentumDecay));
            map.put("decoupled_weight_decay", decoupled);
            map.put("maximize", maximize);
            map.put("foreach", null);
            map.put("capturable", false);
            map.put("differentiable", false);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.9, 0.999, 1e-8, 0, 4e-3, false, false);
    }

    /** With learning rate 0.002. */
    public NAdam(List<? extends Tensor> params) {
        this(params, lr(2e-3));
    }

    /** With options. */
    public NAdam(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public NAdam(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = new LinkedHashMap<String, Object>();
        state.put("step", Torch.tensor(0.0));
        state.put("mu_product", Torch.tensor(1.0));
        AVERAGES.forEach(key -> state.put(key, Torch.zerosLike(p)));
        return state;
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        double beta1 = group.number("betas", 0);
        double beta2 = group.number("betas", 1);
        double lr = group.lr();
        double decay = group.number("weight_decay");
        boolean decoupled = group.flag("decoupled_weight_decay");
        double momentumDecay = group.number("momentum_decay");
        double mu = beta1 * (1 - 0.5 * Math.pow(0.96, t * momentumDecay));
        double next = beta1 * (1 - 0.5 * Math.pow(0.96, (t + 1) * momentumDecay));
        var product = (Tensor) state.get("mu_product");
        product.mul_(mu);
        run(
                STEP,
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
                        1 - Math.pow(beta2, t),
                        group.number("eps"),
                        -lr * (1 - mu) / (1 - product.item()),
                        -lr * next / (1 - product.item() * next)));
    }
}
