package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.op.Composite;
import dev.cresset.op.RecurrentLayers;

import java.util.List;

/**
 * Layers of long short-term memory (Hochreiter and Schmidhuber, 1997): PyTorch's {@code nn.LSTM}.
 * Each step computes
 *
 * <pre>
 * i = sigmoid(W_ii x + b_ii + W_hi h + b_hi)
 * f = sigmoid(W_if x + b_if + W_hf h + b_hf)
 * g = tanh(W_ig x + b_ig + W_hg h + b_hg)
 * o = sigmoid(W_io x + b_io + W_ho h + b_ho)
 * c = f * c + i * g
 * h = o * tanh(c)
 * </pre>
 *
 * <p>With {@code projSize}, h is projected by {@code weight_hr} (Sak et al., 2014). Shapes as for
 * {@link RNN}; c is (D layers, batch, hidden), and with projection the last size of h and output is
 * the projected one.
 *
 * {@snippet :
 * var lstm = new LSTM(10, 20, Recurrent.numLayers(2).batchFirst());
 * var result = lstm.forward(Torch.randn(4, 7, 10));
 * result.output(); // (4, 7, 20)
 * result.c(); // (2, 4, 20)
 * }
 */
public final class LSTM extends RNNBase {
    /** One layer. */
    public LSTM(long inputSize, long hiddenSize) {
        this(inputSize, hiddenSize, Recurrent.DEFAULT);
    }

    /** Several layers. */
    public LSTM(long inputSize, long hiddenSize, long numLayers) {
        this(inputSize, hiddenSize, Recurrent.numLayers(numLayers));
    }

    /** With options. */
    public LSTM(long inputSize, long hiddenSize, Recurrent.Options options) {
        super(inputSize, hiddenSize, options, 4);
        require(
                options.nonlinearity() == Recurrent.Nonlinearity.TANH,
                "got an unexpected option nonlinearity; only RNN has it");
    }

    @Override
    Composite op() {
        return RecurrentLayers.LSTM;
    }

    @Override
    Composite packedOp() {
        return RecurrentLayers.LSTM_PACKED;
    }

    /**
     * What LSTM gives.
     *
     * @param output the state h of the last layer after each step
     * @param h the state h of each layer and direction after its last step
     * @param c the state c of each layer and direction after its last step
     */
    public record Output(Tensor output, Tensor h, Tensor c) {
        private static Output of(List<Tensor> results) {
            return new Output(results.get(0), results.get(1), results.get(2));
        }
    }

    /**
     * What LSTM gives for packed sequences.
     *
     * @param output the states h of the last layer, packed
     * @param h the state h of each layer and direction after its last step
     * @param c the state c of each layer and direction after its last step
     */
    public record PackedOutput(PackedSequence output, Tensor h, Tensor c) {
        private static PackedOutput of(PackedSequence x, List<Tensor> results) {
            return new PackedOutput(x.with(results.get(0)), results.get(1), results.get(2));
        }
    }

    /** Output and last states, from states that are zero. */
    public Output forward(Tensor x) {
        return Output.of(run(x));
    }

    /** Output and last states, from given states. */
    public Output forward(Tensor x, Tensor h, Tensor c) {
        return Output.of(run(x, h, c));
    }

    /** Packed output and last states of packed sequences, from states that are zero. */
    public PackedOutput forward(PackedSequence x) {
        return PackedOutput.of(x, runPacked(x));
    }

    /** Packed output and last states of packed sequences, from given states. */
    public PackedOutput forward(PackedSequence x, Tensor h, Tensor c) {
        return PackedOutput.of(x, runPacked(x, h, c));
    }
}
