package dev.cresset.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.op.OpException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine.Model.CommandSpec;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

class MainTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @Test
    void helpListsTheCommands() {
        assertEquals(0, run("--help"));
        commands().forEach(name -> assertTrue(out.toString().contains("  " + name), name));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelp(String name) {
        assertEquals(0, run(name, "--help"));
        assertTrue(out.toString().contains("Usage: cresset " + name), out.toString());
    }

    @Test
    void withoutACommandItShowsTheUsage() {
        assertEquals(2, run());
        assertTrue(err.toString().contains("Usage: cresset"), err.toString());
    }

    @Test
    void anUnknownCommandIsAnError() {
        assertEquals(2, run("shel"));
        assertTrue(err.toString().contains("'shel'"), err.toString());
    }

    /** Images of an MNIST test set that is too small to be split. */
    private static void writeTestFiles(Path folder, int images) throws IOException {
        var pixels = ByteBuffer.allocate(16 + images * 28 * 28);
        pixels.putInt(0x803).putInt(images).putInt(28).putInt(28);
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), pixels.array());
        var labels = ByteBuffer.allocate(8 + images).putInt(0x801).putInt(images);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels.array());
    }

    @Test
    void aSmallMnistIsAClearError(@TempDir Path folder) throws IOException {
        writeTestFiles(folder, 3);
        assertEquals(1, run("train-digits", "--data", folder.toString()));
        assertTrue(err.toString().contains("more than 8000 images, they have 3"), err.toString());
    }

    private int failing(Exception e) {
        var line = Main.commandLine();
        line.addSubcommand(
                "fail",
                CommandSpec.wrapWithoutInspection(
                        (Callable<Integer>)
                                () -> {
                                    throw e;
                                }));
        return line.setErr(new PrintWriter(err, true)).execute("fail");
    }

    @Test
    void aMistakeIsToldInOneLine() {
        for (var e :
                List.of(
                        new OpException("add: wrong"),
                        new IOException("add: wrong"),
                        new UncheckedIOException("add: wrong", new IOException()),
                        new IllegalArgumentException("add: wrong"),
                        new IndexOutOfBoundsException("add: wrong"))) {
            err.getBuffer().setLength(0);
            assertEquals(1, failing(e));
            assertEquals("cresset fail: add: wrong", err.toString().strip());
        }
        failing(new NoSuchFileException("a.npy"));
        assertTrue(err.toString().contains("NoSuchFileException: a.npy"), err.toString());
    }

    @Test
    void aDefectKeepsItsTrace() {
        assertEquals(1, failing(new IllegalStateException("defect")));
        assertTrue(err.toString().contains("\tat dev.cresset"), err.toString());
    }
}
