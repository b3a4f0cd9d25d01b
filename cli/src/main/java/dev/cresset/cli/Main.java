package dev.cresset.cli;

import dev.cresset.io.FileFormatException;
import dev.cresset.op.OpException;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;

/** The program behind {@code ./cresset}: one subcommand, and one class here, per job. */
@Command(
        name = "cresset",
        description = "PyTorch for Java.",
        mixinStandardHelpOptions = true,
        version = "cresset 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            TrainDigitsCommand.class,
            RunCommand.class,
            ShellCommand.class,
            ConformanceCommand.class,
            BenchCommand.class
        })
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private Main() {}

    /**
     * Runs one subcommand and exits with its status: 0 success, 1 failure, 2 wrong usage. With the
     * system property {@code cresset.debug} every failure shows its stack trace.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        StandardError.restore();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** A mistake of the user is told in one line; anything else is ours and keeps its trace. */
    private static int failed(Exception e, CommandLine command, ParseResult parsed)
            throws Exception {
        if (Boolean.getBoolean("cresset.debug")) {
            throw e;
        }
        switch (e) {
            case OpException mistake -> {}
            case IOException mistake -> {}
            case UncheckedIOException mistake -> {}
            case FileFormatException mistake -> {}
            case IllegalArgumentException mistake -> {}
            case IndexOutOfBoundsException mistake -> {}
            default -> throw e;
        }
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + message(e));
        return 1;
    }

    private static String message(Exception e) {
        boolean onlyName = e instanceof FileSystemException problem && problem.getReason() == null;
        if (e.getMessage() == null) {
            return e.getClass().getSimpleName();
        }
        return (onlyName ? e.getClass().getSimpleName() + ": " : "") + e.getMessage();
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
