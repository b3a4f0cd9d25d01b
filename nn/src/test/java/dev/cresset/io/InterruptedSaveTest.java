package dev.cresset.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.Tensor;
import dev.cresset.Torch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that dies while it saves leaves the old file whole. */
class InterruptedSaveTest {
    @TempDir Path folder;

    /** Saves until it is killed: ever larger numbers, in a file of 32 MiB. */
    static final class Saver {
        private Saver() {}

        /** The file is the argument. */
        public static void main(String[] args) throws IOException {
            for (int i = 1; ; i++) {
                var x = Torch.full(new long[] {4 << 20}, (double) i);
                TorchFile.save(Map.of("a", x, "b", x.add(1)), Path.of(args[0]));
            }
        }
    }

    @Test
    void aKilledProcess() throws Exception {
        var file = folder.resolve("run.pt");
        var pause = new java.util.Random(1);
        for (int round = 0; round < 3; round++) {
            Files.deleteIfExists(file);
            var process =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "--add-modules",
                                    "jdk.incubator.vector",
                                    "-cp",
                                    System.getProperty("java.class.path"),
                                    Saver.class.getName(),
                                    file.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("output.txt").toFile())
                            .start();
            try {
                for (int i = 0; i < 600 && !Files.exists(file); i++) {
                    assertTrue(
                            !process.waitFor(100, TimeUnit.MILLISECONDS),
                            () -> read(folder.resolve("output.txt")));
                }
                Thread.sleep(20 + pause.nextInt(100));
            } finally {
                process.destroyForcibly().waitFor();
            }
            var saved = TorchFile.loadStateDict(file);
            Tensor a = saved.get("a");
            assertTrue(a.eq(a.get(0).item()).all().itemLong() == 1);
            assertTrue(a.add(1).equal(saved.get("b")));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The same without a process: the disk is full in the middle. */
    @Test
    void aWriteThatFails() throws IOException {
        var file = folder.resolve("x.pt");
        TorchFile.save(Map.of("x", Torch.ones(10)), file);
        var old = Files.readAllBytes(file);
        for (int limit : new int[] {0, 1, 100, 1000, 2000}) {
            var thrown = new IOException("No space left on device");
            try {
                AtomicFile.write(
                        file,
                        channel -> {
                            var zip = new ZipWriter(channel);
                            zip.entry("archive/data.pkl", new byte[limit]);
                            channel.write(ByteBuffer.allocate(limit));
                            throw thrown;
                        });
            } catch (IOException e) {
                assertEquals(thrown, e);
            }
            assertArrayEquals(old, Files.readAllBytes(file));
            try (var files = Files.list(folder)) {
                assertEquals(1, files.count());
            }
        }
    }
}
