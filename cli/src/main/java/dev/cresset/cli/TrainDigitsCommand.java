package dev.cresset.cli;

import dev.cresset.examples.Progress;
import dev.cresset.examples.TrainDigits;
import dev.cresset.io.FileFormatException;
import dev.cresset.vision.Mnist;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

/** {@code cresset train-digits}: a convolutional network learns handwritten digits. */
@Command(
        name = "train-digits",
        description = {
            "Trains a convolutional network on handwritten digits that the program draws itself,"
                    + " or on MNIST.",
            "After each epoch it tests the network and saves a checkpoint; the curves are for"
                    + " TensorBoard."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        sortOptions = false)
final class TrainDigitsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "6",
            description = "Passes over the training images.")
    private int epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "64",
            description = "Images in a step.")
    private int batchSize;

    @Option(
            names = "--lr",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "Learning rate of Adam.")
    private double lr;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = {
                "Folder of the MNIST files (idx format, plain or .gz) to train on instead of"
                        + " generated digits.",
                "Where only the t10k files lie, the first 8,000 of them are for training."
            })
    private Path data;

    @Option(
            names = "--download",
            description = "Fetch the MNIST files (12 MB) into the folder of --data first.")
    private boolean download;

    @Option(
            names = "--resume",
            description = "Go on from the checkpoint in the output folder, up to --epochs.")
    private boolean resume;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "runs/digits",
            description = "Folder of the checkpoint and the TensorBoard log.")
    private Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Decides initial weights, order of images and dropout.")
    private long seed;

    @Override
    public Integer call() throws IOException {
        require(epochs >= 1, "--epochs", epochs);
        require(batchSize >= 1, "--batch-size", batchSize);
        require(lr > 0 && lr < Double.POSITIVE_INFINITY, "--lr", lr);
        var options =
                new TrainDigits.Options(
                        epochs, batchSize, lr, Optional.ofNullable(data), out, seed);
        if (download && data == null) {
            throw new ParameterException(
                    spec.commandLine(), "--download needs a folder: --data DIR");
        }
        try {
            if (download) {
                Mnist.download(data);
            }
            var run = new TrainDigits(options, progress());
            if (resume) {
                run.resume();
            }
            run.run();
            return 0;
        } catch (IOException | FileFormatException e) {
            spec.commandLine().getErr().println("train-digits: " + e.getMessage());
            return 1;
        }
    }

    private void require(boolean valid, String option, Object value) {
        if (!valid) {
            throw new ParameterException(
                    spec.commandLine(), option + " must be positive, got " + value);
        }
    }

    private static Progress progress() {
        var console = System.console();
        return console != null && console.isTerminal()
                ? Progress.live(System.out)
                : Progress.plain(System.out);
    }
}
