package dev.cresset.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of the records of one bundle, by group: operator, random stream, kind of text. */
public final class Report {
    /**
     * Numbers of records.
     *
     * @param passed gave what PyTorch gives
     * @param failed gave something else
     * @param missing need something that does not exist
     */
    public record Counts(int passed, int failed, int missing) {
        static final Counts NONE = new Counts(0, 0, 0);

        Counts plus(Verdict verdict) {
            return switch (verdict) {
                case Verdict.Passed p -> new Counts(passed + 1, failed, missing);
                case Verdict.Failed f -> new Counts(passed, failed + 1, missing);
                case Verdict.Missing m -> new Counts(passed, failed, missing + 1);
            };
        }

        Counts plus(Counts other) {
            return new Counts(
                    passed + other.passed, failed + other.failed, missing + other.missing);
        }

        @Override
        public String toString() {
            return "%6d passed %6d failed %6d missing".formatted(passed, failed, missing);
        }
    }

    /**
     * A record that failed.
     *
     * @param id its id in the bundle
     * @param group its group
     * @param failure what went wrong
     */
    public record Failure(String id, String group, Verdict.Failed failure) {
        @Override
        public String toString() {
            return """
            %s
              call      %s
              expected  %s
              actual    %s\
            """
                    .formatted(id, failure.call(), failure.expected(), failure.actual());
        }
    }

    private final String bundle;
    private final Map<String, Counts> groups = new LinkedHashMap<>();
    private final List<Failure> failures = new ArrayList<>();
    private final Map<String, Integer> missing = new LinkedHashMap<>();

    Report(String bundle) {
        this.bundle = bundle;
    }

    void add(String id, String group, Verdict verdict) {
        groups.merge(group, Counts.NONE.plus(verdict), Counts::plus);
        switch (verdict) {
            case Verdict.Failed failure -> failures.add(new Failure(id, group, failure));
            case Verdict.Missing(String what) -> missing.merge(what, 1, Integer::sum);
            case Verdict.Passed passed -> {}
        }
    }

    /** The name of the bundle. */
    public String bundle() {
        return bundle;
    }

    /** Counts by group, in the order of the bundle. */
    public Map<String, Counts> groups() {
        return groups;
    }

    /** Groups of which at least one record did not miss anything. */
    public long present() {
        return groups.values().stream().filter(c -> c.passed + c.failed > 0).count();
    }

    /** The counts of all records. */
    public Counts totals() {
        return groups.values().stream().reduce(Counts.NONE, Counts::plus);
    }

    /** All failures, in the order of the bundle. */
    public List<Failure> failures() {
        return failures;
    }

    /** What is missing, with the number of records that need it. */
    public Map<String, Integer> missing() {
        return missing;
    }

    /** One line per group. */
    public String table() {
        var text = new StringBuilder();
        groups.forEach((name, counts) -> text.append("%-40s %s%n".formatted(name, counts)));
        return text.toString();
    }

    /** One line. */
    @Override
    public String toString() {
        return "%-40s %s   %d of %d groups present"
                .formatted(bundle, totals(), present(), groups.size());
    }
}
