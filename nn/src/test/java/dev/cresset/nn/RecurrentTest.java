package dev.cresset.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Gradcheck;
import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.spi.DType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Recurrent layers and cells beyond what the recorded samples show. */
class RecurrentTest {
    @BeforeEach
    void seed() {
        Torch.manualSeed(0);
    }

    private static void assertClose(Tensor expected, Tensor actual) {
        assertEquals(expected.shape(), actual.shape());
        assertTrue(expected.sub(actual).abs().max().item() < 1e-6, () -> expected + "\n" + actual);
    }

    private static void copy(Module from, int layer, Module to, int toLayer) {
        var parameters = to.namedParameters();
        var state = from.namedParameters();
        Torch.noGrad(
                () ->
                        state.forEach(
                                (name, p) -> {
                                    if (name.endsWith("_l" + layer)) {
                                        var other = name.replace("_l" + layer, "_l" + toLayer);
                                        parameters.get(other).copy_(p);
                                    }
                                }));
    }

    @Test
    void fourStackedLayersEqualOneOfFour() {
        var deep = new RNN(3, 5, 4);
        var x = Torch.randn(6, 2, 3);
        var expected = deep.forward(x);
        var out = x;
        var states = new ArrayList<Tensor>();
        for (int layer = 0; layer < 4; layer++) {
            var single = new RNN(layer == 0 ? 3 : 5, 5);
            copy(deep, layer, single, 0);
            var result = single.forward(out);
            out = result.output();
            states.add(result.h());
        }
        assertClose(expected.output(), out);
        assertClose(expected.h(), Torch.cat(states, 0));
    }

    @Test
    void cellsEqualLayersStepByStep() {
        var lstm = new LSTM(3, 5);
        var cell = new LSTMCell(3, 5);
        cell.set("weight_ih", (Parameter) lstm.namedParameters().get("weight_ih_l0"));
        cell.set("weight_hh", (Parameter) lstm.namedParameters().get("weight_hh_l0"));
        cell.set("bias_ih", (Parameter) lstm.namedParameters().get("bias_ih_l0"));
        cell.set("bias_hh", (Parameter) lstm.namedParameters().get("bias_hh_l0"));
        var x = Torch.randn(4, 2, 3);
        var h = Torch.randn(1, 2, 5);
        var c = Torch.randn(1, 2, 5);
        var whole = lstm.forward(x, h, c);
        var state = new LSTMCell.State(h.select(0, 0), c.select(0, 0));
        for (int t = 0; t < 4; t++) {
            state = cell.forward(x.select(0, t), state.h(), state.c());
            assertClose(whole.output().select(0, t), state.h());
        }
        assertClose(whole.c().select(0, 0), state.c());
    }

    @Test
    void exchangedParametersAreUsed() {
        var rnn = new RNN(2, 2);
        rnn.set("weight_ih_l0", new Parameter(Torch.zeros(2, 2)));
        var other = rnn.forward(Torch.ones(3, 1, 2)).output();
        assertClose(rnn.forward(Torch.zeros(3, 1, 2)).output(), other);
    }

    @Test
    void oneSequenceIsABatchOfOne() {
        for (var options : List.of(Recurrent.DEFAULT, Recurrent.batchFirst().bidirectional())) {
            var gru = new GRU(3, 4, options);
            var x = Torch.randn(5, 3);
            var h = Torch.randn(options.directions(), 4);
            int batch = options.isBatchFirst() ? 0 : 1;
            var expected = gru.forward(x.unsqueeze(batch), h.unsqueeze(1));
            var actual = gru.forward(x, h);
            assertClose(expected.output().squeeze(batch), actual.output());
            assertClose(expected.h().squeeze(1), actual.h());
        }
    }

    private static List<Tensor> sequences() {
        return List.of(Torch.randn(2, 3), Torch.randn(5, 3), Torch.randn(1, 3), Torch.randn(4, 3));
    }

    @Test
    void packedSequencesRunAsEachBySelf() {
        var sequences = sequences();
        var packed = PackedSequence.packSequence(sequences, Padded.unsorted());
        var lstm = new LSTM(3, 4, Recurrent.numLayers(2).bidirectional().projSize(2));
        var h = Torch.randn(4, 4, 2);
        var c = Torch.randn(4, 4, 4);
        var result = lstm.forward(packed, h, c);
        var outputs = PackedSequence.unpackSequence(result.output());
        for (int i = 0; i < sequences.size(); i++) {
            var alone = lstm.forward(sequences.get(i), h.select(1, i), c.select(1, i));
            assertClose(alone.output(), outputs.get(i));
            assertClose(alone.h(), result.h().select(1, i));
            assertClose(alone.c(), result.c().select(1, i));
        }
    }

