package dev.cresset.optim;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parameters that are stepped with the same options: an entry of PyTorch's {@code param_groups}.
 *
 * <p>Options have PyTorch's names ({@code lr}, {@code weight_decay}, ...) and may be changed
 * between steps. A number may also be given as a tensor with one element; whoever changes it then
 * writes into that tensor.
 *
 * {@snippet :
 * var optimizer = new SGD(SGD.lr(0.1), List.of(
 *         ParamGroup.of(body.parameters()),
 *         ParamGroup.of(head.parameters()).withLr(0.01)));
 * optimizer.paramGroups().get(0).lr(0.05);
 * }
 */
public final class ParamGroup {
    private final List<Tensor> params;
    private final Map<String, Object> options = new LinkedHashMap<>();

    private ParamGroup(List<? extends Tensor> params, Map<String, Object> options) {
        this.params = List.copyOf(params);
        this.options.putAll(options);
    }

    /** Parameters that take all options from the optimiser. */
    public static ParamGroup of(List<? extends Tensor> params) {
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

    /** This group with missing options filled in after its own. */
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
        var all = new LinkedHashMap<>(options);
        defaults.forEach(
                (option, value) -> {
                    if (!all.containsKey(option)) {
                        all.put(option, value);
                    }
                });
        return new ParamGroup(params, all);
    }

    /** The parameters. */
    public List<Tensor> params() {
        return params;
    }

    /** All options by name. */
    public Map<String, Object> options() {
        return Collections.unmodifiableMap(options);
    }

    /** True if there is such an option. */
    public boolean has(String option) {
        return options.containsKey(option);
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

    /** Changes an option. Where it is a tensor and the new value a number, the tensor is filled. */
    public void set(String option, Object value) {
        if (get(option) instanceof Tensor tensor && value instanceof Number number) {
            Torch.noGrad(() -> tensor.fill_(number.doubleValue()));
        } else {
            options.put(option, value);
        }
    }

    /** Adds an option that others keep here, as schedulers do with {@code initial_lr}. */
    public void add(String option, Object value) {
        options.put(option, value);
    }

    /** An option that is a number, or a tensor with one element. */
    public double number(String option) {
        return get(option) instanceof Tensor tensor
                ? tensor.item()
                : ((Number) get(option)).doubleValue();
    }

    /** An option that is a truth value. */
    public boolean flag(String option) {
        return (Boolean) get(option);
    }

    /** An option of several values, e.g. {@code betas}. */
    public Tuple<?> tuple(String option) {
        return (Tuple<?>) get(option);
    }

    /** One of several numbers, e.g. the first of {@code betas}. */
    public double number(String option, int index) {
        return ((Number) tuple(option).get(index)).doubleValue();
    }

    /** Changes one of several values. */
    public void set(String option, int index, Object value) {
        var values = new ArrayList<Object>(tuple(option));
        values.set(index, value);
        set(option, Tuple.copyOf(values));
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
