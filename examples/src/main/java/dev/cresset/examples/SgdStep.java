package dev.cresset.examples;

import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.tensor;

import dev.cresset.nn.Linear;
import dev.cresset.optim.SGD;

import java.io.PrintStream;

/** One step of gradient descent, looked at from close by. */
public final class SgdStep {
    private SgdStep() {}

    /** Prints loss, gradients, and the parameters before and after. */
    public static void run(PrintStream out) {
        manualSeed(0);
        var model = new Linear(1, 1);
        var x = tensor(new double[][] {{1}, {3}});
        var y = tensor(new double[][] {{2}, {6}});
        var optimizer = new SGD(model.parameters(), SGD.lr(0.01));

        var loss = y.sub(model.forward(x)).mean();
        loss.backward();
        out.println("loss " + loss.item());
        out.println("dL/dw " + model.weight.grad());
        out.println("dL/db " + model.bias.grad());

        out.println("before " + model.weight.item() + " " + model.bias.item());
        optimizer.step();
        out.println("after  " + model.weight.item() + " " + model.bias.item());
    }
}
