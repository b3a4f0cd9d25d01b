package dev.cresset.testing;

import dev.cresset.Tensor;
import dev.cresset.nn.Bias;
import dev.cresset.nn.GRU;
import dev.cresset.nn.GRUCell;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.LSTMCell;
import dev.cresset.nn.RNN;
import dev.cresset.nn.RNNCell;
import dev.cresset.nn.Recurrent;
import dev.cresset.nn.Recurrent.Nonlinearity;
import dev.cresset.nn.RecurrentOutput;

import java.util.List;

/** Recurrent layers and cells. */
final class RecurrentClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .module(
                            "RNN",
                            c -> new RNN(input(c), hidden(c), rnn(c)),
                            (m, c) ->
                                    c.has(1, "hx")
                                            ? list(m.forward(x(c), h(c)))
                                            : list(m.forward(x(c))))
                    .module(
                            "GRU",
                            c -> new GRU(input(c), hidden(c), options(c, 3)),
                            (m, c) ->
                                    c.has(1, "hx")
                                            ? list(m.forward(x(c), h(c)))
                                            : list(m.forward(x(c))))
                    .module(
                            "LSTM",
                            c ->
                                    new LSTM(
                                            input(c),
                                            hidden(c),
                                            options(c, 3).projSize(c.integer(7, "proj_size", 0))),
                            RecurrentClasses::lstm)
                    .module(
                            "RNNCell",
                            c ->
                                    new RNNCell(
                                            input(c),
                                            hidden(c),
                                            bias(c),
                                            c.constant(3, "nonlinearity", Nonlinearity.TANH)),
                            (m, c) -> c.has(1, "hx") ? m.forward(x(c), h(c)) : m.forward(x(c)))
                    .module(
                            "GRUCell",
                            c -> new GRUCell(input(c), hidden(c), bias(c)),
                            (m, c) -> c.has(1, "hx") ? m.forward(x(c), h(c)) : m.forward(x(c)))
                    .module(
                            "LSTMCell",
                            c -> new LSTMCell(input(c), hidden(c), bias(c)),
                            RecurrentClasses::lstmCell);

    private RecurrentClasses() {}

    private static long input(PythonCall c) {
        return c.integer(0, "input_size");
    }

    private static long hidden(PythonCall c) {
        return c.integer(1, "hidden_size");
    }

    private static Recurrent.Options rnn(PythonCall c) {
        boolean positional = c.has(3, "nonlinearity") && !c.has("nonlinearity");
        return options(c, positional ? 4 : 3)
                .nonlinearity(c.constant(3, "nonlinearity", Nonlinearity.TANH));
    }

    private static Recurrent.Options options(PythonCall c, int at) {
        var options =
                Recurrent.numLayers(c.integer(2, "num_layers", 1))
                        .dropout(c.number(at + 2, "dropout", 0));
        options = c.flag(at, "bias", true) ? options : options.noBias();
        options = c.flag(at + 1, "batch_first", false) ? options.batchFirst() : options;
        return c.flag(at + 3, "bidirectional", false) ? options.bidirectional() : options;
    }

    /** Cells take anything for a truth value, as Python does: the text 'tanh' is true. */
    private static Bias bias(PythonCall c) {
        return c.get(2, "bias", true) instanceof Boolean given && !given ? Bias.NO_BIAS : Bias.BIAS;
    }

    private static Tensor x(PythonCall c) {
        return c.tensor(0, "input");
    }

    private static Tensor h(PythonCall c) {
        return c.tensor(1, "hx");
    }

    private static Tensor state(PythonCall c, int i) {
        return (Tensor) ((List<?>) c.get(1, "hx", List.of())).get(i);
    }

    private static List<Tensor> list(RecurrentOutput result) {
        return List.of(result.output(), result.h());
    }

    private static Object lstm(LSTM module, PythonCall c) {
        var result =
                c.has(1, "hx")
                        ? module.forward(x(c), state(c, 0), state(c, 1))
                        : module.forward(x(c));
        return List.of(result.output(), List.of(result.h(), result.c()));
    }

    private static Object lstmCell(LSTMCell module, PythonCall c) {
        var result =
                c.has(1, "hx")
                        ? module.forward(x(c), state(c, 0), state(c, 1))
                        : module.forward(x(c));
        return List.of(result.h(), result.c());
    }
}
