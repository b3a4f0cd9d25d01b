package dev.cresset.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jdk.jshell.JShell;
import jdk.jshell.Snippet.Status;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Every Java snippet of docs/cheatsheet.md compiles and runs. */
class CheatSheetTest {
    private static final Pattern ROW = Pattern.compile("\\| `.*` \\| `(.*)` \\|");
    private static final List<String> SETUP =
            List.of(
                    "import java.util.*;",
                    "import java.nio.file.*;",
                    "import dev.cresset.*;",
                    "import dev.cresset.io.*;",
                    "import dev.cresset.text.*;",
                    "import dev.cresset.nn.*;",
                    "import dev.cresset.nn.Module;",
                    "import dev.cresset.optim.*;",
                    "import dev.cresset.optim.scheduler.*;",
                    "import dev.cresset.random.Generator;",
                    "import dev.cresset.spi.Complex;",
                    "import dev.cresset.spi.DType;",
                    "import dev.cresset.spi.Device;",
                    "import dev.cresset.vision.Images;",
                    "import static dev.cresset.Torch.*;",
                    "import static dev.cresset.nn.Functional.*;",
                    "var a = rand(2, 3);",
                    "var c = rand(2, 3);",
                    "var b = rand(2);",
                    "var i = tensor(new long[] {0, 2});",
                    "var l = tensor(new long[][] {{1}, {2}, {0}});",
                    "var w = rand(3).requiresGrad_();",
                    "var net = new Sequential(new Linear(3, 8), new ReLU(), new Linear(8, 2));",
                    "var opt = new SGD(net.parameters(), SGD.lr(0.1));",
                    "var folder = Files.createTempDirectory(\"cheatsheet\");",
                    "var schedule = new StepLR(opt, 30);");

    @Test
    void everySnippetRuns() throws IOException {
        var snippets = snippets();
        assertTrue(snippets.size() > 80, "the page has lost its rows: " + snippets.size());
        try (var shell = JShell.builder().executionEngine("local").build()) {
            var classPath = System.getProperty("java.class.path");
            shell.addToClasspath(classPath);
            SETUP.forEach(line -> run(shell, line));
            snippets.forEach(line -> run(shell, line));
        }
    }

    private static List<String> snippets() throws IOException {
        var found = new ArrayList<String>();
        for (var line : Files.readAllLines(Path.of("..", "docs", "cheatsheet.md"))) {
            var matcher = ROW.matcher(line);
            if (matcher.matches()) {
                found.add(matcher.group(1));
            }
        }
        return found;
    }

    private static void run(JShell shell, String code) {
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
