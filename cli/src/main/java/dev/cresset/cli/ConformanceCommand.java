package dev.cresset.cli;

import dev.cresset.testing.Conformance;
import dev.cresset.testing.Report;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code cresset conformance}: recorded PyTorch calls, run and compared. */
@Command(
        name = "conformance",
        description = {
            "Runs bundles of recorded PyTorch calls and compares every result.",
            "Prints one line per operator and the totals last; the exit status is 1 if something"
                    + " failed. What does not exist in Cresset counts as missing, not as failed."
        },
        mixinStandardHelpOptions = true)
final class ConformanceCommand implements Callable<Integer> {
    private static final int SHOWN_FAILURES = 5;

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "DIR",
            description = "Bundles: folders with manifest.jsonl and tensors.safetensors.")
    private List<Path> bundles;

    @Option(
            names = "--op",
            paramLabel = "NAME",
            description =
                    "Only these operators (random streams, kinds of text); shows the first samples"
                            + " that fail, with call, expected and actual.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Writes counts, missing things and all failures as JSON.")
    private Path json;

    @Override
    public Integer call() throws IOException {
        List<Report> reports;
        try {
            reports =
                    Conformance.print(
                            bundles,
                            group -> only.isEmpty() || only.contains(group),
                            only.isEmpty() ? 0 : SHOWN_FAILURES,
                            System.out);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        if (reports.stream().allMatch(r -> r.groups().isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(), "conformance: no records of " + String.join(", ", only));
        }
        if (json != null) {
            writeJson(reports);
        }
        return reports.stream().anyMatch(r -> r.totals().failed() > 0) ? 1 : 0;
    }

    /** An old file stays whole until the new one is. */
    private void writeJson(List<Report> reports) throws IOException {
        if (Files.exists(json) && !Files.isRegularFile(json)) {
            // A device or a pipe cannot be replaced.
            Conformance.writeJson(reports, json);
            return;
        }
        var part = json.resolveSibling(json.getFileName() + ".part");
        try {
            Conformance.writeJson(reports, part);
            Files.move(part, json, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