    @Test
    void packedSequencesFromZero() {
        var packed = PackedSequence.packSequence(sequences(), Padded.unsorted());
        for (var module : List.of(new GRU(3, 4, Recurrent.bidirectional()))) {
            var zeros = Torch.zeros(2, 4, 4);
            assertClose(
                    module.forward(packed, zeros).output().data(),
                    module.forward(packed).output().data());
        }
        var lstm = new LSTM(3, 4);
        assertEquals(List.of(12L, 4L), sizes(lstm.forward(packed).output().data()));
        var rnn = new RNN(3, 4, Recurrent.nonlinearity(Recurrent.Nonlinearity.RELU));
        assertEquals(List.of(1L, 4L, 4L), sizes(rnn.forward(packed).h()));
    }

    private static List<Long> sizes(Tensor t) {
        return Arrays.stream(t.shape().toArray()).boxed().toList();
    }

    @Test
    void packedSequencesPrintAsInPyTorch() {
        var padded = Torch.tensor(new long[][] {{1, 2, 0}, {3, 0, 0}, {4, 5, 6}});
        var lengths = Torch.tensor(2, 1, 3);
        var packed =
                PackedSequence.packPaddedSequence(padded, lengths, Padded.batchFirst().unsorted());
        assertEquals(
                "PackedSequence(data=tensor([4, 1, 3, 5, 2, 6]), batch_sizes=tensor([3, 2, 1]),"
                        + " sorted_indices=tensor([2, 0, 1]), unsorted_indices=tensor([1, 2, 0]))",
                packed.toString());
        var back = PackedSequence.padPackedSequence(packed, Padded.batchFirst());
        assertTrue(back.output().equal(padded));
        assertTrue(back.lengths().equal(lengths));
        var wide =
                PackedSequence.padPackedSequence(
                        packed, Padded.batchFirst().paddingValue(-1).totalLength(4));
        assertEquals(
                "tensor([[ 1,  2, -1, -1],\n        [ 3, -1, -1, -1],\n        [ 4,  5,  6, -1]])",
                wide.output().toString());
        var sorted = PackedSequence.packSequence(List.of(Torch.arange(1, 3), Torch.arange(3, 4)));
        assertEquals(
                "PackedSequence(data=tensor([1, 3, 2]), batch_sizes=tensor([2, 1]),"
                        + " sorted_indices=None, unsorted_indices=None)",
                sorted.toString());
    }

    @Test
    void sequencesArePaddedAtEitherEnd() {
        var list = List.of(Torch.zeros(3), Torch.zeros(1));
        assertEquals(
                "tensor([[0., 0., 0.],\n        [7., 7., 0.]])",
                PackedSequence.padSequence(
                                list,
                                Padded.batchFirst().paddingValue(7).paddingSide(Padded.Side.LEFT))
                        .toString());
        assertEquals(List.of(3L, 2L), sizes(PackedSequence.padSequence(list)));
    }

    @Test
    void dropoutActsBetweenLayersInTrainingOnly() {
        var gru = new GRU(3, 4, Recurrent.numLayers(2).dropout(0.5));
        var x = Torch.randn(5, 2, 3);
        var first = gru.forward(x).output();
        assertTrue(first.sub(gru.forward(x).output()).abs().max().item() > 0);
        gru.eval();
        assertClose(gru.forward(x).output(), gru.forward(x).output());
        assertNotSame(first, gru.forward(x).output());
    }

    private static void assertFails(String words, Executable task) {
        var e = assertThrows(OpException.class, task);
        assertTrue(e.getMessage().contains(words), e.getMessage());
    }

