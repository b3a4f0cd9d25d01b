package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A state from outside, checked against the optimiser that is to take it over.
 *
 * @param options the options of each group
 * @param states the states of parameters
 */
record LoadedState(List<Map<String, Object>> options, Map<Tensor, Map<String, Object>> states) {
    /** Reads a state without changing the optimiser. */
    static LoadedState of(Optimizer optimizer, Map<String, ?> dict) {
        return new Reader(optimizer).read(dict);
    }

    private static final class Reader {
        private final Optimizer optimizer;
        private final Map<Long, ParamGroup> owners = new LinkedHashMap<>();
        private final Map<Long, Tensor> numbered = new LinkedHashMap<>();

        private Reader(Optimizer optimizer) {
            this.optimizer = optimizer;
        }

        LoadedState read(Map<String, ?> dict) {
            var groups = optimizer.paramGroups();
            var packed = list(dict.get("param_groups"), "param_groups");
            if (packed.size() != groups.size()) {
                throw error(
                        "loaded state dict has a different number of parameter groups: "
                                + packed.size()
                                + " for "
                                + groups.size());
            }
            var options = new ArrayList<Map<String, Object>>();
            for (int g = 0; g < packed.size(); g++) {
                var entry = map(packed.get(g), "param_groups[" + g + "]");
                options.add(options(entry));
                number(groups.get(g), options.getLast(), list(entry.get("params"), "params"));
            }
            var states = new LinkedHashMap<Tensor, Map<String, Object>>();
            map(dict.get("state"), "state")
                    .forEach(
                            (key, entries) -> {
                                long number = number(key);
                                var p = numbered.get(number);
                                if (p == null) {
                                    throw error(
                                            "loaded state dict has a state of parameter "
                                                    + number
                                                    + ", which is in none of its groups");
                                }
                                var values = map(entries, "state of parameter " + number);
                                states.put(p, state(p, number, values));
                            });
            return new LoadedState(options, states);
        }

        private void number(ParamGroup group, Map<String, Object> options, List<?> numbers) {
            var params = group.params();
            if (numbers.size() != params.size()) {
                throw error(
                        "loaded state dict contains a parameter group that doesn't match the size"
                                + " of optimizer's group: "
                                + numbers.size()
                                + " for "
                                + params.size());
            }
            var owner = ParamGroup.of(params);
            group.options().forEach(owner::add);
            options.forEach(owner::add);
            for (int i = 0; i < params.size(); i++) {
                long number = number(numbers.get(i));
                if (numbered.put(number, params.get(i)) != null) {
                    throw error("loaded state dict has parameter " + number + " more than once");
                }
                owners.put(number, owner);
            }
        }

        /** The options of a group from loaded ones. */
        private Map<String, Object> options(Map<?, ?> entry) {
            optimizer
                    .defaults()
                    .forEach(
                            (option, value) -> {
                                boolean needed =
                                        value instanceof Number || value instanceof Tuple<?>;
                                if (needed && !entry.containsKey(option)) {
                                    throw error(
                                            "loaded state dict has no option \""
                                                    + option
                                                    + "\", it has "
                                                    + entry.keySet()
                                                    + "; load the state of the same kind of"
                                                    + " optimizer");
                                }
                            });
            var options = new LinkedHashMap<String, Object>();
            entry.forEach(
                    (option, value) -> {
                        if (!(option instanceof String name)) {
                            throw unfit(option, value, "a name");
                        }
                        if (!name.equals("params")) {
                            options.put(name, option(name, value));
                        }
                    });
            return options;
        }

        private Object option(String name, Object value) {
            var old = optimizer.defaults().get(name);
            return switch (old) {
                case Tuple<?> tuple when value instanceof List<?> list && fits(tuple, list) ->
                        Tuple.of(list.toArray());
                case Number n when value instanceof Number -> value;
                case Number n when value instanceof Tensor t && t.numel() == 1 -> value;
                case Boolean b when value instanceof Boolean -> value;
                case Tuple<?> tuple -> throw unfit(name, value, old);
                case Number n -> throw unfit(name, value, old);
                case Boolean b -> throw unfit(name, value, old);
                case null, default -> value;
            };
        }

        private static boolean fits(Tuple<?> tuple, List<?> list) {
            return list.size() == tuple.size()
                    && list.stream().allMatch(e -> e == null || e instanceof Number);
        }

        private OpException unfit(Object option, Object value, Object like) {
            return error(
                    "loaded state dict has "
                            + value
                            + " for the option \""
                            + option
                            + "\", expects something like "
                            + like);
        }

        /** The state of a parameter: the same keys, tensors of the same sizes. */
        private Map<String, Object> state(Tensor p, long number, Map<?, ?> from) {
            var copy = new LinkedHashMap<String, Object>();
            if (from.isEmpty()) {
                return copy;
            }
            var fresh = optimizer.fresh(p, owners.get(number));
            if (!from.keySet().containsAll(fresh.keySet())) {
                throw unlike(number, from, fresh.keySet());
            }
            var late = optimizer.late();
            from.forEach(
                    (key, value) -> {
                        if (!fresh.containsKey(key) && !late.contains(key)) {
                            var keys = new LinkedHashSet<>(fresh.keySet());
                            keys.addAll(late);
                            throw unlike(number, from, keys);
                        }
                        var name = (String) key;
                        if (optimizer.plainState(name, value)) {
                            copy.put(name, value);
                        } else if (value != null || !late.contains(name)) {
                            copy.put(name, tensor(fresh.get(name), p, number, name, value));
                        }
                    });
            return copy;
        }

        private Tensor tensor(Object fresh, Tensor p, long number, String key, Object value) {
            var like = fresh instanceof Tensor t ? t : p;
            if (value instanceof Number count && like.dim() == 0) {
                // Older versions of PyTorch kept the number of steps as an integer.
                return Torch.fullLike(like, count);
            }
            if (value instanceof Tensor tensor && tensor.shape().equals(like.shape())) {
                return tensor.detach().to(like.dtype()).clone();
            }
            throw error(
                    "loaded state dict has for \""
                            + key
                            + "\" of parameter "
                            + number
                            + " "
                            + (value instanceof Tensor t ? "sizes " + t.shape() : value)
                            + ", expects a tensor of sizes "
                            + like.shape());
        }

        private OpException unlike(long number, Map<?, ?> got, Set<String> expected) {
            return error(
                    "loaded state dict has "
                            + got.keySet()
                            + " for parameter "
                            + number
                            + ", expects "
                            + expected
                            + "; load the state of the same kind of optimizer");
        }

        private List<?> list(Object value, String what) {
            if (value instanceof List<?> list) {
                return list;
            }
            throw error("loaded state dict has " + value + " for " + what + ", expects a list");
        }

        private Map<?, ?> map(Object value, String what) {
            if (value instanceof Map<?, ?> map) {
                return map;
            }
            throw error("loaded state dict has " + value + " for " + what + ", expects a map");
        }

        private long number(Object value) {
            if (value instanceof Number number) {
                return number.longValue();
            }
            throw error("loaded state dict has " + value + " for the number of a parameter");
        }

        private OpException error(String problem) {
            return new OpException(optimizer.name() + ": " + problem);
        }
    }
}
