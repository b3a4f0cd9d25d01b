package dev.cresset.spi;

import dev.cresset.expr.Expr;

import java.util.List;

/**
 * A pointwise computation with its number types: what a backend compiles.
 *
 * <p>Element i of output k is {@code outputs[k]} evaluated in {@code compute} arithmetic on element
 * i of every input, each converted on load from its own dtype, and converted on store to the
 * output's dtype (integers wrap, float to integer truncates, anything to bool tests against zero).
 *
 * @param outputs one expression per output tensor
 * @param compute the arithmetic in which all of them are evaluated
 * @param outputTypes dtype of each output
 * @param inputTypes dtype of each input, in the order of {@link Expr.In}
 */
public record Formula(
        List<Expr> outputs,
        DType.Compute compute,
        List<DType> outputTypes,
        List<DType> inputTypes) {
    /** Copies the lists. */
    public Formula {
        outputs = List.copyOf(outputs);
        outputTypes = List.copyOf(outputTypes);
        inputTypes = List.copyOf(inputTypes);
    }

    /** Number of operands: outputs and inputs together. */
    public int operands() {
        return outputTypes.size() + inputTypes.size();
    }

    /** The dtype of operand i, outputs first. */
    public DType operandType(int i) {
        return i < outputTypes.size() ? outputTypes.get(i) : inputTypes.get(i - outputTypes.size());
    }
}
