package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.expr.Expr;
import dev.cresset.expr.Fn;
import dev.cresset.op.OpException;
import dev.cresset.op.Pointwise;
import dev.cresset.text.Numbers;
import dev.cresset.text.Tuple;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Steps whose size depends only on whether the gradient keeps its sign: PyTorch's {@code
 * optim.Rprop} (Riedmiller and Braun, 1993).
 *
 * <p>Per element: the step size grows by {@code etas[1]} where the gradient has the sign of the
 * last one and shrinks by {@code etas[0]} where it changed, within the bounds {@code step_sizes};
 * where it changed nothing moves and the gradient counts as 0, else {@code p -= sign(g) * step}.
 */
public final class Rprop extends Optimizer {
    private static final List<String> AVERAGES = List.of("prev", "step_size");
    private static final Pointwise STEP = row();

    private static Pointwise row() {
        var g = Expr.in(1).mul(Expr.param(0));
        var agreement = g.mul(Expr.in(2));
        var turned = agreement.lt(0);
        var factor =
                Expr.where(
                        agreement.gt(0),
                        Expr.param(3),
                        Expr.where(turned, Expr.param(2), Expr.of(1)));
        var size = Expr.in(3).mul(factor).max(Expr.param(4)).min(Expr.param(5));
        var kept = Expr.where(turned, Expr.of(0), g);
        var next = P.sub(Expr.call(Fn.SIGN, kept).mul(size));
        return Pointwise.step("rprop", 4, List.of(next, kept, size));
    }

    /**
     * Options of {@link Rprop}.
     *
     * @param lr size of the first step
     * @param etaMinus factor where the gradient changed its sign
     * @param etaPlus factor where it kept it
     * @param smallest smallest step
     * @param largest largest step
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double etaMinus,
            double etaPlus,
            double smallest,
            double largest,
            boolean maximize) {
        /** With other factors: below 1 and above 1. */
        public Options etas(double minus, double plus) {
            return new Options(lr, minus, plus, smallest, largest, maximize);
        }

        /** With other bounds of the step. */
        public Options stepSizes(double least, double most) {
            return new Options(lr, etaMinus, etaPlus, least, most, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, etaMinus, etaPlus, smallest, largest, true);
        }

        private Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            if (!(0 < etaMinus && etaMinus < 1 && 1 < etaPlus)) {
                throw new OpException(
                        "optimizer: Invalid eta values: "
                                + Numbers.python(etaMinus)
                                + ", "
                                + Numbers.python(etaPlus));
            }
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("etas", Tuple.of(etaMinus, etaPlus));
            map.put("step_sizes", Tuple.<Number>of(whole(smallest), whole(largest)));
            map.put("foreach", null);
            map.put("maximize", maximize);
            map.put("differentiable", false);
            map.put("capturable", false);
            return map;
        }

        /** PyTorch's default of 50 is an integer, and prints as one. */
        private static Number whole(double value) {
            if (value == 50) {
                return 50L;
            }
            return value;
        }
    }

    /** Options with a first step and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.5, 1.2, 1e-6, 50, false);
    }

    /** With first steps of 0.01. */
    public Rprop(List<? extends Tensor> params) {
        this(params, lr(1e-2));
    }

    /** With options. */
    public Rprop(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public Rprop(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = counted(p, "prev");
        state.put("step_size", filled(p, group.lr()));
        return state;
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        count(state);
        run(
                STEP,
                p,
                grad,
                state,
                AVERAGES,
                numbers(
                        group,
                        0,
                        group.number("etas", 0),
                        group.number("etas", 1),
                        group.number("step_sizes", 0),
                        group.number("step_sizes", 1)));
    }
}
