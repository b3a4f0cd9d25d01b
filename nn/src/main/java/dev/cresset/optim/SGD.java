package dev.cresset.optim;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.expr.Expr;
import dev.cresset.op.Pointwise;
import dev.cresset.spi.Array;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Stochastic gradient descent with momentum: PyTorch's {@code optim.SGD}.
 *
 * <p>With gradient g (plus {@code weight_decay * p}): {@code b = momentum * b + (1 - dampening) *
 * g} from the second step on, {@code b = g} in the first; {@code p -= lr * b}, or {@code p -= lr *
 * (g + momentum * b)} with Nesterov.
 */
public final class SGD extends Optimizer {
    private static final Expr P = Expr.in(0);
    private static final Expr G = Expr.in(1);
    private static final Expr LR = Expr.param(0);
    private static final Expr DECAY = Expr.param(1);
    private static final Expr MOMENTUM = Expr.param(2);
    private static final Expr KEEP = Expr.param(3);
    private static final Expr SIGN = Expr.param(4);
    private static final Expr DECAYED = G.mul(SIGN).add(P.mul(DECAY));

    private static final Pointwise UNDECAYED =
            Pointwise.step("sgd_undecayed", 2, List.of(P.add(G.mul(SIGN).mul(LR.neg()))));
    private static final Pointwise PLAIN =
            Pointwise.step("sgd", 2, List.of(P.add(DECAYED.mul(LR.neg()))));
    private static final Pointwise FIRST =
            Pointwise.step("sgd_first", 2, List.of(P.add(DECAYED.mul(LR.neg())), DECAYED));
    private static final Pointwise FIRST_NESTEROV =
            Pointwise.step(
                    "sgd_first_nesterov",
                    2,
                    List.of(P.add(DECAYED.add(DECAYED.mul(MOMENTUM)).mul(LR.neg())), DECAYED));
    private static final Expr BUFFER = Expr.in(2).mul(MOMENTUM).add(DECAYED.mul(KEEP));
    private static final Pointwise MOVING =
            Pointwise.step("sgd_momentum", 3, List.of(P.add(BUFFER.mul(LR.neg())), BUFFER));
    private static final Pointwise NESTEROV =
            Pointwise.step(
                    "sgd_nesterov",
                    3,
                    List.of(P.add(DECAYED.add(BUFFER.mul(MOMENTUM)).mul(LR.neg())), BUFFER));

    /**
     * Options of {@link SGD}.
     *
     * @param lr learning rate
     * @param momentum share of the last direction that is kept
     * @param dampening share of the gradient that is left out of the direction
     * @param weightDecay L2 penalty
     * @param nesterov whether momentum looks ahead
     * @param maximize whether to climb instead of descend
     */
    public record Options(
            double lr,
            double momentum,
            double dampening,
            double weightDecay,
            boolean nesterov,
            boolean maximize) {
        /** With momentum. */
        public Options momentum(double value) {
            return new Options(lr, value, dampening, weightDecay, nesterov, maximize);
        }

        /** With dampening. */
        public Options dampening(double value) {
            return new Options(lr, momentum, value, weightDecay, nesterov, maximize);
        }

        /** With an L2 penalty. */
        public Options weightDecay(double value) {
            return new Options(lr, momentum, dampening, value, nesterov, maximize);
        }

        /** With Nesterov's momentum. */
        public Options withNesterov() {
            return new Options(lr, momentum, dampening, weightDecay, true, maximize);
        }

        /** Climbing. */
        public Options maximizing() {
            return new Options(lr, momentum, dampening, weightDecay, nesterov, true);
        }

        Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            check(momentum >= 0, "momentum value", momentum);
            check(weightDecay >= 0, "weight_decay value", weightDecay);
            check(
                    !nesterov || (momentum > 0 && dampening == 0),
                    "nesterov",
                    "Nesterov momentum requires a momentum and zero dampening");
            var map = new LinkedHashMap<String, Object>();
            map.put("lr", lr);
            map.put("momentum", plain(momentum));
            map.put("dampening", plain(dampening));
            map.put("weight_decay", plain(weightDecay));
            map.put("nesterov", nesterov);
            map.put("maximize", maximize);
            map.put("foreach", null);
            map.put("differentiable", false);
            map.put("fused", null);
            return map;
        }
    }

    /** Options with a learning rate, no momentum, no decay. */
    public static Options lr(double lr) {
        return new Options(lr, 0, 0, 0, false, false);
    }

    /** With learning rate 0.001. */
    public SGD(List<Parameter> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public SGD(List<Parameter> params, Options options) {
        super(params, options.defaults());
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public SGD(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Parameter p, ParamGroup group) {
        return new LinkedHashMap<>();
    }

    @Override
    Set<String> late() {
        return Set.of("momentum_buffer");
    }

    @Override
    void update(Parameter p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        double momentum = group.number("momentum");
        var numbers =
                new double[] {
                    group.lr(),
                    group.number("weight_decay"),
                    momentum,
                    1 - group.number("dampening"),
                    group.flag("maximize") ? -1 : 1
                };
        var param = p.array();
        var g = grad.array();
        boolean nesterov = group.flag("nesterov");
        if (momentum == 0) {
            var row = numbers[1] == 0 ? UNDECAYED : PLAIN;
            row.run(new Array[] {param}, new Array[] {param, g}, numbers);
        } else if (state.get("momentum_buffer") == null) {
            var buffer = dev.cresset.Torch.emptyLike(p);
            (nesterov ? FIRST_NESTEROV : FIRST)
                    .run(new Array[] {param, buffer.array()}, new Array[] {param, g}, numbers);
            state.put("momentum_buffer", buffer);
        } else {
            var buffer = array(state, "momentum_buffer");
            (nesterov ? NESTEROV : MOVING)
                    .run(new Array[] {param, buffer}, new Array[] {param, g, buffer}, numbers);
        }
    }
}
