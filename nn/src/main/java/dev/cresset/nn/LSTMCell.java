package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.RecurrentLayers;

import java.util.List;

/**
 * One step of {@link LSTM}: PyTorch's {@code nn.LSTMCell}. x is (batch, input) or (input), the
 * states are (batch, hidden) or (hidden).
 */
public final class LSTMCell extends RNNCellBase {
    /** With biases. */
    public LSTMCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, Bias.BIAS);
    }

    /** With or without biases. */
    public LSTMCell(long inputSize, long hiddenSize, Bias withBias) {
        super(inputSize, hiddenSize, withBias, 4);
    }

    /**
     * The states after a step.
     *
     * @param h the output
     * @param c the memory
     */
    public record State(Tensor h, Tensor c) {}

    /** The states after a step from states that are zero. */
    public State forward(Tensor x) {
        checkRanks(x);
        return forward(x, zeros(x), zeros(x));
    }

    /** The states after a step. */
    public State forward(Tensor x, Tensor h, Tensor c) {
        checkRanks(x, h, c);
        var results =
                RecurrentLayers.LSTM_CELL.values(
                        batched(x, x),
                        List.of(batched(x, h), batched(x, c)),
                        weightIh,
                        weightHh,
                        biasIh,
                        biasHh);
        return new State(as(x, (Tensor) results.get(0)), as(x, (Tensor) results.get(1)));
    }
}
