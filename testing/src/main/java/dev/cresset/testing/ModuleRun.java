package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.nn.Module;
import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs one record of kind {@code module} or {@code module_error}: a layer or loss made from a seed,
 * its state, its forward pass and its gradients.
 */
final class ModuleRun {
    private final Bundle bundle;
    private final JsonNode record;
    private PythonCall constructor;
    private final Decoder decoder;
    private final Comparison comparison;
    private String call;

    ModuleRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
        this.decoder = new Decoder(bundle.tensors(), Decoder.Leaves.AS_RECORDED);
        this.comparison = Comparison.of(bundle.tensors(), record.path("tol"));
        this.call = record.get("module").textValue();
    }

    /** The constructor call as text, with the arguments of the forward pass once it runs. */
    String call() {
        return call;
    }

    void run() {
        if (record.get("kind").textValue().equals("module_error")) {
            runError();
            return;
        }
        var module = construct();
        place("repr", () -> checkText(record.get("repr").textValue(), module.toString()));
        place("state_dict", () -> checkState(record.get("state_dict"), module.stateDict(), true));
        place("parameters", () -> checkNames("parameters", module.namedParameters()));
        place("buffers", () -> checkNames("buffers", module.namedBuffers()));
        if (record.has("loaded")) {
            module.loadStateDict(state(record.get("loaded")));
        }
        Torch.manualSeed(record.get("forward_seed").longValue());
        var before = copy(module.stateDict());
        var output = forward(module);
        place("output", () -> comparison.check(record.get("output"), output));
        place("state_dict after", () -> checkAfter(before, module.stateDict()));
        if (record.has("grad")) {
            var byPath = new LinkedHashMap<String, Tensor>(decoder.tensors());
            module.namedParameters().forEach((name, p) -> byPath.put("param:" + name, p));
            new GradientCheck(bundle, record.get("grad")).check(output, byPath);
        }
    }

    private Module construct() {
        var values = new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS);
        var ctor = record.get("ctor");
        constructor = new PythonCall(call, values.args(ctor), values.kwargs(ctor));
        call = constructor.toString();
        Torch.manualSeed(record.get("seed").longValue());
        if (!(Classes.construct(constructor) instanceof Module module)) {
            throw new MissingException(constructor.name() + " as a module");
        }
        if (record.has("to_dtype")) {
            module.to(Decoder.dtype(record.get("to_dtype").textValue()));
        }
        return record.get("training").booleanValue() ? module.train() : module.eval();
    }

    private Object forward(Module module) {
        var args = decoder.args(record.get("forward"));
        var kwargs = decoder.kwargs(record.get("forward"));
        call = constructor + Text.call("", args, kwargs);
        return Classes.forward(constructor, module, new PythonCall("forward", args, kwargs));
    }

    /**
     * A mistake is refused with PyTorch's words; what PyTorch refuses for its Python type only has
     * to be refused, as Java's compiler would.
     */
    private void runError() {
        var error = record.get("error");
        var words = error.path("message").asText().lines().findFirst().orElse("").strip();
        try {
            var module = construct();
            if (record.path("error_on").asText().equals("forward")) {
                forward(module);
            }
        } catch (OpException e) {
            if (error.path("type").asText().equals("TypeError") || e.getMessage().contains(words)) {
                return;
            }
            throw new Mismatch("the words: " + words, e.getMessage());
        }
        throw new Mismatch(error.path("type").asText() + ": " + words, "a result");
    }

    private static void place(String where, Runnable check) {
        try {
            check.run();
        } catch (Mismatch mismatch) {
            throw mismatch.in(where);
        }
    }

    private static void checkText(String want, String got) {
        if (!want.equals(got)) {
            throw new Mismatch("\n" + want, "\n" + got);
        }
    }

    private void checkNames(String field, Map<String, ?> got) {
        var want = new ArrayList<String>();
        record.get(field).forEach(name -> want.add(name.textValue()));
        if (!want.equals(List.copyOf(got.keySet()))) {
            throw new Mismatch(want.toString(), got.keySet().toString());
        }
    }

    private void checkState(JsonNode want, Map<String, Tensor> got, boolean complete) {
        var names = new ArrayList<String>();
        for (var entry : want) {
            var name = entry.get(0).textValue();
            names.add(name);
            if (entry.get(1).has("uninitialized")) {
                continue;
            }
            place(name, () -> comparison.check(entry.get(1), got.get(name)));
        }
        if (complete && !names.equals(List.copyOf(got.keySet()))) {
            throw new Mismatch("the names " + names, got.keySet().toString());
        }
    }

    private Map<String, Tensor> state(JsonNode entries) {
        var state = new LinkedHashMap<String, Tensor>();
        var values = new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS);
        entries.forEach(e -> state.put(e.get(0).textValue(), values.tensor(e.get(1))));
        return state;
    }

    private static Map<String, Tensor> copy(Map<String, Tensor> state) {
        var copy = new LinkedHashMap<String, Tensor>();
        state.forEach((name, tensor) -> copy.put(name, tensor.clone()));
        return copy;
    }

    /** What is recorded has changed as recorded, and nothing else has changed. */
    private void checkAfter(Map<String, Tensor> before, Map<String, Tensor> after) {
        var changed = record.get("state_dict_after");
        checkState(changed, after, false);
        var names = state(changed).keySet();
        after.forEach(
                (name, tensor) -> {
                    if (!names.contains(name) && !tensor.equal(before.get(name))) {
                        throw new Mismatch(name + " unchanged", Text.of(tensor));
                    }
                });
    }
}
