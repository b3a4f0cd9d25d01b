package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradients divided by the root of the average of their squares: PyTorch's {@code optim.RMSprop}
 * (Hinton, 2012; centered: Graves, 2013).
 *
 * <p>{@code v = alpha v + (1 - alpha) g^2}; centered: {@code a += (1 - alpha)(g - a)} and v - a^2
 * in place of v. With momentum: {@code b = momentum * b + g / (sqrt(v) + eps)}, {@code p -= lr *
 * b}; without: {@code p -= lr * g / (sqrt(v) + eps)}.
 */
public final class RMSprop extends Optimizer {
    private static final Pointwise PLAIN = row("rmsprop", false, false);
    private static final Pointwise CENTERED = row("rmsprop_centered", true, false);
    private static final Pointwise MOMENTUM = row("rmsprop_momentum", false, true);
    private static final Pointwise BOTH = row("rmsprop_centered_momentum", true, true);

    private static Pointwise row(String name, boolean centered, boolean momentum) {
        var v = Expr.in(2).mul(Expr.param(2)).add(Expr.param(3).mul(G).mul(G));
        var results = new ArrayList<Expr>();
        results.add(v);
        var spread = v;
        if (centered) {
            var mean = lerp(Expr.in(3), G, Expr.param(3));
            spread = v.sub(mean.mul(mean));
            results.add(mean);
        }
        var root = spread.sqrt().add(Expr.param(4));
        if (momentum) {
            var buffer = Expr.in(centered ? 4 : 3).mul(Expr.param(6)).add(G.div(root));
            results.add(buffer);
            results.addFirst(P.add(Expr.param(5).mul(buffer)));
        } else {
            results.addFirst(P.add(Expr.param(5).mul(G).div(root)));
        }
        return Pointwise.step(name, results.size() + 1, results);
    }

    /**
     * Options of {@link RMSprop}.
     *
     * @param lr learning rate
     * @param alpha decay rate of the average of squares
     * @param eps added to the denominator
     * @param weightDecay L2 penalty
     * @param momentum share of the last direction that is kept
     * @param centered whether squares are taken around the average gradient
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double alpha,
            double eps,
            double weightDecay,
            double momentum,
            boolean centered,
            boolean maximize) {
        /** With another decay rate. */
        public Options alpha(double value) {
            return new Options(lr, value, eps, weightDecay, momentum, centered, maximize);
        }

        /** With another term in the denominator. */
        public Options eps(double value) {
            return new Options(lr, alpha, value, weightDecay, momentum, centered, maximize);
        }

        /** With an L2 penalty. */
        public Options weightDecay(double value) {
            return new Options(lr, alpha, eps, value, momentum, centered, maximize);
        }

        /** With momentum. */
        public Options momentum(double value) {
            return new Options(lr, alpha, eps, weightDecay, value, centered, maximize);
        }

        /** With squares around the average gradient: the variance. */
        public Options centering() {
            return new Options(lr, alpha, eps, weightDecay, momentum, true, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, alpha, eps, weightDecay, momentum, centered, true);
        }

        private Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            check(eps >= 0, "epsilon value", eps);
            check(momentum >= 0, "momentum value", momentum);
            check(weightDecay >= 0, "weight_decay value", weightDecay);
            check(alpha >= 0, "alpha value", alpha);
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("momentum", plain(momentum));
            map.put("alpha", alpha);
            map.put("eps", eps);
            map.put("centered", centered);
            map.put("weight_decay", plain(weightDecay));
            map.put("capturable", false);
            map.put("foreach", null);
            map.put("maximize", maximize);
            map.put("differentiable", false);
            return map;
        }
    }

    /** Options with a learning rate and PyTorch's defaults. */
    public static Options lr(double lr) {
        return new Options(lr, 0.99, 1e-8, 0, 0, false, false);
    }

    /** With learning rate 0.01. */
    public RMSprop(List<? extends Tensor> params) {
        this(params, lr(1e-2));
    }

    /** With options. */
    public RMSprop(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public RMSprop(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        var state = counted(p, "square_avg");
        if (group.number("momentum") > 0) {
            state.put("momentum_buffer", Torch.zerosLike(p));
        }
        if (group.flag("centered")) {
            state.put("grad_avg", Torch.zerosLike(p));
        }
        return state;
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        count(state);
        double alpha = group.number("alpha");
        double momentum = group.number("momentum");
        boolean centered = group.flag("centered");
        var averages = new ArrayList<>(List.of("square_avg"));
        if (centered) {
            averages.add("grad_avg");
        }
        if (momentum > 0) {
            averages.add("momentum_buffer");
        }
        run(
                momentum > 0 ? centered ? BOTH : MOMENTUM : centered ? CENTERED : PLAIN,
                p,
                grad,
                state,
                averages,
                numbers(
                        group,
                        group.number("weight_decay"),
                        alpha,
                        1 - alpha,
                        group.number("eps"),
                        -group.lr(),
                        momentum));
    }
}
