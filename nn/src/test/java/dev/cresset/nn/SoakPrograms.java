package dev.cresset.nn;

import static dev.cresset.Torch.linspace;
import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.rand;
import static dev.cresset.Torch.randint;

import dev.cresset.Tensor;
import dev.cresset.optim.Adam;
import dev.cresset.optim.SGD;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;

/** The loops of {@link MemorySoakTest}, run in a JVM whose heap is resident from the start. */
final class SoakPrograms {
    private SoakPrograms() {}

    /** Prints the resident size in MiB before and after (its largest) the measured part. */
    public static void main(String[] args) throws IOException {
        manualSeed(0);
        switch (args[0]) {
            case "mlp" -> measure(mlp(), 200_000, 200_000);
            case "cnn" -> measure(cnn(), 700, 2000);
            case "losses" -> losses();
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private static double residentMiB() throws IOException {
        for (var line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1024;
            }
        }
        throw new IOException("no VmRSS in /proc/self/status");
    }

    private static void measure(Runnable step, int warmUp, int steps) throws IOException {
        for (int i = 0; i < warmUp; i++) {
            step.run();
        }
        double before = residentMiB();
        double largest = 0;
        for (int i = 0; i < steps; i++) {
            step.run();
            if (i % (steps / 20) == 0) {
                largest = Math.max(largest, residentMiB());
            }
        }
        System.out.println(before + " " + largest);
    }

    private static Runnable mlp() {
        var x = linspace(-1, 1, 100).unsqueeze(1);
        var y = x.mul(2).add(1).add(rand(100, 1));
        var model = new Sequential(new Linear(1, 16), new Tanh(), new Linear(16, 1));
        var loss = new MSELoss();
        var optimizer = new Adam(model.parameters(), Adam.lr(0.001));
        return () -> {
            optimizer.zeroGrad();
            loss.forward(model.forward(x), y).backward();
            optimizer.step();
        };
    }

    private static Runnable cnn() {
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
        var loss = new CrossEntropyLoss();
        var optimizer = new SGD(model.parameters(), SGD.lr(0.01).momentum(0.9));
        var x = rand(64, 1, 28, 28);
        var y = randint(0, 10, 64);
        return () -> {
            optimizer.zeroGrad();
            loss.forward(model.forward(x), y).backward();
            optimizer.step();
        };
    }

    private static void losses() throws IOException {
        var w = rand(8).requiresGrad_();
        var kept = new ArrayList<Tensor>();
        for (int i = 0; i < 20_000; i++) {
            w.square().mean().backward();
            w.grad(null);
        }
        double before = residentMiB();
        for (int i = 0; i < 100_000; i++) {
            var loss = w.square().mean();
            loss.backward();
            w.grad(null);
            kept.add(loss.detach());
        }
        double after = residentMiB();
        System.out.println(before + " " + after + " " + kept.size());
    }
}