    /** The texts are PyTorch's. */
    @Test
    void mistakesAreNamed() {
        assertFails("num_layers must be greater than zero", () -> new RNN(3, 4, 0));
        assertFails("hidden_size must be greater than zero", () -> new GRU(3, 0));
        assertFails(
                "dropout should be a number in range [0, 1]",
                () -> new LSTM(3, 4, Recurrent.dropout(2)));
        assertFails(
                "proj_size has to be smaller than hidden_size",
                () -> new LSTM(3, 4, Recurrent.projSize(4)));
        assertFails(
                "proj_size argument is only supported for LSTM, not RNN or GRU",
                () -> new GRU(3, 4, Recurrent.projSize(2)));
        var x = Torch.randn(5, 2, 3);
        var lstm = new LSTM(3, 4);
        var gru = new GRU(3, 4);
        assertFails(
                "input.size(-1) must be equal to input_size. Expected 3, got 4",
                () -> lstm.forward(Torch.randn(5, 2, 4)));
        assertFails(
                "LSTM: Expected input to be 2D or 3D, got 4D instead",
                () -> lstm.forward(x.unsqueeze(0)));
        assertFails(
                "Expected hidden[0] size (1, 2, 4), got [1, 3, 4]",
                () -> lstm.forward(x, Torch.zeros(1, 3, 4), Torch.zeros(1, 2, 4)));
        assertFails(
                "For batched 3-D input, hx and cx should also be 3-D but got (2-D, 3-D) tensors",
                () -> lstm.forward(x, Torch.zeros(2, 4), Torch.zeros(1, 2, 4)));
        assertFails(
                "Expected hidden size (1, 2, 4), got [1, 3, 4]",
                () -> gru.forward(x, Torch.zeros(1, 3, 4)));
        assertFails(
                "For unbatched 2-D input, hx should also be 2-D but got 3-D tensor",
                () -> gru.forward(x.select(1, 0), Torch.zeros(1, 1, 4)));
        assertFails(
                "Expected sequence length to be larger than 0 in RNN",
                () -> gru.forward(Torch.zeros(0, 2, 3)));
        var packed = PackedSequence.packSequence(List.of(Torch.zeros(2, 3), Torch.zeros(1, 3)));
        assertFails(
                "Expected hidden size (1, 2, 4), got [1, 3, 4]",
                () -> gru.forward(packed, Torch.zeros(1, 3, 4)));
        assertFails(
                "`lengths` array must be sorted in decreasing order when `enforce_sorted` is True",
                () -> PackedSequence.packSequence(List.of(Torch.zeros(1), Torch.zeros(2))));
        assertFails(
                "Expected total_length to be at least the length",
                () -> PackedSequence.padPackedSequence(packed, Padded.totalLength(1)));
        assertFails(
                "GRUCell: Expected hidden to be 1D or 2D, got 3D instead",
                () -> new GRUCell(3, 4).forward(Torch.zeros(2, 3), Torch.zeros(1, 2, 4)));
        assertFails(
                "Input batch size 2 doesn't match hidden0 batch size 3",
                () -> new RNNCell(3, 4).forward(Torch.zeros(2, 3), Torch.zeros(3, 4)));
    }

    private static void check(Module module, Function<List<Tensor>, Tensor> run, Tensor... inputs) {
        module.toDouble();
        var leaves = new ArrayList<Tensor>();
        for (var input : inputs) {
            leaves.add(input.requiresGrad_());
        }
        leaves.addAll(module.parameters());
        Gradcheck.gradcheck(run, leaves.toArray(Tensor[]::new));
        Gradcheck.gradgradcheck(run, leaves.toArray(Tensor[]::new));
    }

    private static Tensor drawn(long... sizes) {
        return Torch.randn(DType.FLOAT64, sizes);
    }

    private static Tensor joined(Tensor... parts) {
        return Torch.cat(Arrays.stream(parts).map(p -> p.reshape(-1)).toList(), 0);
    }

    @Test
    void gradientsOfLayers() {
        var both = Recurrent.numLayers(2).bidirectional();
        var lstm = new LSTM(2, 3, both.projSize(2));
        check(
                lstm,
                in -> {
                    var r = lstm.forward(in.get(0), in.get(1), in.get(2));
                    return joined(r.output(), r.h(), r.c());
                },
                drawn(3, 2, 2),
                drawn(4, 2, 2),
                drawn(4, 2, 3));
        var plain = new LSTM(2, 2, Recurrent.noBias().batchFirst());
        check(plain, in -> plain.forward(in.get(0)).output(), drawn(2, 3, 2));
        var gru = new GRU(2, 2, both);
        check(
                gru,
                in -> {
                    var r = gru.forward(in.get(0), in.get(1));
                    return joined(r.output(), r.h());
                },
                drawn(3, 2, 2),
                drawn(4, 2, 2));
        for (var nonlinearity : Recurrent.Nonlinearity.values()) {
            var rnn = new RNN(2, 2, both.nonlinearity(nonlinearity));
            check(
                    rnn,
                    in -> {
                        var r = rnn.forward(in.get(0), in.get(1));
                        return joined(r.output(), r.h());
                    },
                    drawn(3, 2, 2),
                    drawn(4, 2, 2));
        }
    }

    @Test
    void gradientsThroughPackedSequences() {
        var gru = new GRU(2, 2, Recurrent.bidirectional());
        check(
                gru,
                in -> {
                    var packed =
                            PackedSequence.packSequence(
                                    List.of(in.get(0), in.get(1), in.get(2)), Padded.unsorted());
                    var r = gru.forward(packed);
                    return joined(PackedSequence.padPackedSequence(r.output()).output(), r.h());
                },
                drawn(1, 2),
                drawn(3, 2),
                drawn(2, 2));
    }

    @Test
    void gradientsOfCells() {
        var lstm = new LSTMCell(2, 2);
        check(
                lstm,
                in -> {
                    var r = lstm.forward(in.get(0), in.get(1), in.get(2));
                    return joined(r.h(), r.c());
                },
                drawn(2, 2),
                drawn(2, 2),
                drawn(2, 2));
        var gru = new GRUCell(2, 2);
        check(gru, in -> gru.forward(in.get(0), in.get(1)), drawn(2), drawn(2));
        var rnn = new RNNCell(2, 2, Bias.NO_BIAS, Recurrent.Nonlinearity.RELU);
        check(rnn, in -> rnn.forward(in.get(0), in.get(1)), drawn(2, 2), drawn(2, 2));
    }
}
