package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;

/** {@code y = x @ weight.T + bias}: PyTorch's {@code nn.Linear}. */
public class Linear extends Module implements UnaryModule {
    /** (outFeatures, inFeatures). */
    public final Parameter weight;

    /** (outFeatures), or null. */
    public final Parameter bias;

    /** With bias. */
    public Linear(long inFeatures, long outFeatures) {
        this(inFeatures, outFeatures, Bias.BIAS);
    }

    /** With or without bias. */
    public Linear(long inFeatures, long outFeatures, Bias withBias) {
        weight = new Parameter(Torch.empty(outFeatures, inFeatures));
        bias = withBias == Bias.BIAS ? new Parameter(Torch.empty(outFeatures)) : null;
        Init.linear(weight, bias);
    }

    @Override
    public Tensor forward(Tensor x) {
        return bias == null ? Functional.linear(x, weight) : Functional.linear(x, weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in_features="
                + weight.size(1)
                + ", out_features="
                + weight.size(0)
                + ", bias="
                + (bias == null ? "False" : "True");
    }
}
