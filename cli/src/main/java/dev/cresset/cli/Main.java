package dev.cresset.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
     * Runs one subcommand and exits with its status: 0 success, 1 failure, 2 wrong usage.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        StandardError.restore();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main());
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command?");
    }
}
