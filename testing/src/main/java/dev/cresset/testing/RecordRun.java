package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.function.Supplier;

/** Runs a record by its kind. */
final class RecordRun {
    private final Runnable body;
    private final Supplier<String> call;

    RecordRun(Bundle bundle, JsonNode record) {
        var kind = record.path("kind").asText();
        switch (kind) {
            case "sample", "error" -> {
                var run = new OperatorRun(bundle, record);
                body = run::run;
                call = run::call;
            }
            case "rng" -> {
                var run = new StreamRun(bundle, record);
                body = run::run;
                call = run::call;
            }
            case "module", "module_error" -> {
                var run = new ModuleRun(bundle, record);
                body = run::run;
                call = run::call;
            }
            case "optimizer", "lbfgs" -> {
                var run = new OptimizerRun(bundle, record);
                body = run::run;
                call = run::call;
            }
            case "scheduler" -> {
                var run = new SchedulerRun(bundle, record);
                body = run::run;
                call = run::call;
            }
            case "clip" -> {
                var run = new ClippingRun(bundle, record);
                body = run::run;
                call = run::call;
            }
            case "print" -> {
                var run = new PrintRun(bundle, record);
                body = run::run;
                call = run::call;
            }
            default -> {
                body =
                        () -> {
                            throw new MissingException("records of kind " + kind);
                        };
                call = () -> kind;
            }
        }
    }

    void run() {
        body.run();
    }

    String call() {
        return call.get();
    }
}
