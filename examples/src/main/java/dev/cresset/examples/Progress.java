package dev.cresset.examples;

import dev.cresset.Torch;
import dev.cresset.nn.Module;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** What a person sees of a training run: a moving bar on a terminal, plain lines elsewhere. */
public final class Progress {
    /** Columns of the line with the bar; narrower than any usual terminal. */
    private static final int WIDTH = 79;

    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean live;

    private Progress(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /** With a bar that moves in place. */
    public static Progress live(PrintStream out) {
        return new Progress(out, true);
    }

    /** With a line now and then, for files and pipes. */
    public static Progress plain(PrintStream out) {
        return new Progress(out, false);
    }

    void begins(TrainDigits.Data data, Module model, TrainDigits.Options options) {
        long parameters = model.parameters().stream().mapToLong(p -> p.numel()).sum();
        print(
                "Training on %,d %s, testing on %,d others",
                data.train().size(), data.name(), data.test().size());
        print(
                "%s with %,d parameters, Adam with learning rate %s, batches of %d, %d threads",
                model.getClass().getSimpleName(),
                parameters,
                options.lr(),
                options.batchSize(),
                Torch.getNumThreads());
        print("Log: tensorboard --logdir %s", options.out());
        print("");
    }

    void resumed(Path file, long epoch, double accuracy) {
        print("Resuming from %s, epoch %d, accuracy %.2f %%", file, epoch, 100 * accuracy);
    }

    void tested(TrainDigits.Score score, Path checkpoint) {
        print(
                "  test accuracy %.2f %%, loss %.4f, saved %s",
                100 * score.accuracy(), score.loss(), checkpoint);
    }

    void nothingLeft(int epoch, TrainDigits.Score score) {
        print(
                "Epoch %d was the last one asked for: test accuracy %.2f %%, loss %.4f",
                epoch, 100 * score.accuracy(), score.loss());
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
    }

    /** The progress of one epoch. */
    Epoch epoch(int number, int of, long images) {
        return new Epoch(number + "/" + of, images);
    }

    /** One epoch: counts images and shows loss and speed. */
    final class Epoch implements AutoCloseable {
        private final String number;
        private final long images;
        private final long begin = System.nanoTime();
        private final Optional<ProgressBar> bar;
        private long spoke = begin;
        private long done;
        private double loss = Double.NaN;
        private double secondsPerImage = Double.NaN;
        private long last = begin;

        private Epoch(String number, long images) {
            this.number = number;
            this.images = images;
            this.bar = live ? Optional.of(bar("Epoch " + number, images)) : Optional.empty();
        }

        void advance(long more, double newLoss) {
            done += more;
            loss = smoothed(loss, newLoss);
            long now = System.nanoTime();
            secondsPerImage = smoothed(secondsPerImage, (now - last) * 1e-9 / more);
            last = now;
            bar.ifPresentOrElse(this::move, this::speak);
        }

        /** So that numbers can be read while they change. */
        private static double smoothed(double old, double value) {
            return Double.isNaN(old) ? value : old + 0.05 * (value - old);
        }

        /** Over the whole epoch up to now. */
        double imagesPerSecond() {
            return done / seconds();
        }

        private double seconds() {
            return Math.max(1e-9, (System.nanoTime() - begin) * 1e-9);
        }

        private String status(double speed) {
            return String.format(Locale.ROOT, "loss %.4f, %,.0f images/s", loss, speed);
        }

        private void move(ProgressBar shown) {
            shown.setExtraMessage(" " + status(1 / secondsPerImage));
            shown.stepTo(done);
        }

        private void speak() {
            long now = System.nanoTime();
            if (now - spoke > PLAIN_INTERVAL.toNanos() && done < images) {
                spoke = now;
                print(
                        "epoch %s: %d %%, %s",
                        number, 100 * done / images, status(1 / secondsPerImage));
            }
        }

        @Override
        public void close() {
            bar.ifPresentOrElse(
                    shown -> {
                        shown.setExtraMessage(" " + status(imagesPerSecond()));
                        shown.close();
                    },
                    () ->
                            print(
                                    "epoch %s: %s, %.1f s",
                                    number, status(imagesPerSecond()), seconds()));
        }
    }

    private ProgressBar bar(String name, long images) {
        return new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(images)
                .setUpdateIntervalMillis(100)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                .hideEta()
                .build();
    }
}
