package dev.cresset.testing;

import com.fasterxml.jackson.databind.JsonNode;

import dev.cresset.GraphOption;
import dev.cresset.Tensor;
import dev.cresset.Torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Compares the gradients of a result with the recorded ones. */
final class GradientCheck {
    private final Bundle bundle;
    private final JsonNode grad;

    /** For the {@code grad} entry of a record. */
    GradientCheck(Bundle bundle, JsonNode grad) {
        this.bundle = bundle;
        this.grad = grad;
    }

    /** What a backward pass leaves in the inputs, which may be sparse. */
    private static List<?> left(
            List<Tensor> outputs, List<Tensor> inputs, List<Tensor> cotangents) {
        for (int i = 0; i < outputs.size(); i++) {
            outputs.get(i).backward(cotangents.get(i), GraphOption.RETAIN_GRAPH);
        }
        var gradients = new ArrayList<Object>();
        for (var input : inputs) {
            gradients.add(input.sparseGrad() == null ? input.grad() : input.sparseGrad());
            input.grad(null);
        }
        return gradients;
    }

    /** Differentiates {@code output} for the tensors that have these paths. */
    void check(Object output, Map<String, ? extends Tensor> byPath) {
        var values = new Decoder(bundle.tensors(), Decoder.Leaves.WITHOUT_GRADIENTS);
        var outputs = new ArrayList<Tensor>();
        var cotangents = new ArrayList<Tensor>();
        for (var cotangent : grad.get("cotangents")) {
            outputs.add(Comparison.at(output, cotangent.get("path").textValue()));
            cotangents.add(values.tensor(cotangent.get("value")));
        }
        var inputs = new ArrayList<Tensor>();
        for (var input : grad.get("inputs")) {
            var path = input.get("path").textValue();
            if (byPath.get(path) == null) {
                throw new Mismatch("an input or parameter " + path, "none of that name");
            }
            inputs.add(byPath.get(path));
        }
        var gradients =
                grad.get("inputs").findParent("sparse_coo") == null
                        ? Torch.grad(outputs, inputs, cotangents, GraphOption.ALLOW_UNUSED)
                        : left(outputs, inputs, cotangents);
        var comparison = Comparison.of(bundle.tensors(), grad.get("tol"));
        int i = 0;
        for (var input : grad.get("inputs")) {
            try {
                comparison.check(input.get("grad"), gradients.get(i++));
            } catch (Mismatch mismatch) {
                throw mismatch.in("gradient of " + input.get("path").textValue());
            }
        }
    }
}
