package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;
import dev.cresset.op.Registry;
import dev.cresset.op.View;
import dev.cresset.spi.Layout;

import java.util.List;

/** Runs one record of kind {@code sample} or {@code error}: a call of an operator. */
final class OperatorRun {
    private final Bundle bundle;
    private final JsonNode record;
    private String call;

    OperatorRun(Bundle bundle, JsonNode record) {
        this.bundle = bundle;
        this.record = record;
        this.call = record.path("torch_name").asText();
    }

    /** The call as text, known once the arguments are decoded. */
    String call() {
        return call;
    }

    void run() {
        if (record.path("wrapped").booleanValue()) {
            throw new MissingException("a wrapper of PyTorch's test database");
        }
        var callee = Callee.of(record.get("torch_name").textValue());
        if (record.get("kind").textValue().equals("error")) {
            runError(callee);
        } else {
            runSample(callee);
            runInPlace();
        }
    }

    private void runError(Callee callee) {
        var decoder = new Decoder(bundle.tensors(), Decoder.Leaves.AS_RECORDED);
        var args = decoder.args(record);
        var kwargs = decoder.kwargs(record);
        call = Text.call(record.get("torch_name").textValue(), args, kwargs);
        var error = record.get("error");
        var expected = error.path("type").asText() + ": " + error.path("message").asText().strip();
        Object result;
        try {
            result = callee.call(args, kwargs);
        } catch (OpException e) {
            return;
        }
        throw new Mismatch(expected, Text.of(result));
    }

    private void runSample(Callee callee) {
        var decoder = new Decoder(bundle.tensors(), Decoder.Leaves.AS_RECORDED);
        var args = decoder.args(record);
        var kwargs = decoder.kwargs(record);
        call = Text.call(record.get("torch_name").textValue(), args, kwargs);
        if (record.path("random").booleanValue()) {
            Torch.manualSeed(record.get("seed").longValue());
        }
        var output = callee.call(args, kwargs);
        comparison().check(record.get("output"), output);
        checkAliases(decoder, output);
        checkOwnMemory(decoder, output, "");
        checkAttached(record.get("output"), output, "");
        for (var mutated : record.path("mutated")) {
            var path = mutated.get("path").textValue();
            place(
                    "argument " + path + " after the call",
                    () -> comparison().check(mutated.get("value"), decoder.tensors().get(path)));
        }
        if (record.has("grad")) {
            checkGradients(decoder, output);
        }
    }

    private Comparison comparison() {
        return record.path("compare").asText().equals("metadata")
                ? Comparison.ofMetadata(bundle.tensors())
                : Comparison.of(bundle.tensors(), record.path("tol"));
    }

    private static void place(String where, Runnable check) {
        try {
            check.run();
        } catch (Mismatch mismatch) {
            throw mismatch.in(where);
        }
    }

    /** Views share memory with their input and have PyTorch's strides; other results do not. */
    private void checkAliases(Decoder decoder, Object output) {
        record.path("alias")
                .properties()
                .forEach(
                        alias -> {
                            var result = Comparison.at(output, alias.getKey());
                            var input = decoder.tensors().get(alias.getValue().textValue());
                            if (result.array().storage() != input.array().storage()
                                    && result.numel() > 0) {
                                throw new Mismatch(
                                        "result "
                                                + alias.getKey()
                                                + " shares the memory of "
                                                + alias.getValue().textValue(),
                                        "memory of its own");
                            }
                            checkStrides(alias.getKey(), result);
                        });
    }

