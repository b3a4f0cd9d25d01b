package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

/** Runs one record of kind {@code print}: a value and its printed form. */
final class PrintRun {
    private final Bundle bundle;
    private final JsonNode record;

    PrintRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
    }

    String call() {
        return record.path("expr").asText();
    }

    void run() {
        throw new MissingException("printed forms of group " + record.path("group").asText());
    }
}
