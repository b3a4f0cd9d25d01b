package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.RecurrentLayers;

/**
 * One step of {@link RNN}: PyTorch's {@code nn.RNNCell}. x is (batch, input) or (input), the state
 * is (batch, hidden) or (hidden).
 */
public final class RNNCell extends RNNCellBase {
    private final Recurrent.Nonlinearity nonlinearity;

    /** With biases and tanh. */
    public RNNCell(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, Bias.BIAS);
    }

    /** With or without biases, and tanh. */
    public RNNCell(long inputSize, long hiddenSize, Bias withBias) {
        this(inputSize, hiddenSize, withBias, Recurrent.Nonlinearity.TANH);
    }

    /** With or without biases, and a nonlinearity. */
    public RNNCell(
            long inputSize, long hiddenSize, Bias withBias, Recurrent.Nonlinearity nonlinearity) {
        super(inputSize, hiddenSize, withBias, 1);
        this.nonlinearity = nonlinearity;
    }

    /** The state after a step from the state zero. */
    public Tensor forward(Tensor x) {
        checkRanks(x);
        return forward(x, zeros(x));
    }

    /** The state after a step. */
    public Tensor forward(Tensor x, Tensor h) {
        checkRanks(x, h);
        var op =
                nonlinearity == Recurrent.Nonlinearity.TANH
                        ? RecurrentLayers.RNN_TANH_CELL
                        : RecurrentLayers.RNN_RELU_CELL;
        var result = op.value(batched(x, x), batched(x, h), weightIh, weightHh, biasIh, biasHh);
        return as(x, (Tensor) result);
    }

    @Override
    protected String extraRepr() {
        return super.extraRepr()
                + (nonlinearity == Recurrent.Nonlinearity.RELU ? ", nonlinearity=relu" : "");
    }
}
