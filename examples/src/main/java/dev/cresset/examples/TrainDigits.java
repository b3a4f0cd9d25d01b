package dev.cresset.examples;

import static dev.cresset.Torch.manualSeed;
import static dev.cresset.Torch.noGrad;
import static dev.cresset.nn.Functional.crossEntropy;

import dev.cresset.Tensor;
import dev.cresset.data.DataLoader;
import dev.cresset.data.Dataset;
import dev.cresset.data.Load;
import dev.cresset.io.Checkpoint;
import dev.cresset.optim.Adam;
import dev.cresset.vision.Digits;
import dev.cresset.vision.LabelledImage;
import dev.cresset.vision.Mnist;
import dev.cresset.viz.SummaryWriter;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Trains {@link DigitNet} on handwritten digits: the whole job, from data to checkpoint. */
public final class TrainDigits {
    /** The file that a run leaves in its folder and goes on from. */
    public static final String CHECKPOINT = "checkpoint.pt";

    /** Images between two points of the training curve. */
    private static final int LOG_EVERY = 10;

    /** Test images to learn from where there are no others. */
    private static final int LEARNED_TEST_IMAGES = 8_000;

    /**
     * What to do.
     *
     * @param epochs passes over the training images
     * @param batchSize images in a step
     * @param lr learning rate of Adam
     * @param data folder of MNIST files; digits are generated without one
     * @param out folder of checkpoint and log
     * @param seed what decides the initial weights, the order and the dropout
     */
    public record Options(
            int epochs, int batchSize, double lr, Optional<Path> data, Path out, long seed) {}

    /**
     * Images to learn from and to be tested by.
     *
     * @param name what they are
     * @param train to learn from
     * @param test to be tested by
     */
    public record Data(String name, Dataset<LabelledImage> train, Dataset<LabelledImage> test) {}

    /**
     * How well images are told apart.
     *
     * @param loss mean cross entropy
     * @param accuracy share of right answers
     */
    public record Score(double loss, double accuracy) {}

    private final Options options;
    private final Progress progress;
    private final Data data;
    private final DigitNet model;
    private final Adam optimizer;
    private int firstEpoch = 1;

    /**
     * A run from the beginning.
     *
     * @throws IOException if the data cannot be read
     */
    public TrainDigits(Options options, Progress progress) throws IOException {
        this.options = options;
        this.progress = progress;
        data = options.data().isPresent() ? mnist(options.data().get()) : generated();
        manualSeed(options.seed());
        model = new DigitNet();
        optimizer = new Adam(model.parameters(), Adam.lr(options.lr()));
    }

    private static Data generated() {
        return new Data("generated digits", Digits.train(), Digits.test());
    }

    /** Where only the test files lie, their first 8,000 images are to learn from. */
    private static Data mnist(Path folder) throws IOException {
        var test = Mnist.test(folder);
        if (Mnist.hasTrain(folder)) {
            return new Data("MNIST digits", Mnist.train(folder), test);
        }
        if (test.size() <= LEARNED_TEST_IMAGES) {
            throw new IOException(
                    folder
                            + ": without the training files the test files need more than "
                            + LEARNED_TEST_IMAGES
                            + " images, they have "
                            + test.size()
                            + "; put the training files there too");
        }
        return new Data(
                "MNIST test digits",
                test.range(0, LEARNED_TEST_IMAGES),
                test.range(LEARNED_TEST_IMAGES, test.size()));
    }

    /**
     * Goes on from the checkpoint in the folder of this run.
     *
     * @throws NoSuchFileException if there is none
     * @throws IOException if it cannot be read
     */
    public TrainDigits resume() throws IOException {
        var file = options.out().resolve(CHECKPOINT);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file + ": there is no checkpoint to resume from; train without --resume first");
        }
        var checkpoint = Checkpoint.load(file);
        checkpoint.restore(model, optimizer);
        optimizer.paramGroups().getFirst().lr(options.lr());
        firstEpoch = Math.toIntExact(checkpoint.epoch()) + 1;
        progress.resumed(file, checkpoint.epoch(), checkpoint.number("accuracy"));
        return this;
    }

    /**
     * Trains, and saves a checkpoint after each epoch.
     *
     * @return the score on the test images after the last epoch
     * @throws IOException if a checkpoint cannot be written
     */
    public Score run() throws IOException {
        progress.begins(data, model, options);
        var score = new Score(Double.NaN, Double.NaN);
        try (var log = new SummaryWriter(options.out())) {
            for (int epoch = firstEpoch; epoch <= options.epochs(); epoch++) {
                train(epoch, log);
                score = test();
                log.addScalar("loss/test", score.loss(), epoch);
                log.addScalar("accuracy/test", score.accuracy(), epoch);
                var file = options.out().resolve(CHECKPOINT);
                Checkpoint.save(
                        file, model, optimizer, epoch, Map.of("accuracy", score.accuracy()));
                progress.tested(score, file);
            }
        }
        if (firstEpoch > options.epochs()) {
            score = test();
            progress.nothingLeft(firstEpoch - 1, score);
        }
        return score;
    }

    private void train(int epoch, SummaryWriter log) {
        var loader =
                DataLoader.of(
                        data.train(), Load.batchSize(options.batchSize()).shuffle().prefetch(2));
        long step = (epoch - 1) * loader.size();
        model.train();
        try (var bar = progress.epoch(epoch, options.epochs(), data.train().size())) {
            for (var batch : loader) {
                var loss = crossEntropy(model.forward(batch.image()), batch.label());
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
                bar.advance(batch.label().numel(), loss.item());
                if (step++ % LOG_EVERY == 0) {
                    log.addScalar("loss/train", loss.item(), step);
                }
            }
            log.addScalar("speed/images per second", bar.imagesPerSecond(), epoch);
        }
    }

    private Score test() {
        double loss = 0;
        long right = 0;
        model.eval();
        try (var off = noGrad()) {
            for (var batch : DataLoader.of(data.test(), Load.batchSize(250).prefetch(1))) {
                Tensor scores = model.forward(batch.image());
                loss += crossEntropy(scores, batch.label()).item() * batch.label().numel();
                right += scores.argmax(1).eq(batch.label()).sum().itemLong();
            }
        }
        double n = data.test().size();
        return new Score(loss / n, right / n);
    }
}
