package dev.cresset;

import dev.cresset.autograd.AutogradException;
import dev.cresset.autograd.Engine;
import dev.cresset.op.ValueOps;
import dev.cresset.text.Tuple;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/** Entry to backward passes: checks what the user asks for. */
final class Gradients {
    private Gradients() {}

    static void backward(Tensor output, Tensor gradient, GraphOption... options) {
        var chosen = chosen(options);
        Engine.backward(
                List.of(output),
                List.of(start(output, gradient)),
                chosen.contains(GraphOption.RETAIN_GRAPH),
                chosen.contains(GraphOption.CREATE_GRAPH));
    }

    static List<Tensor> grad(
            List<Tensor> outputs,
            List<Tensor> inputs,
            List<Tensor> gradOutputs,
            GraphOption... options) {
        var chosen = chosen(options);
        var starts = new ArrayList<Tensor>();
        for (int i = 0; i < outputs.size(); i++) {
            starts.add(start(outputs.get(i), gradOutputs == null ? null : gradOutputs.get(i)));
        }
        for (var input : inputs) {
            if (!input.requiresGrad()) {
                throw new AutogradException(
                        "grad: One of the differentiated Tensors does not require grad; call"
                                + " requiresGrad_() on it before computing with it");
            }
        }
        var results =
                Engine.grad(
                        outputs,
                        inputs,
                        starts,
                        chosen.contains(GraphOption.RETAIN_GRAPH),
                        chosen.contains(GraphOption.CREATE_GRAPH));
        var list = new ArrayList<Tensor>();
        for (var result : results) {
            if (result == null && !chosen.contains(GraphOption.ALLOW_UNUSED)) {
                throw new AutogradException(
                        "grad: One of the differentiated Tensors appears to not have been used in"
                                + " the graph. Set allow_unused=True if this is the desired"
                                + " behavior.");
            }
            list.add((Tensor) result);
        }
        return Tuple.copyOf(list);
    }

    private static EnumSet<GraphOption> chosen(GraphOption[] options) {
        var chosen = EnumSet.noneOf(GraphOption.class);
        chosen.addAll(List.of(options));
        return chosen;
    }

    private static Tensor start(Tensor output, Tensor gradient) {
        if (!output.requiresGrad()) {
            throw new AutogradException(
                    "backward: element 0 of tensors does not require grad and does not have a"
                            + " grad_fn");
        }
        if (gradient == null) {
            if (output.numel() != 1) {
                throw new AutogradException(
                        "backward: grad can be implicitly created only for scalar outputs, got "
                                + output.shape()
                                + "; pass a gradient of that shape or reduce with sum()");
            }
            if (output.isComplex()) {
                throw new AutogradException(
                        "backward: grad can be implicitly created only for real scalar outputs but"
                                + " got "
                                + output.dtype()
                                + "; pass a gradient or make the output real with abs()");
            }
            return (Tensor) ValueOps.onesLike(output.detach());
        }
        if (!gradient.layout().sameSizes(output.layout())) {
            throw new AutogradException(
                    "backward: Mismatch in shape: grad_output[0] has a shape of "
                            + gradient.shape()
                            + " and output[0] has a shape of "
                            + output.shape()
                            + ".");
        }
        return gradient;
    }
}
