package dev.cresset.op;

import static dev.cresset.op.Backward.grads;

import dev.cresset.spi.AddressUse;
import dev.cresset.spi.Array;
import dev.cresset.spi.Memory;

import java.util.ArrayList;
import java.util.List;

/** Recurrent layers above each other and in both directions, and single cells. */
public final class RecurrentLayers {
    /** LSTM layers over a batch of sequences of equal length. */
    public static final Composite LSTM =
            new Composite(
                    "lstm(Tensor input, Tensor[] hx, Tensor[] params, bool has_biases, int"
                            + " num_layers, float dropout, bool train, bool bidirectional, bool"
                            + " batch_first) -> (Tensor, Tensor, Tensor)",
                    a -> sequence(RecurrentCell.LSTM, a, pair(a.values(1))));

    /** LSTM layers over packed sequences. */
    public static final Composite LSTM_PACKED =
            new Composite(
                    "lstm(Tensor data, Tensor batch_sizes, Tensor[] hx, Tensor[] params, bool"
                            + " has_biases, int num_layers, float dropout, bool train, bool"
                            + " bidirectional) -> (Tensor, Tensor, Tensor)",
                    a -> packed(RecurrentCell.LSTM, a, pair(a.values(2))));

    /** GRU layers over a batch of sequences of equal length. */
    public static final Composite GRU = layers(RecurrentCell.GRU);

    /** GRU layers over packed sequences. */
    public static final Composite GRU_PACKED = packedLayers(RecurrentCell.GRU);

    /** Elman layers with tanh over a batch of sequences of equal length. */
    public static final Composite RNN_TANH = layers(RecurrentCell.RNN_TANH);

    /** Elman layers with tanh over packed sequences. */
    public static final Composite RNN_TANH_PACKED = packedLayers(RecurrentCell.RNN_TANH);

    /** Elman layers with ReLU over a batch of sequences of equal length. */
    public static final Composite RNN_RELU = layers(RecurrentCell.RNN_RELU);

    /** Elman layers with ReLU over packed sequences. */
    public static final Composite RNN_RELU_PACKED = packedLayers(RecurrentCell.RNN_RELU);

    /** One step of LSTM. */
    public static final Composite LSTM_CELL =
            new Composite(
                    "lstm_cell(Tensor input, Tensor[] hx, Tensor w_ih, Tensor w_hh, Tensor?"
                            + " b_ih=None, Tensor? b_hh=None) -> (Tensor, Tensor)",
                    a -> {
                        var states = pair(a.values(1));
                        var result = cell(RecurrentCell.LSTM, a, states);
                        return List.of(result.h(), result.c());
                    });

    /** One step of a GRU. */
    public static final Composite GRU_CELL = cell(RecurrentCell.GRU);

    /** One step of an Elman network with tanh. */
    public static final Composite RNN_TANH_CELL = cell(RecurrentCell.RNN_TANH);

    /** One step of an Elman network with ReLU. */
    public static final Composite RNN_RELU_CELL = cell(RecurrentCell.RNN_RELU);

    /** The states of all layers: tensors of equal sizes above each other. */
    private static final Primitive STATES =
            Primitive.of(
                            Primitive.Family.GATHER,
                            "_states(Tensor[] tensors) -> Tensor",
                            RecurrentLayers::stacked)
                    .gradient(
                            b -> {
                                var parts = new Object[b.count(0)];
                                for (int i = 0; i < parts.length; i++) {
                                    parts[i] = ValueOps.select(b.grad(), 0, i);
                                }
                                return grads((Object) parts);
                            })
                    .named("StackBackward0");

    private RecurrentLayers() {}

    /** The first states of all layers; c is null for all but LSTM. */
    private record States(Value h, Value c) {}

    private static Composite layers(RecurrentCell cell) {
        return new Composite(
                cell.op()
                        + "(Tensor input, Tensor hx, Tensor[] params, bool has_biases, int"
                        + " num_layers, float dropout, bool train, bool bidirectional, bool"
                        + " batch_first) -> (Tensor, Tensor)",
                a -> sequence(cell, a, new States(a.value(1), null)));
    }

