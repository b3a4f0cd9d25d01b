package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent that also keeps the average of the parameters: PyTorch's {@code
 * optim.ASGD} (Polyak and Juditsky, 1992).
 *
 * <p>{@code p = (1 - lambd * eta) p - eta g} with {@code eta = lr / (1 + lambd lr t)^alpha}; the
 * average {@code ax}, kept in the state, is the parameter until step {@code t0} and moves by {@code
 * 1 / (t - t0)} towards it from then on.
 */
public final class ASGD extends Optimizer {
    private static final List<String> AVERAGES = List.of("ax");
    private static final Expr NEXT = P.mul(Expr.param(2)).add(G.mul(Expr.param(3)));
    private static final Pointwise FOLLOWING = Pointwise.step("asgd", 3, List.of(NEXT, NEXT));
    private static final Pointwise AVERAGING =
            Pointwise.step(
                    "asgd_averaging",
                    3,
                    List.of(NEXT, Expr.in(2).add(NEXT.sub(Expr.in(2)).mul(Expr.param(4)))));

    /**
     * Options of {@link ASGD}.
     *
     * @param lr learning rate
     * @param lambd decay of the parameters and of the learning rate
     * @param alpha power of the decay of the learning rate
     * @param t0 step from which on to average
     * @param weightDecay L2 penalty
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double lambd,
            double alpha,
            double t0,
            double weightDecay,
            boolean maximize) {
        /** With another decay. */
        public Options lambd(double value) {
            return new Options(lr, value, alpha, t0, weightDecay, maximize);
        }

        /** With another power of the decay. */
        public Options alpha(double value) {
            return new Options(lr, lambd, value, t0, weightDecay, maximize);
        }

        /** With another start of averaging. */
        public Options t0(double value) {
            return new Options(lr, lambd, alpha, value, weightDecay, maximize);
        }

        /** With an L2 penalty. */
        public Options weightDecay(double value) {
            return new Options(lr, lambd, alpha, t0, value, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, lambd, alpha, t0, weightDecay, true);
        }

        private Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            check(weightDecay >= 0, "weight_decay value", weightDecay);
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("lambd", lambd);
            map.put("alpha", alpha);
            map.put("t0", t0);
            map.put("weight_decay", plain(weightDecay));
            map.put("foreach", null);
            map.put("maximize", maximize);
            map.put("differentiable", false);
            map.put("capturable", false);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 1e-4, 0.75, 1e6, 0, false);
    }

    /** With learning rate 0.01. */
    public ASGD(List<? extends Tensor> params) {
        this(params, lr(1e-2));
    }

    /** With options. */
    public ASGD(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public ASGD(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = new LinkedHashMap<String, Object>();
        state.put("step", Torch.tensor(0.0));
        state.put("eta", Torch.tensor(group.lr()));
        state.put("mu", Torch.tensor(1.0));
        state.put("ax", Torch.zerosLike(p));
        return state;
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        long t = count(state);
        double lr = group.lr();
        double lambd = group.number("lambd");
        var eta = (Tensor) state.get("eta");
        var mu = (Tensor) state.get("mu");
        run(
                mu.item() == 1 ? FOLLOWING : AVERAGING,
                p,
                grad,
                state,
                AVERAGES,
                numbers(
                        group,
                        group.number("weight_decay"),
                        1 - lambd * eta.item(),
                        -eta.item(),
                        mu.item()));
        eta.fill_(lr / Math.pow(1 + lambd * lr * t, group.number("alpha")));
        mu.fill_(1 / Math.max(1, t - group.number("t0")));
    }
}