    /** What is no view has memory of its own. */
    private void checkOwnMemory(Decoder decoder, Object output, String path) {
        if (output instanceof Tensor result) {
            if (!record.path("alias").has(path) && result.numel() > 0) {
                decoder.tensors()
                        .forEach(
                                (name, input) -> {
                                    if (input.array().storage() == result.array().storage()) {
                                        throw new Mismatch(
                                                "result " + path + " with memory of its own",
                                                "it shares the memory of " + name);
                                    }
                                });
            }
        } else if (output instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                checkOwnMemory(decoder, list.get(i), path.isEmpty() ? "" + i : path + "/" + i);
            }
        }
    }

    private void checkStrides(String path, Tensor result) {
        var node = record.get("output");
        for (String step : path.isEmpty() ? List.<String>of() : List.of(path.split("/"))) {
            node = (node.has("list") ? node.get("list") : node.get("tuple"));
            node = node.get(Integer.parseInt(step));
        }
        var wanted =
                node.has("out_stride")
                        ? Decoder.longs(node.get("out_stride"))
                        : Layout.contiguous(result.layout().sizes()).strides();
        for (int d = 0; d < wanted.length && result.numel() > 0; d++) {
            if (result.size(d) > 1 && result.stride(d) != wanted[d]) {
                throw new Mismatch(
                        "strides " + java.util.Arrays.toString(wanted), Text.kind(result));
            }
        }
    }

    /** Results are attached to the graph where PyTorch's are. */
    private static void checkAttached(JsonNode want, Object got, String path) {
        if (want.has("tensor")) {
            boolean wanted = want.path("requires_grad").booleanValue();
            if (((Tensor) got).requiresGrad() != wanted) {
                throw new Mismatch(
                        "result " + path + " with requires_grad=" + wanted,
                        "requires_grad=" + !wanted);
            }
        } else if (want.has("list") || want.has("tuple")) {
            var wanted = want.has("list") ? want.get("list") : want.get("tuple");
            var list = Paths.elements(got);
            for (int i = 0; i < wanted.size(); i++) {
                checkAttached(wanted.get(i), list.get(i), path + i);
            }
        }
    }

    private void checkGradients(Decoder decoder, Object output) {
        new GradientCheck(bundle, record.get("grad")).check(output, decoder.tensors());
    }

    /** The same sample by the in-place form, where its result fits into its first argument. */
    private void runInPlace() {
        var name = record.path("inplace").textValue();
        // as_strided reads the memory behind its argument, which is another one here.
        if (name == null
                || !name.endsWith("_")
                || name.equals("as_strided_")
                || record.path("random").booleanValue()) {
            return;
        }
        var decoder = new Decoder(bundle.tensors(), Decoder.Leaves.AS_RECORDED);
        var args = decoder.args(record);
        var kwargs = decoder.kwargs(record);
        var op = name.substring(0, name.length() - 1);
        if (!fits(op, args)) {
            return;
        }
        var leaf = (Tensor) args.getFirst();
        call = Text.call("torch.Tensor." + name, args, kwargs);
        var self = leaf.clone();
        if (!leaf.isContiguous() && leaf.layout().isDense()) {
            self = self.asStrided(leaf.layout().sizes(), leaf.layout().strides(), 0);
            self =
                    (Tensor)
                            Torch.callInPlace(
                                    "copy", List.of(self.detach(), leaf), java.util.Map.of());
        }
        args.set(0, self);
        var result = Callee.inPlace(name).call(args, kwargs);
        if (result != self) {
            throw new Mismatch("the in-place form to return its first argument", Text.of(result));
        }
        place("in place", () -> comparison().check(record.get("output"), result));
        if (record.has("grad")) {
            checkGradientsInPlace(decoder, (Tensor) result);
        }
    }

    private void checkGradientsInPlace(Decoder decoder, Tensor result) {
        place("in place", () -> checkGradients(decoder, result));
    }

    private boolean fits(String op, List<Object> args) {
        var output = record.get("output");
        if (args.isEmpty()
                || !(args.getFirst() instanceof Tensor self)
                || !output.has("tensor")
                || record.has("mutated")) {
            return false;
        }
        var expected =
                new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS).tensor(output);
        boolean view = !Registry.find(op).isEmpty() && Registry.find(op).getFirst() instanceof View;
        return expected.dtype() == self.dtype()
                && (view || expected.layout().sameSizes(self.layout()));
    }
}
