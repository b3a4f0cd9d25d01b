package dev.cresset;

import dev.cresset.text.Python;
import dev.cresset.text.Tuple;

/**
 * Elements picked along a dimension, and where they were.
 *
 * @param values the elements
 * @param indices their positions along the dimension, int64
 * @param function PyTorch's name of the function that picked them, for the printed form; empty
 *     where PyTorch gives a plain tuple
 */
public record ValuesIndices(Tensor values, Tensor indices, String function) {
    /** A plain pair. */
    public ValuesIndices(Tensor values, Tensor indices) {
        this(values, indices, "");
    }

    /** PyTorch's printed form: {@code torch.return_types.max(}, values, indices, {@code )}. */
    @Override
    public String toString() {
        return function.isEmpty()
                ? Tuple.of(values, indices).toString()
                : Python.namedTuple(function, "values", values, "indices", indices);
    }
}
