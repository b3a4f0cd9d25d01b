package dev.cresset.optim;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;
import dev.cresset.spi.Array;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@link Adam} and {@link AdamW} share: options, state and the step.
 *
 * <p>{@code m += (1 - beta1)(g - m)}, {@code v = beta2 v + (1 - beta2) g^2}, {@code p -= lr / (1 -
 * beta1^t) * m / (sqrt(v) / sqrt(1 - beta2^t) + eps)}.
 */
abstract sealed class AdamStep extends Optimizer permits Adam, AdamW {
    private static final Expr P = Expr.in(0);
    private static final Expr M = Expr.in(2);
    private static final Expr V = Expr.in(3);
    private static final Expr SIGN = Expr.param(0);
    private static final Expr L2 = Expr.param(1);
    private static final Expr SHRINK = Expr.param(2);
    private static final Expr ONE_MINUS_BETA1 = Expr.param(3);
    private static final Expr BETA2 = Expr.param(4);
    private static final Expr ONE_MINUS_BETA2 = Expr.param(5);
    private static final Expr MINUS_STEP = Expr.param(6);
    private static final Expr CORRECTION = Expr.param(7);
    private static final Expr EPS = Expr.param(8);

    private static final Pointwise PLAIN = row("adam", Expr.in(1), P, false);
    private static final Pointwise DECAYING =
            row("adam_decay", Expr.in(1).mul(SIGN).add(P.mul(L2)), P.mul(SHRINK), false);
    private static final Pointwise AMSGRAD =
            row("adam_amsgrad", Expr.in(1).mul(SIGN).add(P.mul(L2)), P.mul(SHRINK), true);

    private static Pointwise row(String name, Expr g, Expr p, boolean amsgrad) {
        var m = M.add(g.sub(M).mul(ONE_MINUS_BETA1));
        var v = V.mul(BETA2).add(ONE_MINUS_BETA2.mul(g).mul(g));
        var peak = amsgrad ? Expr.in(4).max(v) : v;
        var denominator = peak.sqrt().div(CORRECTION).add(EPS);
        var next = p.add(MINUS_STEP.mul(m).div(denominator));
        return amsgrad
                ? Pointwise.step(name, 5, List.of(next, m, v, peak))
                : Pointwise.step(name, 4, List.of(next, m, v));
    }

    AdamStep(Map<String, Object> defaults, List<ParamGroup> groups) {
        super(defaults, groups);
    }

    static Map<String, Object> defaults(
            double lr,
            Betas betas,
            double eps,
            double weightDecay,
            boolean amsgrad,
            boolean maximize,
            boolean decoupled) {
        check(lr >= 0, "learning rate", lr);
        check(eps >= 0, "epsilon value", eps);
        check(betas.beta1() >= 0 && betas.beta1() < 1, "beta parameter at index 0", betas.beta1());
        check(betas.beta2() >= 0 && betas.beta2() < 1, "beta parameter at index 1", betas.beta2());
        check(weightDecay >= 0, "weight_decay value", weightDecay);
        var map = new LinkedHashMap<String, Object>();
        map.put("lr", lr);
        map.put("betas", betas);
        map.put("eps", eps);
        map.put("weight_decay", plain(weightDecay));
        map.put("amsgrad", amsgrad);
        map.put("maximize", maximize);
        map.put("foreach", null);
        map.put("capturable", false);
        map.put("differentiable", false);
        map.put("fused", null);
        map.put("decoupled_weight_decay", decoupled);
        return map;
    }

    @Override
    final Map<String, Object> fresh(Parameter p, ParamGroup group) {
        var state = new LinkedHashMap<String, Object>();
        state.put("step", Torch.tensor(0.0));
        state.put("exp_avg", Torch.zerosLike(p));
        state.put("exp_avg_sq", Torch.zerosLike(p));
        if (group.flag("amsgrad")) {
            state.put("max_exp_avg_sq", Torch.zerosLike(p));
        }
        return state;
    }

    @Override
    final void update(Parameter p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        var betas = (Betas) group.get("betas");
        double lr = group.lr();
        double decay = group.number("weight_decay");
        boolean decoupled = group.flag("decoupled_weight_decay");
        boolean maximize = group.flag("maximize");
        var numbers =
                new double[] {
                    maximize ? -1 : 1,
                    decoupled ? 0 : decay,
                    decoupled ? 1 - lr * decay : 1,
                    1 - betas.beta1(),
                    betas.beta2(),
                    1 - betas.beta2(),
                    -(lr / (1 - Math.pow(betas.beta1(), t))),
                    Math.sqrt(1 - Math.pow(betas.beta2(), t)),
                    group.number("eps")
                };
        var param = p.array();
        var g = grad.array();
        var m = array(state, "exp_avg");
        var v = array(state, "exp_avg_sq");
        if (group.flag("amsgrad")) {
            var peak = array(state, "max_exp_avg_sq");
            AMSGRAD.run(
                    new Array[] {param, m, v, peak}, new Array[] {param, g, m, v, peak}, numbers);
        } else {
            var row = decay == 0 && !maximize ? PLAIN : DECAYING;
            row.run(new Array[] {param, m, v}, new Array[] {param, g, m, v}, numbers);
        }
    }
}
