package dev.cresset.optim;

import dev.cresset.SparseTensor;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.expr.Expr;
import dev.cresset.op.OpException;
import dev.cresset.op.Pointwise;
import dev.cresset.spi.Array;
import dev.cresset.text.Numbers;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Changes parameters along their gradients: PyTorch's {@code torch.optim.Optimizer}.
 *
 * <p>The update of one parameter is one pointwise row with several results (new parameter, new
 * running averages), so that a step reads and writes every number once.
 *
 * <p>Note [Step formulas]: in the formulas of the steps operand 0 is the parameter, operand 1 its
 * gradient, then come the averages. Number 0 is the sign of the gradient (-1 to climb), number 1
 * the L2 penalty; the others are up to the optimiser. {@link #gradient} and {@link #numbers} are
 * the two sides of this.
 */
public abstract class Optimizer {
    /** The parameter in formulas of steps. */
    static final Expr P = Expr.in(0);

    /** The gradient in formulas of steps, with its sign and the L2 penalty. */
    static final Expr G = gradient(Expr.param(1));

    private final Map<String, Object> defaults;
    private final List<ParamGroup> groups = new ArrayList<>();
    private final Map<Tensor, Map<String, Object>> state = new LinkedHashMap<>();

    /** Several groups; options are defaults for those that have none of their own. */
    Optimizer(Map<String, Object> defaults, List<ParamGroup> groups) {
        this.defaults = defaults;
        if (groups.isEmpty()) {
            throw new OpException(name() + ": optimizer got an empty parameter list");
        }
        groups.forEach(this::addParamGroup);
    }

    /** The gradient with its sign and an L2 penalty. */
    static Expr gradient(Expr penalty) {
        return Expr.in(1).mul(Expr.param(0)).add(P.mul(penalty));
    }

    /** The numbers of a step: sign, L2 penalty, and those of the optimiser. */
    static double[] numbers(ParamGroup group, double penalty, double... own) {
        var numbers = new double[2 + own.length];
        numbers[0] = group.flag("maximize") ? -1 : 1;
        numbers[1] = penalty;
        System.arraycopy(own, 0, numbers, 2, own.length);
        return numbers;
    }

    /** {@code a + w (b - a)}. */
    static Expr lerp(Expr a, Expr b, Expr w) {
        return a.add(b.sub(a).mul(w));
    }

    /**
     * Changes a parameter and averages of its gradient.
     *
     * @param averages keys of the state, in the order of the formula's operands from 2 on and of
     *     its results from 1 on
     */
    static void run(
            Pointwise row,
            Tensor p,
            Tensor grad,
            Map<String, Object> state,
            List<String> averages,
            double... numbers) {
        int count = averages.size();
        var results = new Array[1 + count];
        var inputs = new Array[2 + count];
        results[0] = real(p).array();
        inputs[0] = results[0];
        inputs[1] = real(grad).array();
        for (int k = 0; k < count; k++) {
            results[1 + k] = real((Tensor) state.get(averages.get(k))).array();
            inputs[2 + k] = results[1 + k];
        }
        row.run(results, inputs, numbers);
    }

    /**
     * Complex numbers as pairs of real ones, which are stepped one by one, over the same memory.
     */
    static Tensor real(Tensor tensor) {
        return tensor.isComplex() ? Torch.viewAsReal(tensor) : tensor;
    }

    /** A tensor like a parameter, every real number of which is a value. */
    static Tensor filled(Tensor p, double value) {
        var filled = Torch.zerosLike(p);
        real(filled).fill_(value);
        return filled;
    }

    /** Adds parameters to be stepped from now on. */
    public final void addParamGroup(ParamGroup group) {
        if (group.params().isEmpty()) {
            throw new OpException(name() + ": optimizer got an empty parameter list");
        }
        var seen = new HashSet<Tensor>();
        groups.forEach(g -> seen.addAll(g.params()));
        for (var p : group.params()) {
            if (!p.isLeaf()) {
                throw new OpException(
                        name()
                                + ": can't optimize a non-leaf Tensor, got one of sizes "
                                + p.shape()
                                + " with gradFn "
                                + p.gradFn().name()
                                + "; detach it and require a gradient of it");
            }
            if (!seen.add(p)) {
                throw new OpException(
                        name() + ": some parameters appear in more than one parameter group");
            }
        }
        groups.add(group.filled(defaults));
    }

    /** The groups; their options may be changed between steps. */
    public final List<ParamGroup> paramGroups() {
        return Collections.unmodifiableList(groups);
    }

    /** The options of groups that have none of their own. */
    public final Map<String, Object> defaults() {
        return Collections.unmodifiableMap(defaults);
    }

    /** Clears the gradients of all parameters. */
    public final void zeroGrad() {
        for (var group : groups) {
            for (var p : group.params()) {
                p.grad(null);
            }
        }
    }

    /** Changes every parameter that has a gradient. */
    public void step() {
        try (var off = Torch.noGrad()) {
            for (var group : groups) {
                for (var p : group.params()) {
                    step(p, group);
                }
            }
        }
    }

    private void step(Tensor p, ParamGroup group) {
        var sparse = p.sparseGrad();
        if (sparse == null && p.grad() == null) {
            return;
        }
        var own = state.containsKey(p) ? state.get(p) : fresh(p, group);
        if (sparse == null) {
            update(p, p.grad(), group, own);
        } else {
            update(p, sparse, group, own);
        }
        // A gradient that was refused leaves no state behind.
        state.putIfAbsent(p, own);
        p.array().storage().bump();
    }

    /**
     * Computes the loss anew, then changes every parameter that has a gradient.
     *
     * @param closure clears the gradients, computes the loss, calls {@code backward} and returns
     *     the loss
     * @return what the closure returned
     */
    public Tensor step(Supplier<Tensor> closure) {
        Tensor loss;
        try (var on = Torch.enableGrad()) {
            loss = closure.get();
        }
        step();
        return loss;
    }

    /** The state of a parameter before its first step, in PyTorch's order of keys. */
    abstract Map<String, Object> fresh(Tensor p, ParamGroup group);

    /** Changes one parameter and its state. */
    abstract void update(Tensor p, Tensor grad, ParamGroup group, Map<String, Object> state);

    /**
     * Changes one parameter by a sparse gradient, and its state.
     *
     * @throws OpException if this optimiser takes no sparse gradients
     */
    void update(Tensor p, SparseTensor grad, ParamGroup group, Map<String, Object> state) {
        throw new OpException(
                name()
                        + ": "
                        + name()
                        + " does not support sparse gradients, please consider SparseAdam instead,"
                        + " or SGD or Adagrad");
    }

    /** A sparse gradient with its sign. */
    static SparseTensor signed(SparseTensor grad, ParamGroup group) {
        return group.flag("maximize") ? grad.neg() : grad;
    }

    /** Gives every parameter its state before the first step. */
    final void prepare() {
        for (var group : groups) {
            for (var p : group.params()) {
                state.put(p, fresh(p, group));
            }
        }
    }

    /** The state of a parameter by PyTorch's keys, empty before its first step. */
    public final Map<String, Object> state(Tensor p) {
        return Collections.unmodifiableMap(state.getOrDefault(p, Map.of()));
    }

    /** The state of a parameter to be changed. */
    final Map<String, Object> owned(Tensor p) {
        return state.computeIfAbsent(p, q -> new LinkedHashMap<>());
    }

    /** A state that counts steps and keeps averages, which start with 0. */
    static Map<String, Object> counted(Tensor p, String... averages) {
        var state = new LinkedHashMap<String, Object>();
        state.put("step", Torch.tensor(0.0));
        for (var key : averages) {
            state.put(key, Torch.zerosLike(p));
        }
        return state;
    }

    /** Counts a step and returns its number, starting with 1. */
    static long count(Map<String, Object> state) {
        var step = (Tensor) state.get("step");
        step.add_(1);
        return (long) step.item();
    }

    /**
     * Everything needed to go on later, in PyTorch's structure: {@code state} maps the number of a
     * parameter to its state, {@code param_groups} lists options and parameter numbers.
     */
    public final Map<String, Object> stateDict() {
        var numbers = new HashMap<Tensor, Long>();
        var packed = new ArrayList<Object>();
        for (var group : groups) {
            var own = new ArrayList<Object>();
            for (var p : group.params()) {
                own.add((long) numbers.size());
                numbers.put(p, (long) numbers.size());
            }
            var entry = new LinkedHashMap<>(group.options());
            entry.put("params", own);
            packed.add(entry);
        }
        var states = new LinkedHashMap<Long, Object>();
        state.forEach(
                (p, entries) -> {
                    if (!entries.isEmpty()) {
                        states.put(numbers.get(p), new LinkedHashMap<>(entries));
                    }
                });
        var dict = new LinkedHashMap<String, Object>();
        dict.put("state", states);
        dict.put("param_groups", packed);
        return dict;
    }

    /**
     * Takes over a state that {@link #stateDict} gave; the groups must have the same sizes. Tensors
     * are copied and get the dtype of their parameter.
     *
     * @throws OpException if the state does not belong to such an optimiser; nothing changes then
     */
    public final void loadStateDict(Map<String, ?> dict) {
        var loaded = LoadedState.of(this, dict);
        for (int g = 0; g < groups.size(); g++) {
            loaded.options().get(g).forEach(groups.get(g)::add);
        }
        state.clear();
        state.putAll(loaded.states());
    }

    /** Keys that come into a state with a later step. */
    Set<String> late() {
        return Set.of();
    }

    /** A value of the state that is no tensor, to be taken over as it is. */
    boolean plainState(String key, Object value) {
        return false;
    }

    /** The name in messages and the printed form. */
    final String name() {
        return getClass().getSimpleName();
    }

    /** A default of 0 is an integer in PyTorch, and prints as one. */
    static Number plain(double value) {
        if (value == 0) {
            return 0L;
        }
        return value;
    }

    /** Refuses an option with PyTorch's words. */
    static void check(boolean valid, String option, double value) {
        if (!valid) {
            throw new OpException("optimizer: Invalid " + option + ": " + Numbers.python(value));
        }
    }

    /** Refuses decay rates outside of [0, 1). */
    static void checkBetas(double beta1, double beta2) {
        check(beta1 >= 0 && beta1 < 1, "beta parameter at index 0", beta1);
        check(beta2 >= 0 && beta2 < 1, "beta parameter at index 1", beta2);
    }

    /** The options with which those of all relatives of Adam begin, checked. */
    static Map<String, Object> moments(
            double lr, double beta1, double beta2, double eps, double weightDecay) {
        check(lr >= 0, "learning rate", lr);
        check(eps >= 0, "epsilon value", eps);
        checkBetas(beta1, beta2);
        check(weightDecay >= 0, "weight_decay value", weightDecay);
        var map = new LinkedHashMap<String, Object>();
        map.put("lr", lr);
        map.put("betas", Tuple.of(beta1, beta2));
        map.put("eps", eps);
        map.put("weight_decay", plain(weightDecay));
        return map;
    }

    /** PyTorch's printed form: groups with their options in alphabetical order. */
    @Override
    public final String toString() {
        var text = new StringBuilder(name()).append(" (");
        for (int g = 0; g < groups.size(); g++) {
            text.append("\nParameter Group ").append(g).append('\n');
            new TreeMap<>(groups.get(g).options())
                    .forEach(
                            (key, value) ->
                                    text.append("    ")
                                            .append(key)
                                            .append(": ")
                                            .append(text(value))
                                            .append('\n'));
        }
        return text.append(')').toString();
    }

    private static String text(Object value) {
        return Numbers.value(
                value instanceof Tensor tensor && tensor.dim() == 0 ? tensor.itemObject() : value);
    }
}
