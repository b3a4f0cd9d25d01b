package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;

import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/** Parameters by name: PyTorch's {@code nn.ParameterDict}. Plain tensors become parameters. */
public final class ParameterDict extends MemberDict<Parameter> {
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

    @Override
    protected String extraRepr() {
        return ParameterText.lines(registered(), Tensor::type);
    }
}
