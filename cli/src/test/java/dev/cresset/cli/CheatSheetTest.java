package dev.cresset.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.cresset.text.PrintOptions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Every Java snippet of docs/cheatsheet.md compiles and runs.
 *
 * <p>All of them become one class, which is compiled once: a snippet is the body of a lambda. One
 * that declares a variable stays a statement of its own, so that rows below may use the variable.
 */
class CheatSheetTest {
    private static final String HEAD =
            """
            import java.util.*;
            import java.util.concurrent.Callable;
            import java.nio.file.*;
            import dev.cresset.*;
            import dev.cresset.data.*;
            import dev.cresset.io.*;
            import dev.cresset.text.*;
            import dev.cresset.nn.*;
            import dev.cresset.nn.Module;
            import dev.cresset.optim.*;
            import dev.cresset.optim.scheduler.*;
            import dev.cresset.random.Generator;
            import dev.cresset.spi.*;
            import dev.cresset.vision.*;
            import dev.cresset.viz.*;
            import static dev.cresset.Torch.*;
            import static dev.cresset.nn.Functional.*;

            public class Snippets {
                static Tensor a = rand(2, 3);
                static Tensor c = rand(2, 3);
                static Tensor b = rand(2);
                static Tensor i = tensor(new long[] {0, 2});
                static Tensor l = tensor(new long[][] {{1}, {2}, {0}});
                static Tensor m = rand(3, 3);
                static Tensor p = a.gt(0.5);
                static Tensor u = tensor(6, 4);
                static Tensor v = tensor(3, 2);
                static Tensor w = rand(3).requiresGrad_();
                static Sequential net = new Sequential(new Linear(3, 8), new ReLU(), new Linear(8, 2));
                static SGD opt = new SGD(net.parameters(), SGD.lr(0.1));
                static StepLR schedule = new StepLR(opt, 30);
                static Path folder;

                interface Statements {
                    void run() throws Exception;
                }

                static Map<String, Throwable> failures = new LinkedHashMap<>();

                static void check(String code, Callable<?> expression) {
                    check(code, () -> { expression.call(); });
                }

                static void check(String code, Statements statements) {
                    try {
                        statements.run();
                    } catch (Throwable e) {
                        failures.put(code, e);
                    }
                }

                public static Map<String, Throwable> run(Path directory) throws Exception {
                    folder = directory;
            """;

    @Test
    void everySnippetRuns(@TempDir Path classes, @TempDir Path folder) throws Exception {
        var snippets = CheatSheet.snippets();
        assertTrue(snippets.size() > 500, "the page has lost its rows: " + snippets.size());
        compile(source(snippets), classes);
        var urls = new URL[] {classes.toUri().toURL()};
        var printOptions = PrintOptions.current();
        try (var loader = new URLClassLoader(urls, getClass().getClassLoader())) {
            var run = loader.loadClass("Snippets").getMethod("run", Path.class);
            assertEquals(Map.of(), run.invoke(null, folder));
        } finally {
            PrintOptions.current(printOptions);
        }
    }

    private static String source(List<String> snippets) {
        var source = new StringBuilder(HEAD);
        for (var code : snippets) {
            source.append(statement(code)).append('\n');
        }
        return source.append("return failures; } }\n").toString();
    }

    private static String statement(String code) {
        if (code.startsWith("var ") && isExpression(code.substring(0, code.length() - 1))) {
            return code;
        }
        var name = '"' + code.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        var body = isExpression(code) ? code : "{ " + code + "; }";
        return "check(" + name + ", () -> " + body + ");";
    }

    /**
     * Whether no semicolon stands outside of braces, and no statement is asked for by its first
     * word.
     */
    private static boolean isExpression(String code) {
        if (code.matches("(for|if|try) \\(.*")) {
            return false;
        }
        var depth = 0;
        for (var character : code.toCharArray()) {
            switch (character) {
                case '{' -> depth++;
                case '}' -> depth--;
                case ';' -> {
                    if (depth == 0) {
                        return false;
                    }
                }
                default -> {}
            }
        }
        return true;
    }

    private static void compile(String source, Path classes) {
        var file =
                new SimpleJavaFileObject(
                        URI.create("string:///Snippets.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        var problems = new DiagnosticCollector<JavaFileObject>();
        var options =
                List.of(
                        "-proc:none",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        classes.toString());
        var compiled =
                ToolProvider.getSystemJavaCompiler()
                        .getTask(null, null, problems, options, null, List.of(file))
                        .call();
        var lines = source.lines().toList();
        var text = new StringBuilder();
        for (var problem : problems.getDiagnostics()) {
            if (problem.getKind() == Diagnostic.Kind.ERROR) {
                var line = (int) problem.getLineNumber();
                text.append(line > 0 ? lines.get(line - 1) : "").append(System.lineSeparator());
                text.append("    ").append(problem.getMessage(null)).append(System.lineSeparator());
            }
        }
        assertTrue(compiled, text::toString);
    }
}
