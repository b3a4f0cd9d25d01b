package dev.cresset.examples;

import static dev.cresset.Torch.linspace;
import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.rand;
import static dev.cresset.nn.Functional.mseLoss;

import dev.cresset.nn.Linear;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Tanh;
import dev.cresset.optim.Adam;

import java.io.PrintStream;

/** Fits a noisy line with a small network. */
public final class MlpFit {
    private MlpFit() {}

    /** Prints the loss every 100 of 1000 steps. */
    public static void run(PrintStream out) {
        manualSeed(0);
        var noise = rand(100, 1);
        var x = linspace(-1, 1, 100).unsqueeze(1);
        var y = x.mul(2).add(1).add(noise);
        var model = new Sequential(new Linear(1, 16), new Tanh(), new Linear(16, 1));
        var optimizer = new Adam(model.parameters());
        out.println(model);
        for (int step = 1; step <= 1000; step++) {
            var loss = mseLoss(model.forward(x), y);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (step == 1 || step % 100 == 0) {
                out.println("step " + step + " loss " + loss.item());
            }
        }
    }
}
