package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps in the units of the parameters: PyTorch's {@code optim.Adadelta} (Zeiler, 2012).
 *
 * <p>{@code v = rho v + (1 - rho) g^2}, {@code d = sqrt(u + eps) / sqrt(v + eps) * g}, {@code u =
 * rho u + (1 - rho) d^2}, {@code p -= lr * d}.
 */
public final class Adadelta extends Optimizer {
    private static final List<String> AVERAGES = List.of("square_avg", "acc_delta");
    private static final Pointwise STEP = row();

    private static Pointwise row() {
        var rho = Expr.param(2);
        var rest = Expr.param(3);
        var eps = Expr.param(4);
        var v = Expr.in(2).mul(rho).add(rest.mul(G).mul(G));
        var delta = Expr.in(3).add(eps).sqrt().div(v.add(eps).sqrt()).mul(G);
        var u = Expr.in(3).mul(rho).add(rest.mul(delta).mul(delta));
        return Pointwise.step("adadelta", 4, List.of(P.add(delta.mul(Expr.param(5))), v, u));
    }

    /**
     * Options of {@link Adadelta}.
     *
     * @param lr learning rate
     * @param rho decay rate of both averages
     * @param eps added under the roots
     * @param weightDecay L2 penalty
     * @param maximize whether to climb instead of descend
     */
    public record Options(double lr, double rho, double eps, double weightDecay, boolean maximize) {
        /** With another decay rate. */
        public Options rho(double value) {
            return new Options(lr, value, eps, weightDecay, maximize);
        }

        /** With another term under the roots. */
        public Options eps(double value) {
            return new Options(lr, rho, value, weightDecay, maximize);
        }

        /** With an L2 penalty. */
        public Options weightDecay(double value) {
            return new Options(lr, rho, eps, value, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, rho, eps, weightDecay, true);
        }

        private Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            check(rho >= 0 && rho <= 1, "rho value", rho);
            check(eps >= 0, "epsilon value", eps);
            check(weightDecay >= 0, "weight_decay value", weightDecay);
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("rho", rho);
            map.put("eps", eps);
            map.put("weight_decay", plain(weightDecay));
            map.put("maximize", maximize);
            map.put("capturable", false);
            map.put("foreach", null);
            map.put("differentiable", false);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.9, 1e-6, 0, false);
    }

    /** With learning rate 1. */
    public Adadelta(List<? extends Tensor> params) {
        this(params, lr(1));
    }

    /** With options. */
    public Adadelta(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public Adadelta(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        return counted(p, "square_avg", "acc_delta");
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        count(state);
        double rho = group.number("rho");
        run(
                STEP,
                p,
                grad,
                state,
                AVERAGES,
                numbers(
                        group,
                        group.number("weight_decay"),
                        rho,
                        1 - rho,
                        group.number("eps"),
                        -group.lr()));
    }
}
