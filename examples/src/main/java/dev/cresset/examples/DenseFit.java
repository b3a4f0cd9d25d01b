package dev.cresset.examples;

import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.rand;
import static dev.cresset.Torch.randn;
import static dev.cresset.nn.Functional.mseLoss;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.nn.Module;
import dev.cresset.nn.ReLU;
import dev.cresset.optim.SGD;

import java.io.PrintStream;

/** Trains a layer that is written by hand. */
public final class DenseFit {
    private DenseFit() {}

    /** {@code relu(x w^T + b)}: a module is a class with parameters and modules as fields. */
    static final class Dense extends Module {
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

    /** Prints the parameters and the loss of every fifth of 50 steps. */
    public static void run(PrintStream out) {
        manualSeed(0);
        var model = new Dense(10, 4);
        var x = rand(32, 10);
        var y = rand(32, 4);
        var optimizer = new SGD(model.parameters(), SGD.lr(0.05).momentum(0.9));
        out.println(model);
        model.namedParameters().forEach((name, p) -> out.println(name + " " + p.shape()));
        for (int step = 1; step <= 50; step++) {
            var loss = mseLoss(model.forward(x), y);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (step == 1 || step % 5 == 0) {
                out.println("step " + step + " loss " + loss.item());
            }
        }
    }
}
