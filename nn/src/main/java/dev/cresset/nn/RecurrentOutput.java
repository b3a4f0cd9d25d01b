package dev.cresset.nn;

import dev.cresset.Tensor;

import java.util.List;

/**
 * What {@link RNN} and {@link GRU} give.
 *
 * @param output the state of the last layer after each step
 * @param h the state of each layer and direction after its last step
 */
public record RecurrentOutput(Tensor output, Tensor h) {
    static RecurrentOutput of(List<Tensor> results) {
        return new RecurrentOutput(results.get(0), results.get(1));
    }

    static Packed packed(PackedSequence x, List<Tensor> results) {
        return new Packed(x.with(results.get(0)), results.get(1));
    }

    /**
     * The same of packed sequences.
     *
     * @param output the states of the last layer, packed
     * @param h the state of each layer and direction after its last step
     */
    public record Packed(PackedSequence output, Tensor h) {}
}
