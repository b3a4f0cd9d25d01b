package dev.cresset.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs PyTorch and Cresset in turn, workload by workload, and prints how many times faster Cresset
 * is.
 */
public final class Compare {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> python;
    private final List<String> cresset;
    private final int rounds;

    private Compare(List<String> python, List<String> cresset, int rounds) {
        this.python = python;
        this.cresset = cresset;
        this.rounds = rounds;
    }

    /** The best and the median time of one side over all rounds. */
    private record Times(double best, double median) {
        Times and(Times other) {
            return new Times(Math.min(best, other.best), Math.min(median, other.median));
        }
    }

    /**
     * Compares and prints the table.
     *
     * @param python command that runs the PyTorch script
     * @param cresset command that runs the same workloads here
     * @param only names or beginnings of names; empty for all
     * @param rounds how often the two sides take turns on each workload
     * @return true if every workload ran on both sides
     */
    public static boolean run(
            List<String> python, List<String> cresset, List<String> only, int rounds)
            throws IOException, InterruptedException {
        return new Compare(python, cresset, rounds).compare(only);
    }

    private boolean compare(List<String> only) throws IOException, InterruptedException {
        System.out.printf(
                "%-32s %12s %12s %8s %8s%n", "workload", "PyTorch", "Cresset", "best", "median");
        var ratios = new LinkedHashMap<Workload.Group, List<double[]>>();
        boolean complete = true;
        for (var workload : Bench.workloads()) {
            if (!only.isEmpty() && only.stream().noneMatch(workload.name()::startsWith)) {
                continue;
            }
            Times theirs = null;
            Times ours = null;
            for (int round = 0; round < rounds; round++) {
                theirs = join(theirs, time(python, workload.name()));
                ours = join(ours, time(cresset, workload.name()));
            }
            if (theirs == null || ours == null) {
                complete = false;
                System.out.printf("%-32s did not run on both sides%n", workload.name());
                continue;
            }
            var ratio = new double[] {theirs.best / ours.best, theirs.median / ours.median};
            ratios.computeIfAbsent(workload.group(), g -> new ArrayList<>()).add(ratio);
            System.out.printf(
                    "%-32s %12s %12s %7.2fx %7.2fx%n",
                    workload.name(),
                    readable(theirs.median),
                    readable(ours.median),
                    ratio[0],
                    ratio[1]);
        }
        printMeans(ratios);
        return complete;
    }

    private static void printMeans(Map<Workload.Group, List<double[]>> ratios) {
        System.out.println();
        System.out.printf("%-32s %34s %8s%n", "geometric means", "best", "median");
        ratios.forEach(
                (group, list) ->
                        System.out.printf(
                                "%-32s %33.2fx %7.2fx%n",
                                group.name().toLowerCase(Locale.ROOT),
                                mean(list, 0),
                                mean(list, 1)));
    }

    private static double mean(List<double[]> ratios, int column) {
        return Math.exp(ratios.stream().mapToDouble(r -> Math.log(r[column])).average().orElse(0));
    }

    private static Times join(Times a, Times b) {
        return a == null ? b : b == null ? a : a.and(b);
    }

    private static Times time(List<String> command, String name)
            throws IOException, InterruptedException {
        var full = new ArrayList<>(command);
        full.addAll(List.of("--only", name));
        var process =
                new ProcessBuilder(full).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Times times = null;
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line; (line = lines.readLine()) != null; ) {
                JsonNode node = line.startsWith("{") ? JSON.readTree(line) : null;
                if (node != null && node.path("name").asText().equals(name) && node.has("best")) {
                    times = new Times(node.get("best").asDouble(), node.get("median").asDouble());
                }
            }
        }
        process.waitFor();
        return times;
    }

    private static String readable(double seconds) {
        return seconds >= 1e-3
                ? String.format(Locale.ROOT, "%.3f ms", seconds * 1e3)
                : seconds >= 1e-6
                        ? String.format(Locale.ROOT, "%.3f us", seconds * 1e6)
                        : String.format(Locale.ROOT, "%.1f ns", seconds * 1e9);
    }

    /** The PyTorch script where it lies beside the project. */
    public static Path reference(Path project) {
        return project.resolve("../shared/bench/reference.py").normalize();
    }
}
