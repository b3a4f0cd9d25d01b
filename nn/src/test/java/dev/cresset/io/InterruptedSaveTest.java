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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
            var process = start(Saver.class, file);
            try {
                waitFor(process, file);
                Thread.sleep(20 + pause.nextInt(100));
            } finally {
                process.destroyForcibly().waitFor();
            }
            var saved = TorchFile.loadStateDict(file);
            Tensor a = saved.get("a");
            assertTrue(a.eq(a.get(0).item()).all().itemLong() == 1);
            assertTrue(a.add(1).equal(saved.get("b")));
            TorchFile.save(Map.of("a", a), file);
            assertEquals(List.of("output.txt", "run.pt"), names());
        }
    }

    private Process start(Class<?> program, Path... args) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        for (var arg : args) {
            command.add(arg.toString());
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
    }

    private void waitFor(Process process, Path file) throws InterruptedException {
        for (int i = 0; i < 600 && !Files.exists(file); i++) {
            assertTrue(
                    !process.waitFor(100, TimeUnit.MILLISECONDS),
                    () -> read(folder.resolve("output.txt")));
        }
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    /** What a dead process left goes, what a live one writes stays. */
    @Test
    void leftovers() throws Exception {
        var file = folder.resolve("x.pt");
        var stale = folder.resolve(".x.pt." + UUID.randomUUID());
        var others = folder.resolve(".y.pt." + UUID.randomUUID());
        Files.write(stale, new byte[10]);
        Files.write(others, new byte[10]);
        AtomicFile.write(
                file,
                outer -> {
                    AtomicFile.write(file, inner -> inner.write(ByteBuffer.wrap(new byte[] {1})));
                    assertEquals(1, Files.size(file));
                    assertEquals(3, names().size(), names()::toString);
                    outer.write(ByteBuffer.wrap(new byte[] {2, 3}));
                });
        assertEquals(List.of(others.getFileName().toString(), "x.pt"), names());
        assertArrayEquals(new byte[] {2, 3}, Files.readAllBytes(file));
    }

    /** Writes slowly: the file is the first argument, that it has begun shows in the second. */
    static final class SlowWriter {
        private SlowWriter() {}

        /** The file and the sign. */
        public static void main(String[] args) throws IOException {
            AtomicFile.write(
                    Path.of(args[0]),
                    channel -> {
                        channel.write(ByteBuffer.wrap(new byte[] {7}));
                        Files.createFile(Path.of(args[1]));
                        while (Files.exists(Path.of(args[1]))) {
                            Thread.onSpinWait();
                        }
                    });
        }
    }

    @Test
    void aWriteOfALiveProcessIsNotTakenAway() throws Exception {
        var file = folder.resolve("x.pt");
        var sign = folder.resolve("begun");
        var process = start(SlowWriter.class, file, sign);
        try {
            waitFor(process, sign);
            AtomicFile.write(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {1})));
            assertArrayEquals(new byte[] {1}, Files.readAllBytes(file));
            Files.delete(sign);
            assertEquals(0, process.waitFor(), () -> read(folder.resolve("output.txt")));
            assertArrayEquals(new byte[] {7}, Files.readAllBytes(file));
            assertEquals(List.of("output.txt", "x.pt"), names());
        } finally {
            process.destroyForcibly().waitFor();
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
