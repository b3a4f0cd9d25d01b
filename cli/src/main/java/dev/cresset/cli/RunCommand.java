package dev.cresset.cli;

import dev.cresset.examples.DenseFit;
import dev.cresset.examples.LinearFit;
import dev.cresset.examples.LstmNextNumber;
import dev.cresset.examples.MlpFit;
import dev.cresset.examples.SgdStep;
import dev.cresset.viz.Plot;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;

/** {@code cresset run}: small programs that print what they compute. */
@Command(
        name = "run",
        description = "Runs an example program.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "PROGRAM")
final class RunCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** Without a program there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which program?");
    }

    @Command(
            name = "linear-fit",
            description = "Fits y = 2x + 1 with one linear layer and Adam, 100 steps.",
            mixinStandardHelpOptions = true)
    void linearFit() {
        LinearFit.run(System.out);
    }

    @Command(
            name = "mlp-fit",
            description =
                    "Fits a noisy line with a network of two layers, 1000 steps, and draws the fit"
                            + " every 100.",
            mixinStandardHelpOptions = true,
            showDefaultValues = true)
    void mlpFit(
            @Option(
                            names = "--out",
                            paramLabel = "DIR",
                            defaultValue = "runs/mlp-fit",
                            description = "Folder of the pictures.")
                    Path out,
            @Option(names = "--window", description = "Show the fit in a window as it grows.")
                    boolean window)
            throws IOException, InterruptedException {
        if (window && !Plot.canShow()) {
            throw new ParameterException(
                    spec.commandLine(), "--window: there is no display; see the pictures instead");
        }
        MlpFit.run(System.out, out, window ? MlpFit.View.WINDOW : MlpFit.View.PICTURES);
    }

    @Command(
            name = "dense-fit",
            description = "Trains a layer that is written by hand, 50 steps.",
            mixinStandardHelpOptions = true)
    void denseFit() {
        DenseFit.run(System.out);
    }

    @Command(
            name = "lstm-next-number",
            description = "Learns which number follows three others, LSTM of four layers.",
            mixinStandardHelpOptions = true)
    void lstmNextNumber() {
        LstmNextNumber.run(System.out);
    }

    @Command(
            name = "sgd-step",
            description = "Takes one step of gradient descent and prints the gradients.",
            mixinStandardHelpOptions = true)
    void sgdStep() {
        SgdStep.run(System.out);
    }
}
