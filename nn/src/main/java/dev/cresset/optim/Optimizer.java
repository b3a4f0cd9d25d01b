package dev.cresset.optim;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.Array;
import dev.cresset.text.Numbers;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Changes parameters along their gradients: PyTorch's {@code torch.optim.Optimizer}.
 *
 * <p>The update of one parameter is one pointwise row with several results (new parameter, new
 * running averages), so that a step reads and writes every number once.
 */
public abstract class Optimizer {
    private final Map<String, Object> defaults;
    private final List<ParamGroup> groups = new ArrayList<>();
    private final Map<Parameter, Map<String, Object>> state = new IdentityHashMap<>();

    /** One group with all options at their defaults. */
    Optimizer(List<Parameter> params, Map<String, Object> defaults) {
        this(defaults, List.of(ParamGroup.of(params)));
    }

    /** Several groups. */
    Optimizer(Map<String, Object> defaults, List<ParamGroup> groups) {
        this.defaults = defaults;
        groups.forEach(this::addParamGroup);
    }

    /** Adds parameters to be stepped from now on. */
    public final void addParamGroup(ParamGroup group) {
        if (group.params().isEmpty()) {
            throw new OpException(name() + ": optimizer got an empty parameter list");
        }
        for (var p : group.params()) {
            if (groups.stream().anyMatch(g -> g.params().stream().anyMatch(q -> q == p))) {
                throw new OpException(
                        name() + ": some parameters appear in more than one parameter group");
            }
        }
        groups.add(group.filled(defaults));
    }

    /** The groups; their options may be changed between steps. */
    public final List<ParamGroup> paramGroups() {
        return groups;
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
    public final void step() {
        try (var off = Torch.noGrad()) {
            for (var group : groups) {
                for (var p : group.params()) {
                    if (p.grad() != null) {
                        update(p, p.grad(), group, state.computeIfAbsent(p, q -> fresh(q, group)));
                        p.array().storage().bump();
                    }
                }
            }
        }
    }

    /** The state of a parameter before its first step, in PyTorch's order of keys. */
    abstract Map<String, Object> fresh(Parameter p, ParamGroup group);

    /** Changes one parameter and its state. */
    abstract void update(Parameter p, Tensor grad, ParamGroup group, Map<String, Object> state);

    /** The state of a parameter by PyTorch's keys, empty before its first step. */
    public final Map<String, Object> state(Parameter p) {
        return state.getOrDefault(p, Map.of());
    }

    static Array array(Map<String, Object> state, String key) {
        return ((Tensor) state.get(key)).array();
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
        var states = new LinkedHashMap<Long, Object>();
        var packed = new ArrayList<Object>();
        long next = 0;
        for (var group : groups) {
            var numbers = new ArrayList<Object>();
            for (var p : group.params()) {
                if (!state(p).isEmpty()) {
                    states.put(next, new LinkedHashMap<>(state.get(p)));
                }
                numbers.add(next++);
            }
            var entry = new LinkedHashMap<>(group.options());
            entry.put("params", numbers);
            packed.add(entry);
        }
        var dict = new LinkedHashMap<String, Object>();
        dict.put("state", states);
        dict.put("param_groups", packed);
        return dict;
    }

    /** Takes over a state that {@link #stateDict} gave; the groups must have the same sizes. */
    public final void loadStateDict(Map<String, ?> dict) {
        var packed = (List<?>) dict.get("param_groups");
        if (packed.size() != groups.size()) {
            throw new OpException(
                    name()
                            + ": loaded state dict has a different number of parameter groups: "
                            + packed.size()
                            + " for "
                            + groups.size());
        }
        var numbered = new LinkedHashMap<Long, Parameter>();
        for (int g = 0; g < packed.size(); g++) {
            var numbers = (List<?>) ((Map<?, ?>) packed.get(g)).get("params");
            var params = groups.get(g).params();
            if (numbers.size() != params.size()) {
                throw new OpException(
                        name()
                                + ": loaded state dict contains a parameter group that doesn't"
                                + " match the size of optimizer's group: "
                                + numbers.size()
                                + " for "
                                + params.size());
            }
            for (int i = 0; i < params.size(); i++) {
                numbered.put(((Number) numbers.get(i)).longValue(), params.get(i));
            }
        }
        for (int g = 0; g < packed.size(); g++) {
            var group = groups.get(g);
            ((Map<?, ?>) packed.get(g))
                    .forEach(
                            (key, value) -> {
                                if (!key.equals("params")) {
                                    group.add((String) key, value);
                                }
                            });
        }
        state.clear();
        ((Map<?, ?>) dict.get("state"))
                .forEach(
                        (number, entries) -> {
                            var copy = new LinkedHashMap<String, Object>();
                            ((Map<?, ?>) entries)
                                    .forEach(
                                            (key, value) ->
                                                    copy.put(
                                                            (String) key,
                                                            value instanceof Tensor t
                                                                    ? t.clone()
                                                                    : value));
                            state.put(numbered.get(((Number) number).longValue()), copy);
                        });
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

    static void check(boolean valid, String option, Object value) {
        if (!valid) {
            throw new OpException("optimizer: Invalid " + option + ": " + value);
        }
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
                                            .append(Numbers.value(value))
                                            .append('\n'));
        }
        return text.append(')').toString();
    }
}