    private static Composite packedLayers(RecurrentCell cell) {
        return new Composite(
                cell.op()
                        + "(Tensor data, Tensor batch_sizes, Tensor hx, Tensor[] params, bool"
                        + " has_biases, int num_layers, float dropout, bool train, bool"
                        + " bidirectional) -> (Tensor, Tensor)",
                a -> packed(cell, a, new States(a.value(2), null)));
    }

    private static Composite cell(RecurrentCell cell) {
        return new Composite(
                cell.op()
                        + "_cell(Tensor input, Tensor hx, Tensor w_ih, Tensor w_hh, Tensor?"
                        + " b_ih=None, Tensor? b_hh=None) -> Tensor",
                a -> cell(cell, a, new States(a.value(1), null)).h());
    }

    private static States pair(List<Value> states) {
        Check.that(states.size() == 2, "lstm expects two hidden states, got %s", states.size());
        return new States(states.get(0), states.get(1));
    }

    private static List<Value> sequence(RecurrentCell cell, Args a, States states) {
        var input = a.value(0);
        Check.that(
                input.layout().dim() == 3,
                "%s: input must have 3 dimensions, got %s",
                cell.op(),
                input.layout().dim());
        boolean batchFirst = a.flag(8);
        var x = batchFirst ? ValueOps.transpose(input, 0, 1) : input;
        Check.that(
                x.layout().size(0) > 0,
                "%s: Expected sequence length to be larger than 0 in RNN, got sizes %s",
                cell.op(),
                input);
        var results = new Stack(cell, a, 2, null, states).run(x);
        if (batchFirst) {
            results.set(0, ValueOps.transpose(results.get(0), 0, 1));
        }
        return results;
    }

    private static List<Value> packed(RecurrentCell cell, Args a, States states) {
        var data = a.value(0);
        Check.that(
                data.layout().dim() == 2,
                "%s: input must have 2 dimensions, got %s",
                cell.op(),
                data.layout().dim());
        var batchSizes = NewArray.longs(a.array(1));
        Check.that(
                batchSizes.length > 0,
                "%s: Expected sequence length to be larger than 0 in RNN, got no batch sizes",
                cell.op());
        return new Stack(cell, a, 3, batchSizes, states).run(data);
    }

    /** Layers above each other, read from the arguments of an op. */
    private static final class Stack {
        private final RecurrentCell cell;
        private final List<Value> params;
        private final boolean biases;
        private final int layers;
        private final double dropout;
        private final boolean train;
        private final int directions;
        private final long[] batchSizes;
        private final States states;
        private final int each;

        Stack(RecurrentCell cell, Args a, int params, long[] batchSizes, States states) {
            this.cell = cell;
            this.params = a.values(params);
            this.biases = a.flag(params + 1);
            this.layers = Math.toIntExact(a.integer(params + 2));
            this.dropout = a.number(params + 3);
            this.train = a.flag(params + 4);
            this.directions = a.flag(params + 5) ? 2 : 1;
            this.batchSizes = batchSizes;
            this.states = states;
            int runs = layers * directions;
            int usual = biases ? 4 : 2;
            int given = this.params.size();
            each = runs == 0 ? 0 : given / runs;
            boolean fits = each == usual || (cell == RecurrentCell.LSTM && each == usual + 1);
            Check.that(
                    runs > 0 && fits && given == each * runs,
                    "%s: got an incorrect number of RNN parameters: %s for %s layers in %s"
                            + " directions",
                    cell.op(),
                    given,
                    layers,
                    directions);
            checkStates("hx", states.h);
            if (states.c != null) {
                checkStates("cx", states.c);
            }
        }

        private void checkStates(String name, Value state) {
            Check.that(
                    state.layout().dim() == 3 && state.layout().size(0) == layers * directions,
                    "%s: %s must have sizes [%s, batch, size], one state per layer and direction,"
                            + " got %s",
                    cell.op(),
                    name,
                    layers * directions,
                    state);
        }

