package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Parameters by name: PyTorch's {@code nn.ParameterDict}. Plain tensors become parameters. */
public final class ParameterDict extends Module {
    /** An empty dictionary. */
    public ParameterDict() {}

    /** A dictionary; see {@link #update}. */
    public ParameterDict(Map<String, ? extends Tensor> parameters) {
        update(parameters);
    }

    /** Adds a parameter, or replaces the one of that name. */
    public ParameterDict put(String key, Tensor parameter) {
        registerParameter(key, ParameterText.parameter(parameter));
        return this;
    }

    /**
     * Adds or replaces parameters: in their order where the map has one, else sorted by name, as
     * PyTorch does with plain dictionaries.
     */
    public ParameterDict update(Map<String, ? extends Tensor> parameters) {
        var ordered = parameters instanceof SequencedMap ? parameters : new TreeMap<>(parameters);
        ordered.forEach(this::put);
        return this;
    }

    /**
     * The parameter of a name.
     *
     * @throws OpException if there is none
     */
    public Parameter get(String key) {
        if (!contains(key)) {
            throw new OpException("ParameterDict: there is no '" + key + "' among " + keys());
        }
        return (Parameter) registered(key);
    }

    /** Removes a parameter and returns it. */
    public Parameter pop(String key) {
        var parameter = get(key);
        registered().remove(key);
        return parameter;
    }

    /** Removes all parameters. */
    public void clear() {
        registered().clear();
    }

    /** True if there is a parameter of that name. */
    public boolean contains(String key) {
        return registered().containsKey(key);
    }

    /** Number of parameters. */
    public int size() {
        return registered().size();
    }

    /** The names in order. */
    public List<String> keys() {
        return List.copyOf(registered().keySet());
    }

    /** The parameters in order. */
    public List<Parameter> values() {
        var all = new ArrayList<Parameter>();
        keys().forEach(key -> all.add(get(key)));
        return all;
    }

    /** Names and parameters in order. */
    public Map<String, Parameter> items() {
        var all = new LinkedHashMap<String, Parameter>();
        keys().forEach(key -> all.put(key, get(key)));
        return all;
    }

    @Override
    protected String extraRepr() {
        return ParameterText.lines(registered(), Tensor::type);
    }
}
