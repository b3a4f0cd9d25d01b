package dev.cresset.nn;

import dev.cresset.Parameter;
import dev.cresset.Tensor;
import dev.cresset.Torch;

/** {@code y = x1^T A x2 + b}: PyTorch's {@code nn.Bilinear}. */
public final class Bilinear extends Module implements BinaryModule {
    /** (outFeatures, in1Features, in2Features). */
    public final Parameter weight;

    /** (outFeatures), or null. */
    public final Parameter bias;

    /** With bias. */
    public Bilinear(long in1Features, long in2Features, long outFeatures) {
        this(in1Features, in2Features, outFeatures, Bias.BIAS);
    }

    /** With or without bias. */
    public Bilinear(long in1Features, long in2Features, long outFeatures, Bias withBias) {
        weight = new Parameter(Torch.empty(outFeatures, in1Features, in2Features));
        bias = withBias == Bias.BIAS ? new Parameter(Torch.empty(outFeatures)) : null;
        double bound = 1 / Math.sqrt(in1Features);
        Init.uniform_(weight, -bound, bound);
        if (bias != null) {
            Init.uniform_(bias, -bound, bound);
        }
    }

    @Override
    public Tensor forward(Tensor x1, Tensor x2) {
        return bias == null
                ? Functional.bilinear(x1, x2, weight)
                : Functional.bilinear(x1, x2, weight, bias);
    }

    @Override
    protected String extraRepr() {
        return "in1_features="
                + weight.size(1)
                + ", in2_features="
                + weight.size(2)
                + ", out_features="
                + weight.size(0)
                + ", bias="
                + (bias == null ? "False" : "True");
    }
}
