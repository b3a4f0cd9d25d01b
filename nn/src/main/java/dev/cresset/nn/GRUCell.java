package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.RecurrentLayers;

/**
 * One step of {@link GRU}: PyTorch's {@code nn.GRUCell}. x is (batch, input) or (input), the state
 * is (batch, hidden) or (hidden).
 */
public final class GRUCell extends RNNCellBase {
    /** With biases. */
    public GRUCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, Bias.BIAS);
    }

    /** With or without biases. */
    public GRUCell(long inputSize, long hiddenSize, Bias withBias) {
        super(inputSize, hiddenSize, withBias, 3);
    }

    /** The state after a step from the state zero. */
    public Tensor forward(Tensor x) {
        checkRanks(x);
        return forward(x, zeros(x));
    }

    /** The state after a step. */
    public Tensor forward(Tensor x, Tensor h) {
        checkRanks(x, h);
        var result =
                RecurrentLayers.GRU_CELL.value(
                        batched(x, x), batched(x, h), weightIh, weightHh, biasIh, biasHh);
        return as(x, (Tensor) result);
    }
}
