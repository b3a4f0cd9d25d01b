package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Composite;
import dev.cresset.op.RecurrentLayers;

/**
 * Layers of an Elman network (Elman, 1990), {@code h_t = tanh(x_t W_ih^T + b_ih + h_(t-1) W_hh^T +
 * b_hh)}, or relu instead of tanh: PyTorch's {@code nn.RNN}.
 *
 * <p>Shapes, D being 2 for both directions and else 1: x (steps, batch, input), with {@code
 * batchFirst} (batch, steps, input), or of one sequence (steps, input); h (D layers, batch, hidden)
 * or (D layers, hidden); output as x with D hidden as its last size. Without h the first state is
 * zero.
 */
public final class RNN extends RNNBase {
    /** One layer. */
    public RNN(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, Recurrent.DEFAULT);
    }

    /** Several layers. */
    public RNN(long inputSize, long hiddenSize, long numLayers) {
        this(inputSize, hiddenSize, Recurrent.numLayers(numLayers));
    }

    /** With options. */
    public RNN(long inputSize, long hiddenSize, Recurrent.Options options) {
        super(inputSize, hiddenSize, options, 1);
        require(
                options.projSize() == 0,
                "proj_size argument is only supported for LSTM, not RNN or GRU");
    }

    @Override
    Composite op() {
        return options.nonlinearity() == Recurrent.Nonlinearity.TANH
                ? RecurrentLayers.RNN_TANH
                : RecurrentLayers.RNN_RELU;
    }

    @Override
    Composite packedOp() {
        return options.nonlinearity() == Recurrent.Nonlinearity.TANH
                ? RecurrentLayers.RNN_TANH_PACKED
                : RecurrentLayers.RNN_RELU_PACKED;
    }

    /** Output and last state, from the state zero. */
    public RecurrentOutput forward(Tensor x) {
        return RecurrentOutput.of(run(x));
    }

    /** Output and last state, from a given state. */
    public RecurrentOutput forward(Tensor x, Tensor h) {
        return RecurrentOutput.of(run(x, h));
    }

    /** Packed output and last state of packed sequences, from the state zero. */
    public RecurrentOutput.Packed forward(PackedSequence x) {
        return RecurrentOutput.packed(x, runPacked(x));
    }

    /** Packed output and last state of packed sequences, from a given state. */
    public RecurrentOutput.Packed forward(PackedSequence x, Tensor h) {
        return RecurrentOutput.packed(x, runPacked(x, h));
    }
}
