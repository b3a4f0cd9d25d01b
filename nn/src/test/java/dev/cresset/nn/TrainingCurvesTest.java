package dev.cresset.nn;

import static dev.cresset.Torch.arange;
import static dev.cresset.Torch.linspace;
import static dev.cresset.Torch.rand;
import static dev.cresset.Torch.randint;
import static dev.cresset.Torch.randn;
import static dev.cresset.Torch.zeros;
import static dev.cresset.nn.Functional.crossEntropy;
import static dev.cresset.nn.Functional.l1Loss;
import static dev.cresset.nn.Functional.mseLoss;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.data.DataLoader;
import dev.cresset.data.Load;
import dev.cresset.data.TensorDataset;
import dev.cresset.optim.Adagrad;
import dev.cresset.optim.Adam;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.RMSprop;
import dev.cresset.optim.SGD;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Small training runs follow, step by step, the losses that PyTorch 2.13 gives from the same seed:
 * random numbers, initial weights, gradients and steps are the same.
 */
class TrainingCurvesTest {
    private static final int EXACT_STEPS = 10;

    private static List<Double> recorded(String name) throws IOException {
        try (var in = TrainingCurvesTest.class.getResourceAsStream("curves.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(","))
                    .filter(fields -> fields[0].equals(name))
                    .flatMap(fields -> Stream.of(fields).skip(1))
                    .map(Double::valueOf)
                    .toList();
        }
    }

    private static void assertFollows(String name, Optimizer optimizer, Supplier<Tensor> losses)
            throws IOException {
        var recorded = recorded(name);
        assertTrue(recorded.size() == 40);
        for (int step = 0; step < recorded.size(); step++) {
            var loss = losses.get();
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            double want = recorded.get(step);
            double tolerance = step < EXACT_STEPS ? 1e-5 : 1e-3;
            double difference = Math.abs(loss.item() - want) / Math.abs(want);
            assertTrue(
                    difference <= tolerance,
                    name + " step " + step + ": " + loss.item() + " instead of " + want);
        }
    }

    @Test
    void linearFit() throws IOException {
        Torch.manualSeed(0);
        var x = linspace(-100, 100, 1000).unsqueeze(1);
        var y = x.mul(2).add(1);
        var model = new Linear(1, 1);
        assertFollows(
                "linear_fit",
                new Adam(model.parameters(), Adam.lr(0.1)),
                () -> model.forward(x).sub(y).square().mean());
    }

    @Test
    void mlpFit() throws IOException {
        Torch.manualSeed(0);
        var noise = rand(100, 1);
        var x = linspace(-1, 1, 100).unsqueeze(1);
        var y = x.mul(2).add(1).add(noise);
        var model = new Sequential(new Linear(1, 16), new Tanh(), new Linear(16, 1));
        assertFollows(
                "mlp_fit",
                new Adam(model.parameters(), Adam.lr(0.001)),
                () -> new MSELoss().forward(model.forward(x), y));
    }

    private static final class Dense extends Module {
        private final Parameter w;
        private final Parameter b;
        private final ReLU relu = new ReLU();

        Dense(int in, int out) {
            w = new Parameter(randn(out, in));
            b = new Parameter(rand(out));
        }

        Tensor forward(Tensor x) {
            return relu.forward(x.matmul(w.t()).add(b));
        }
    }

    @Test
    void denseCustom() throws IOException {
        Torch.manualSeed(0);
        var model = new Dense(10, 4);
        var x = rand(32, 10);
        var y = rand(32, 4);
        assertFollows(
                "dense_custom",
                new SGD(model.parameters(), SGD.lr(0.05).momentum(0.9)),
                () -> mseLoss(model.forward(x), y));
    }

    @Test
    void cnnDropoutBatchNorm() throws IOException {
        Torch.manualSeed(0);
        var model =
                new Sequential(
                        new Conv2d(1, 8, 3, Conv.padding(1)),
                        new BatchNorm2d(8),
                        new ReLU(),
                        new MaxPool2d(2),
                        new Conv2d(8, 16, 3),
                        new ReLU(),
                        new AvgPool2d(2),
                        new Flatten(),
                        new Dropout(0.25),
                        new Linear(16 * 6 * 6, 10));
        var x = rand(20, 1, 28, 28);
        var y = randint(0, 10, 20);
        assertFollows(
                "cnn_dropout_batchnorm",
                new Adam(model.parameters(), Adam.lr(1e-3).weightDecay(1e-4)),
                () -> crossEntropy(model.forward(x), y));
    }

    private static final class NextNumber extends Module {
        private final LSTM layer1 = new LSTM(3, 32, 4);
        private final Linear layer2 = new Linear(32, 30);
        private final Softmax layer3 = new Softmax(1);

        Tensor forward(Tensor x) {
            return layer3.forward(layer2.forward(layer1.forward(x).output().reshape(-1, 32)));
        }
    }

    @Test
    void lstmNextNumber() throws IOException {
        Torch.manualSeed(0);
        var xs = arange(27).unsqueeze(1).add(arange(3)).unsqueeze(1).toFloat().div(30);
        var ys = zeros(27, 30).scatter(1, arange(3, 30).unsqueeze(1), 1);
        var model = new NextNumber();
        assertFollows(
                "lstm_next_number",
                new Adam(model.parameters(), Adam.lr(0.01)),
                () -> new MSELoss().forward(ys, model.forward(xs)));
    }

    @Test
    void gruSequence() throws IOException {
        Torch.manualSeed(0);
        var model = new GRU(4, 12, Recurrent.numLayers(2).bidirectional().dropout(0.1));
        var x = randn(15, 6, 4);
        var y = randn(15, 6, 24);
        assertFollows(
                "gru_sequence",
                new RMSprop(model.parameters(), RMSprop.lr(1e-3)),
                () -> l1Loss(model.forward(x).output(), y));
    }

    @Test
    void loaderMlp() throws IOException {
        Torch.manualSeed(0);
        var x = randn(100, 5);
        var y = x.sum(1).gt(0).toLong();
        var model = new Sequential(new Linear(5, 16), new ReLU(), new Linear(16, 2));
        var optimizer = new Adagrad(model.parameters(), Adagrad.lr(0.05));
        var loader = DataLoader.of(TensorDataset.of(x, y), Load.batchSize(16).shuffle());
        var batches = new ArrayDeque<TensorDataset.Example>();
        assertFollows(
                "loader_mlp",
                optimizer,
                () -> {
                    if (batches.isEmpty()) {
                        loader.forEach(batches::add);
                    }
                    var batch = batches.remove();
                    return crossEntropy(model.forward(batch.data()), batch.target());
                });
    }
}
