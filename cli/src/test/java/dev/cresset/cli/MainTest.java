package dev.cresset.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.PrintWriter;
import java.io.StringWriter;
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
}
