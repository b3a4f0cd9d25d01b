package dev.cresset.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.io.Checkpoint;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

class TrainDigitsTest {
    /** Recorded data beside the project, which a clone does not have. */
    private static final Path MNIST = Path.of("../../shared/data/mnist");

    @TempDir Path folder;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Progress progress =
            Progress.plain(new PrintStream(printed, true, StandardCharsets.UTF_8));

    private static TrainDigits.Options options(int epochs, Optional<Path> data, Path out) {
        return new TrainDigits.Options(epochs, 64, 1e-3, data, out, 0);
    }

    /** MNIST files with few noisy images, of which the first 8,000 are to learn from. */
    private Path tinyMnist() throws IOException {
        int n = 8_200;
        var images =
                ByteBuffer.allocate(16 + n * 784).putInt(0x803).putInt(n).putInt(28).putInt(28);
        var labels = ByteBuffer.allocate(8 + n).putInt(0x801).putInt(n);
        var random = new Random(1);
        for (int i = 0; i < n; i++) {
            int label = random.nextInt(10);
            labels.put((byte) label);
            for (int p = 0; p < 784; p++) {
                // The label is the row that is bright.
                int bright = p / 56 == label ? 200 : 0;
                images.put((byte) (bright + random.nextInt(50)));
            }
        }
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), images.array());
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels.array());
        return folder;
    }

    @Test
    @Tag("slow")
    void resumedRunsEndWhereWholeRunsDo() throws IOException {
        var data = Optional.of(tinyMnist());
        var whole = folder.resolve("whole");
        var parts = folder.resolve("parts");
        var score = new TrainDigits(options(2, data, whole), progress).run();
        new TrainDigits(options(1, data, parts), progress).run();
        var resumed = new TrainDigits(options(2, data, parts), progress).resume().run();
        assertEquals(score, resumed);
        assertTrue(score.accuracy() > 0.99, score.toString());

        var want = Checkpoint.load(whole.resolve(TrainDigits.CHECKPOINT)).model();
        var got = Checkpoint.load(parts.resolve(TrainDigits.CHECKPOINT)).model();
        assertEquals(want.keySet(), got.keySet());
        want.forEach((name, tensor) -> assertTrue(tensor.equal(got.get(name)), name));

        assertEquals(2, Checkpoint.load(parts.resolve(TrainDigits.CHECKPOINT)).epoch());
        var text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("Training on 8,000 MNIST test digits, testing on 200"), text);
        assertTrue(text.contains("Resuming from " + parts), text);
        try (var files = Files.list(parts)) {
            // Two logs and the checkpoint: nothing temporary is left.
            assertEquals(3, files.count());
        }
    }

    @Test
    void nothingToResume() throws IOException {
        var run = new TrainDigits(options(1, Optional.empty(), folder), progress);
        var e = assertThrows(NoSuchFileException.class, run::resume);
        assertTrue(e.getMessage().contains("no checkpoint"), e.getMessage());
    }

    /** The main job: a network that never saw the last 2,000 images knows 98 % of them. */
    @Test
    @Tag("slow")
    void learnsDigits() throws IOException {
        boolean real = Files.exists(MNIST);
        var data = real ? Optional.of(MNIST) : Optional.<Path>empty();
        var score = new TrainDigits(options(6, data, folder), progress).run();
        var text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(score.accuracy() >= 0.98, text);
    }
}
