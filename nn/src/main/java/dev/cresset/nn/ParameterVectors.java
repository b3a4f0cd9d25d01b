package dev.cresset.nn;

import dev.cresset.Tensor;
import dev.cresset.Torch;
import dev.cresset.op.OpException;

import java.util.ArrayList;
import java.util.List;

/** All parameters as one vector: PyTorch's {@code nn.utils.convert_parameters}. */
public final class ParameterVectors {
    private ParameterVectors() {}

    /** The elements of all parameters one after the other; gradients flow back. */
    public static Tensor parametersToVector(List<? extends Tensor> parameters) {
        var parts = new ArrayList<Tensor>();
        parameters.forEach(parameter -> parts.add(parameter.reshape(-1)));
        return Torch.cat(parts);
    }

    /**
     * Copies the elements of a vector into parameters, one after the other.
     *
     * @throws OpException if the vector has not as many elements as the parameters; nothing changes
     *     then
     */
    public static void vectorToParameters(Tensor vec, List<? extends Tensor> parameters) {
        long expected = parameters.stream().mapToLong(Tensor::numel).sum();
        if (vec.dim() != 1 || vec.numel() != expected) {
            throw new OpException(
                    "vectorToParameters: expects a vector of "
                            + expected
                            + " elements, one for each of the parameters, got sizes "
                            + vec.shape());
        }
        Torch.noGrad(
                () -> {
                    long at = 0;
                    for (var parameter : parameters) {
                        var part = vec.narrow(0, at, parameter.numel());
                        parameter.copy_(part.view(parameter.shape().toArray()));
                        at += parameter.numel();
                    }
                });
    }
}
