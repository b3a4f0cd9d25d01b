package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.Clipping;
import dev.cresset.nn.NonFinite;
import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.List;

/** Runs one record of kind {@code clip}: gradients that are clipped, or refused. */
final class ClippingRun {
    private static final double NORM = 2;

    private final Bundle bundle;
    private final JsonNode record;

    ClippingRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
    }

    String call() {
        return record.get("function").textValue() + record.get("kwargs");
    }

    void run() {
        var decoder = new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS);
        var grads = new ArrayList<Tensor>();
        var params = new ArrayList<Parameter>();
        for (var node : record.get("grads")) {
            var grad = (Tensor) decoder.value(node, "");
            if (grad == null) {
                params.add(new Parameter(Torch.zeros(1)));
                continue;
            }
            grads.add(grad);
            params.add(new Parameter(Torch.zerosLike(grad)));
            params.getLast().grad(grad);
        }
        var name = record.get("function").textValue().replaceFirst("^torch\\.nn\\.utils\\.", "");
        var call = new PythonCall(name, List.of(), decoder.kwargs(record));
        Tensor result;
        try {
            result = call(call, params, grads);
        } catch (OpException e) {
            var words = record.path("error").path("message").asText("a result");
            if (!e.getMessage().contains(words)) {
                throw new Mismatch(words, e.getMessage());
            }
            return;
        }
        check(result, params);
    }

    private static Tensor call(PythonCall c, List<Parameter> params, List<Tensor> grads) {
        var order = c.number(2, "norm_type", NORM);
        var nonFinite =
                c.flag(PythonCall.KEYWORD, "error_if_nonfinite", false)
                        ? NonFinite.ERROR
                        : NonFinite.ALLOWED;
        switch (c.name()) {
            case "clip_grad_norm_" -> {
                double most = c.number(1, "max_norm");
                c.get("foreach", null);
                c.finish();
                return Clipping.clipGradNorm_(params, most, order, nonFinite);
            }
            case "get_total_norm" -> {
                c.get("foreach", null);
                c.finish();
                return Clipping.getTotalNorm(grads, order, nonFinite);
            }
            case "clip_grad_value_" -> {
                Clipping.clipGradValue_(params, c.number(1, "clip_value"));
                return null;
            }
            default -> throw new MissingException("torch.nn.utils." + c.name());
        }
    }

    private void check(Tensor result, List<Parameter> params) {
        if (record.has("error")) {
            throw new Mismatch(record.get("error").path("message").asText(), Text.of(result));
        }
        var comparison = Comparison.of(bundle.tensors(), record.path("tol"));
        comparison.check(record.get("output"), result);
        int i = 0;
        for (var want : record.path("clipped")) {
            comparison.check(want, params.get(i++).grad());
        }
    }
}
