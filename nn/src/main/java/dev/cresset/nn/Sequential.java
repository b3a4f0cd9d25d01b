package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.OpIndexException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Modules applied one after the other: PyTorch's {@code nn.Sequential}. */
public class Sequential extends Module implements UnaryModule {
    private final Map<String, UnaryModule> steps = new LinkedHashMap<>();

    /** A chain, named by position. */
    public Sequential(UnaryModule... steps) {
        for (var step : steps) {
            append(step);
        }
    }

    /** Adds a step at the end, named by position. */
    public final Sequential append(UnaryModule step) {
        return addModule(Integer.toString(steps.size()), step);
    }

    /** Adds a step at the end under a name. */
    public final Sequential addModule(String name, UnaryModule step) {
        steps.put(name, step);
        return this;
    }

    /** Number of steps. */
    public final int size() {
        return steps.size();
    }

    /** Step i; negative counts from the end. */
    public final UnaryModule get(int i) {
        return steps.get(key(i));
    }

    /** The step under a name, or null. */
    public final UnaryModule get(String name) {
        return steps.get(name);
    }

    /** Replaces step i. */
    public final Sequential set(int i, UnaryModule step) {
        steps.put(key(i), step);
        return this;
    }

    /** Removes step i; later steps named by position move up. */
    public final Sequential delete(int i) {
        var removed = key(i);
        var rest = new LinkedHashMap<String, UnaryModule>();
        boolean positions =
                steps.keySet().stream().allMatch(k -> k.chars().allMatch(Character::isDigit));
        for (var entry : steps.entrySet()) {
            if (!entry.getKey().equals(removed)) {
                rest.put(
                        positions ? Integer.toString(rest.size()) : entry.getKey(),
                        entry.getValue());
            }
        }
        steps.clear();
        steps.putAll(rest);
        return this;
    }

    private String key(int i) {
        int at = i < 0 ? i + steps.size() : i;
        if (at < 0 || at >= steps.size()) {
            throw new OpIndexException(
                    "Sequential: index " + i + " is out of range of " + steps.size() + " modules");
        }
        return steps.keySet().stream().skip(at).findFirst().orElseThrow();
    }

    @Override
    public Map<String, Module> namedChildren() {
        var children = new LinkedHashMap<String, Module>();
        steps.forEach(
                (name, step) -> {
                    if (step instanceof Module module) {
                        children.put(name, module);
                    }
                });
        return children;
    }

    @Override
    public Tensor forward(Tensor x) {
        for (var step : steps.values()) {
            x = step.forward(x);
        }
        return x;
    }

    @Override
    public String toString() {
        var lines =
                steps.entrySet().stream()
                        .map(
                                e ->
                                        "("
                                                + e.getKey()
                                                + "): "
                                                + (e.getValue() instanceof Module
                                                        ? e.getValue()
                                                                .toString()
                                                                .replace("\n", "\n  ")
                                                        : "<function>"))
                        .collect(Collectors.toList());
        return ModuleText.of(name(), extraRepr(), lines);
    }
}
