package dev.cresset.cli;

import dev.cresset.bench.Bench;
import dev.cresset.bench.Compare;
import dev.cresset.bench.Results;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** {@code cresset bench}: the benchmark workloads, alone or against PyTorch. */
@Command(
        name = "bench",
        description = "Times the benchmark workloads; one JSON line each.",
        mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--only",
            arity = "1..*",
            paramLabel = "NAME",
            description = "Only workloads with these names or beginnings of names.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Number of threads (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--warm-up",
            defaultValue = "3",
            description = "Seconds of unmeasured runs before each (default: ${DEFAULT-VALUE}).")
    private double warmUp;

    @Option(
            names = "--results",
            defaultValue = "dropped",
            description =
                    "How the memory of a single operation's result comes back: dropped, for the"
                            + " garbage collector to find, or released after each call (default:"
                            + " ${DEFAULT-VALUE}).")
    private Results results;

    @Option(names = "--list", description = "Lists the workloads and stops.")
    private boolean list;

    @Option(
            names = "--compare",
            paramLabel = "PYTHON",
            description =
                    "Runs PyTorch's workloads with this Python in turn and prints how many times"
                            + " faster Cresset is.")
    private String python;

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description =
                    "The PyTorch script for --compare (default: ../shared/bench/reference.py).")
    private Path reference;

    @Option(
            names = "--rounds",
            defaultValue = "1",
            description =
                    "How often both sides take turns with --compare (default: ${DEFAULT-VALUE}).")
    private int rounds;

    private BenchCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (list) {
            Bench.names().forEach(System.out::println);
            return 0;
        }
        if (python == null) {
            Bench.run(only, threads, warmUp, results);
            return 0;
        }
        var project = Path.of(System.getProperty("cresset.project", "."));
        var script = reference == null ? Compare.reference(project) : reference;
        var count = Integer.toString(threads);
        return Compare.run(
                        List.of(python, script.toString(), "--threads", count),
                        List.of(
                                project.resolve("cresset").toString(),
                                "bench",
                                "--threads",
                                count,
                                "--warm-up",
                                Double.toString(warmUp),
                                "--results",
                                results.name().toLowerCase(Locale.ROOT)),
                        only,
                        rounds)
                ? 0
                : 1;
    }
}
