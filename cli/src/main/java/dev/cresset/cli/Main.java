package dev.cresset.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program behind {@code ./cresset}: one subcommand per job. */
@Command(
        name = "cresset",
        description = "PyTorch for Java.",
        mixinStandardHelpOptions = true,
        version = "cresset 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Shell.class})
public final class Main {

    private Main() {}

    /**
     * Runs one subcommand and exits with its status: 0 success, 1 failure, 2 wrong usage.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        StandardError.restore();
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
