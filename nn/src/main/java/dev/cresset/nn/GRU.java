package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Composite;
import dev.cresset.op.RecurrentLayers;

/**
 * Layers of gated recurrent units (Cho et al., 2014): PyTorch's {@code nn.GRU}. Each step computes
 *
 * <pre>
 * r = sigmoid(W_ir x + b_ir + W_hr h + b_hr)
 * z = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 * n = tanh(W_in x + b_in + r * (W_hn h + b_hn))
 * h = (1 - z) * n + z * h
 * </pre>
 *
 * <p>Shapes as for {@link RNN}.
 */
public final class GRU extends RNNBase {
    /** One layer. */
    public GRU(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, Recurrent.DEFAULT);
    }

    /** Several layers. */
    public GRU(long inputSize, long hiddenSize, long numLayers) {
        this(inputSize, hiddenSize, Recurrent.numLayers(numLayers));
    }

    /** With options. */
    public GRU(long inputSize, long hiddenSize, Recurrent.Options options) {
        super(inputSize, hiddenSize, options, 3);
        require(
                options.projSize() == 0,
                "proj_size argument is only supported for LSTM, not RNN or GRU");
        require(
                options.nonlinearity() == Recurrent.Nonlinearity.TANH,
                "got an unexpected option nonlinearity; only RNN has it");
    }

    @Override
    Composite op() {
        return RecurrentLayers.GRU;
    }

    @Override
    Composite packedOp() {
        return RecurrentLayers.GRU_PACKED;
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
