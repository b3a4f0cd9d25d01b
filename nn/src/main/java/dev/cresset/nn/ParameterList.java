package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;

import java.util.List;

/**
 * Parameters in a row, found and named by their positions: PyTorch's {@code nn.ParameterList}.
 * Plain tensors become parameters.
 */
public final class ParameterList extends Container<Parameter> {
    /** A list. */
    public ParameterList(Tensor... parameters) {
        this(List.of(parameters));
    }

    /** A list. */
    public ParameterList(Iterable<? extends Tensor> parameters) {
        extend(parameters);
    }

    /** Adds a parameter at the end. */
    public ParameterList append(Tensor parameter) {
        add(ParameterText.parameter(parameter));
        return this;
    }

    /** Adds parameters at the end. */
    public ParameterList extend(Iterable<? extends Tensor> parameters) {
        parameters.forEach(this::append);
        return this;
    }

    /** Replaces parameter i. */
    public ParameterList set(int i, Tensor parameter) {
        put(nameAt(i), ParameterText.parameter(parameter));
        return this;
    }

    /** Removes parameter i and returns it; later ones move up. */
    public Parameter pop(int i) {
        return remove(i);
    }

    /** The parameters from {@code start} to before {@code end}; negative counts from the end. */
    public ParameterList slice(int start, int end) {
        var part = new ParameterList();
        var all = all();
        namesBetween(start, end).forEach(name -> part.add(all.get(Integer.parseInt(name))));
        return part;
    }

    @Override
    protected String extraRepr() {
        return ParameterText.lines(registered(), p -> "torch." + p.dtype().text());
    }
}
