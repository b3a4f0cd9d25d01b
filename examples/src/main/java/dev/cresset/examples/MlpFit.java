package dev.cresset.examples;

import static dev.cresset.Torch.linspace;
import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.noGrad;
import static dev.cresset.Torch.rand;

import dev.cresset.nn.Linear;
import dev.cresset.nn.MSELoss;
import dev.cresset.nn.Sequential;
import dev.cresset.nn.Tanh;
import dev.cresset.optim.Adam;
import dev.cresset.viz.Plot;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Fits a noisy line with a small network and draws how the fit comes about. */
public final class MlpFit {
    /** Where the fit is drawn. */
    public enum View {
        /** In a picture every 100 steps. */
        PICTURES,
        /** In a window, too. */
        WINDOW
    }

    private MlpFit() {}

    /**
     * Prints the loss every 100 of 1000 steps and draws points and fit.
     *
     * @param folder where the pictures go
     */
    public static void run(PrintStream out, Path folder, View view)
            throws IOException, InterruptedException {
        manualSeed(0);
        var noise = rand(100, 1);
        var x = linspace(-1, 1, 100).unsqueeze(1);
        var y = x.mul(2).add(1).add(noise);
        var model = new Sequential(new Linear(1, 16), new Tanh(), new Linear(16, 1));
        var lossFunction = new MSELoss();
        var optimizer = new Adam(model.parameters());
        var plot = new Plot("Fitting y = 2x + 1 + noise").axes("x", "y").scatter("data", x, y);
        out.println(model);
        for (int step = 1; step <= 1000; step++) {
            var loss = lossFunction.forward(model.forward(x), y);
            optimizer.zeroGrad();
            loss.backward();
            optimizer.step();
            if (step % 100 == 0) {
                out.println("step " + step + " loss " + loss.item());
                plot.line("fit", x, noGrad(() -> model.forward(x)));
                plot.text(0.7, 0, String.format(Locale.ROOT, "loss %.4f", loss.item()));
                plot.save(folder.resolve(String.format("step-%04d.png", step)));
                if (view == View.WINDOW) {
                    plot.show();
                }
            }
        }
        out.println("pictures in " + folder);
        if (view == View.WINDOW) {
            out.println("close the window to end");
            plot.await();
        }
    }
}