        List<Value> run(Value x) {
            var hs = new ArrayList<Value>();
            var cs = new ArrayList<Value>();
            for (int layer = 0; layer < layers; layer++) {
                var outputs = new ArrayList<Value>();
                for (int d = 0; d < directions; d++) {
                    int i = layer * directions + d;
                    var h = ValueOps.select(states.h, 0, i);
                    var c = states.c == null ? null : ValueOps.select(states.c, 0, i);
                    var result = RecurrentLayer.call(cell, x, batchSizes, h, c, weights(i), d == 1);
                    outputs.add(result.output());
                    hs.add(result.h());
                    cs.add(result.c());
                }
                x = directions == 1 ? outputs.getFirst() : ValueOps.cat(outputs, -1);
                if (dropout != 0 && train && layer < layers - 1) {
                    x = Dropouts.DROPOUT.value(x, dropout, true, false);
                }
            }
            var results = new ArrayList<Value>();
            results.add(x);
            results.add(STATES.value(hs));
            if (states.c != null) {
                results.add(STATES.value(cs));
            }
            return results;
        }

        private RecurrentLayer.Weights weights(int i) {
            var w = params.subList(i * each, (i + 1) * each);
            return new RecurrentLayer.Weights(
                    w.get(0),
                    w.get(1),
                    biases ? w.get(2) : null,
                    biases ? w.get(3) : null,
                    each % 2 == 1 ? w.getLast() : null);
        }
    }

    private static Array stacked(Args a) {
        var all = a.values(0);
        var first = all.getFirst().layout();
        var result =
                NewArray.empty(all.getFirst().dtype(), all.size(), first.size(0), first.size(1));
        long bytes = first.numel() * result.dtype().size();
        try (var _ = AddressUse.begin()) {
            for (int i = 0; i < all.size(); i++) {
                var one = Copies.contiguous(all.get(i).array());
                Memory.copy(one.address(), result.address() + i * bytes, bytes);
            }
        }
        return result;
    }

    private static RecurrentLayer.Result cell(RecurrentCell cell, Args a, States states) {
        var x = a.value(0);
        var w = a.value(2);
        Check.that(
                x.layout().dim() == 2 && w.layout().dim() == 2,
                "%s_cell: input and weights must be matrices, got %s and %s",
                cell.op(),
                x,
                w);
        Check.that(
                x.layout().size(1) == w.layout().size(1),
                "%s_cell: input has inconsistent input_size: got %s expected %s",
                cell.op(),
                x.layout().size(1),
                w.layout().size(1));
        checkState(cell, 0, x, states.h, a.layout(3).size(1));
        if (states.c != null) {
            checkState(cell, 1, x, states.c, w.layout().size(0) / cell.gates());
        }
        var weights =
                new RecurrentLayer.Weights(
                        w,
                        a.value(3),
                        a.none(4) ? null : a.value(4),
                        a.none(5) ? null : a.value(5),
                        null);
        var sequence = ValueOps.unsqueeze(x, 0);
        return RecurrentLayer.call(cell, sequence, null, states.h, states.c, weights, false);
    }

    private static void checkState(
            RecurrentCell cell, int number, Value x, Value state, long size) {
        Check.that(
                state.layout().dim() == 2,
                "%s_cell: hidden%s must have 2 dimensions, got %s",
                cell.op(),
                number,
                state);
        Check.that(
                state.layout().size(0) == x.layout().size(0),
                "%s_cell: Input batch size %s doesn't match hidden%s batch size %s",
                cell.op(),
                x.layout().size(0),
                number,
                state.layout().size(0));
        Check.that(
                state.layout().size(1) == size,
                "%s_cell: hidden%s has inconsistent hidden_size: got %s, expected %s",
                cell.op(),
                number,
                state.layout().size(1),
                size);
    }
}
