package dev.cresset.optim;

import dev.cresset.Parameter;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters that are stepped with the same options: an entry of PyTorch's {@code param_groups}.
 *
 * <p>Options have PyTorch's names ({@code lr}, {@code weight_decay}, ...) and may be changed
 * between steps.
 */
public final class ParamGroup {
    private final List<Parameter> params;
    private final Map<String, Object> options = new LinkedHashMap<>();

    private ParamGroup(List<Parameter> params, Map<String, Object> options) {
        this.params = List.copyOf(params);
        this.options.putAll(options);
    }

    /** Parameters that take all options from the optimiser. */
    public static ParamGroup of(List<Parameter> params) {
        return new ParamGroup(params, Map.of());
    }

    /** The same parameters with one option of their own. */
    public ParamGroup with(String option, Object value) {
        var group = new ParamGroup(params, options);
        group.options.put(option, value);
        return group;
    }

    /** The same parameters with their own learning rate. */
    public ParamGroup withLr(double lr) {
        return with("lr", lr);
    }

    /** This group with missing options filled in, in the order of the defaults. */
    ParamGroup filled(Map<String, Object> defaults) {
        for (var option : options.keySet()) {
            if (!defaults.containsKey(option)) {
                throw new IllegalArgumentException(
                        "optimizer: there is no option \""
                                + option
                                + "\"; expects one of "
                                + defaults.keySet());
            }
        }
        var all = new LinkedHashMap<>(defaults);
        all.putAll(options);
        return new ParamGroup(params, all);
    }

    /** The parameters. */
    public List<Parameter> params() {
        return params;
    }

    /** All options by name. */
    public Map<String, Object> options() {
        return Collections.unmodifiableMap(options);
    }

    /** An option by name. */
    public Object get(String option) {
        if (!options.containsKey(option)) {
            throw new IllegalArgumentException(
                    "param group: there is no option \""
                            + option
                            + "\"; expects one of "
                            + options.keySet());
        }
        return options.get(option);
    }

    /** Changes an option. */
    public void set(String option, Object value) {
        get(option);
        options.put(option, value);
    }

    /** Adds an option that a scheduler keeps beside the optimiser's own. */
    void add(String option, Object value) {
        options.put(option, value);
    }

    /** An option that is a number. */
    public double number(String option) {
        return ((Number) get(option)).doubleValue();
    }

    /** An option that is a truth value. */
    public boolean flag(String option) {
        return (Boolean) get(option);
    }

    /** The learning rate. */
    public double lr() {
        return number("lr");
    }

    /** Changes the learning rate. */
    public void lr(double lr) {
        set("lr", lr);
    }
}
