package dev.cresset.optim;

import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Expr;
import dev.cresset.op.OpException;
import dev.cresset.op.Pointwise;

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
    private static final Expr MINUS_LR = Expr.param(2);
    private static final Expr MOMENTUM = Expr.param(3);
    private static final Expr KEEP = Expr.param(4);
    private static final Expr BUFFER = Expr.in(2).mul(MOMENTUM).add(G.mul(KEEP));
    private static final List<String> BUFFERS = List.of("momentum_buffer");

    private static final Pointwise UNDECAYED =
            Pointwise.step("sgd_undecayed", 2, List.of(along(Expr.in(1).mul(Expr.param(0)))));
    private static final Pointwise PLAIN = Pointwise.step("sgd", 2, List.of(along(G)));
    private static final Pointwise MOVING =
            Pointwise.step("sgd_momentum", 3, List.of(along(BUFFER), BUFFER));
    private static final Pointwise NESTEROV =
            Pointwise.step("sgd_nesterov", 3, List.of(along(G.add(BUFFER.mul(MOMENTUM))), BUFFER));

    private static Expr along(Expr direction) {
        return P.add(direction.mul(MINUS_LR));
    }

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

        private Map<String, Object> defaults() {
            check(lr >= 0, "learning rate", lr);
            check(momentum >= 0, "momentum value", momentum);
            check(weightDecay >= 0, "weight_decay value", weightDecay);
            if (nesterov && (momentum <= 0 || dampening != 0)) {
                throw new OpException(
                        "SGD: Nesterov momentum requires a momentum and zero dampening, got"
                                + " momentum "
                                + momentum
                                + " and dampening "
                                + dampening);
            }
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
    public SGD(List<? extends Tensor> params) {
        this(params, lr(1e-3));
    }

    /** With options. */
    public SGD(List<? extends Tensor> params, Options options) {
        this(options, List.of(ParamGroup.of(params)));
    }

    /** With several groups; options are defaults for those that have none of their own. */
    public SGD(Options options, List<ParamGroup> groups) {
        super(options.defaults(), groups);
    }

    @Override
    Map<String, Object> fresh(Tensor p, ParamGroup group) {
        return new LinkedHashMap<>();
    }

    @Override
    Set<String> late() {
        return Set.of("momentum_buffer");
    }

    /** Without momentum only the positions of the gradient are read and changed. */
    @Override
    void update(Tensor p, SparseTensor grad, ParamGroup group, Map<String, Object> state) {
        if (group.number("weight_decay") != 0) {
            throw new OpException(
                    "SGD: weight_decay option is not compatible with sparse gradients");
        }
        if (group.number("momentum") != 0) {
            update(p, grad.toDense(), group, state);
        } else {
            p.add_(signed(grad, group), -group.lr());
        }
    }

    @Override
    void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state) {
        double momentum = group.number("momentum");
        double decay = group.number("weight_decay");
        // The first buffer is the gradient itself, without dampening.
        boolean first = momentum != 0 && state.get("momentum_buffer") == null;
        if (first) {
            state.put("momentum_buffer", Torch.zerosLike(p));
        }
        var row =
                momentum != 0
                        ? group.flag("nesterov") ? NESTEROV : MOVING
                        : decay == 0 ? UNDECAYED : PLAIN;
        run(
                row,
                p,
                grad,
                state,
                momentum == 0 ? List.of() : BUFFERS,
                numbers(
                        group,
                        decay,
                        -group.lr(),
                        momentum,
                        first ? 1 : 1 - group.number("dampening")));
    }
}
