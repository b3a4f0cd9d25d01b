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
        var x = tensor(new double[] {2});
        var y = tensor(new double[] {4});
        var layer = new Linear(1, 1);
        var optimizer = new SGD(layer.parameters(), SGD.lr(0.1));
        out.println(layer.weight);
        out.println(layer.bias);

        var loss = y.sub(layer.forward(x));
        out.println("loss " + loss);
        loss.backward();
        // The loss is y - (w x + b): it falls by x = 2 where w grows by 1, and by 1 where b does.
        out.println("dw " + layer.weight.grad());
        out.println("db " + layer.bias.grad());

        optimizer.step();
        out.println(layer.weight);
        out.println(layer.bias);
        out.println("loss " + y.sub(layer.forward(x)));
    }
}
