package dev.cresset.cli;

import jdk.jshell.tool.JavaShellToolBuilder;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.prefs.Preferences;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code cresset shell}: JShell with everything imported, where an expression prints its tensor.
 *
 * <p>What the user types runs in a JVM of its own with Cresset on the module path, so that {@code
 * import module dev.cresset} works, and all jars on the class path, for the native libraries.
 */
@Command(
        name = "shell",
        description = "Opens a Java shell with all of Cresset imported.",
        mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
    /** Reports every new folder, and a home that it cannot write to: of no interest here. */
    private static final Logger PREFERENCES = Logger.getLogger("java.util.prefs");

    @Parameters(
            paramLabel = "FILE",
            description = "Scripts to run first; end the last one with /exit to leave after it.")
    private List<Path> scripts = List.of();

    @Override
    public Integer call() throws Exception {
        PREFERENCES.setLevel(Level.OFF);
        var settings = Preferences.userRoot().node("dev/cresset/shell");
        if (settings.get("FEEDBACK", null) == null) {
            rememberManner(settings);
        }
        var imports = Files.createTempFile("cresset", ".jsh");
        try (var content = resource("imports.jsh")) {
            Files.copy(content, imports, StandardCopyOption.REPLACE_EXISTING);
            if (System.console() != null) {
                System.out.println("Cresset is imported. /help shows the commands, /exit leaves.");
            }
            return JavaShellToolBuilder.builder().persistence(settings).start(arguments(imports));
        } finally {
            Files.delete(imports);
        }
    }

    /**
     * Has JShell keep how it prompts and prints in our settings: it takes a feedback mode from
     * there and from what the user types, but not from a script.
     */
    private static void rememberManner(Preferences settings) throws Exception {
        try (var commands = resource("manner.jsh")) {
            JavaShellToolBuilder.builder()
                    .persistence(settings)
                    .in(commands, InputStream.nullInputStream())
                    .out(new PrintStream(OutputStream.nullOutputStream()))
                    .start("--execution", "local", "--no-startup");
        }
    }

    private static InputStream resource(String name) {
        return ShellCommand.class.getResourceAsStream(name);
    }

    private String[] arguments(Path imports) {
        var classPath = System.getProperty("java.class.path");
        var arguments = new ArrayList<String>();
        arguments.addAll(List.of("--class-path", classPath, "--module-path", modules(classPath)));
        arguments.addAll(List.of("--add-modules", "dev.cresset,jdk.incubator.vector"));
        arguments.add("-C-Xlint:-incubating");
        arguments.add("-R--enable-native-access=dev.cresset.core,ALL-UNNAMED");
        arguments.add("-R-XX:+UseSerialGC");
        arguments.addAll(List.of("--startup", imports.toString()));
        scripts.forEach(script -> arguments.add(script.toString()));
        return arguments.toArray(String[]::new);
    }

    /** The entries of the class path that hold the modules of Cresset. */
    private static String modules(String classPath) {
        var entries = classPath.split(File.pathSeparator);
        var finder = ModuleFinder.of(Stream.of(entries).map(Path::of).toArray(Path[]::new));
        return ModuleLayer.boot()
                .configuration()
                .resolve(finder, ModuleFinder.of(), Set.of("dev.cresset"))
                .modules()
                .stream()
                .map(module -> Path.of(module.reference().location().orElseThrow()).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
