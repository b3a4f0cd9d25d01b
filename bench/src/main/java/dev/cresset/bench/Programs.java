package dev.cresset.bench;

import static dev.cresset.Torch.arange;
import static dev.cresset.Torch.linspace;
import static dev.cresset.Torch.rand;
import static dev.cresset.Torch.randint;
import static dev.cresset.Torch.randn;
import static dev.cresset.Torch.zeros;
import static dev.cresset.nn.Functional.embedding;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.bench.Workload.Group;
import dev.cresset.nn.Conv2d;
import dev.cresset.nn.CrossEntropyLoss;
import dev.cresset.nn.Dropout;
import dev.cresset.nn.Flatten;
import dev.cresset.nn.LSTM;
import dev.cresset.nn.Linear;
import dev.cresset.nn.LossModule;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.MaxPool2d;
import dev.cresset.nn.Module;
import dev.cresset.nn.ReLU;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Softmax;
import dev.cresset.nn.Tanh;
import dev.cresset.optim.Adam;
import dev.cresset.optim.Optimizer;
import dev.cresset.optim.SGD;

import java.util.List;

/** The tutorial's programs, and training steps of networks. */
final class Programs {
    private Programs() {}

    static List<Workload> all() {
        return List.of(
                new Workload("linear_fit", "100 steps", Group.PROGRAMS, 3, Programs::linearFit),
                new Workload("mlp_fit", "1000 steps", Group.PROGRAMS, 6, Programs::mlpFit),
                new Workload(
                        "lstm_next_number",
                        "100 epochs",
                        Group.PROGRAMS,
                        6,
                        Programs::lstmNextNumber),
                new Workload(
                        "lstm_lm_2x256_batch20_seq35", "step", Group.TRAINING, 6, Programs::lstmLm),
                new Workload("mlp_784_batch128", "step", Group.TRAINING, 3, Programs::mlp784),
                new Workload("mnist_cnn_batch64", "step", Group.TRAINING, 3, Programs::mnistCnn),
                new Workload("resnet18_224_batch8", "step", Group.TRAINING, 10, ResNet18::training),
                new Workload(
                        "resnet18_224_inference_batch1",
                        "forward",
                        Group.TRAINING,
                        4,
                        ResNet18::inference),
                new Workload(
                        "forward_backward_4x4",
                        "call",
                        Group.PROGRAMS,
                        0.6,
                        Programs::forwardBackward));
    }

    private static Runnable linearFit() {
        var x = linspace(-100, 100, 1000).unsqueeze(1);
        var y = x.mul(2).add(1);
        return () -> {
            var model = new Linear(1, 1);
            var optimizer = new Adam(model.parameters(), Adam.lr(0.1));
            for (int i = 0; i < 100; i++) {
                var loss = model.forward(x).sub(y).pow(2).mean();
                model.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        };
    }

    private static Runnable mlpFit() {
        var x = linspace(-1, 1, 100).unsqueeze(1);
        var y = x.mul(2).add(1).add(rand(100, 1));
        return () -> {
            var model = new Sequential(new Linear(1, 16), new Tanh(), new Linear(16, 1));
            var lossFunction = new MSELoss();
            var optimizer = new Adam(model.parameters(), Adam.lr(0.001));
            for (int i = 0; i < 1000; i++) {
                var loss = lossFunction.forward(model.forward(x), y);
                model.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        };
    }

    private static final class NextNumber extends Module {
        private final LSTM layer1 = new LSTM(3, 32, 4);
        private final Linear layer2 = new Linear(32, 30);
        private final Softmax layer3 = new Softmax(1);

        Tensor forward(Tensor x) {
            return layer3.forward(layer2.forward(layer1.forward(x).output().reshape(-1, 32)));
        }
    }

    private static Runnable lstmNextNumber() {
        var xs = arange(27).unsqueeze(1).add(arange(3)).unsqueeze(1).toFloat().div(30);
        var ys = zeros(27, 30).scatter(1, arange(3, 30).unsqueeze(1), 1);
        var model = new NextNumber();
        var lossFunction = new MSELoss();
        var optimizer = new Adam(model.parameters(), Adam.lr(0.01));
        return () -> {
            for (int i = 0; i < 100; i++) {
                var loss = lossFunction.forward(ys, model.forward(xs));
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        };
    }

    private static final class LanguageModel extends Module {
        private static final int WORDS = 10_000;
        private final Parameter e = new Parameter(randn(WORDS, 256));
        private final LSTM r = new LSTM(256, 256, 2);
        private final Linear o = new Linear(256, WORDS);

        Tensor forward(Tensor words) {
            return o.forward(r.forward(embedding(words, e)).output()).flatten(0, 1);
        }
    }

    private static Runnable lstmLm() {
        var model = new LanguageModel();
        var x = randint(0, LanguageModel.WORDS, 35, 20);
        var y = randint(0, LanguageModel.WORDS, 700);
        var loss = new CrossEntropyLoss();
        var optimizer = new SGD(model.parameters(), SGD.lr(0.1));
        return () -> {
            optimizer.zeroGrad();
            loss.forward(model.forward(x), y).backward();
            optimizer.step();
        };
    }

    private static Runnable step(
            Sequential model, LossModule loss, Optimizer optimizer, Tensor x, Tensor y) {
        return () -> {
            optimizer.zeroGrad();
            loss.forward(model.forward(x), y).backward();
            optimizer.step();
        };
    }

    private static Runnable mlp784() {
        var model =
                new Sequential(
                        new Linear(784, 1024),
                        new ReLU(),
                        new Linear(1024, 1024),
                        new ReLU(),
                        new Linear(1024, 10));
        return step(
                model,
                new CrossEntropyLoss(),
                new Adam(model.parameters()),
                rand(128, 784),
                randint(0, 10, 128));
    }

    private static Runnable mnistCnn() {
        var model =
                new Sequential(
                        new Conv2d(1, 32, 3),
                        new ReLU(),
                        new Conv2d(32, 64, 3),
                        new ReLU(),
                        new MaxPool2d(2),
                        new Dropout(0.25),
                        new Flatten(),
                        new Linear(9216, 128),
                        new ReLU(),
                        new Dropout(0.5),
                        new Linear(128, 10));
        return step(
                model,
                new CrossEntropyLoss(),
                new SGD(model.parameters(), SGD.lr(0.01).momentum(0.9)),
                rand(64, 1, 28, 28),
                randint(0, 10, 64));
    }

    private static Runnable forwardBackward() {
        var w = rand(4, 4).requiresGrad_();
        var x = rand(4, 4);
        return () -> {
            w.grad(null);
            x.matmul(w).tanh().mul(x).sum().backward();
        };
    }
}
