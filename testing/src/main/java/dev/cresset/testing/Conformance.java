package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Runs bundles of recorded calls and compares every result with PyTorch's.
 *
 * <p>Kinds of record: {@code sample} and {@code error} (operators), {@code rng} (random streams),
 * {@code print} (printed forms), {@code module} and {@code module_error} (layers and losses).
 * Records of other kinds count as missing.
 */
public final class Conformance {
    private Conformance() {}

    /** Runs all records of a bundle. */
    public static Report run(Path bundle) throws IOException {
        return run(bundle, group -> true);
    }

    /**
     * Runs the records of some groups of a bundle.
     *
     * @param wanted says for the name of a group (operator, stream, kind of text) whether to run it
     */
    public static Report run(Path bundle, Predicate<String> wanted) throws IOException {
        var opened = Bundle.open(bundle);
        var report = new Report(opened.name());
        opened.forEach(
                record -> {
                    var group = group(record);
                    if (wanted.test(group)) {
                        report.add(record.path("id").asText(), group, verdict(opened, record));
                    }
                });
        return report;
    }

    /**
     * Runs bundles and prints: one line per group, failures in full, totals last.
     *
     * @param bundles folders
     * @param wanted see {@link #run(Path, Predicate)}
     * @param shownFailures how many failures to print per bundle
     * @param out where to print
     */
    public static List<Report> print(
            List<Path> bundles, Predicate<String> wanted, int shownFailures, PrintStream out)
            throws IOException {
        var reports = new ArrayList<Report>();
        for (var bundle : bundles) {
            var report = run(bundle, wanted);
            out.print(report.table());
            report.failures().stream().limit(shownFailures).forEach(out::println);
            reports.add(report);
        }
        if (shownFailures == 0 && reports.stream().anyMatch(r -> r.totals().failed() > 0)) {
            out.println("(--op NAME shows what failed)");
        }
        reports.forEach(out::println);
        return reports;
    }

    /** Writes reports as JSON: counts per group, missing things, all failures. */
    public static void writeJson(List<Report> reports, Path file) throws IOException {
        var bundles = new ArrayList<Map<String, Object>>();
        for (var report : reports) {
            var bundle = new LinkedHashMap<String, Object>();
            bundle.put("bundle", report.bundle());
            bundle.putAll(counts(report.totals()));
            var groups = new ArrayList<Map<String, Object>>();
            report.groups()
                    .forEach(
                            (name, counts) -> {
                                var group = new LinkedHashMap<String, Object>();
                                group.put("name", name);
                                group.putAll(counts(counts));
                                groups.add(group);
                            });
            bundle.put("groups", groups);
            bundle.put("missing_things", report.missing());
            bundle.put(
                    "failures",
                    report.failures().stream()
                            .map(
                                    f ->
                                            Map.of(
                                                    "id", f.id(),
                                                    "group", f.group(),
                                                    "call", f.failure().call(),
                                                    "expected", f.failure().expected(),
                                                    "actual", f.failure().actual()))
                            .toList());
            bundles.add(bundle);
        }
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(file.toFile(), Map.of("bundles", bundles));
    }

    private static Map<String, Object> counts(Report.Counts counts) {
        var map = new LinkedHashMap<String, Object>();
        map.put("passed", counts.passed());
        map.put("failed", counts.failed());
        map.put("missing", counts.missing());
        return map;
    }

    /** The name under which a record is counted. */
    private static String group(JsonNode record) {
        for (var field : List.of("op", "group")) {
            if (record.has(field)) {
                return record.get(field).asText();
            }
        }
        if (record.has("module")) {
            return record.get("module").asText().replaceFirst("^torch\\.nn\\.", "");
        }
        var id = record.path("id").asText();
        return id.contains("|") ? id.substring(0, id.indexOf('|')) : id;
    }

    private static Verdict verdict(Bundle bundle, JsonNode record) {
        var run = new RecordRun(bundle, record);
        try {
            run.run();
            return new Verdict.Passed();
        } catch (MissingException e) {
            return new Verdict.Missing(e.getMessage());
        } catch (Mismatch e) {
            return new Verdict.Failed(run.call(), e.expected(), e.actual());
        } catch (RuntimeException | AssertionError | LinkageError | StackOverflowError e) {
            return new Verdict.Failed(run.call(), "a result", describe(e));
        }
    }

    private static String describe(Throwable e) {
        var text = new StringBuilder(e.toString());
        int shown = 0;
        for (var frame : e.getStackTrace()) {
            if (shown++ == 3) {
                break;
            }
            text.append(shown == 1 ? " at " : " < ")
                    .append(frame.getFileName())
                    .append(':')
                    .append(frame.getLineNumber());
        }
        return text.toString();
    }
}
