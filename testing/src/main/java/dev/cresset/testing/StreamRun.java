package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.spi.DType;

/** Runs one record of kind {@code rng}: calls that draw from the default generator. */
final class StreamRun {
    private final Bundle bundle;
    private final JsonNode record;

    StreamRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
    }

    String call() {
        var text = new StringBuilder("manual_seed(" + record.get("seed") + ")");
        record.path("expr").forEach(expr -> text.append("; ").append(expr.asText()));
        return text.toString();
    }

    void run() {
        var calls = record.get("calls");
        var callees = new Callee[calls.size()];
        for (int i = 0; i < callees.length; i++) {
            callees[i] = SeededCalls.of(calls.get(i).get("call").textValue());
        }
        Torch.manualSeed(record.get("seed").longValue());
        var results = record.get("results");
        var comparison = Comparison.of(bundle.tensors(), record.path("tol"));
        for (int i = 0; i < callees.length; i++) {
            var decoder = new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS);
            var result = callees[i].call(decoder.args(calls.get(i)), decoder.kwargs(calls.get(i)));
            try {
                check(comparison, results.get(i), result);
            } catch (Mismatch mismatch) {
                throw mismatch.in("call " + i);
            }
        }
        try {
            Comparison.of(bundle.tensors(), record.path("none"))
                    .check(record.get("state"), Torch.getRngState());
        } catch (Mismatch mismatch) {
            throw mismatch.in("state of the generator");
        }
    }

    private static void check(Comparison comparison, JsonNode want, Object got) {
        if (want.has("summary")) {
            checkSummary(want.get("summary"), (Tensor) got);
        } else {
            comparison.check(want.get("output"), got);
        }
    }

    private static void checkSummary(JsonNode summary, Tensor got) {
        if (got.dtype() != DType.INT64) {
            throw new Mismatch("int64", Text.kind(got));
        }
        var values = Elements.longs(got.array());
        long checksum = 0;
        for (int i = 0; i < values.length; i++) {
            checksum += (i + 1) * values[i];
        }
        if (values.length != summary.get("n").longValue()
                || checksum != summary.get("checksum").longValue()) {
            throw new Mismatch(summary.toString(), Text.of(got) + " checksum " + checksum);
        }
    }
}
