package dev.cresset.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SourceCodeAnalysis.Completeness;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The Java of docs/tutorial.md compiles, runs, and prints what the page says. */
class TutorialTest {
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)```", Pattern.DOTALL);
    private static final List<String> IMPORTS =
            List.of(
                    "import java.nio.file.*;",
                    "import java.util.*;",
                    "import dev.cresset.*;",
                    "import dev.cresset.data.*;",
                    "import dev.cresset.nn.*;",
                    "import dev.cresset.nn.Module;",
                    "import dev.cresset.optim.*;",
                    "import dev.cresset.vision.*;",
                    "import dev.cresset.viz.*;",
                    "import static dev.cresset.Torch.*;",
                    "import static dev.cresset.nn.Functional.*;");

    /** A program of the page. */
    record Program(String title, String java, String printed) {
        @Override
        public String toString() {
            return title;
        }
    }

    static Stream<Program> programs() throws IOException {
        var page = Files.readString(Path.of("..", "docs", "tutorial.md"));
        return Stream.of(page.split("\n## ")).skip(1).map(TutorialTest::program);
    }

    private static Program program(String section) {
        return new Program(
                section.lines().findFirst().orElseThrow(),
                block(section, "java"),
                block(section, "text"));
    }

    private static String block(String section, String language) {
        return BLOCK.matcher(section)
                .results()
                .filter(match -> match.group(1).equals(language))
                .map(match -> match.group(2))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("programs")
    void runsAsThePageSays(Program program) {
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        try (var shell = JShell.builder().executionEngine("local").build()) {
            shell.addToClasspath(System.getProperty("java.class.path"));
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            IMPORTS.forEach(line -> run(shell, line));
            run(shell, program.java.replace("fit.png", "target/fit.png"));
        } finally {
            System.setOut(out);
        }
        var lines = printed.toString(StandardCharsets.UTF_8).lines().toList();
        program.printed
                .lines()
                .filter(line -> !line.equals("..."))
                .forEach(line -> assertTrue(lines.contains(line), () -> line + " in " + lines));
    }

    private static void run(JShell shell, String code) {
        var rest = code;
        while (!rest.isBlank()) {
            var snippet = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            var source = snippet.source();
            assertTrue(snippet.completeness() != Completeness.UNKNOWN && source != null, rest);
            evaluate(shell, source);
            rest = snippet.remaining();
        }
    }

    private static void evaluate(JShell shell, String code) {
        for (var event : shell.eval(code)) {
            assertEquals(
                    Status.VALID,
                    event.status(),
                    () ->
                            code
                                    + ": "
                                    + shell.diagnostics(event.snippet())
                                            .map(d -> d.getMessage(null))
                                            .toList());
            if (event.exception() != null) {
                throw new AssertionError(code, event.exception());
            }
        }
    }
}
