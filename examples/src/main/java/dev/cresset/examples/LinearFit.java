package dev.cresset.examples;

import static dev.cresset.Torch.linspace;
import static dev.cresset.Torch.manualSeed;

import dev.cresset.nn.Linear;
import dev.cresset.optim.Adam;

import java.io.PrintStream;
import java.util.Locale;

/** Fits {@code y = 2x + 1} with one linear layer. */
public final class LinearFit {
    private LinearFit() {}

    /** Prints the loss of each of 100 steps, then what was learned. */
    public static void run(PrintStream out) {
        manualSeed(0);
        var x = linspace(-100, 100, 1000).unsqueeze(1);
        var y = x.mul(2).add(1);
        var model = new Linear(1, 1);
        var optimizer = new Adam(model.parameters(), Adam.lr(0.1));
        for (int step = 1; step <= 100; step++) {
            var loss = model.forward(x).sub(y).square().mean();
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            out.println("step " + step + " loss " + loss.item());
        }
        out.printf(Locale.ROOT, "weight %.2f bias %.2f%n", model.weight.item(), model.bias.item());
    }
}
