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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /**
     * Takes over a state that {@link #stateDict} gave; the groups must have the same sizes. Tensors
     * are copied and get the dtype of their parameter.
     *
     * @throws OpException if the state does not belong to such an optimiser; nothing changes then
     */
    public final void loadStateDict(Map<String, ?> dict) {
        var packed = list(dict.get("param_groups"), "param_groups");
        if (packed.size() != groups.size()) {
            throw new OpException(
                    name()
                            + ": loaded state dict has a different number of parameter groups: "
                            + packed.size()
                            + " for "
                            + groups.size());
        }
        var owners = new LinkedHashMap<Long, ParamGroup>();
        var numbered = new LinkedHashMap<Long, Parameter>();
        var loaded = new ArrayList<ParamGroup>();
        for (int g = 0; g < packed.size(); g++) {
            var entry = map(packed.get(g), "param_groups[" + g + "]");
            var group = loaded(groups.get(g), entry);
            loaded.add(group);
            var numbers = list(entry.get("params"), "params");
            var params = group.params();
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
                long number = number(numbers.get(i));
                if (numbered.put(number, params.get(i)) != null) {
                    throw new OpException(
                            name()
                                    + ": loaded state dict has parameter "
                                    + number
                                    + " more than once");
                }
                owners.put(number, group);
            }
        }
        var states = new IdentityHashMap<Parameter, Map<String, Object>>();
        map(dict.get("state"), "state")
                .forEach(
                        (key, entries) -> {
                            long number = number(key);
                            var p = numbered.get(number);
                            if (p == null) {
                                throw new OpException(
                                        name()
                                                + ": loaded state dict has a state of parameter "
                                                + number
                                                + ", which is in none of its groups");
                            }
                            var values = map(entries, "state of parameter " + number);
                            states.put(p, loaded(p, owners.get(number), number, values));
                        });
        for (int g = 0; g < loaded.size(); g++) {
            loaded.get(g).options().forEach(groups.get(g)::add);
        }
        state.clear();
        state.putAll(states);
    }

    /** A copy of a group with the options of a loaded one. */
    private ParamGroup loaded(ParamGroup group, Map<?, ?> entry) {
        var copy = ParamGroup.of(group.params());
        group.options().forEach(copy::add);
        defaults.forEach(
                (option, value) -> {
                    boolean needed = value instanceof Number || value instanceof Betas;
                    if (needed && !entry.containsKey(option)) {
                        throw new OpException(
                                name()
                                        + ": loaded state dict has no option \""
                                        + option
                                        + "\", it has "
                                        + entry.keySet()
                                        + "; load the state of the same kind of optimizer");
                    }
                });
        entry.forEach(
                (option, value) -> {
                    var old = defaults.get(option);
                    boolean fits =
                            switch (old) {
                                case Number n -> value instanceof Number;
                                case Boolean b -> value instanceof Boolean;
                                case Betas betas -> value instanceof Betas;
                                case null, default -> true;
                            };
                    if (!fits || !(option instanceof String)) {
                        throw new OpException(
                                name()
                                        + ": loaded state dict has "
                                        + value
                                        + " for the option \""
                                        + option
                                        + "\", expects something like "
                                        + old);
                    }
                    if (!option.equals("params")) {
                        copy.add((String) option, value);
                    }
                });
        return copy;
    }

    /** The state of a parameter from a loaded one: the same keys, tensors of the same sizes. */
    private Map<String, Object> loaded(Parameter p, ParamGroup group, long number, Map<?, ?> from) {
        var copy = new LinkedHashMap<String, Object>();
        if (from.isEmpty()) {
            return copy;
        }
        var fresh = fresh(p, group);
        if (!from.keySet().containsAll(fresh.keySet())) {
            throw new OpException(unlike(number, from.keySet(), fresh.keySet()));
        }
        var late = late();
        from.forEach(
                (key, value) -> {
                    if (!fresh.containsKey(key) && !late.contains(key)) {
                        var keys = new LinkedHashSet<>(fresh.keySet());
                        keys.addAll(late);
                        throw new OpException(unlike(number, from.keySet(), keys));
                    }
                    if (value == null && late.contains(key)) {
                        return;
                    }
                    var like = fresh.get(key) instanceof Tensor t ? t : p;
                    if (!(value instanceof Tensor tensor) || !tensor.shape().equals(like.shape())) {
                        throw new OpException(
                                name()
                                        + ": loaded state dict has for \""
                                        + key
                                        + "\" of parameter "
                                        + number
                                        + " "
                                        + (value instanceof Tensor t ? "sizes " + t.shape() : value)
                                        + ", expects a tensor of sizes "
                                        + like.shape());
                    }
                    copy.put((String) key, tensor.detach().to(like.dtype()).clone());
                });
        return copy;
    }

    /** Keys that come into a state with a later step. */
    Set<String> late() {
        return Set.of();
    }

    private String unlike(long number, Set<?> got, Set<String> expected) {
        return name()
                + ": loaded state dict has "
                + got
                + " for parameter "
                + number
                + ", expects "
                + expected
                + "; load the state of the same kind of optimizer";
    }

    private List<?> list(Object value, String what) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new OpException(
                name() + ": loaded state dict has " + value + " for " + what + ", expects a list");
    }

    private Map<?, ?> map(Object value, String what) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new OpException(
                name() + ": loaded state dict has " + value + " for " + what + ", expects a map");
    }

    private long number(Object value) {
        if (value instanceof Number number) {
            return number.longValue();
        }
        throw new OpException(
                name() + ": loaded state dict has " + value + " for the number of a parameter");
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
