package dev.cresset.tutorial;

import static dev.cresset.Torch.*;

import dev.cresset.Tensor;
import dev.cresset.nn.GRU;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.RNN;
import dev.cresset.nn.Recurrent;

/** Section {@code rnn}: recurrent layers. */
final class RnnTest extends TutorialSection {
    private Tensor x;
    private RNN rnn;
    private LSTM lstm;

    RnnTest() {
        super("rnn");
    }

    @Override
    void play() {
        prompt("x = torch.randn(10, 3, 100)", x = randn(10, 3, 100));
        prompt(
                "layer = torch.nn.RNN(input_size=100, hidden_size=20, num_layers=4)",
                rnn = new RNN(100, 20, 4));
        prompt("layer", rnn);
        var result = rnn.forward(x);
        prompt("out, h = layer(x)", result);
        prompt("out.shape", result.output().shape());
        prompt("h.shape", result.h().shape());
        prompt("h[-1]", result.h().get(-1));
        prompt("out[-1]", result.output().get(-1));
        prompt("torch.equal(h[-1], out[-1])", result.h().get(-1).equal(result.output().get(-1)));
        prompt(
                "layer = torch.nn.LSTM(input_size=100, hidden_size=20, num_layers=4)",
                lstm = new LSTM(100, 20, 4));
        prompt("layer", lstm);
        var results = lstm.forward(x);
        prompt("out, (h, c) = layer(x)", results);
        prompt("out.shape", results.output().shape());
        prompt("h.shape", results.h().shape());
        prompt("c.shape", results.c().shape());
        prompt("c[-1]", results.c().get(-1));
        prompt(
                "torch.nn.GRU(100, 20, num_layers=2, bidirectional=True, batch_first=True,"
                        + " dropout=0.1)",
                new GRU(100, 20, Recurrent.numLayers(2).bidirectional().batchFirst().dropout(0.1)));
        error("layer(torch.randn(10, 3, 99))", () -> lstm.forward(randn(10, 3, 99)));
    }
}
